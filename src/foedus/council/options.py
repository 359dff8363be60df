"""Options of the models, with their defaults and where these come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedus.council import election, politics
from foedus.files import InputError

_CHOICES: dict[str, tuple[str, ...]] = {
    "victory": election.VICTORY,
    "voting": election.VOTING,
    "commitment": politics.COMMITMENT,
    "election": election.ELECTION,
    "transition": politics.TRANSITION,
    "perspective": politics.PERSPECTIVE,
}


@dataclass(frozen=True)
class SpatialOptions:
    """Options of the spatial model of politics, by KTAB's names where it has them.

    Attributes
    ----------
    victory : str
        Chance of victory from strengths: linear, square, quartic, octic or binary.
    voting : str
        binary, prop_bin, proportional, prop_cubic, cubic or asymmetric.
    commitment : str
        Whether third parties share the fate of the side they take: none, semi or full.
    election : str
        conditional, markov_uniform or markov_incentive.
    transition : str
        deterministic (the likeliest bargain) or stochastic.
    perspective : str
        Bargains as the initiator sees them, or the mean of how both see them: initiator, both.
    risk_range : str
        Lowest attitude to risk: min 0, mid -0.5, max -1.
    risk_view : str
        How far the attitudes of others are seen as they are: none, one_third, half, two_thirds,
        full.
    weighing : int
        Exponent of salience × chance in a bargain: 1 or 2.
    follow : float
        Share of the way an ideal point follows the position taken (1: it is the position).
    turns : int
        Most turns.
    stop : float
        Largest move, as a share of the scale, with which the play ends.
    """

    victory: str = "linear"
    voting: str = "proportional"
    commitment: str = "semi"
    election: str = "markov_incentive"
    transition: str = "deterministic"
    perspective: str = "initiator"
    risk_range: str = "mid"
    risk_view: str = "one_third"
    weighing: int = 2
    follow: float = 1.0
    turns: int = 25
    stop: float = 1e-3

    def codes(self) -> NDArray[np.int64]:
        """Integer options in the order the compiled model expects."""
        return np.array(
            [_index(name, getattr(self, name), known) for name, known in _CHOICES.items()],
            dtype=np.int64,
        )

    def reals(self) -> NDArray[np.float64]:
        """Real options in the order the compiled model expects."""
        floor = _look_up("risk_range", self.risk_range, politics.RISK_RANGE)
        view = _look_up("risk_view", self.risk_view, politics.RISK_VIEW)
        return np.array([floor, view, float(self.weighing)])

    def from_ktab(self, given: Mapping[str, str]) -> SpatialOptions:
        """Copy with the options of a KTAB file; unknown words are errors."""
        known: dict[str, Any] = {}
        for tag, word in given.items():
            if tag in _KTAB and word:
                name, words = _KTAB[tag]
                if word.lower() not in words:
                    raise InputError(
                        f"ModelParameters/{tag}",
                        f"found {word!r}, expected one of {', '.join(words)}",
                    )
                known[name] = words[word.lower()]
        return replace(self, **known)


_KTAB: dict[str, tuple[str, dict[str, Any]]] = {
    "VictoryProbModel": ("victory", {w: w for w in election.VICTORY}),
    "PCEModel": (
        "election",
        {
            "conditional": "conditional",
            "markovuniform": "markov_uniform",
            "markovincentive": "markov_incentive",
        },
    ),
    "StateTransitions": ("transition", {w: w for w in politics.TRANSITION}),
    "VotingRule": (
        "voting",
        {
            "binary": "binary",
            "propbin": "prop_bin",
            "proportional": "proportional",
            "prop": "proportional",
            "propcbc": "prop_cubic",
            "cubic": "cubic",
            "asymprosp": "asymmetric",
        },
    ),
    "BigRAdjust": (
        "risk_view",
        {
            "no": "none",
            "none": "none",
            "onethird": "one_third",
            "half": "half",
            "twothirds": "two_thirds",
            "full": "full",
        },
    ),
    "BigRRange": ("risk_range", {"min": "min", "mid": "mid", "max": "max"}),
    "ThirdPartyCommit": (
        "commitment",
        {"no": "none", "nocommit": "none", "semi": "semi", "semicommit": "semi",
         "full": "full", "fullcommit": "full"},
    ),
    "InterVecBrgn": ("weighing", {"s1p1": 1, "s2p2": 2, "s2pmax": 2}),
    "BargnModel": (
        "perspective",
        {"initonlyinterp": "initiator", "initrcvrinterp": "both", "pwcompinterp": "both"},
    ),
}  # fmt: skip


def _index(name: str, word: str, known: tuple[str, ...]) -> int:
    if word not in known:
        raise InputError(f"option {name}", f"found {word!r}, expected one of {', '.join(known)}")
    return known.index(word)


def _look_up(name: str, word: str, known: Mapping[str, float]) -> float:
    if word not in known:
        raise InputError(f"option {name}", f"found {word!r}, expected one of {', '.join(known)}")
    return known[word]


@dataclass(frozen=True)
class Options:
    """Options of an analysis.

    Attributes
    ----------
    rounds : int
        Rounds of the challenge model (10, as in Scholz et al.).
    q : float
        Weight of the utility of nothing changing in the challenge model (1 there; 0.5 elsewhere).
    exponent : float
        Exponent of the loss in bargaining, winset and setter models (1 or 2).
    setter : str
        Actor that sets the agenda; empty for the most powerful one present.
    precision : float
        Precision of the consensus model: 12, a judgement (see `docs/council.md`).
    exempt_share : float
        Share of a text from which an abstainer is exempt: 0.5, a judgement.
    consensus_exponent : float
        Exponent of the loss in the consensus model.
    drafts : int
        How many texts over the scale are tried.
    samples : int
        Points sampled for winsets in several dimensions.
    draws : int
        Draws over the ranges.
    seed : int
        Seed of the draws.
    threads : int
        Threads for the draws; the numbers do not depend on it.
    interval : float
        Mass of the intervals on outcomes.
    target : float
        Chance of adoption from which a draft counts as likely to pass.
    shift : float
        Size of a lever, as a share of the scale (positions) or of the range 0 to 1 (salience).
    payment : float
        Size of a side payment, in units of utility on the scale 0 to 1.
    spatial : SpatialOptions
        Options of the spatial model of politics and of the election.
    """

    rounds: int = 10
    q: float = 1.0
    exponent: float = 1.0
    setter: str = ""
    precision: float = 12.0
    exempt_share: float = 0.5
    consensus_exponent: float = 1.0
    drafts: int = 101
    samples: int = 4096
    draws: int = 1000
    seed: int = 1
    threads: int = 2
    interval: float = 0.9
    target: float = 0.5
    shift: float = 0.1
    payment: float = 0.1
    spatial: SpatialOptions = field(default_factory=SpatialOptions)

    def __post_init__(self) -> None:
        """Check the ranges of the numbers."""
        checks = (
            ("rounds", self.rounds >= 1, "1 or more"),
            ("exponent", self.exponent >= 1.0, "1 or more"),
            ("consensus_exponent", self.consensus_exponent > 0.0, "above 0"),
            ("precision", self.precision >= 0.0, "0 or more"),
            ("exempt_share", 0.0 <= self.exempt_share <= 1.0, "0 to 1"),
            ("drafts", self.drafts >= 2, "2 or more"),
            ("draws", self.draws >= 0, "0 or more"),
            ("seed", 0 <= self.seed < 2**32, "0 to 4294967295"),
            ("threads", self.threads >= 1, "1 or more"),
            ("interval", 0.0 < self.interval < 1.0, "between 0 and 1"),
            ("shift", 0.0 < self.shift <= 1.0, "above 0, at most 1"),
            ("payment", self.payment > 0.0, "above 0"),
            ("target", 0.0 < self.target < 1.0, "between 0 and 1"),
        )
        for name, holds, expected in checks:
            if not holds:
                raise InputError(
                    f"option {name}", f"found {getattr(self, name)}, expected {expected}"
                )
