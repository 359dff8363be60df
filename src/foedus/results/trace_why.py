"""Why an act happened: the rules that decided it, what they were given, and what they said."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from foedus.codes import (
    ActKind,
    Applies,
    CrisisKind,
    ForeignHand,
    Level,
    Survival,
    Territory,
    Vote,
)
from foedus.results.trace_numbers import Call, Moment
from foedus.results.trace_sites import (
    FALLS,
    GIVEN,
    IMPOSED,
    INDICES,
    LUCK,
    OPENINGS,
    RULES,
    SITES,
    Said,
    Site,
)
from foedus.scenario import STRUCTURES

CODES = {"kind": CrisisKind, "territory": Territory, "hand": ForeignHand}


@dataclass(frozen=True)
class Reason:
    """One rule that decided an act.

    Attributes
    ----------
    rule : str
        Full name of the function.
    words, unit : str
        What its result is, and the unit: see `foedus.results.trace_sites.Said`.
    value : float, str or list
        What it returned.
    given : dict
        What it was given beside parameters, by name.
    parameters : tuple of str
        Parameters that entered, by their names in the library.
    theories : tuple of str
        Rival theories that were asked, such as ``base_rate``.
    luck : float or None
        Uniform number that was compared with a probability.
    """

    rule: str
    words: str
    unit: str
    value: Any
    given: dict[str, float | str]
    parameters: tuple[str, ...]
    theories: tuple[str, ...]
    luck: float | None = None


@dataclass(frozen=True)
class Ballot:
    """What a member did with a draft, and the chances of each vote."""

    state: str
    sign: float
    abstain: float
    refuse: float
    vote: str
    position: float | None  #: on the scale of the draft, 0 to 1


@dataclass(frozen=True)
class Why:
    """All that decided an act.

    Attributes
    ----------
    rule : str
        Full name of the rule that wrote it.
    words : str
        What decided where no number did.
    reasons : tuple of Reason
    parameters : tuple of str
        Parameters that entered anywhere, by their names in the library.
    theories : tuple of str
        Rival theories that were asked.
    ballots : tuple of Ballot
    levels : dict
        How far each member would go, in answer to a call.
    circumstances : dict
        How the crisis stood.
    """

    rule: str
    words: str = ""
    reasons: tuple[Reason, ...] = ()
    parameters: tuple[str, ...] = ()
    theories: tuple[str, ...] = ()
    ballots: tuple[Ballot, ...] = ()
    levels: dict[str, str] = field(default_factory=dict)
    circumstances: dict[str, float | str] = field(default_factory=dict)


class Explainer:
    """Reads reasons off the moments of one future.

    Parameters
    ----------
    states : tuple of str
        Codes of the states, in the order of the engine.
    names : tuple of str
        Parameters of the library; in the engine dots are underscores.
    """

    def __init__(self, states: tuple[str, ...], names: tuple[str, ...]) -> None:
        self.states = states
        self.names = {name.replace(".", "_"): name for name in names}

    def why(self, moment: Moment, kind: ActKind, actor: int) -> Why:
        """Explain one act."""
        site = site_of(moment, kind)
        calls = moment.calls(site.frame)
        luck = _luck(site, calls, site.frame or moment.rule)
        found = [_last(calls, name, actor) for name in site.rules]
        reasons = [self._reason(call) for call in found if call is not None]
        if luck is not None and reasons:
            reasons[-1] = _with_luck(reasons[-1], luck)
        ballots = self._ballots(moment) if site.votes else ()
        levels = self._levels(calls) if site.voices else {}
        parameters = [*site.parameters]
        theories: list[str] = []
        for reason in reasons:
            parameters += reason.parameters
            theories += reason.theories
        if site.voices:
            for call in calls:
                if call.name in ("member_index", "answer_level"):
                    parameters += self._parameters(call)
                    theories += call.theories
        return Why(
            f"{moment.module}.{moment.rule}",
            site.words,
            tuple(reasons),
            tuple(dict.fromkeys(parameters)),
            tuple(dict.fromkeys(theories)),
            ballots,
            levels,
            circumstances(moment),
        )

    def _parameters(self, call: Call) -> tuple[str, ...]:
        return tuple(self.names.get(name, name) for name in call.read)

    def _reason(self, call: Call) -> Reason:
        said = RULES.get(call.name, Said(call.name.replace("_", " ")))
        values = set(call.read.values())
        given = {
            GIVEN.get(name, name.replace("_", " ")): _given(name, value)
            for name, value in call.given.items()
            if name not in INDICES
            and isinstance(value, int | float)
            and not (isinstance(value, float) and value in values)
        }
        return Reason(
            f"{call.module}.{call.name}",
            said.words,
            said.unit,
            _value(call),
            given,
            self._parameters(call),
            tuple(call.theories),
        )

    def _ballots(self, moment: Moment) -> tuple[Ballot, ...]:
        seats = int(moment.here.get("seats", 0))
        calls = [c for c in moment.calls() if c.name == "draw_vote"]
        drawn = calls[len(calls) - seats :] if len(calls) >= seats else []
        out = []
        solved = _last(moment.calls(), "quantal_votes", -1)
        for n, call in enumerate(drawn):
            sign, abstain, refuse = call.given["row"]
            out.append(
                Ballot(
                    self.states[moment.seats[n]],
                    sign,
                    abstain,
                    refuse,
                    Vote(int(call.result)).name.lower(),
                    float(solved.given["positions"][n]) if solved else None,
                )
            )
        return tuple(out)

    def _levels(self, calls: list[Call]) -> dict[str, str]:
        out: dict[str, str] = {}
        who = -1
        for call in calls:
            if call.name == "member_index":
                who = int(call.given["i"])
            elif call.name == "answer_level" and who >= 0:
                out[self.states[who]] = Level(int(call.result)).name.lower()
        return out


def site_of(moment: Moment, kind: ActKind) -> Site:
    """Find the entry of the tables that speaks of an act."""
    if moment.rule == "finish" and kind == ActKind.POWER_CHANGE:
        return FALLS.get(int(moment.here["kind"]), Site())
    if moment.crisis_kind:
        return IMPOSED if moment.imposed else OPENINGS.get(moment.crisis_kind, Site())
    if (site := SITES.get((moment.rule, kind))) is not None:
        return site
    named = [call.name for call in moment.calls() if call.name in RULES]
    return Site(tuple(named[-1:]))


def _last(calls: list[Call], name: str, actor: int) -> Call | None:
    """Last call of a rule; where the rule is told which member it is about, of the actor's."""
    found = [call for call in calls if call.name == name]
    own = [call for call in found if call.given.get("i", actor) == actor]
    return own[-1] if own else None


def _luck(site: Site, calls: list[Call], frame: str) -> float | None:
    if site.luck is None:
        return None
    stream, draw = site.luck
    for call in reversed(calls):
        same = call.name == LUCK and call.by == frame and call.given["stream"] == stream
        if same and draw in (-1, call.given["draw"]):
            return float(call.result)
    return None


def _given(name: str, value: float) -> float | str:
    """Number a rule was given, in words where it is a code."""
    code = CODES.get(name)
    return code(int(value)).name.lower() if code else float(value)


def _with_luck(reason: Reason, luck: float) -> Reason:
    return Reason(
        reason.rule,
        reason.words,
        reason.unit,
        reason.value,
        reason.given,
        reason.parameters,
        reason.theories,
        luck,
    )


def _value(call: Call) -> Any:
    result = call.result
    if call.name == "duty_to_assist":
        return Applies(int(result)).name.lower()
    if call.name == "duty_held":
        return "held" if result else "not held"
    if call.name == "next_state":
        return Survival(int(result)).name.lower()
    if call.name == "vote_on":
        return "found" if result else "not found"
    if isinstance(result, tuple):
        return [float(part) for part in result]
    return None if result is None else float(result)


def circumstances(moment: Moment) -> dict[str, float | str]:
    """How the crisis of an act stood."""
    crisis = moment.crisis
    if not crisis:
        return {}
    out: dict[str, float | str] = {"severity": crisis["severity"]}
    if not moment.crisis_kind:
        out["days since it began"] = crisis["day"]
    if crisis.get("coercive_loss", 0.0) > 0.0:
        out["loss of coercive power"] = crisis["coercive_loss"]
    if moment.rule == "convene" and crisis["decision_day"] >= 0.0:
        out["day of decision"] = crisis["decision_day"]
    if crisis.get("territory"):
        out["territory"] = Territory(int(crisis["territory"])).name.lower()
    if crisis.get("hand"):
        out["foreign hand"] = ForeignHand(int(crisis["hand"])).name.lower()
    return out


def structure_names(structure: Any) -> dict[str, str]:
    """Rival theories of a future by their names."""
    return {kind: options[int(structure[kind])] for kind, options in STRUCTURES.items()}
