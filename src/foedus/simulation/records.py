"""The records a future is made of: inputs, parameters, structure, world, events, tally.

Each is one numpy structured array with named fields, so that a rule reads ``t.council_precision``
and not ``t[17]``. A field must not share its name with an attribute of numpy's records: compiled
code would read the field, plain Python the attribute.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from foedus.codes import Task

SLOTS = 8  #: crises open at once in one future; one more sets the future's status
EVENTS_PER_FUTURE = 384
MONTHS = 600  #: longest horizon
PROGRAMME = 16  #: most exercises in a year's programme
PAST = 44  #: exercises on record that readiness starts from
PAPERS = 8  #: most kinds of paper on the agenda of a regular session
CALLS = 32  #: past calls for help that beliefs start from
CLASSES = 2  #: kinds of call that beliefs tell apart: against outsiders, internal

# status of a future
DONE = 0
EVENTS_FULL = 1
SLOTS_FULL = 2
NOT_A_NUMBER = 4
COUNCIL_UNSOLVED = 8

Fields = list[tuple[Any, ...]]


def record_type(fields: Fields) -> np.dtype[Any]:
    """Structured type without padding, refusing names that numpy's records already use."""
    for field in fields:
        if hasattr(np.record, field[0]):
            raise AssertionError(f"field name {field[0]!r} is an attribute of numpy records")
    return np.dtype(fields)


def padded(number: int, step: int) -> int:
    """Next multiple of `step` above a number: at least one place stays empty.

    The sizes stand in the types that are compiled. Padding lets runs of slightly different sizes
    share one kernel; the empty places are states and pairs to which nothing ever happens.
    """
    return step * (number // step + 1)


def inputs_type(states: int, dyads: int) -> np.dtype[Any]:
    """Type of what is given: one record for all futures of a run.

    Parameters
    ----------
    states, dyads : int
        Numbers of states and of relevant pairs, padded.
    """
    s, d, m = (states,), (dyads,), (MONTHS,)
    x, e, p, k = (SLOTS,), (PROGRAMME,), (PAST,), len(Task)
    return record_type(
        [
            # states
            ("code", "i8", s),  # address of the state in random numbers
            ("status", "i8", s),  # codes.Status at the start
            ("capability", "f8", s),  # share of world capability
            ("output", "f8", s),  # gross domestic product, US$
            ("net", "f8", s),  # share of net resources: output times output per head
            ("dependence", "f8", s),  # on the leading power, 0 to 1
            ("export_share", "f8", s),  # of exports that go to the leading power
            ("remittance_share", "f8", s),  # remittances from the leading power over output
            ("cereal_dependence", "f8", s),
            ("energy_dependence", "f8", s),
            ("distance", "f8", s),  # of ideal points from the leading power, raw units
            ("modern", "f8", s),  # share of modern equipment
            ("standards", "f8", s),  # language and equipment common with the others, 0 to 1
            ("ready_known", "f8", s),  # readiness that is known at the start, negative: unknown
            ("notice", "f8", s),  # hours of notice that are known, 0: unknown
            ("plan_months", "f8", (states, k)),  # age of the plan for its territory, < 0: none
            # national procedures
            ("approval", "f8", s),  # usual time, as a multiple of the parameter
            ("sitting_fails", "f8", s),  # probability that a sitting comes to nothing
            ("refuses", "f8", s),  # probability that the contingent stays at home
            ("unrest_count", "f8", s),  # own record of internal crises
            ("insurgency_count", "f8", s),
            ("record_years", "f8", s),  # years behind the two counts
            ("pool", "f8", s),  # people in units assigned to the organisation, not committed
            ("assigned", "f8", (k, states, states)),  # of them for a task of the row in the column
            ("candidate", "i8", s),  # 1: could join (past member or observer)
            ("stake", "f8", (states, states)),  # of the row state in the column state
            ("km", "f8", (states, states)),
            ("neighbour", "i8", (states, states)),
            # past calls for help
            ("calls", "i8"),
            ("call_victim", "i8", (CALLS,)),
            ("call_class", "i8", (CALLS,)),
            ("call_level", "i8", (CALLS,)),  # codes.Level of the answer
            ("call_months", "f8", (CALLS,)),  # months before the start
            # pairs that could clash
            ("first", "i8", d),
            ("second", "i8", d),
            ("land", "f8", d),
            ("contiguous", "f8", d),
            ("major", "f8", d),
            ("log_ratio", "f8", d),  # log of first's over second's capability
            ("rivalry", "f8", d),
            ("contested", "f8", d),
            ("peace_years", "f8", d),
            ("pair_address", "i8", d),  # in random numbers
            ("fighting", "i8", d),  # 1: already at war at the start
            # calendar
            ("months", "i8"),  # how many of the calendar are simulated
            ("calendar", "i8", m),  # year * 12 + month - 1
            ("war", "i8", m),  # codes.WarFate of the leading power's war
            ("session", "i8", m),  # 1: a regular session of the council
            ("exercise_code", "i8", e),  # address, from its name
            ("exercise_month", "i8", e),
            ("exercise_host", "i8", e),  # state index, -1: rotates
            ("exercise_takes", "i8", (PROGRAMME, states)),  # 1: takes part as a rule
            ("exercise_ready", "f8", e),  # shares of a full exercise's gain: readiness,
            ("exercise_joint", "f8", e),  # joint practice,
            ("exercise_lift", "f8", e),  # practice in being moved,
            ("exercise_plans", "f8", e),  # work on plans,
            ("exercise_skill", "f8", (PROGRAMME, k)),  # skill at each task
            ("exercises", "i8"),  # how many of the programme are used
            # exercises on record, oldest first
            ("exercise_past", "i8"),
            ("exercise_past_months", "f8", p),  # before the start
            ("exercise_past_ready", "f8", p),
            ("exercise_past_joint", "f8", p),
            ("exercise_past_lift", "f8", p),
            ("exercise_past_skill", "f8", (PAST, k)),
            ("exercise_past_takes", "i8", (PAST, states)),  # 1: took part
            ("chair_order", "i8", s),  # rank in the rotation, -1: never chairs
            ("chair", "i8"),  # state index at the start
            ("chair_month", "i8"),  # calendar month in which the chair passes on
            # switches of named what-ifs
            ("treaty_text", "i8"),  # wording in force: treaty.clauses.Text, 0: none
            ("plans_ready", "f8"),  # 1: a ready plan; 0: none
            ("leader_committed", "f8"),  # share of the leading power's free forces sent elsewhere
            ("exercise_effect", "f8"),  # 0: exercises are not held
            ("organised", "f8"),  # 0: there is no organisation
            # papers of a regular session
            ("papers", "i8"),
            ("paper_code", "i8", (PAPERS,)),  # address, from its name
            ("paper_scope", "i8", (PAPERS,)),  # 0: once; 1: one for each open grievance
            ("paper_distance", "f8", (PAPERS,)),  # weight of distance in the position
            ("paper_grievance", "f8", (PAPERS,)),  # weight of grievance in the position
            ("paper_salience", "f8", (PAPERS,)),
            ("paper_reversion", "f8", (PAPERS,)),
            ("paper_contested", "i8", (PAPERS,)),
            ("ties", "f8"),  # factor on dependence and alignment pull
            ("council_rule", "i8"),  # 0: by structure; else codes.DecisionRule
            # crises imposed by the scenario
            ("imposed", "i8"),
            ("imposed_month", "i8", x),
            ("imposed_day", "i8", x),
            ("imposed_kind", "i8", x),
            ("imposed_victim", "i8", x),
            ("imposed_other", "i8", x),
            ("imposed_asks", "i8", x),  # -1: as the model says; 0 no; 1 yes
        ]
    )


def theta_type(names: Sequence[str]) -> np.dtype[Any]:
    """Type of the parameters of one future; dots become underscores."""
    fields: Fields = [(name.replace(".", "_"), "f8") for name in names]
    return record_type([*fields, ("own_record", "f8")])


def structure_type() -> np.dtype[Any]:
    """Type of the rival theories one future follows."""
    return record_type(
        [
            ("base_rate", "i8"),
            ("exits", "i8"),
            ("reputation", "i8"),
            ("council", "i8"),
            ("draft", "i8"),
            ("contest", "i8"),
        ]
    )


def world_type(states: int, dyads: int) -> np.dtype[Any]:
    """Type of what changes in the course of a future."""
    s, d, k, n = (states,), (dyads,), (SLOTS,), len(Task)
    return record_type(
        [
            ("status", "i8", s),
            ("distance", "f8", s),
            ("grievance", "f8", s),
            ("readiness", "f8", s),
            ("interop", "f8", s),  # practice in working with the others
            ("lifting", "f8", s),  # practice in being moved
            ("skill", "f8", (states, n)),  # at each task
            ("plan", "f8", (states, n)),  # freshness of the plan for its territory and task
            ("floor", "f8", s),  # readiness kept without exercise
            ("common", "f8", s),  # joint practice kept without exercise
            ("faded", "i8"),  # months over which the five stocks have faded so far
            ("stress", "f8", s),
            ("shock", "f8", s),  # of the year, standard normal
            ("food_shock", "f8"),
            ("energy_shock", "f8"),
            ("busy", "f8", s),
            ("abroad", "f8", s),  # people of the state in open operations
            ("answered", "f8", (states, CLASSES)),
            ("unanswered", "f8", (states, CLASSES)),
            ("notice_ago", "i8", s),  # months since a notice of withdrawal, negative: none
            ("unrest_ago", "i8", s),  # months since
            ("turnover_ago", "i8", s),
            ("departure_ago", "i8"),  # months since a member froze or left
            ("clash_ago", "i8", d),
            ("luck", "f8", d),  # of each pair this month
            ("peace_years", "f8", d),
            ("chair", "i8"),
            ("leader", "i8"),
            ("war", "i8"),
            ("survival", "i8"),
            ("cohesion", "f8"),
            ("cohesion_start", "f8"),
            ("cohesion_scale", "f8"),
            ("state_of_future", "i8"),
            ("events", "i8"),
            # crises
            ("open", "i8", k),
            ("kind", "i8", k),
            ("victim", "i8", k),
            ("other", "i8", k),
            ("address", "i8", k),
            ("began", "i8", k),  # month
            ("began_day", "i8", k),
            ("day", "f8", k),  # days gone by
            ("length", "f8", k),
            ("severity", "f8", k),
            ("deaths", "f8", k),  # if it runs its whole length
            ("full_length", "f8", k),
            ("war_day", "f8", k),  # day on which it becomes a war, negative: never
            ("coercive_loss", "f8", k),
            ("territory", "i8", k),
            ("hand", "i8", k),
            ("asks", "i8", k),  # -1 not yet decided, 0 no, 1 yes
            ("forced", "i8", k),  # -1: asks by its own choice; else what the scenario says
            ("ask_day", "f8", k),
            ("decision_day", "f8", k),  # negative: none is due
            ("level", "i8", k),  # collective level adopted, -1: undecided
            ("arrived", "i8", k),
            ("effect", "f8", k),  # share of the danger that troops take away
            ("first_day", "f8", k),
            ("last_day", "f8", k),
            ("people", "f8", (SLOTS, states)),
            ("arrival_day", "f8", (SLOTS, states)),
            # a meeting in progress: members that take part, packed to the front
            ("seat", "i8", s),
            ("active", "i8", s),
            ("position", "f8", s),
            ("salience", "f8", s),
            ("loyalty", "f8", s),
            ("audience", "f8", s),
            ("blocking", "f8", s),
            ("ballot", "i8", s),
            ("voice", "i8", s),  # level of response each would give
            ("chances", "f8", (states, 3)),
            ("former", "f8", (states, 3)),
        ]
    )


def event_type() -> np.dtype[Any]:
    """Type of one act of a simulated future, in the same words as the ledger."""
    return record_type(
        [
            ("future", "i4"),
            ("at", "i4"),  # days since the start, months counted as 30 days
            ("act", "i2"),  # codes.ActKind
            ("actor", "i2"),  # state index, -1: the organisation
            ("target", "i2"),
            ("crisis", "i2"),  # slot; SLOTS + n: the n-th paper of the agenda; -1: none
            ("number", "f8"),
        ]
    )


def tally_type(states: int) -> np.dtype[Any]:
    """Type of what is counted in one future."""
    s = (states,)
    return record_type(
        [
            ("status", "i8"),
            ("survival", "i8"),
            ("any_crisis", "i8"),
            ("any_troops", "i8"),
            ("crises", "i8"),
            ("requests", "i8"),
            ("wars", "i8"),
            ("deaths", "f8"),
            ("displaced", "f8"),
            ("first_troops_days", "f8"),  # of the first deployment, nan: none
            ("closure_days", "f8"),
            ("task_effect", "f8"),  # the largest share of a danger that troops took away
            ("freed", "f8"),  # the most local security people freed at a time
            ("crisis", "i8", s),
            ("requested", "i8", s),
            ("helped", "i8", s),  # calls answered with material help or troops
            ("missions", "i8", s),
            ("troops_received", "i8", s),
            ("troops_sent", "i8", s),
            ("refusals", "i8", s),
            ("papers", "i8", s),  # papers voted on
            ("skipped", "i8", s),
            ("frozen", "i8", s),
            ("notice", "i8", s),  # notices of withdrawal
            ("exit", "i8", s),
            ("joined", "i8", s),
            ("power_change", "i8", s),
            ("lost", "i8", s),  # clashes in which the state, attacked, gave way
            ("most_abroad", "f8", s),
        ]
    )
