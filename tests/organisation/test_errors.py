"""Errors name the file, the row and what was expected."""

import shutil

import pytest

from foedus.files import InputError
from foedus.organisation import check_organisation, library_folder, load_organisation


@pytest.fixture
def copy(tmp_path):
    folder = tmp_path / "mine"
    shutil.copytree(library_folder("csto"), folder)
    return folder


def change(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def append(path, line):
    path.write_text(path.read_text() + line + "\n")


def rows(path):
    return len(path.read_text().splitlines())


def test_a_folder_is_read_like_a_packaged_library(copy):
    assert load_organisation(copy).name == "csto"
    assert load_organisation(str(copy)).members == load_organisation("csto").members


def test_an_unknown_library_is_named_with_those_that_exist():
    with pytest.raises(InputError, match=r"nosuch.*csto"):
        load_organisation("nosuch")


def test_a_missing_file_is_named(copy):
    (copy / "forces.csv").unlink()
    with pytest.raises(InputError, match=r"forces\.csv: no such file"):
        load_organisation(copy)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("ARM,gdp,1,US$ current,2031-02-30,memory,data,low,", "2031-02-30.*no day"),
        ("ARM,gdpp,1,US$ current,2031-12-31,memory,data,low,", "unknown attribute 'gdpp'"),
        ("Arm,gdp,1,US$ current,2031-12-31,memory,data,low,", "'Arm' is no state"),
        ("ARM,gdp,1,US$ current,2031-12-31,memory,rumour,low,", "basis.*data.*judgement"),
        ("ARM,gdp,1,US$ current,2031-12-31,memory,data,sure,", "confidence"),
        ("ARM,gdp,1,US$ current,2021-12-31,memory,data,low,", "stands twice for 2021-12-31"),
        ("ARM,gdp,1,US$ current,2031-12-31,,data,low,", "source"),
        ("ARM,gdp,,US$ current,2031-12-31,memory,data,low,", "value"),
        ("ARM,gdp,1", "3 cells, expected 9"),
    ],
)
def test_a_bad_row_of_the_states_is_an_error_with_its_row(copy, line, message):
    append(copy / "states.csv", line)
    number = rows(copy / "states.csv")
    with pytest.raises(InputError, match=rf"states\.csv, row {number}: .*{message}"):
        load_organisation(copy)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("ARM,ARM,base,1,2031-12-31,memory,judgement,low,", "itself"),
        ("TJK,KGZ,border_contested,1,2031-12-31,memory,judgement,low,", "store the pair once"),
    ],
)
def test_a_bad_pair_is_an_error(copy, line, message):
    append(copy / "dyads.csv", line)
    with pytest.raises(InputError, match=rf"dyads\.csv, row \d+: .*{message}"):
        load_organisation(copy)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("DEU,member,2020-01-01,2019-01-01,memory,low,", "before it starts"),
        ("DEU,friend,2020-01-01,,memory,low,", "'friend' is none of .*member"),
        ("DEU,member,2020-13-01,,memory,low,", "month must be in"),
        ("DEUT,member,2020-01-01,,memory,low,", "state"),
    ],
)
def test_a_bad_membership_is_an_error(copy, line, message):
    append(copy / "members.csv", line)
    with pytest.raises(InputError, match=rf"members\.csv, row \d+: .*{message}"):
        load_organisation(copy)


def test_an_unknown_key_in_the_law_names_the_clause(copy):
    change(copy / "treaty.yaml", "conditions: [the user of force is a member]", "rulez: [x]")
    with pytest.raises(InputError, match=r"treaty\.yaml: treaty-1: versions\.0"):
        load_organisation(copy)


def test_an_unknown_key_in_the_organisation_is_an_error(copy):
    append(copy / "organisation.yaml", "motto: peace")
    with pytest.raises(InputError, match=r"organisation\.yaml: motto: unknown key"):
        load_organisation(copy)


def test_a_source_twice_is_an_error(copy):
    append(copy / "sources.csv", "memory,x,,,memory,no")
    with pytest.raises(InputError, match=r"'memory' stands twice"):
        load_organisation(copy)


@pytest.mark.parametrize(
    ("file", "line", "message"),
    [
        ("states.csv", "ARM,gdp,1,US$,2031-12-31,nowhere,data,low,", "'nowhere' is not in sources"),
        ("states.csv", "ARM,remittances_gdp,1.2,1,2031-12-31,vdem,data,low,", "outside 0 to 1"),
        ("states.csv", "ARM,in_eu,maybe,,2031-12-31,vdem,data,low,", "none of member"),
        ("states.csv", "ARM,irregular_turnovers,1.5,,2031-12-31,vdem,data,low,", "whole number"),
        ("states.csv", "ARM,gdp,much,,2031-12-31,vdem,data,low,", "not a number"),
        ("states.csv", "ARM,gdp,1,,2131-12-31,vdem,data,low,", "lies outside"),
        ("states.csv", "ARM,gdp,1,,2031-12-31,memory,judgement,high,", "memory alone"),
        ("dyads.csv", "ARM,ZZZ,base,1,2031-12-31,vdem,data,low,", "ZZZ has no row in states.csv"),
        ("dyads.csv", "ARM,CHN,base,2,2031-12-31,vdem,data,low,", "outside 0 to 1"),
        ("dyads.csv", "ARM,CHN,last_dispute,2032-01-01,2031-12-31,vdem,data,low,", "later than"),
        ("members.csv", "DEU,left,2020-01-01,,memory,low,", "begins as left"),
        ("members.csv", "ARM,left,2020-01-01,,memory,low,", "two standings"),
        ("offices.csv", "chair,X,DEU,2030-01-01,,memory,low,", "not a member on that day"),
    ],
)
def test_a_check_finds_what_does_not_fit(copy, file, line, message):
    append(copy / file, line)
    problems = [str(problem) for problem in check_organisation(load_organisation(copy))]
    assert any(message in problem for problem in problems), problems


def test_overlapping_versions_of_a_clause_are_found(copy):
    change(copy / "treaty.yaml", "in_force_until: 2012-12-18", "in_force_until: 2013-12-18")
    problems = [str(problem) for problem in check_organisation(load_organisation(copy))]
    assert any("two versions in force" in problem for problem in problems)


def test_net_exporters_may_have_negative_ratios(copy):
    append(copy / "states.csv", "ARM,cereal_import_dependence,-0.4,ratio,2031-12-31,vdem,data,low,")
    assert check_organisation(load_organisation(copy)) == []
