"""Unrest inside a state, and irregular changes of its leader.

Base rates: armed conflict of at least 25 deaths begins in 3.6 per cent of post-Soviet
country-years (UCDP, 14 of 390); irregular leader change 2.06 per cent a country-year worldwide
(Beger, Dorff and Ward, 45 cases, March 2001 to March 2014). The effects of stress, succession and
neighbours on unrest are judgement.
"""

from __future__ import annotations

import math

from foedus.chance import cloglog
from foedus.compiled import rule

UNREST_COEFFICIENTS: dict[str, tuple[float, float, str]] = {
    "b_stress": (0.5, 0.25, "judgement"),
    "b_neighbour": (0.3, 0.15, "judgement"),
    "b_succession": (0.4, 0.2, "judgement"),
}
"""Value, standard deviation and basis, in the order in which `unrest_log_hazard` takes them."""

TURNOVER_COEFFICIENTS: dict[str, tuple[float, float, str]] = {
    "b_unrest": (1.5, 0.7, "judgement"),
    "b_coercive": (1.0, 0.5, "judgement"),
}
"""Value, standard deviation and basis, in the order in which `turnover_log_hazard` takes them."""


@rule
def monthly_log_rate(base_yearly):
    """Log of a twelfth of a yearly rate; no rate at all becomes about ``exp(-40)``."""
    return math.log(max(base_yearly, 1e-16) / 12.0)


@rule
def unrest_log_hazard(
    base_yearly,
    stress,
    neighbour_unrest,
    succession,
    latent,
    b_stress,
    b_neighbour,
    b_succession,
):
    """Log hazard a month that serious unrest begins; `month_probability` turns it into a chance.

    Parameters
    ----------
    base_yearly : float
        Rate a year at no stress.
    stress : float
        Standard score, see `foedus.environment.pressure.stress`.
    neighbour_unrest : float
        Share of neighbours in unrest, or 0 or 1.
    succession : float
        1 while a change of leader is open, else 0 (or a standard score).
    latent : float
        What is not observed: a slowly moving term, see `latent_after`.
    b_stress, b_neighbour, b_succession : float
        Effects, see `UNREST_COEFFICIENTS`.
    """
    return (
        monthly_log_rate(base_yearly)
        + b_stress * stress
        + b_neighbour * neighbour_unrest
        + b_succession * succession
        + latent
    )


@rule
def turnover_log_hazard(base_yearly, unrest, coercive_loss, b_unrest, b_coercive):
    """Log hazard a month of an irregular change of leader.

    Parameters
    ----------
    base_yearly : float
        Rate a year in quiet times.
    unrest : float
        0 (quiet) to 1 (serious unrest).
    coercive_loss : float
        0 (the security forces obey) to 1 (they no longer do).
    b_unrest, b_coercive : float
        Effects, see `TURNOVER_COEFFICIENTS`.
    """
    return monthly_log_rate(base_yearly) + b_unrest * unrest + b_coercive * coercive_loss


@rule
def month_probability(log_hazard):
    """Probability within the month from a log hazard, ``1 - exp(-exp(x))``."""
    return cloglog(log_hazard)


@rule
def latent_after(latent, persistence, spread, shock):
    """Unobserved term one month on: an AR(1) whose long-run standard deviation is `spread`.

    ``persistence * latent + spread * sqrt(1 - persistence**2) * shock``, shock standard normal.
    """
    left = 1.0 - persistence * persistence
    if left < 0.0:
        left = 0.0
    return persistence * latent + spread * math.sqrt(left) * shock


@rule
def coercive_loss_after(loss, unrest, strain, months, half_life):
    """Loss of reliability of the security forces after some months.

    Old loss heals by halves; unrest (0 to 1) then wears away the share `strain` a month of what
    is still reliable.
    """
    if months <= 0.0:
        return min(max(loss, 0.0), 1.0)
    kept = 0.0
    if half_life > 0.0:
        kept = math.exp(-0.6931471805599453 * months / half_life)
    healed = min(max(loss, 0.0), 1.0) * kept
    worn = min(max(strain * unrest, 0.0), 1.0)
    return 1.0 - (1.0 - healed) * math.pow(1.0 - worn, months)
