"""Would a call of the leading state, or of its closest ally, be met?"""

from __future__ import annotations

import numpy as np

from foedus.codes import CrisisKind, ForeignHand, Level, Territory
from foedus.proceedings.views import calls, forces_out
from foedus.report.case import Case
from foedus.report.charts import rivals
from foedus.report.parts import Answer, Cell, Table
from foedus.report.questions import SupportQuestion
from foedus.report.sizes import FEWER, share_text
from foedus.report.words import first_upper, interval, percent, plain, several, share
from foedus.results.differences import Centre, difference_draws, difference_shares
from foedus.results.expectation import ANSWER_MONTHS
from foedus.results.kept import Kept, alone, by_option, read
from foedus.results.outcomes import Name
from foedus.scenario import ImposedCrisis
from foedus.treaty.clauses import finding

ATTACK = CrisisKind.ATTACK_BY_OUTSIDER.name.lower()


def answer_support(case: Case, question: SupportQuestion, answer: Answer) -> None:
    """Fill in the answer: calls on record, the duty, and an imposed attack on each member."""
    pair = (case.leader, case.ally)
    _record(case, pair, answer)
    _own_run(case, pair, answer)
    runs = {state: _attacked(case, state) for state in _order(case)}
    tested = {state: found for state, found in runs.items() if found is not None}
    if not all(state in tested for state in pair):
        answer.why_not = "no neighbour outside the organisation is coded for one of the two"
        return
    _imposed(case, tested, answer)
    _judged(case, {state: tested[state][1] for state in pair}, answer)
    ranges = {state: _unmet_range(tested[state][1], state) for state in pair}
    leader, ally = (interval(*ranges[state]) for state in pair)
    answer.short = (
        f"Yes, they could. Attacked by a neighbour and calling on the organisation, "
        f"{case.name(pair[0])} is left without troops or material in {leader} of the futures and "
        f"{case.name(pair[1])} in {ally}, depending on which published rate of honoured alliances "
        f"holds. Neither has made such a call on record."
        if _calls_by(case, pair) == 0
        else f"{case.name(pair[0])} is left without troops or material in {leader} of the "
        f"futures, {case.name(pair[1])} in {ally}, depending on which published rate holds."
    )
    answer.why_not = (
        "only a call for help against an attack is modelled; support in money, trade and "
        "diplomacy is not"
    )


def _calls_by(case: Case, states: tuple[str, ...]) -> int:
    made = calls(case.standing, case.day)
    return sum(bool(set(call.request.acting_states) & set(states)) for call in made)


def _record(case: Case, pair: tuple[str, str], answer: Answer) -> None:
    """Say what the ledger and the treaty hold."""
    made = calls(case.standing, case.day)
    by_pair = _calls_by(case, pair)
    met = sum(call.met for call in made)
    answer.ledger.append(
        f"Of {len(made)} calls of members to the organisation, {met} were met by troops or "
        f"material; {by_pair or 'none'} came from {case.names(pair)} (the member that depends "
        f"most on the leading state)."
    )
    foes = [w.against for w in case.scenario.war if w.start <= case.day and w.against]
    if case.at_war and foes:
        sent = [host for host, _sender in forces_out(case.standing) if host in foes]
        some = first_upper(several(len(sent), "contingent"))
        answer.ledger.append(
            f"{some} of the organisation in the leading state's war in {case.names(foes)} "
            f"{'is' if len(sent) < 2 else 'are'} on record."
        )
    owed = finding(
        CrisisKind.ATTACK_BY_OUTSIDER, Territory.RECOGNISED, ForeignHand.NONE, 1, case.day
    )
    own = finding(CrisisKind.MEMBER_ATTACKS, Territory.OUTSIDE, ForeignHand.NONE, 1, case.day)
    answer.ledger.append(f"If it is attacked and asks: {owed.sentence}")
    answer.ledger.append(f"In a war that it opened itself: {own.sentence}")


def _own_run(case: Case, pair: tuple[str, str], answer: Answer) -> None:
    """Say what the run itself says of calls by the two."""
    for state in pair:
        row = case.summary["members"][state]
        helped = row["helped_if_requested"]
        told = (
            f"its calls bring troops or material in {share(helped['p'], helped['n'], count=True)}"
            if helped["n"]
            else "no future holds a call of it"
        )
        answer.model.append(
            f"In the run itself, with crises of every kind, {case.name(state)} asks for help in "
            f"{share(row['request'], case.n)} of the futures; {told}."
        )


def _order(case: Case) -> list[str]:
    rest = [s for s in case.summary["members"] if s not in (case.leader, case.ally)]
    return [case.leader, case.ally, *rest]


def _attacker(case: Case, state: str) -> str:
    """Neighbour outside the organisation with the deepest quarrel, then the strongest."""
    x = case.start.record[0]
    members = set(case.summary["members"])
    found = []
    for d, (a, b) in enumerate(case.start.pairs):
        if state not in (a, b) or x.land[d] == 0.0:
            continue
        other = b if a == state else a
        if other not in members:
            power = float(x.capability[case.start.index(other)])
            found.append((float(x.rivalry[d]), float(x.contested[d]), power, other))
    return max(found)[3] if found else ""


def _attacked(case: Case, state: str) -> tuple[str, Kept] | None:
    other = _attacker(case, state)
    if not other:
        return None
    crisis = ImposedCrisis(month=0, kind=ATTACK, victim=state, other=other, asks=True)
    scenario = case.short.changed(months=ANSWER_MONTHS, imposed=(crisis,))
    return other, case.simulated(f"attack on {state}", scenario)


def _unmet_range(futures: Kept, state: str) -> tuple[float, float]:
    found = by_option(alone(futures), "base_rate", "helped", state).values()
    return 1.0 - max(found), 1.0 - min(found)


def _rate(case: Case, option: str) -> str:
    """Base rate by its name and the middle of its distribution."""
    parameters = case.scenario.known_parameters
    name = f"assistance.{option}"
    if name in parameters.names():
        return f"{plain(option)} ({percent(parameters[name].central)})"
    middle = float(case.start.own_record.quantile(np.array([0.5]))[0])
    return f"{plain(option)} ({percent(middle)})"


def _imposed(case: Case, tested: dict[str, tuple[str, Kept]], answer: Answer) -> None:
    rows: list[tuple[Cell | str, ...]] = []
    points = []
    for state, (other, futures) in tested.items():
        seen = alone(futures)
        helped, troops, mission = (
            read(seen, outcome, state) for outcome in ("helped", "troops_received", "missions")
        )
        by_rate = by_option(seen, "base_rate", "helped", state)
        low, high = min(by_rate.values()), max(by_rate.values())
        rows.append(
            (
                case.name(state),
                case.name(other),
                Cell(interval(low, high), bar=helped.mean, low=low, high=high),
                share(troops.mean, troops.n),
                share(mission.mean, mission.n),
                f"{helped.n:,}",
            )
        )
        points += [
            {"row": case.name(state), "option": _rate(case, option), "p": p}
            for option, p in by_rate.items()
        ]
    answer.tables.append(_answer_table(rows))
    options = list(dict.fromkeys(point["option"] for point in points))
    answer.charts.append(
        rivals(
            points,
            options,
            "futures in which troops or material come",
            "Share of futures in which an attacked member that asks gets troops or material, one "
            "mark for each rival base rate; the figures stand in the table.",
            "Rival base rates of honoured alliances (middle of each in brackets), side by side and "
            "not averaged.",
        )
    )


def _judged(case: Case, runs: dict[str, Kept], answer: Answer) -> None:
    """Say how much of what is uncertain in the two answers is judgement."""
    pairs = case.pairs // FEWER
    if pairs < 2:
        return
    told = []
    for state, run in runs.items():
        centre = Centre.of(alone(run))
        side = {state: (run.scenario, run.start)}
        draws = difference_draws(None, side, run.plan, {state: centre}, pairs=pairs)
        shares = difference_shares(run.plan, draws[state], centre)
        told.append(f"{case.name(state)} {share_text(shares[Name('helped', state)])}")
    answer.model.append(
        "Judgement share of the chance that troops or material come, from "
        f"{pairs:,} pairs of parameter draws each: {', '.join(told)}. The rival base rates count "
        "as the rest."
    )


def _answer_table(rows: list[tuple[Cell | str, ...]]) -> Table:
    return Table(
        f"If a neighbour attacks and the member asks: the answer within {ANSWER_MONTHS} months",
        (
            ("member", False),
            ("attacker assumed", False),
            ("troops or material, by base rate", True),
            ("troops", True),
            ("a mission only", True),
            ("futures", True),
        ),
        tuple(rows),
        "The attack is imposed; the attacker is the bordering outsider with the deepest coded "
        "quarrel, then the strongest. Nothing is said of how likely it is. Range: lowest and "
        f"highest of the rival base rates. {Level.TROOPS.name.capitalize()} and mission are "
        "means over the rival theories with their Monte-Carlo error.",
    )
