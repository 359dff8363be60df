"""Assumptions of the month, and what prices and the leading economy do to the members."""

from __future__ import annotations

from foedus import chance
from foedus.chance import normal_quantile, uniform
from foedus.codes import WarFate
from foedus.compiled import rule
from foedus.environment.pressure import growth_loss, stress
from foedus.simulation.standing import is_concerned, is_party
from foedus.simulation.world import leading_power

_PRICES = 1 << 20  # address of the world prices, outside the codes of states


@rule
def assume(w, x, t, month):
    """Take over the month's assumptions: who leads, the fate of its war, whose forces are busy."""
    w.war = x.war[month]
    w.leader = leading_power(w, x)
    for i in range(w.status.shape[0]):
        w.busy[i] = t.forces_busy_at_peace
    if w.leader >= 0:
        if w.war == WarFate.GOES_ON or w.war == WarFate.LOST:
            w.busy[w.leader] = max(t.forces_busy_at_war, w.busy[w.leader])
        w.busy[w.leader] += (1.0 - w.busy[w.leader]) * x.leader_committed


@rule
def yearly_shock(seed, future, calendar, who, draw):
    """Standard normal shock of one calendar year, the same in each of its months."""
    year = calendar // 12
    return normal_quantile(uniform(seed, chance.ECONOMY, future, year, who, draw))


@rule
def new_year(w, x, seed, future, calendar):
    """Draw the shocks of a calendar year: of each economy, of food and of energy."""
    w.food_shock = yearly_shock(seed, future, calendar, _PRICES, 0)
    w.energy_shock = yearly_shock(seed, future, calendar, _PRICES, 1)
    for i in range(w.status.shape[0]):
        if is_concerned(w, x, i) == 1:
            w.shock[i] = yearly_shock(seed, future, calendar, x.code[i], 0)


@rule
def press(w, x, t, seed, future, month):
    """Economic stress of each member: own shock, spill from the leading economy, prices."""
    if month == 0 or x.calendar[month] % 12 == 0:
        new_year(w, x, seed, future, x.calendar[month])
    if w.leader < 0:
        return
    leader = w.leader
    leader_growth = t.economy_growth_sd * w.shock[leader]
    if w.war == WarFate.GOES_ON or w.war == WarFate.LOST:
        leader_growth -= t.economy_sanctions
    food = t.economy_price_sd * w.food_shock
    energy = t.economy_price_sd * w.energy_shock
    for i in range(w.status.shape[0]):
        if is_party(w, i) == 0:
            continue
        if i == leader:
            lost = -leader_growth
            remitted = 0.0
        else:
            own = -t.economy_growth_sd * w.shock[i]
            diversion = t.economy_diversion if w.war == WarFate.GOES_ON else 0.0
            lost = growth_loss(
                own,
                leader_growth,
                x.export_share[i] * t.economy_openness * x.ties,
                x.remittance_share[i],
                t.economy_pass_trade,
                0.0,
                diversion,
            )
            remitted = -x.remittance_share[i] * t.economy_pass_remittances * leader_growth
        w.stress[i] = stress(
            lost,
            food,
            x.cereal_dependence[i],
            energy,
            x.energy_dependence[i],
            remitted,
            t.economy_growth_sd,
            0.5 * t.economy_price_sd,
            0.5 * t.economy_price_sd,
            t.economy_remittance_sd,
        )
