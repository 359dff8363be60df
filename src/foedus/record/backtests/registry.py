"""Which back-tests there are, what each needs, and what each gives back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Protocol

import polars as pl

from foedus.files import InputError
from foedus.record.scoring.score import Score


class Store(Protocol):
    """Where tables come from; the module `foedus.record.store` is one."""

    def table(self, name: str) -> pl.DataFrame:
        """Tidy table by name."""
        ...

    def has(self, name: str) -> bool:
        """Whether the table is at hand."""
        ...


@dataclass(frozen=True)
class Findings:
    """What a back-test found.

    Attributes
    ----------
    scores : list of Score
        With failures in no special order; readers are shown failures first.
    predictions : polars.DataFrame or None
        Every prediction row behind the scores.
    notes : list of str
        What a reader has to know beside the scores.
    """

    scores: list[Score]
    predictions: pl.DataFrame | None = None
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class BackTest:
    """One entry of the register.

    Attributes
    ----------
    name, about : str
        Name on the command line, and one line on what is predicted.
    function : str
        ``"package.module:function"``, imported when it runs.
    needs : tuple of str
        Tables that must be at hand.
    accepts : tuple of str
        Options of the command line that it understands, such as ``"cases"``.
    """

    name: str
    about: str
    function: str
    needs: tuple[str, ...] = ()
    accepts: tuple[str, ...] = ()

    def run(self, store: Store, **options: Any) -> Findings:
        """Run the test; options it does not accept, or that are None, are left out.

        Raises
        ------
        foedus.files.InputError
            A package of the extra ``record`` is not installed.
        """
        given = {k: v for k, v in options.items() if k in self.accepts and v is not None}
        module, _, name = self.function.partition(":")
        try:
            function: Callable[..., Findings] = getattr(import_module(module), name)
            return function(store, **given)
        except ModuleNotFoundError as error:
            raise InputError(
                f"backtest {self.name}",
                f"needs the package {error.name}; install it with pip install 'foedus[record]'",
            ) from None


BACKTESTS: dict[str, BackTest] = {
    test.name: test
    for test in (
        BackTest(
            name="onset",
            about="onset of militarised disputes, politically relevant dyads, 1990 to 2014",
            function="foedus.record.onset.backtest:backtest_onset",
            needs=(
                *("states", "contiguity", "majors", "capitals", "nmc_v7", "democracy"),
                *("atop51_ddyad_year", "unga_ideal_points", "mid5_ddyad_year", "gml_ddyad_year"),
            ),
        ),
        BackTest(
            name="csto-hindcast",
            about="the whole simulator from 2005 to 2021: crises, calls, answers, refusals, exits",
            function="foedus.record.hindcast.backtest:backtest_hindcast",
            needs=("nmc_v7", "worldbank_gdp_pop", "unga_ideal_points"),
            accepts=("futures",),
        ),
        BackTest(
            name="honouring",
            about="whether an alliance is honoured, one war left out at a time",
            function="foedus.record.backtests.honouring:backtest_honouring",
            needs=(
                *("leeds_anac_2005", "berkemeier_fuhrmann_2018"),
                *("atop4_alliance", "cow_interstate_war_part"),
            ),
        ),
        BackTest(
            name="responses",
            about="what organisations did about crises, one organisation left out at a time",
            function="foedus.record.backtests.responses:backtest_responses",
            accepts=("cases", "second_coding"),
        ),
        BackTest(
            name="outcomes",
            about="who prevails in a dispute (ten folds) or a war (one left out at a time)",
            function="foedus.record.backtests.outcomes:backtest_outcomes",
            needs=("mid5_disputes", "mid5_participants", "nmc_v7", "cow_interstate_war_part"),
        ),
        BackTest(
            name="leaders",
            about="irregular change of leaders, onset of conflict within states, from 2001",
            function="foedus.record.backtests.leaders:backtest_leaders",
            needs=(
                *("state_year_panel", "leaders_archigos", "ucdp_prio_acd"),
                *("democracy", "gdp_pop_hist"),
            ),
        ),
        BackTest(
            name="exits",
            about="exit of a member from a pact, end of an alliance, 1990 to 2014",
            function="foedus.record.backtests.exits:backtest_exits",
            needs=("atop4_member", "atop4_alliance", "alliance_member_years"),
        ),
    )
}
"""Register of back-tests: add a line here, the command and the scoreboard find it."""


def missing_tables(test: BackTest, store: Store) -> list[str]:
    """Tables the test needs that are not at hand."""
    return [name for name in test.needs if not store.has(name)]
