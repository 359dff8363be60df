"""Where acts are written, and which rules, parameters and luck decided each.

The tables name rules of the model by their function. `WATCHED` is what the listener keeps; a test
holds the names against the code.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from foedus import chance
from foedus.chance import cloglog
from foedus.codes import ActKind, CrisisKind
from foedus.cohesion.membership import month_chance
from foedus.environment.onset import monthly_from_yearly


class Said(NamedTuple):
    """What a rule's result is called, and its unit.

    ``unit`` is one of ``p`` (probability), ``days``, ``hours``, ``people``, ``log odds``,
    ``log hazard``, ``a year``, ``applies``, ``level``, ``yes`` or empty.
    """

    words: str
    unit: str = ""


RULES: dict[str, Said] = {
    "dyad_log_odds": Said("clash of the two within a year", "log odds"),
    "unrest_log_hazard": Said("unrest in the month", "log hazard"),
    "below_cloglog": Said("probability in the month", "p"),
    "happens_this_month": Said("probability in the month", "p"),
    "falls_due": Said("probability in the month", "p"),
    "own_rate": Said("own record shrunk towards the region's", "a year"),
    "duty_to_assist": Said("does the duty to assist bind", "applies"),
    "duty_held": Said("do the members hold the duty to apply", "yes"),
    "request_probability": Said("probability of asking for help", "p"),
    "decision_days": Said("time from the request to the decision", "days"),
    "member_index": Said("sending troops", "log odds"),
    "answer_level": Said("level of help", "level"),
    "vote_on": Said("votes in equilibrium"),
    "quantal_votes": Said("distance from equilibrium"),
    "draw_vote": Said("vote"),
    "adopted": Said("adopted", "yes"),
    "draft_text": Said("text tabled, 0 to 1"),
    "contingent": Said("contingent", "people"),
    "approval_hours": Said("approval at home", "hours"),
    "start_hours": Said("approval, plan and readiness", "hours"),
    "task_effect": Said("share of the danger taken away", "p"),
    "closure_hours": Said("first arrival and closure after the mandate", "hours"),
    "days_with_help": Said("length of the crisis, shortened by help", "days"),
    "fall_probability": Said("probability that the government falls", "p"),
    "contest": Said("chances that the attacked holds out, of neither, that it gives way", "p"),
    "cancel_probability": Said("probability that the host calls off", "p"),
    "skip_probability": Said("probability of staying away", "p"),
    "strain": Said("added by the member's situation", "log hazard"),
    "month_chance": Said("probability in the month", "p"),
    "next_state": Said("state of the organisation after the month"),
}
SHORTCUTS: dict[str, Callable[[dict[str, Any]], float]] = {
    "below_cloglog": lambda given: cloglog(given["x"]),
    "happens_this_month": lambda given: monthly_from_yearly(given["yearly"]),
    "falls_due": lambda given: month_chance(given["yearly_rate"], given["log_hazard_added"]),
}
"""Rules that compare a uniform number with a probability without always computing it: what the
probability is."""

LUCK = "uniform"
WRITERS = frozenset(
    {
        "stir", "break_out", "impose", "open_crisis", "escalate", "ask", "convene", "lapse",
        "send", "arrive", "finish", "meet", "decide_paper", "pass_chair", "prepare", "hold",
        "stay_or_leave", "give_notice", "freeze_or_thaw", "admit", "survive",
    }
)  # fmt: skip
WATCHED = frozenset({*RULES, *WRITERS, LUCK})


class Site(NamedTuple):
    """Rules that decided an act written at one place.

    Attributes
    ----------
    rules : tuple of str
        Names of the rules whose last call counts.
    luck : tuple
        Stream and draw of the uniform number that was compared; draw -1: any.
    frame : str
        Rule under way in whose course to look, when it is not the one that writes the act.
    parameters : tuple of str
        Parameters compared directly with a uniform number.
    votes, voices : bool
        Whether the members' votes, or the levels they would go to, belong to the act.
    words : str
        What decided when no number did.
    """

    rules: tuple[str, ...] = ()
    luck: tuple[int, int] | None = None
    frame: str = ""
    parameters: tuple[str, ...] = ()
    votes: bool = False
    voices: bool = False
    words: str = ""


_CLASH = Site(
    ("dyad_log_odds", "happens_this_month"),
    (chance.ONSET, 0),
    "break_out",
    ("onset.fatal_share", "onset.stronger_starts", "onset.outsider_starts"),
)
_ANSWER = Site(("duty_to_assist", "duty_held"), votes=True, voices=True)
_LEVEL = "the level of help that was adopted"
_PAPER = Site(("vote_on",), votes=True)

OPENINGS: dict[int, Site] = {
    CrisisKind.ATTACK_BY_OUTSIDER: _CLASH,
    CrisisKind.ATTACK_BY_MEMBER: _CLASH,
    CrisisKind.MEMBER_ATTACKS: _CLASH,
    CrisisKind.UNREST: Site(
        ("own_rate", "unrest_log_hazard", "below_cloglog"),
        (chance.UNREST, 0),
        "stir",
        ("internal.unrest_scale",),
    ),
    CrisisKind.COUP: Site(
        ("happens_this_month",), (chance.UNREST, 1), "stir", ("internal.coup_rate",)
    ),
    CrisisKind.INSURGENCY: Site(("own_rate", "happens_this_month"), (chance.UNREST, 2), "stir"),
}
FALLS: dict[int, Site] = {
    CrisisKind.UNREST: Site(("fall_probability",), (chance.CRISIS, 17)),
    CrisisKind.COUP: Site(
        parameters=("internal.coup_success", "tasks.guarding", "assistance.coup_share"),
        words="the share of coups that succeed, less what troops save",
    ),
}
IMPOSED = Site(words="the scenario imposes it")

SITES: dict[tuple[str, ActKind], Site] = {
    ("break_out", ActKind.ATTACK): _CLASH,
    ("escalate", ActKind.ATTACK): Site(
        parameters=("dispute.war_share", "tasks.separating", "tasks.border"),
        words="the share of clashes that become wars, unless troops hold it back",
    ),
    ("ask", ActKind.REQUEST_FOR_HELP): Site(("request_probability",), (chance.REQUEST, -1)),
    ("convene", ActKind.SESSION_HELD): Site(words="the day of decision has come"),
    ("convene", ActKind.MANDATE_GIVEN): _ANSWER,
    ("convene", ActKind.STATEMENT_ADOPTED): _ANSWER,
    ("convene", ActKind.REQUEST_REFUSED): _ANSWER,
    ("convene", ActKind.REFUSED_TO_SIGN): Site(("vote_on",), votes=True),
    ("convene", ActKind.FACT_FINDING_MISSION): Site(words=_LEVEL),
    ("convene", ActKind.MATERIAL_AID): Site(words=_LEVEL),
    ("lapse", ActKind.REQUEST_REFUSED): Site(
        words="the crisis ends, or the council is no more, before the day of decision"
    ),
    ("send", ActKind.NATIONAL_APPROVAL): Site(
        ("contingent", "approval_hours", "start_hours", "closure_hours")
    ),
    ("arrive", ActKind.CONTINGENT_SENT): Site(words="the day of arrival, fixed with the mandate"),
    ("arrive", ActKind.DEPLOYMENT_COMPLETE): Site(
        ("task_effect",), words="the last aircraft has landed"
    ),
    ("finish", ActKind.CEASEFIRE): Site(("contest",), (chance.CRISIS, -1)),
    ("finish", ActKind.WITHDRAWAL_COMPLETE): Site(words="the crisis is over"),
    ("finish", ActKind.OPERATION_ENDED): Site(words="the crisis is over"),
    ("meet", ActKind.SESSION_HELD): Site(words="the calendar of regular sessions"),
    ("decide_paper", ActKind.DRAFT_TABLED): Site(("draft_text",)),
    ("decide_paper", ActKind.REFUSED_TO_SIGN): _PAPER,
    ("decide_paper", ActKind.ADOPTED): _PAPER,
    ("decide_paper", ActKind.SENT_BACK): _PAPER,
    ("pass_chair", ActKind.CHAIR_TAKEN): Site(words="the rotation among those who take part"),
    ("hold", ActKind.EXERCISE_HELD): Site(("cancel_probability",), (chance.EXERCISE, 0), "prepare"),
    ("prepare", ActKind.EXERCISE_CANCELLED): Site(("cancel_probability",), (chance.EXERCISE, 0)),
    ("hold", ActKind.EXERCISE_SKIPPED): Site(("skip_probability",), (chance.EXERCISE, -1)),
    ("give_notice", ActKind.WITHDRAWAL_NOTICE): Site(
        ("strain", "falls_due"), (chance.MEMBERSHIP, 1)
    ),
    ("freeze_or_thaw", ActKind.FREEZE): Site(("strain", "falls_due"), (chance.MEMBERSHIP, 0)),
    ("freeze_or_thaw", ActKind.RESUMPTION): Site(("strain", "falls_due"), (chance.MEMBERSHIP, 2)),
    ("admit", ActKind.ACCESSION): Site(("falls_due",), (chance.ACCESSION, -1)),
    ("survive", ActKind.DISSOLUTION): Site(("next_state", "month_chance"), (chance.SURVIVAL, -1)),
}
"""Acts by the rule that writes them. An act not named here is explained by the last rule called."""

GIVEN: dict[str, str] = {
    "belief": "belief that help would come",
    "internal": "internal crisis",
    "contiguous_land": "common land border",
    "contiguous_any": "neighbours",
    "major_power": "a major power",
    "log_ratio": "log ratio of capability",
    "pact": "both in the pact",
    "contested": "contested",
    "credible_pact": "belief of the members",
    "base_yearly": "rate a year",
    "neighbour_unrest": "unrest next door",
    "fresh_turnover": "new leader",
    "fresh_departure": "another left or froze",
    "war_lost": "leading power lost its war",
    "distance": "distance from the leading power",
    "applies": "duty applies",
    "held": "duty held to apply",
    "hand": "foreign hand",
    "text": "version of the treaty",
    "yearly_rate": "rate a year",
    "log_hazard_added": "strain",
    "disunity": "cohesion lost, standard scores",
    "troops_arrived": "troops arrived",
}
"""Names of what a rule is given, where the argument's own name does not say it."""

INDICES = frozenset(
    {
        "seed", "stream", "future", "when", "who", "draw", "month", "day", "now", "address",
        "i", "j", "k", "n", "d", "e", "seats", "paper", "target", "state", "host", "u", "text",
    }
)  # fmt: skip
"""Names that point to a state, a place in a table or an address: of no meaning to a reader."""
