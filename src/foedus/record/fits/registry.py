"""Which fits there are, what each needs, and where what ships of them lies."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module, resources
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from foedus.fitted import Clusters, Fit
from foedus.record.backtests.registry import Store

if TYPE_CHECKING:
    from foedus.record.fits.estimators import Estimate


class FitStore(Store, Protocol):
    """A store that knows the digests of its tables; the module `foedus.record.store` is one."""

    def digest(self, name: str) -> str:
        """SHA-256 of the table's values."""
        ...


@dataclass(frozen=True)
class FitEntry:
    """One entry of the register.

    Attributes
    ----------
    name, about : str
        Name on the command line; what is explained.
    function : str
        ``"package.module:function"`` that takes the store and gives a list of `foedus.fitted.Fit`;
        imported when it runs.
    needs : tuple of str
        Tables of the store that must be at hand.
    """

    name: str
    about: str
    function: str
    needs: tuple[str, ...] = ()

    def run(self, store: FitStore) -> list[Fit]:
        """Make the fit from the tables of a store."""
        module, _, name = self.function.partition(":")
        function: Callable[[FitStore], list[Fit]] = getattr(import_module(module), name)
        return function(store)


FITS: dict[str, FitEntry] = {
    entry.name: entry
    for entry in (
        FitEntry(
            name="honouring",
            about="whether an alliance is honoured in war: three codings, one joint equation",
            function="foedus.record.fits.honouring:fit_honouring",
            needs=(
                *("leeds_anac_2005", "berkemeier_fuhrmann_2018"),
                *("atop4_alliance", "cow_interstate_war_part"),
            ),
        ),
        FitEntry(
            name="exits",
            about="exit of a member from a multilateral defence pact, end of such pacts",
            function="foedus.record.fits.exits:fit_exits",
            needs=("atop4_member", "atop4_alliance", "alliance_member_years"),
        ),
        FitEntry(
            name="outcomes",
            about="who prevails in a dispute or a war, with a stalemate",
            function="foedus.record.fits.outcomes:fit_outcomes",
            needs=("mid5_disputes", "mid5_participants", "nmc_v7", "cow_interstate_war_part"),
        ),
        FitEntry(
            name="leaders",
            about="irregular change of leaders, onset of armed conflict within states",
            function="foedus.record.fits.leaders:fit_leaders",
            needs=(
                *("state_year_panel", "leaders_archigos", "ucdp_prio_acd"),
                *("democracy", "gdp_pop_hist"),
            ),
        ),
        FitEntry(
            name="onset",
            about="onset of disputes between relevant pairs of states, two codings",
            function="foedus.record.fits.onset:fit_onset",
            needs=(
                *("states", "contiguity", "majors", "capitals", "nmc_v7"),
                *("atop51_ddyad_year", "rivalries_tss"),
                *("mid5_ddyad_year", "gml_ddyad_year"),
            ),
        ),
        FitEntry(
            name="responses",
            about="what organisations did about crises of their members",
            function="foedus.record.fits.responses:fit_responses",
        ),
    )
}
"""Register of fits: add a line here and the command finds it."""


def missing_tables(entry: FitEntry, store: FitStore) -> list[str]:
    """Tables the fit needs that are not at hand."""
    return [name for name in entry.needs if not store.has(name)]


def table_digests(store: FitStore, names: Iterable[str]) -> dict[str, str]:
    """Digest of the values of each table used."""
    return {name: store.digest(name) for name in sorted(names)}


def shipped_folder(library: str = "csto") -> Path:
    """Folder of the fits that ship with a packaged library."""
    return Path(str(resources.files("foedus") / "library" / library / "fits"))


def as_fit(
    estimate: Estimate,
    terms: tuple[str, ...],
    *,
    clusters: tuple[str, object],
    **fields: object,
) -> Fit:
    """Fit from an estimate; `clusters` is what they are and the cluster of each row."""
    by, groups = clusters
    return Fit.model_validate(
        {
            "date": datetime.date.today(),  # the day of the fit, not of the data
            "terms": terms,
            "mean": tuple(float(v) for v in estimate.mean),
            "covariance": tuple(tuple(float(v) for v in row) for row in estimate.covariance),
            "clusters": Clusters(by=by, n=len(np.unique(np.asarray(groups)))),
            **fields,
        }
    )
