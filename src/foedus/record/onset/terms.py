"""The terms of the onset models: named, grouped, each a plain function of predictors.

`record_terms` are those of the model that is scored; `plain_terms` are the textbook logit that it
has to beat. A prediction is the sum of its terms, so that it can be told group by group.
"""

from __future__ import annotations

import numpy as np

from foedus.record.onset.memory import HALF_LIVES, Array
from foedus.record.onset.predictors import Predictors

LONG_PEACE = 150.0
SMALLEST_CINC = 1e-6

Terms = dict[str, tuple[str, Array]]
"""By name: the group, and one value a row (not a number where unknown)."""


def _log_cinc(predictors: Predictors) -> tuple[Array, Array]:
    one, two = predictors.column("cinc_1"), predictors.column("cinc_2")
    return (
        np.log(np.maximum(np.minimum(one, two), SMALLEST_CINC)),
        np.log(np.maximum(np.maximum(one, two), SMALLEST_CINC)),
    )


def plain_terms(predictors: Predictors) -> Terms:
    """Place, power, pacts, regime of the less democratic state, and a cubic of years of peace."""
    low, high = _log_cinc(predictors)
    peace = np.minimum(predictors.column("peace_years"), LONG_PEACE)
    plain = {
        "land": predictors.column("land"),
        "near": predictors.column("near"),
        "major": predictors.column("major"),
        "distance": np.log1p(predictors.column("distance")),
        "cinc_low": low,
        "cinc_high": high,
        "defence": predictors.column("defence"),
        "nonaggression": predictors.column("nonaggression"),
        "same_allies": predictors.column("same_allies"),
        "democracy_low": np.minimum(
            predictors.column("polyarchy_1"), predictors.column("polyarchy_2")
        ),
        "peace": peace,
        "peace2": peace**2 / 100.0,
        "peace3": peace**3 / 10_000.0,
    }
    return {name: ("plain", values) for name, values in plain.items()}


def record_terms(predictors: Predictors) -> Terms:
    """Terms of the model that rests on the whole record: place, power, pacts, histories."""
    column = predictors.column
    low, high = _log_cinc(predictors)
    one, two = column("polyarchy_1"), column("polyarchy_2")
    terms: Terms = {
        **{name: ("place", column(name)) for name in ("land", "near", "river", "far_water")},
        "distance": ("place", np.log1p(column("distance"))),
        "major": ("power", column("major")),
        "both_major": ("power", column("both_major")),
        "both_major_near": ("power", column("both_major") * column("near")),
        "major_near": ("power", column("major") * column("near")),
        "cinc_low": ("power", low),
        "cinc_high": ("power", high),
        "democracy_low": ("regime", np.minimum(one, two)),
        "democracy_high": ("regime", np.maximum(one, two)),
        **{name: ("pacts", column(name)) for name in ("defence", "nonaggression", "same_allies")},
        "peace": ("pair's record", np.log1p(np.minimum(column("peace_years"), LONG_PEACE))),
        "acquainted": ("pair's record", np.log1p(np.minimum(column("acquainted"), LONG_PEACE))),
        "never": ("pair's record", column("never")),
        "active": ("pair's record", column("active")),
        "ever": ("pair's record", np.log1p(column("ever"))),
        "fatal": ("pair's record", np.log1p(column("fatal"))),
    }
    for h in HALF_LIVES:
        terms[f"pair_{h:g}"] = ("pair's record", np.log1p(column(f"pair_{h:g}")))
        for end in ("low", "high"):
            terms[f"state_{end}_{h:g}"] = ("states' records", column(f"state_{end}_{h:g}"))
    terms["busy"] = ("states' records", np.log1p(column("busy")))
    for name in (
        "allies_against",
        "allies_against_now",
        "allies_fighting",
        "neighbours_against",
        "common_enemies",
    ):
        terms[name] = ("third parties", np.log1p(column(name)))
    terms["same_enemies"] = ("third parties", column("same_enemies"))
    return terms


PRODUCTS = (
    *(("near", other) for other in ("peace", "pair_3", "pair_8", "pair_20", "state_low_3")),
    *(("near", other) for other in ("state_high_3", "state_low_20", "state_high_20")),
    *(("near", other) for other in ("allies_against", "neighbours_against", "common_enemies")),
    *(("near", other) for other in ("cinc_low", "cinc_high", "allies_against_now")),
    *(("major", other) for other in ("peace", "pair_3", "pair_20", "state_low_3", "state_high_3")),
    *(("major", other) for other in ("cinc_low", "cinc_high", "allies_against")),
    *(("major", other) for other in ("allies_against_now", "common_enemies")),
    *(("active", other) for other in ("pair_3", "pair_20", "state_low_3", "state_high_3", "ever")),
    *(("never", other) for other in ("acquainted", "state_low_3", "state_high_3")),
    *(("never", other) for other in ("state_low_20", "state_high_20")),
    ("state_low_3", "state_high_3"),
    ("state_low_20", "state_high_20"),
    ("pair_3", "state_low_3"),
    ("pair_8", "peace"),
    ("democracy_low", "democracy_high"),
    ("democracy_low", "peace"),
)
"""Pairs of terms whose product may be added: mostly, what the record means for neighbours."""


def with_products(terms: Terms) -> Terms:
    """Terms and the products of `PRODUCTS`."""
    return terms | {f"{a} × {b}": ("products", terms[a][1] * terms[b][1]) for a, b in PRODUCTS}
