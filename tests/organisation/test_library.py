"""The packaged library: what is publicly known of the organisation, and the named checks."""

import datetime
import math
import time

import pytest

from foedus.codes import Status, state_code
from foedus.organisation import (
    CHECKS,
    DYAD_ATTRIBUTES,
    STATE_ATTRIBUTES,
    check_organisation,
    load_organisation,
)

AS_OF = datetime.date(2022, 11, 30)
SIX = ["ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK"]


@pytest.fixture(scope="module")
def org():
    return load_organisation("csto")


@pytest.mark.parametrize("name", CHECKS)
def test_the_library_passes_every_named_check(org, name):
    assert [str(problem) for problem in CHECKS[name](org)] == []


def test_loading_is_quick(org):
    start = time.perf_counter()
    load_organisation("csto")
    assert time.perf_counter() - start < 1.5  # 0.2 s on a quiet machine


@pytest.mark.parametrize(
    ("day", "members"),
    [
        ("1992-05-14", []),
        ("1992-05-15", ["ARM", "KAZ", "KGZ", "RUS", "TJK", "UZB"]),
        ("1994-04-20", ["ARM", "AZE", "BLR", "GEO", "KAZ", "KGZ", "RUS", "TJK", "UZB"]),
        ("1999-04-20", SIX),
        ("2007-01-01", [*SIX, "UZB"]),
        ("2013-01-01", [*SIX, "UZB"]),  # suspended by the Council, which is not an exit
        ("2022-11-30", [*SIX, "UZB"]),
    ],
)
def test_members_through_time(org, day, members):
    assert list(org.members_at(datetime.date.fromisoformat(day))) == members


def test_a_suspended_state_is_frozen_and_six_take_part(org):
    assert org.standing_at("UZB", datetime.date(2012, 7, 1)) is Status.FROZEN
    assert org.members_at(datetime.date(2012, 7, 1))["UZB"] is Status.FROZEN
    assert org.standing_at("UZB", AS_OF) is Status.FROZEN
    taking_part = [s for s, v in org.members_at(AS_OF).items() if v is Status.MEMBER]
    assert taking_part == SIX
    assert org.standing_at("DEU", AS_OF) is Status.OUTSIDE


@pytest.mark.parametrize(
    ("office", "day", "state"),
    [
        ("chair", "2022-01-06", "ARM"),
        ("chair", "2022-11-30", "BLR"),
        ("chair", "2021-05-12", "TJK"),
        ("secretary_general", "2022-01-06", "BLR"),
        ("secretary_general", "2023-06-01", "KAZ"),
        ("secretary_general", "2018-01-01", "ARM"),
        ("chief_of_joint_staff", "2022-09-15", "RUS"),
    ],
)
def test_who_held_which_office(org, office, day, state):
    held = org.office_at(office, datetime.date.fromisoformat(day))
    assert held is not None and held.state == state


def test_an_office_without_a_known_holder_is_none(org):
    assert org.office_at("chief_of_joint_staff", datetime.date(2010, 1, 1)) is None


def test_the_law_has_the_clauses_that_the_rules_cite(org):
    needed = "treaty-1 treaty-2 treaty-3 treaty-4 treaty-6 treaty-11 charter-3 charter-12"
    needed += " charter-13 charter-19 charter-20 crisis-procedure-2010 peacekeeping-2007"
    needed += " crrf-2009 bases-2011 limited-format-2010"
    assert set(needed.split()) <= set(org.clauses_at(AS_OF))


def test_only_the_later_wording_of_mutual_defence_needs_a_request(org):
    old = org.clauses["treaty-4"].at(datetime.date(2010, 6, 11))
    new = org.clauses["treaty-4"].at(AS_OF)
    assert old is not None and new is not None
    assert "the member asks" not in old.conditions
    assert "the member asks" in new.conditions
    assert org.clauses["treaty-4"].at(datetime.date(1993, 1, 1)) is None


def test_peace_is_owed_to_outsiders_too(org):
    article = org.clauses["treaty-1"].at(AS_OF)
    assert article is not None and "other states" in article.text


def test_what_was_not_read_is_not_called_read(org):
    for clause in org.clauses.values():
        for version in clause.versions:
            if version.sources == ("memory",):
                assert version.verified == "memory", clause.id
            if version.verified == "yes":
                assert any(org.sources[one].checked == "yes" for one in version.sources)


@pytest.mark.parametrize(
    ("state", "gdp_billion", "population_million"),
    [  # World Bank figures of 2021 as published, to one decimal
        ("RUS", 1843.4, 144.7),
        ("KAZ", 197.1, 19.7),
        ("BLR", 69.7, 9.3),
        ("ARM", 13.9, 3.0),
        ("KGZ", 9.2, 6.9),
        ("TJK", 8.9, 10.0),
    ],
)
def test_economies_of_2021(org, state, gdp_billion, population_million):
    gdp = org.states.number(state, "gdp", AS_OF)
    population = org.states.number(state, "population", AS_OF)
    assert gdp == pytest.approx(gdp_billion * 1e9, abs=0.06e9)
    assert population == pytest.approx(population_million * 1e6, abs=0.06e6)


def test_every_member_has_the_facts_the_model_starts_from(org):
    needed = "gdp population military_personnel capability_share ideal_point polyarchy"
    needed += " capital_lat capital_lon irregular_turnovers remittances_gdp"
    for state in SIX:
        for name in needed.split():
            assert org.states.number(state, name, AS_OF) is not None, (state, name)


def test_nothing_later_than_the_day_is_seen(org):
    for (state, name), fact in org.states.items():
        seen = org.states.value(state, name, AS_OF)
        assert seen is None or seen.date <= AS_OF
        if fact.date > AS_OF:
            assert seen != fact
    assert org.states.value("RUS", "gdp", AS_OF).date == datetime.date(2021, 12, 31)
    assert all(case.start <= AS_OF for case in org.crises_until(AS_OF))


def test_capitals_lie_where_the_map_has_them(org):
    """Yerevan and Baku are about 455 km apart, Bishkek and Dushanbe about 680."""

    def distance(a, b):
        lat1, lon1, lat2, lon2 = (
            math.radians(org.states.number(state, name, AS_OF))
            for state in (a, b)
            for name in ("capital_lat", "capital_lon")
        )
        h = math.sin((lat2 - lat1) / 2) ** 2
        h += math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
        return 2 * 6371.0 * math.asin(math.sqrt(h))

    assert distance("ARM", "AZE") == pytest.approx(455, abs=15)
    assert distance("KGZ", "TJK") == pytest.approx(680, abs=20)


def test_common_borders_agree_with_the_lists_of_neighbours(org):
    for first in org.states.states:
        listed = org.states.value(first, "land_neighbours", AS_OF)
        if listed is None:
            continue
        for second in org.states.states:
            flag = org.dyads.number(first, second, "contiguity_land", AS_OF)
            assert (flag == 1.0) == (second in listed.value.split()), (first, second)


def test_known_rivals_and_quarrels(org):
    assert org.dyads.number("AZE", "ARM", "rivalry", AS_OF) == 1.0
    assert org.dyads.number("KAZ", "BLR", "rivalry", AS_OF) == 0.0
    assert org.dyads.number("TJK", "KGZ", "border_contested", AS_OF) == 1.0
    last = org.dyads.value("TJK", "KGZ", "last_dispute", AS_OF)
    assert last is not None and last.value == "2022-09-14"
    before = org.dyads.value("TJK", "KGZ", "last_dispute", datetime.date(2022, 9, 13))
    assert before is not None and before.value == "2022-01-27"


def test_shares_of_one_state_do_not_exceed_the_whole(org):
    for name in ("export_share", "import_share", "arms_import_share", "remittance_share"):
        sums: dict[str, float] = {}
        for (first, _), fact in org.dyads.pairs(name, AS_OF).items():
            sums[first] = sums.get(first, 0.0) + (fact.number or 0.0)
        assert max(sums.values()) <= 1.0 + 1e-9, name


def test_the_bloc_is_the_sum_of_its_members(org):
    bloc = org.states.number("NATO", "capability_share", AS_OF)
    inside = [
        state
        for state in org.states.states
        if (fact := org.states.value(state, "in_nato", AS_OF)) and fact.value == "member"
    ]
    parts = sum(org.states.number(state, "capability_share", AS_OF) for state in inside)
    assert {"USA", "GBR", "POL", "TUR"} <= set(inside)
    assert parts < bloc < 1.0


@pytest.mark.shared
def test_capability_of_the_bloc_equals_the_sum_over_its_thirty_members(org, shared):
    import polars as pl

    snapshot = pl.read_parquet(shared / "data" / "snapshot_2022.parquet")
    members = snapshot.filter(pl.col("nato_2022") == 1)["ccode"].cast(pl.Int32)
    assert len(members) == 30
    table = pl.read_parquet(shared / "data" / "nmc_v7.parquet")
    rows = table.filter(pl.col("ccode").is_in(members.to_list()) & (pl.col("year") == 2021))
    assert org.states.number("NATO", "capability_share", AS_OF) == pytest.approx(
        rows["cinc"].sum(), abs=1e-6
    )
    assert org.states.number("NATO", "military_personnel", AS_OF) == rows["milper"].sum() * 1000


def test_codes_of_states_are_unique_and_stable(org):
    codes = org.state_codes
    assert len(set(codes.values())) == len(codes) >= 31
    assert codes["ARM"] == state_code("ARM")


def test_forces_and_the_operation_in_figures(org):
    assert org.force_at("rapid_reaction", "", AS_OF).personnel == 20000
    assert org.force_at("rapid_deployment", "", datetime.date(2005, 1, 1)).personnel == 5500
    sent = [row for row in org.forces if row.force == "peacekeeping_kazakhstan"]
    total = next(row.personnel for row in sent if row.kind == "deployed" and not row.state)
    by_state = sum(row.personnel for row in sent if row.kind == "deployed" and row.state)
    assert total == 2030  # stated to the Council on 10 January 2022
    assert by_state == pytest.approx(total, rel=0.05)


def test_every_attribute_of_the_tables_is_defined_and_most_are_used(org):
    assert set(org.states.attributes) <= set(STATE_ATTRIBUTES)
    assert set(org.dyads.attributes) == set(DYAD_ATTRIBUTES)


def test_facts_are_counted_by_basis(org):
    counts = org.facts_by_basis()
    assert sum(counts.values()) == len(org.states) + len(org.dyads)
    assert counts["data"] > counts["judgement"] > 0


def test_nobodys_files_or_places_are_named_in_the_library(org):
    words = ("parquet", "timeline-to", "csto.md", "kazakhstan-2022", "facts/", "../")
    text = [source.title + source.locator for source in org.sources.values()]
    text += [fact.note for _, fact in (*org.states.items(), *org.dyads.items())]
    assert not [line for line in text for word in words if word in line]


def test_check_organisation_runs_all_checks(org):
    assert check_organisation(org) == []
