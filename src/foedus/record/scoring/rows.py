"""Prediction rows: what was known when, about whom, how far ahead, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import ArrayLike

from foedus.files import InputError

SCHEMA: dict[str, pl.DataType] = {
    "test": pl.String(),
    "model": pl.String(),
    "origin": pl.String(),
    "unit": pl.String(),
    "step": pl.Int32(),
    "probability": pl.Float64(),
    "outcome": pl.Int8(),
    "cluster": pl.String(),
    "split": pl.String(),
}
"""Columns of a table of predictions.

``test`` the back-test, ``model`` who predicts, ``origin`` the last date whose facts were used
(ISO, may be a year), ``unit`` about whom or what, ``step`` periods after the origin,
``probability`` that it happens, ``outcome`` 1 if it did, ``cluster`` what the bootstrap draws
together, ``split`` which division of the data the row belongs to.
"""

KEY = ("test", "model", "origin", "unit", "step", "split")


def as_predictions(
    *,
    test: str,
    model: str,
    origin: Sequence[str] | ArrayLike | str,
    unit: Sequence[str] | ArrayLike | str,
    probability: ArrayLike,
    outcome: ArrayLike,
    cluster: Sequence[str] | ArrayLike | str | None = None,
    step: ArrayLike | int = 1,
    split: str = "test",
) -> pl.DataFrame:
    """Table of predictions from its columns; a scalar stands for the same value in every row.

    Parameters
    ----------
    test, model, split : str
        Back-test, who predicts, and the division of the data.
    origin, unit, cluster : array-like of str (numbers are written out) or str
        Without clusters every unit is its own.
    probability, outcome : array-like, shape (n,)
        Probability of the event and whether it came, 0 or 1.
    step : array-like of int or int
        Periods after the origin.

    Raises
    ------
    foedus.files.InputError
        A probability outside 0 to 1 or missing, an outcome other than 0 and 1, a row twice.
    """
    p = np.asarray(probability, dtype=float)

    def column(values: object) -> list[str]:
        if isinstance(values, str):
            return [values] * len(p)
        return [str(value) for value in np.asarray(values).tolist()]

    units = column(unit)
    frame = pl.DataFrame(
        {
            "test": [test] * len(p),
            "model": [model] * len(p),
            "origin": column(origin),
            "unit": units,
            "step": np.broadcast_to(np.asarray(step, dtype=np.int32), p.shape),
            "probability": p,
            "outcome": np.asarray(outcome).astype(float),
            "cluster": units if cluster is None else column(cluster),
            "split": [split] * len(p),
        }
    )
    return checked_predictions(frame, f"predictions of {test}")


def checked_predictions(frame: pl.DataFrame, where: str) -> pl.DataFrame:
    """Predictions with the right columns, types and ranges, or an error that says what is wrong."""
    missing = [name for name in SCHEMA if name not in frame.columns]
    if missing:
        raise InputError(where, f"missing column {missing}; expected {','.join(SCHEMA)}")
    if frame.height:
        p = frame["probability"].to_numpy()
        y = frame["outcome"].to_numpy()
        if not bool(np.all(np.isfinite(p)) and np.all((p >= 0) & (p <= 1))):
            raise InputError(where, "a probability is missing or outside 0 to 1")
        if not bool(np.all(np.isin(y, (0, 1)))):
            raise InputError(where, "an outcome is neither 0 nor 1")
    out = frame.select([pl.col(name).cast(kind) for name, kind in SCHEMA.items()])
    twice = out.filter(out.select(KEY).is_duplicated())
    if twice.height:
        raise InputError(where, f"a prediction stands twice: {twice.select(KEY).row(0)}")
    return out
