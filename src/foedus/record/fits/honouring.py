"""Whether an alliance was honoured in war: two samples, three codings, one joint equation.

Leeds and Anac (2005), Alliance Institutionalization and Alliance Performance, International
Interactions 31; Berkemeier and Fuhrmann (2018), Reassessing the fulfillment of alliance
commitments in war, Research and Politics 5. Both from their replication files, which count the
same wars differently; the samples share cases, so their columns are never added up. The joint
equation is fitted on the first file, with period and size of the alliance added.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from foedus.fitted import Count, Fit
from foedus.record.fits.estimators import Floats, binary, with_constant
from foedus.record.fits.registry import as_fit, table_digests

if TYPE_CHECKING:
    from foedus.record.backtests.registry import Store
    from foedus.record.fits.registry import FitStore

LEEDS_ANAC = (
    "capability_change",
    "institutions_change",
    "original_target",
    "formality",
    "peacetime_military",
)
JOINT = ("peacetime_military", "formality", "capability_change", "institutions_change",
         "original_target", "post_1945", "multilateral")  # fmt: skip
BERKEMEIER_FUHRMANN = ("post_1945", "multilateral", "offence", "neutrality")
OLD_NUMBERS = {154: 1956, 157: 1956}
"""Wars of the file that bear numbers of an earlier release: Hungary and Sinai."""
NO_YEAR_IN_NAME = {"WorldWarI": 1914, "WorldWarII": 1939}


@dataclass(frozen=True)
class Sample:
    """Cases of one equation.

    Attributes
    ----------
    y, x : array, shape (n,), (n, k)
        Honoured or not; design with its constant.
    terms : tuple of str
        Names of the columns of `x`.
    war, unit : array of str
        War; alliance (and member) in it.
    year : array of int
        Year of the call.
    """

    name: str
    y: Floats
    x: Floats
    terms: tuple[str, ...]
    war: NDArray
    unit: NDArray
    year: NDArray

    @property
    def late(self) -> NDArray[np.bool_]:
        """Calls from 1945 on."""
        return self.year >= 1945


def leeds_anac(frame: pl.DataFrame, wars: pl.DataFrame) -> pl.DataFrame:
    """Cases of Leeds and Anac with the names used here; one row an alliance and member in a war.

    Parameters
    ----------
    frame, wars : polars.DataFrame
        Their replication file; the participants of the wars of the Correlates of War project, for
        the first year of each war.
    """
    first = wars.group_by(pl.col("warnum").cast(pl.Float64).alias("war")).agg(
        year=pl.col("startyear1").min().cast(pl.Int64)
    )
    return (
        frame.with_columns(pl.col("war").cast(pl.Float64))
        .join(first, on="war", how="left", maintain_order="left")
        .with_columns(
            pl.col("year").fill_null(
                pl.col("war").cast(pl.Int64).replace_strict(OLD_NUMBERS, default=None)
            )
        )
        .with_columns(
            honoured=pl.col("honor3").cast(pl.Float64),
            capability_change=pl.col("chcap2d").cast(pl.Float64),
            institutions_change=pl.col("dinstch2").cast(pl.Float64),
            original_target=pl.col("origtar1").cast(pl.Float64),
            formality=pl.col("formal").cast(pl.Float64),
            peacetime_military=pl.col("milinst").cast(pl.Float64),
            multilateral=1.0 - pl.col("bilat").cast(pl.Float64),
            post_1945=(pl.col("year") >= 1945).cast(pl.Float64),
        )
    )


def berkemeier_fuhrmann(
    frame: pl.DataFrame, alliances: pl.DataFrame, honoured: str, violated: str
) -> pl.DataFrame:
    """Cases of Berkemeier and Fuhrmann under one of their codings.

    Parameters
    ----------
    frame, alliances : polars.DataFrame
        Their replication file; ATOP's alliances, for the year in which an alliance began.
    honoured, violated : str
        Columns of a coding: ``honorllm``/``violatellm`` (rules of Leeds, Long and Mitchell, 146
        cases) or ``honorbf``/``violatebf`` (their own, 139).

    Notes
    -----
    A call counts as later than 1944 by the later of the war's first year and the alliance's, so
    that alliances of 1945 called upon in the last months of the war are late ones; that reproduces
    the published counts, 92 and 54.
    """
    began = alliances.select(pl.col("atopid").cast(pl.Float64), "begyr")
    year = (
        pl.col("warname")
        .replace_strict(NO_YEAR_IN_NAME, default=None)
        .fill_null(
            pl.col("warname").str.extract(r"(1[89]\d\d|20\d\d)").cast(pl.Int64, strict=False)
        )
    )
    return (
        frame.with_columns(pl.col("atopid").cast(pl.Float64))
        .filter((pl.col(honoured).fill_null(0) + pl.col(violated).fill_null(0)) > 0)
        .join(began, on="atopid", how="left", maintain_order="left")
        .with_columns(
            honoured=pl.col(honoured).fill_null(0).cast(pl.Float64),
            year=pl.max_horizontal(year, pl.col("begyr")),
            multilateral=pl.col("multilateral").cast(pl.Float64),
            offence=pl.col("offense").cast(pl.Float64),
            neutrality=pl.col("neutral").cast(pl.Float64),
        )
        .with_columns(post_1945=(pl.col("year") >= 1945).cast(pl.Float64))
    )


def sample(
    name: str, frame: pl.DataFrame, terms: tuple[str, ...], war: str, unit: list[str]
) -> Sample:
    """Sample of the rows in which nothing is missing."""
    rows = frame.drop_nulls(["honoured", war, *terms])
    return Sample(
        name=name,
        y=rows["honoured"].to_numpy().astype(float),
        x=with_constant(*(rows[term].to_numpy() for term in terms)),
        terms=("constant", *terms),
        war=rows[war].cast(pl.Int64).cast(pl.String).to_numpy(),
        unit=rows.select(
            pl.concat_str([pl.col(c).cast(pl.Int64) for c in unit], separator=":")
        ).to_series().to_numpy(),
        year=rows["year"].to_numpy(),
    )  # fmt: skip


def samples(store: Store) -> dict[str, Sample]:
    """The four equations' samples by the name of their fit."""
    first = leeds_anac(store.table("leeds_anac_2005"), store.table("cow_interstate_war_part"))
    second, alliances = store.table("berkemeier_fuhrmann_2018"), store.table("atop4_alliance")
    unit = ["war", "atopid", "ccode1"]
    out = [
        sample("honouring_leeds_anac", first, LEEDS_ANAC, "war", unit),
        sample("honouring_joint", first, JOINT, "war", unit),
    ]
    for suffix in ("llm", "bf"):
        cases = berkemeier_fuhrmann(second, alliances, f"honor{suffix}", f"violate{suffix}")
        name = f"honouring_berkemeier_fuhrmann_{suffix}"
        out.append(sample(name, cases, BERKEMEIER_FUHRMANN, "warid", ["warid", "atopid"]))
    return {one.name: one for one in out}


ABOUT = {
    "honouring_leeds_anac": (
        "leeds-anac-2005",
        ("leeds_anac_2005", "cow_interstate_war_part"),
        "honoured by member and war; equation of Leeds and Anac (2005)",
    ),
    "honouring_joint": (
        "leeds-anac-2005",
        ("leeds_anac_2005", "cow_interstate_war_part"),
        "honoured by member and war; period and size of the alliance added",
    ),
    "honouring_berkemeier_fuhrmann_llm": (
        "berkemeier-fuhrmann-2018",
        ("berkemeier_fuhrmann_2018", "atop4_alliance"),
        "honoured by alliance and war, coded by the rules of Leeds, Long and Mitchell",
    ),
    "honouring_berkemeier_fuhrmann_bf": (
        "berkemeier-fuhrmann-2018",
        ("berkemeier_fuhrmann_2018", "atop4_alliance"),
        "honoured by alliance and war, coded by the rules of Berkemeier and Fuhrmann",
    ),
}


def fit_honouring(store: FitStore) -> list[Fit]:
    """Fit the four equations by maximum likelihood, covariance clustered by war.

    Data: ``leeds_anac_2005``, ``berkemeier_fuhrmann_2018``, ``atop4_alliance``. Formula:
    ``logit P(honoured) = x @ b``. Rival codings are rival fits; none is averaged with another.
    """
    out = []
    for name, cases in samples(store).items():
        source, tables, meaning = ABOUT[name]
        estimate = binary(cases.y, cases.x, cases.war)
        out.append(
            as_fit(
                estimate,
                cases.terms,
                clusters=("war", cases.war),
                fit=name,
                meaning=meaning,
                formula="logit P(honoured) = " + " + ".join(cases.terms),
                estimator="logit, maximum likelihood (statsmodels); sandwich clustered by war",
                source=source,
                tables=table_digests(store, tables),
                n=len(cases.y),
                events=int(cases.y.sum()),
                counts=shares(cases),
                notes=(
                    "calls that came to war: attackers choose alliances they expect to fail",
                    "the samples share cases; do not add the fits up",
                ),
            )
        )
    return out


def shares(cases: Sample) -> dict[str, Count]:
    """Shares honoured: all, early, late, and late multilateral alliances."""
    masks = {
        "all": (np.ones(len(cases.y), bool), "all calls"),
        "before_1945": (~cases.late, "calls before 1945"),
        "since_1945": (cases.late, "calls from 1945 on"),
    }
    if "multilateral" in cases.terms:
        many = cases.x[:, cases.terms.index("multilateral")] == 1.0
        masks["multilateral_since_1945"] = (
            cases.late & many,
            "calls on alliances of three or more from 1945 on",
        )
    return {
        name: Count(
            kind="share",
            meaning=f"honoured, {words}",
            events=float(cases.y[mask].sum()),
            trials=float(mask.sum()),
        )
        for name, (mask, words) in masks.items()
        if mask.any()
    }
