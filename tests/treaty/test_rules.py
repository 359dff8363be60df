"""Properties of the rules over their whole grid, and compiled against plain."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.codes import Applies, CrisisKind, DecisionRule, ForeignHand, Status, Territory
from foedus.compiled import entry
from foedus.treaty import procedure as p
from foedus.treaty.clauses import (
    DUTIES,
    Text,
    armed_attack_from_outside,
    duty_to_assist,
    duty_to_consult,
    finding,
    in_area,
    peace_breached,
)

TEXTS = (0, *Text)
EVENTS = list(product(CrisisKind, Territory, ForeignHand, (0, 1), TEXTS))
kinds = st.sampled_from(list(CrisisKind))
territories = st.sampled_from(list(Territory))
hands = st.sampled_from(list(ForeignHand))
texts = st.sampled_from(TEXTS)
bits = st.integers(0, 1)
days = st.dates(date(1992, 1, 1), date(2030, 12, 31))


@given(kinds, territories, hands, texts)
def test_a_request_never_lowers_the_duty(kind, territory, hand, text) -> None:
    asked = duty_to_assist(kind, territory, hand, 1, text)
    assert asked >= duty_to_assist(kind, territory, hand, 0, text)


@given(kinds, hands, bits, texts)
def test_recognised_at_least_contested_at_least_outside(kind, hand, requested, text) -> None:
    recognised, contested, outside = (
        duty_to_assist(kind, place, hand, requested, text)
        for place in (Territory.RECOGNISED, Territory.CONTESTED, Territory.OUTSIDE)
    )
    assert recognised >= contested >= outside
    assert outside == Applies.NO


@given(territories, hands, bits, texts)
def test_a_members_own_force_never_gives_a_duty_to_assist(territory, hand, requested, text) -> None:
    for kind in (CrisisKind.ATTACK_BY_MEMBER, CrisisKind.MEMBER_ATTACKS):
        assert duty_to_assist(kind, territory, hand, requested, text) == Applies.NO
        assert peace_breached(kind) == Applies.CLEAR


@given(kinds, territories, bits, texts)
def test_a_foreign_hand_never_lowers_the_duty(kind, territory, requested, text) -> None:
    none, claimed, shown = (
        duty_to_assist(kind, territory, hand, requested, text)
        for hand in (ForeignHand.NONE, ForeignHand.CLAIMED, ForeignHand.SHOWN)
    )
    assert none <= claimed <= shown


@given(territories, hands, bits)
def test_the_later_wording_binds_more_events_but_asks_for_a_request(territory, hand, asked) -> None:
    for kind in (CrisisKind.UNREST, CrisisKind.COUP):
        before = duty_to_assist(kind, territory, hand, asked, Text.TREATY_1992)
        after = duty_to_assist(kind, territory, hand, asked, Text.TREATY_2010)
        assert after >= before == Applies.NO
    attack = CrisisKind.ATTACK_BY_OUTSIDER
    before = duty_to_assist(attack, territory, hand, 0, Text.TREATY_1992)
    after = duty_to_assist(attack, territory, hand, 0, Text.TREATY_2010)
    assert after == max(0, before - 1)


@given(kinds, st.sampled_from(list(Text)))
def test_whoever_owes_help_owes_consultation(kind, text) -> None:
    most = max(
        duty_to_assist(kind, place, hand, asked, text)
        for place, hand, asked in product(Territory, ForeignHand, (0, 1))
    )
    assert duty_to_consult(kind, text) >= most
    assert duty_to_consult(kind, Text.TREATY_2010) >= duty_to_consult(kind, Text.TREATY_1992)


@given(kinds, territories, hands, bits, days, st.sampled_from(DUTIES))
def test_a_finding_lists_what_decides_it(kind, territory, hand, asked, on, duty) -> None:
    """Clear when nothing is missing, and the words never contradict the verdict."""
    got = finding(kind, territory, hand, asked, on, duty)
    assert (got.applies == Applies.CLEAR) == (not got.missing)
    if duty == "assist" and got.applies == Applies.ARGUABLE:
        assert len(got.missing) == 1
    assert not set(got.met) & set(got.missing)
    assert got.sentence.endswith(".") and got.clauses[0] in got.sentence


def test_an_unknown_duty_is_an_error() -> None:
    with pytest.raises(ValueError, match="assist, consult, peace"):
        finding(
            CrisisKind.UNREST, Territory.RECOGNISED, ForeignHand.NONE, 0, date(2022, 1, 1), "help"
        )


@given(days)
def test_notice_runs_six_calendar_months(notice) -> None:
    """Counted independently: the month number rises by six; a missing day is the month's last."""
    ends = p.notice_ends(notice)
    assert (ends.year * 12 + ends.month) - (notice.year * 12 + notice.month) == 6
    assert ends.day == notice.day or (ends.day < notice.day and (ends + timedelta(days=1)).day == 1)
    assert p.withdrawal_effective(notice, ends)
    assert not p.withdrawal_effective(notice, ends - timedelta(days=1))
    assert not p.withdrawal_effective(notice, ends, obligations_settled=False)


def test_the_monthly_clock_agrees_with_the_calendar() -> None:
    notice = date(2022, 1, 15)
    for months in range(1, 12):
        on = date(2022, 1 + months, 15)
        assert bool(p.notice_has_run(months)) == p.withdrawal_effective(notice, on)


@given(bits, bits, bits, bits)
def test_a_force_never_goes_without_the_council_nor_outside_without_the_un(
    home, asked, adopted, mandate
) -> None:
    goes = p.deployment_permitted(home, asked, adopted, mandate)
    assert goes <= adopted
    assert goes <= (asked if home else mandate)
    assert goes == int(adopted and (asked if home else mandate))


@given(st.integers(2, 9), st.data())
def test_the_chair_goes_round_all_members_once(n, data) -> None:
    order = np.arange(11, 11 + n)
    members = np.array(data.draw(st.lists(bits, min_size=n, max_size=n)))
    if members.sum() == 0:
        assert p.next_chair(11, order, members) == 0
        return
    chair, seen = int(order[data.draw(st.integers(0, n - 1))]), []
    for _ in range(int(members.sum())):
        chair = p.next_chair(chair, order, members)
        seen.append(chair)
    assert sorted(seen) == [int(c) for c, m in zip(order, members, strict=True) if m]
    assert p.next_chair(10, order, members) == 0


@entry
def compiled_clauses(kind, territory, hand, requested, text, out):
    out[0] = duty_to_assist(kind, territory, hand, requested, text)
    out[1] = duty_to_consult(kind, text)
    out[2] = peace_breached(kind)
    out[3] = in_area(territory)
    out[4] = armed_attack_from_outside(kind, hand, requested, text)


def test_compiled_clauses_equal_plain_ones_on_the_whole_grid() -> None:
    out = np.zeros(5, np.int64)
    for kind, territory, hand, requested, text in EVENTS:
        compiled_clauses(int(kind), int(territory), int(hand), requested, int(text), out)
        assert out.tolist() == [
            duty_to_assist(kind, territory, hand, requested, text),
            duty_to_consult(kind, text),
            peace_breached(kind),
            in_area(territory),
            armed_attack_from_outside(kind, hand, requested, text),
        ]


@entry
def compiled_procedure(a, b, c, d, order, members, out):
    out[0] = p.may_vote(a)
    out[1] = p.may_sign(a)
    out[2] = p.may_send(a)
    out[3] = p.may_ask(a, b)
    out[4] = p.bound_by_treaty(a)
    out[5] = p.deployment_authority(b)
    out[6] = p.deployment_authority(b, c)
    out[7] = p.deployment_permitted(a, b, c, d)
    out[8] = p.limited_format_allowed(a, b)
    out[9] = p.absence_bars(a, b)
    out[10] = p.refusal_effect(a)
    out[11] = p.form_permitted(a)
    out[12] = p.session_convened_properly(a, b)
    out[13] = p.next_chair(a, order, members)
    out[14] = p.chair_in_rotation(a, b, order, members)
    out[15] = p.notice_has_run(a + 4)
    out[16] = p.bound_after_term(a, b)
    out[17] = p.suspension_permitted(a)
    out[18] = p.base_of_outsider_permitted(a)
    out[19] = p.base_of_outsider_permitted(a, b)


def plain_procedure(a, b, c, d, order, members) -> list[int]:
    return [
        p.may_vote(a),
        p.may_sign(a),
        p.may_send(a),
        p.may_ask(a, b),
        p.bound_by_treaty(a),
        p.deployment_authority(b),
        p.deployment_authority(b, c),
        p.deployment_permitted(a, b, c, d),
        p.limited_format_allowed(a, b),
        p.absence_bars(a, b),
        p.refusal_effect(a),
        p.form_permitted(a),
        p.session_convened_properly(a, b),
        p.next_chair(a, order, members),
        p.chair_in_rotation(a, b, order, members),
        p.notice_has_run(a + 4),
        p.bound_after_term(a, b),
        p.suspension_permitted(a),
        p.base_of_outsider_permitted(a),
        p.base_of_outsider_permitted(a, b),
    ]


def test_compiled_procedure_equals_plain_one_on_the_whole_grid() -> None:
    order, members = np.array([1, 2, 3, 4]), np.array([1, 0, 1, 1])
    out = np.zeros(20, np.int64)
    for a, b, c, d in product(range(6), range(4), (0, 1), (0, 1)):
        compiled_procedure(a, b, c, d, order, members, out)
        assert out.tolist() == plain_procedure(a, b, c, d, order, members)


def test_every_code_of_status_and_rule_is_known() -> None:
    """A new code must be thought about here before the rules meet it."""
    assert [p.may_vote(status) for status in Status] == [0, 1, 0, 0]
    effects = [p.refusal_effect(rule).name for rule in DecisionRule]
    assert effects == ["BLOCKS", "BLOCKS", "STANDS_ASIDE", "ONE_VOTE", "ONE_VOTE"]
