"""Inside the members: unrest, coups, insurgents, changes of leader."""

from __future__ import annotations

from foedus import chance
from foedus.chance import below_cloglog, uniform
from foedus.codes import CrisisKind
from foedus.compiled import rule
from foedus.environment.onset import happens_this_month
from foedus.environment.unrest import unrest_log_hazard
from foedus.simulation.outbreak import open_crisis
from foedus.simulation.standing import is_party


@rule
def neighbour_in_unrest(w, x, i):
    """1 when a neighbour had unrest within the last year."""
    for j in range(w.status.shape[0]):
        if x.neighbour[i, j] == 1 and w.unrest_ago[j] <= 12:
            return 1.0
    return 0.0


@rule
def own_rate(count, years, prior_shape, prior_years):
    """Yearly rate of a Gamma-Poisson: own record shrunk towards the region's."""
    return (prior_shape + count) / (prior_years + years)


@rule
def stir(w, x, t, seed, future, events, tally, month):
    """Draw this month's unrest, coups, insurgents and regular changes of leader."""
    now = x.calendar[month]
    for i in range(w.status.shape[0]):
        if is_party(w, i) == 0:
            continue
        who = x.code[i]
        w.unrest_ago[i] += 1
        w.turnover_ago[i] += 1
        u = uniform(seed, chance.TURNOVER, future, now, who, 0)
        if happens_this_month(u, t.internal_regular_turnover):
            w.turnover_ago[i] = 0
        rate = t.internal_unrest_scale * own_rate(
            x.unrest_count[i], x.record_years[i], t.internal_unrest_shape, t.internal_unrest_years
        )
        hazard = unrest_log_hazard(
            rate,
            w.stress[i],
            neighbour_in_unrest(w, x, i),
            1.0 if w.turnover_ago[i] <= 12 else 0.0,
            0.0,
            t.internal_stress_effect,
            t.internal_neighbour_effect,
            t.internal_succession_effect,
        )
        if below_cloglog(uniform(seed, chance.UNREST, future, now, who, 0), hazard):
            w.unrest_ago[i] = 0
            open_crisis(
                w, x, t, seed, future, events, tally, month, CrisisKind.UNREST, i, -1, -1, -1
            )
        u = uniform(seed, chance.UNREST, future, now, who, 1)
        if happens_this_month(u, min(t.internal_coup_rate, 0.5)):
            open_crisis(w, x, t, seed, future, events, tally, month, CrisisKind.COUP, i, -1, -1, -1)
        rate = own_rate(
            x.insurgency_count[i],
            x.record_years[i],
            t.internal_insurgency_shape,
            t.internal_insurgency_years,
        )
        u = uniform(seed, chance.UNREST, future, now, who, 2)
        if happens_this_month(u, min(rate, 0.5)):
            open_crisis(
                w, x, t, seed, future, events, tally, month, CrisisKind.INSURGENCY, i, -1, -1, -1
            )
