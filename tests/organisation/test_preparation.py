"""Units, procedures, plans and kinds of exercise: rows by date, and errors that name the field."""

from __future__ import annotations

import datetime
import shutil

import pytest

from foedus.files import InputError
from foedus.organisation import check_organisation, library_folder, load_organisation
from foedus.organisation.preparation import procedure_at
from foedus.report.checks import check_library

DAY = datetime.date(2022, 11, 30)


@pytest.fixture
def copy(tmp_path):
    folder = tmp_path / "mine"
    shutil.copytree(library_folder("csto"), folder)
    return folder


def change(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_a_later_row_of_a_unit_takes_the_place_of_the_earlier(copy):
    units = load_organisation(copy).units_at(datetime.date(2020, 1, 1))
    (battalion,) = [u for u in units if u.unit == "peacekeeping battalion"]
    assert battalion.committed == 120
    before = load_organisation(copy).units_at(datetime.date(2010, 12, 31))
    assert [u.committed for u in before if u.unit == "peacekeeping battalion"] == [None]


def test_a_unit_whose_row_has_ended_no_longer_counts(copy):
    change(copy / "units.csv", ",2005-08-30,,judgement", ",2005-08-30,2010-01-01,judgement")
    names = [(u.state, u.unit) for u in load_organisation(copy).units_at(DAY)]
    assert ("RUS", "three battalions of the 201st base") not in names


def test_a_member_without_a_row_decides_in_the_usual_way(copy):
    org = load_organisation(copy)
    assert procedure_at(org.procedures, "KGZ", DAY).sitting_fails == 0.3
    usual = procedure_at(org.procedures, "UZB", DAY)
    assert (usual.factor, usual.sitting_fails, usual.refuses) == (1.0, 0.0, 0.0)


def test_a_library_may_go_without_the_tables(copy):
    for name in ("formations", "units", "procedures", "plans", "functions"):
        (copy / f"{name}.csv").unlink()
    org = load_organisation(copy)
    assert org.units == org.plans == ()
    assert check_organisation(org) == []


@pytest.mark.parametrize(
    ("table", "old", "new", "message"),
    [
        ("units.csv", ",5500,", ",-5,", r"units\.csv, row 2.*personnel"),
        ("units.csv", ",5500,", ",many,", r"units\.csv, row 2.*many"),
        ("units.csv", "2009-06-14,,", "2009-06-14,2001-01-01,", "before it starts"),
        ("procedures.csv", "parliament,1.5,0.1", "parliament,1.5,1.1", "sitting_fails"),
        ("procedures.csv", "head_of_state", "king", "body"),
        ("procedures.csv", "0.5,0,0.01", "-1,0,0.01", "factor"),
        ("plans.csv", "guarding;separating", "guarding;dancing", r"plans\.csv, row 2.*tasks"),
        ("plans.csv", "2021-11-12", "12 November", r"plans\.csv, row 2"),
        ("functions.csv", "command_staff,0.3", "command_staff,3", "readiness"),
        ("formations.csv", "force,title", "name,title", "expected"),
    ],
)
def test_bad_cells_name_file_row_and_field(copy, table, old, new, message):
    change(copy / table, old, new)
    with pytest.raises(InputError, match=message):
        load_organisation(copy)


@pytest.mark.parametrize(
    ("table", "old", "new", "message"),
    [
        ("units.csv", "RUS,rapid_reaction", "RUS,rapid_raction", "'rapid_raction' is not in form"),
        ("units.csv", "500,,,,120", "500,,,,1200", "more people committed than the unit has"),
        ("exercises.csv", ",logistics,rot", ",logistic,rot", "'logistic' is not in functions.csv"),
        ("exercises.csv", ",logistics,rot", ",,rot", "functions: expected at least one"),
        ("plans.csv", "KAZ;KGZ;TJK", "KAZ;KGZ;TAJ", "TAJ has no row in states.csv"),
        ("procedures.csv", "foedus-authors", "nobody", "source 'nobody' is not in sources.csv"),
    ],
)
def test_the_check_finds_what_does_not_fit_together(copy, table, old, new, message):
    change(copy / table, old, new)
    found = [str(problem) for problem in check_library(copy).problems]
    assert [line for line in found if message in line], found
