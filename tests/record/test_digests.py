"""Digests of tables: the same values, the same name, however they are kept."""

from __future__ import annotations

import io

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.record.digests import table_digest

CELLS = st.tuples(
    st.one_of(st.none(), st.integers(-(2**31), 2**31 - 1)),
    st.one_of(st.none(), st.floats(allow_nan=False, allow_infinity=False, width=32)),
    st.one_of(st.none(), st.text(max_size=6)),
)
TABLES = st.lists(CELLS, min_size=1, max_size=12)
SCHEMA = {"key": pl.Int32, "whole": pl.Int64, "real": pl.Float32, "text": pl.String}


def made(rows) -> pl.DataFrame:
    return pl.DataFrame([(n, *cells) for n, cells in enumerate(rows)], schema=SCHEMA, orient="row")


@settings(max_examples=60, deadline=None)
@given(rows=TABLES, dice=st.randoms())
def test_order_of_rows_and_columns_and_widths_do_not_matter(rows, dice) -> None:
    frame = made(rows)
    columns, order = list(SCHEMA), list(range(len(rows)))
    dice.shuffle(columns)
    dice.shuffle(order)
    other = (
        frame[order]
        .select(columns)
        .with_columns(pl.col("key").cast(pl.Int8), pl.col("real").cast(pl.Float64))
    )
    assert table_digest(other, ["key"]) == table_digest(frame, ["key"])


@settings(max_examples=60, deadline=None)
@given(rows=TABLES)
def test_parquet_keeps_the_digest(rows) -> None:
    frame, file = made(rows), io.BytesIO()
    frame.write_parquet(file)
    file.seek(0)
    assert table_digest(pl.read_parquet(file), ["key"]) == table_digest(frame, ["key"])


@settings(max_examples=60, deadline=None)
@given(rows=TABLES, data=st.data())
def test_a_changed_cell_changes_the_digest(rows, data) -> None:
    row = data.draw(st.integers(0, len(rows) - 1))
    place = data.draw(st.integers(0, 2))
    new = data.draw(CELLS)[place]
    before = rows[row][place]
    changed = [list(cells) for cells in rows]
    changed[row][place] = new
    same = new == before and type(new) is type(before)
    digests = table_digest(made(rows), ["key"]), table_digest(made(changed), ["key"])
    assert (digests[0] == digests[1]) == same


def test_text_does_not_flow_from_cell_to_cell() -> None:
    one = pl.DataFrame({"k": [1, 2], "t": ["ab", "c"]})
    other = pl.DataFrame({"k": [1, 2], "t": ["a", "bc"]})
    assert table_digest(one, ["k"]) != table_digest(other, ["k"])


def test_not_a_number_counts_as_missing() -> None:
    one, other = pl.DataFrame({"v": [float("nan"), 1.0]}), pl.DataFrame({"v": [None, 1.0]})
    assert table_digest(one) == table_digest(other)
