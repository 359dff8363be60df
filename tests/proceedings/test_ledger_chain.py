"""The ledger: damage is seen, it only grows, bad input is refused with its place."""

from __future__ import annotations

import csv
import hashlib
import io
import time
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from proceedings_making import DAY, act

from foedus.codes import ActKind
from foedus.files import InputError, table_text
from foedus.proceedings.acts import COLUMNS, act_row
from foedus.proceedings.ledger import Ledger, in_order, read, seal, write


@pytest.fixture(scope="module")
def rows(ledger_path):
    return list(csv.DictReader(io.StringIO(ledger_path.read_text(encoding="utf-8"))))


def test_hashes_follow_the_written_definition(rows):
    # computed here from the definition alone: BLAKE2b-16 of the hash before and, for each cell,
    # its length in characters, a colon, the cell, a comma
    before = ""
    for row in rows:
        text = before + "".join(f"{len(row[c])}:{row[c]}," for c in COLUMNS if c != "hash")
        before = hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
        assert row["hash"] == before


def test_reading_seven_hundred_rows_is_quick(ledger_path):
    def once() -> float:
        start = time.perf_counter()
        assert len(read(ledger_path)) > 690
        return time.perf_counter() - start

    assert min(once() for _ in range(5)) < 0.15


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_one_changed_character_breaks_the_chain_at_its_row(data, rows, tmp_path):
    number = data.draw(st.integers(0, len(rows) - 1))
    column = data.draw(st.sampled_from([c for c in COLUMNS if rows[number][c]]))
    cell = rows[number][column]
    at = data.draw(st.integers(0, len(cell) - 1))
    other = data.draw(st.sampled_from([c for c in "aZ0-;, é" if c != cell[at]]))
    changed = [dict(row) for row in rows]
    changed[number][column] = cell[:at] + other + cell[at + 1 :]
    path = tmp_path / "ledger.csv"
    path.write_text(table_text(changed, COLUMNS), encoding="utf-8")
    with pytest.raises(InputError, match=f"row {number + 2}: chain broken"):
        read(path)


@pytest.mark.parametrize("damage", ["drop", "swap", "insert"])
def test_rows_taken_out_swapped_or_put_in_break_the_chain(damage, rows, tmp_path):
    changed = [dict(row) for row in rows]
    if damage == "drop":
        del changed[300]
    elif damage == "swap":
        changed[300], changed[301] = changed[301], changed[300]
    else:
        changed.insert(300, dict(changed[300], id="made-up"))
    path = tmp_path / "ledger.csv"
    path.write_text(table_text(changed, COLUMNS), encoding="utf-8")
    with pytest.raises(InputError, match="row 302: chain broken"):
        read(path)


def test_written_and_read_again_is_the_same_to_the_byte(ledger, ledger_path, tmp_path):
    write(ledger, tmp_path / "copy.csv")
    assert (tmp_path / "copy.csv").read_bytes() == ledger_path.read_bytes()
    assert read(tmp_path / "copy.csv").head == ledger.head


def test_append_gives_a_longer_ledger_and_leaves_the_old_one(ledger, tmp_path):
    before = ledger.head
    longer = ledger.append(act(ActKind.STATEMENT, "ARM", text="a word"))
    assert (len(longer), longer.acts[:-1]) == (len(ledger) + 1, ledger.acts)
    assert ledger.head == before != longer.head
    write(longer, tmp_path / "longer.csv")
    assert read(tmp_path / "longer.csv").acts == longer.acts


def test_append_refuses_what_lies_before_stands_already_or_refers_to_nothing(ledger):
    with pytest.raises(InputError, match="lies before the last act"):
        ledger.append(act(ActKind.STATEMENT, "ARM", date=date(2022, 11, 1)))
    with pytest.raises(InputError, match="stands already"):
        ledger.append(act(ActKind.STATEMENT, "ARM", id=ledger.acts[0].id))
    with pytest.raises(InputError, match="unknown act 'nothing'"):
        ledger.append(act(ActKind.STATEMENT, "ARM", refers=("nothing",)))


def test_until_sees_nothing_later(ledger):
    day = date(2009, 6, 14)
    seen = ledger.until(day)
    assert seen.acts[-1].date == day
    assert len(seen) == sum(a.date <= day for a in ledger)
    assert len(Ledger().until(day)) == 0


def test_within_a_day_acts_stand_after_those_they_refer_to(ledger):
    assert [a.id for a in in_order(reversed(ledger.acts))] == [a.id for a in ledger]


def test_acts_that_refer_to_one_another_in_a_circle_are_refused():
    first = act(ActKind.STATEMENT, "ARM", id="first", refers=("second",))
    second = act(ActKind.STATEMENT, "ARM", id="second", refers=("first",))
    with pytest.raises(InputError, match="circle"):
        in_order([first, second])


GOOD = act_row(act(ActKind.CONTINGENT_SENT, "ARM", "KAZ", id="one", people=(100, 200)))


@pytest.mark.parametrize(
    ("column", "cell", "message"),
    [
        ("kind", "invasion", "unknown kind 'invasion'"),
        ("date", "2022-02-30", "'2022-02-30' is not a date"),
        ("date", "20220101", "is not a date"),
        ("actors", "XYZ", "unknown state or body 'XYZ'"),
        ("targets", "Kazakhstan", "unknown state or body 'Kazakhstan'"),
        ("actors", "", "empty, expected who acts"),
        ("id", "Bad Id", "expected lower-case"),
        ("people", "200-100", "expected a number or low-high"),
        ("people", "battalion", "expected a number or low-high"),
        ("papers", "some", "expected a number"),
        ("result", "won", "expected one of"),
        ("format", "phone", "expected one of"),
        ("precision", "week", "expected one of"),
        ("confidence", "sure", "expected one of"),
        ("refers", "nobody", "unknown act 'nobody'"),
    ],
)
def test_bad_cells_are_refused_with_row_and_column(column, cell, message, tmp_path):
    path = tmp_path / "bad.csv"
    path.write_text(table_text([{**GOOD, column: cell}], COLUMNS), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read(path, {"ARM", "KAZ"}, sealed=False)
    assert f"row 2, column {column}" in caught.value.where
    assert message in caught.value.problem
    assert "\n" not in str(caught.value)


def test_files_that_are_no_ledger_are_refused(tmp_path):
    path = tmp_path / "bad.csv"
    for text in ("", "id,date\n1,2\n"):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(InputError, match="expected the header"):
            read(path)
    path.write_text(",".join(COLUMNS) + "\nonly,three,cells\n", encoding="utf-8")
    with pytest.raises(InputError, match="row 2: 3 cells, expected 23"):
        read(path)
    path.write_text(",".join(COLUMNS) + '\n"never closed', encoding="utf-8")
    with pytest.raises(InputError, match="CSV"):
        read(path)
    with pytest.raises(InputError, match="no such file"):
        read(tmp_path / "absent.csv")


def test_seal_gives_what_read_verifies(tmp_path):
    ledger = seal([{**GOOD, "hash": ""}, {**GOOD, "id": "two", "refers": "one"}])
    write(ledger, tmp_path / "sealed.csv")
    assert [a.id for a in read(tmp_path / "sealed.csv")] == ["one", "two"]
    assert ledger.get("two").refers == ("one",)
    assert ledger.get("three") is None
    assert ledger.get("one").date == DAY


def test_every_act_names_known_states_and_sources(ledger_path, ledger, organisation):
    read(ledger_path, organisation.state_codes)
    assert {s for a in ledger for s in a.sources} <= set(organisation.sources)
    assert all(a.sources and a.text and not a.text.endswith(".") for a in ledger)
