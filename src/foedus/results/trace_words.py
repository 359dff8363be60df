"""Clauses in which the acts of a simulated future are told, without date and full stop."""

from __future__ import annotations

from typing import Any

from foedus.codes import ActKind, Level
from foedus.proceedings.verdicts import name_of, phrase

LEVELS = {
    Level.NONE: "no help",
    Level.STATEMENT: "a statement",
    Level.MISSION: "a mission",
    Level.MATERIAL: "material help",
    Level.TROOPS: "troops",
}
VERBS = {
    ActKind.EXERCISE_HELD: "hosts the exercise {0}",
    ActKind.EXERCISE_CANCELLED: "calls off the exercise {0}",
    ActKind.EXERCISE_SKIPPED: "stays away from the exercise {0}",
}
STANDING = {
    ActKind.FREEZE: "freezes its part in",
    ActKind.EXIT: "leaves",
    ActKind.ACCESSION: "joins",
}


class Words:
    """Names of states, papers and exercises, and the clauses made of them.

    Parameters
    ----------
    organisation : Organisation
        For the names of states and organs.
    papers, series : tuple of str
        Papers of the agenda and series of exercises, in the order of the engine.
    """

    def __init__(self, organisation: Any, papers: tuple[str, ...], series: tuple[str, ...]) -> None:
        self.organisation = organisation
        self.papers = papers
        self.series = series

    def name(self, code: str) -> str:
        """Name of a state or body."""
        return name_of(code, self.organisation)

    def names(self, codes: tuple[str, ...]) -> str:
        """Names of several, in one phrase."""
        return phrase([self.name(code) for code in codes])

    def crisis(self, kind: ActKind, actors: tuple[str, ...], victim: str, coup: bool) -> str:
        """A crisis as the object of a sentence."""
        if kind == ActKind.ATTACK:
            return f"the attack by {self.names(actors)}"
        if kind == ActKind.CLASH:
            return f"the fighting with {self.names(actors)}"
        if kind == ActKind.INSURGENCY_INCIDENT:
            return "armed groups"
        return "an attempted coup" if coup else "mass unrest"

    def opening(self, kind: ActKind, actors: tuple[str, ...], victim: str, coup: bool) -> str:
        """A crisis begins."""
        if kind == ActKind.ATTACK:
            return f"{self.names(actors)} attacks {self.name(victim)}"
        if kind == ActKind.CLASH:
            return f"forces of {self.names((*actors, victim))} exchange fire"
        if kind == ActKind.INSURGENCY_INCIDENT:
            return f"armed groups act in {self.name(victim)}"
        what = "a coup is attempted" if coup else "mass unrest breaks out"
        return f"{what} in {self.name(victim)}"

    def becomes_war(self, attacker: str, victim: str) -> str:
        """Fighting escalates."""
        return f"the fighting between {self.name(attacker)} and {self.name(victim)} becomes a war"

    def end(self, kind: ActKind, actors: tuple[str, ...], victim: str, outcome: float) -> str:
        """A government falls, or fighting ends: 1 the attacked prevails, -1 gives way."""
        if kind == ActKind.POWER_CHANGE:
            return f"power changes hands in {self.name(victim)}"
        words = {1.0: f", {self.name(victim)} having held out", 0.0: " without a winner"}
        words[-1.0] = f", {self.name(victim)} having given way"
        other = self.names(actors) or "the attackers"
        return f"fire ceases between {other} and {self.name(victim)}{words.get(outcome, '')}"

    def asks(self, actor: str, crisis: str) -> str:
        """A member asks for help."""
        return f"{self.name(actor)} asks the organisation for help against {crisis}"

    def called(self, victim: str, seats: int) -> str:
        """An extraordinary session."""
        return (
            f"the council meets in extraordinary session on the call of {self.name(victim)}, "
            f"{seats} members taking part"
        )

    def regular(self, seats: int) -> str:
        """A regular session."""
        return f"the council meets in regular session, {seats} members taking part"

    def level_draft(self, level: int, victim: str) -> str:
        """A draft of help in a crisis."""
        return f"a draft lies before the council: {LEVELS[Level(level)]} for {self.name(victim)}"

    def level_back(self, level: int, victim: str) -> str:
        """A draft of help that was not adopted."""
        return f"the draft on {LEVELS[Level(level)]} for {self.name(victim)} is not adopted"

    def refuses_level(self, actor: str, level: int, victim: str) -> str:
        """A member refuses a draft of help."""
        return (
            f"{self.name(actor)} refuses the draft on {LEVELS[Level(level)]} "
            f"for {self.name(victim)}"
        )

    def decides(self, level: int, victim: str) -> str:
        """The council answers a call."""
        verb = "adopts" if level == Level.STATEMENT else "decides on"
        return f"the council {verb} {LEVELS[Level(level)]} for {self.name(victim)}"

    def not_met(self, victim: str, level: int, met: bool) -> str:
        """A call brings neither troops nor material help."""
        if not met:
            return f"the call of {self.name(victim)} lapses without a decision"
        return (
            f"the council gives {self.name(victim)} neither troops nor material help, "
            f"but {LEVELS[Level(level)]}"
            if level > Level.NONE
            else f"the council gives {self.name(victim)} no help"
        )

    def carried_out(self, kind: ActKind, actors: tuple[str, ...], victim: str, number: int) -> str:
        """Help on its way, in place and home again."""
        who, where = self.names(actors), self.name(victim)
        return {
            ActKind.NATIONAL_APPROVAL: f"{who} approves a contingent of {number:,} for {where}",
            ActKind.CONTINGENT_SENT: f"a contingent of {number:,} from {who} lands in {where}",
            ActKind.DEPLOYMENT_COMPLETE: f"the force from {who} is in place in {where}",
            ActKind.WITHDRAWAL_BEGUN: f"a part of the contingent of {who} leaves {where}",
            ActKind.ADOPTED: f"one mandate for {where} ends; the operation goes on under another",
            ActKind.WITHDRAWAL_COMPLETE: f"the contingent of {who} has left {where}",
            ActKind.OPERATION_ENDED: f"the operation in {where} ends",
            ActKind.FACT_FINDING_MISSION: f"a mission of the organisation goes to {where}",
            ActKind.MATERIAL_AID: f"{who} gives {where} material help in the organisation's name",
        }.get(kind, "")

    def paper(
        self, kind: ActKind, actors: tuple[str, ...], paper: int, asker: str, draft: float
    ) -> str:
        """A paper of a regular session and its fate; `draft` is its text from 0 to 1."""
        name = self.papers[paper] if paper < len(self.papers) else f"paper {paper + 1}"
        if asker:
            name = f"{name} ({self.name(asker)})"
        if kind == ActKind.DRAFT_TABLED:
            return f'the draft "{name}" is tabled at {draft:.2f} on a scale from 0 to 1'
        if kind == ActKind.REFUSED_TO_SIGN:
            return f'{self.names(actors)} refuses to sign the draft "{name}"'
        verb = "adopts" if kind == ActKind.ADOPTED else "sends back"
        return f'the council {verb} the draft "{name}"'

    def exercise(self, kind: ActKind, who: str, series: int) -> str:
        """An exercise is held or called off, or a member stays away."""
        name = self.series[series] if series < len(self.series) else f"number {series + 1}"
        return f"{self.name(who)} {VERBS[kind].format(name)}"

    def standing(self, kind: ActKind, actors: tuple[str, ...]) -> str:
        """A member's standing changes; empty for other kinds, which their pattern tells."""
        verb = STANDING.get(kind)
        return f"{self.names(actors)} {verb} the organisation" if verb else ""
