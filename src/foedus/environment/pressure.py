"""Economic pressure: sanctions, spill from the leading economy, prices, and the stress they make.

Growth is a share a year (0.02 is two per cent), a loss is positive.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from foedus.compiled import rule
from foedus.files import InputError


@rule
def sanction_loss(intensity, yearly_effect, months_since, duration_months):
    """Growth a target of sanctions loses a year while they last, else 0.

    Parameters
    ----------
    intensity : float
        0 (none) to 1 (as in the estimate).
    yearly_effect : float
        Loss of yearly growth at intensity 1. Neuenkirch and Neumeier (2015): 0.023 to 0.035 for
        UN, 0.005 to 0.009 for US sanctions; the authors warn against carrying them over to a
        large economy.
    months_since, duration_months : float
        Months since imposition, and how many months the effect lasts.
    """
    if months_since < 0.0 or months_since > duration_months:
        return 0.0
    return intensity * yearly_effect


@rule
def growth_loss(
    own_shock,
    leader_growth,
    trade_share,
    remittance_share,
    pass_trade,
    pass_remittance,
    diversion,
):
    """Growth a state loses, to first order in what its leading partner suffers.

    Parameters
    ----------
    own_shock : float
        Loss of the state's own making or suffered directly (sanctions, drought), positive.
    leader_growth : float
        Change of the leading partner's growth from normal; negative in a slump.
    trade_share, remittance_share : float
        Exports to, and remittances from, the leading partner as shares of the state's GDP.
    pass_trade, pass_remittance : float
        Change of exports, and of remittances, per unit change of the partner's growth.
    diversion : float
        Growth won (positive) or lost by trade and people finding new ways. In 2022 several
        neighbours of a sanctioned economy gained: either sign must be possible.

    Returns
    -------
    float
        Loss of growth; negative is a gain.
    """
    passed = trade_share * pass_trade + remittance_share * pass_remittance
    return own_shock - passed * leader_growth - diversion


@rule
def remittance_change(leader_growth, currency_change, income_elasticity, currency_elasticity):
    """Relative change of remittances in dollars from the sending country's growth and currency.

    Growth alone explains too little: in 2015 a leading economy shrank by about two per cent while
    the remittances that its poorest partner drew from it fell by about a quarter in dollars,
    because its currency had fallen.

    Parameters
    ----------
    leader_growth : float
        Growth of the sending economy, a share a year.
    currency_change : float
        Relative change of its currency against the dollar, -0.3 for a fall by 30 per cent.
    income_elasticity, currency_elasticity : float
        Per-unit effects. The IMF (2014) gives 1.5 for income; the second is judgement.

    Returns
    -------
    float
        At least -1 (nothing is sent any more).
    """
    return max(
        income_elasticity * leader_growth + currency_elasticity * currency_change,
        -1.0,
    )


@rule
def stress(
    growth_lost,
    food_price,
    cereal_dependence,
    energy_price,
    energy_dependence,
    remittance_lost,
    growth_scale,
    food_scale,
    energy_scale,
    remittance_scale,
):
    """Pressure on a society as a standard score.

    Four terms, each divided by the size it usually has, added, and divided by two, so that four
    independent terms of unit spread give a score of unit spread.

    Parameters
    ----------
    growth_lost : float
        Loss of growth (see `growth_loss`).
    food_price, energy_price : float
        Relative change of world prices over the year.
    cereal_dependence, energy_dependence : float
        Net imports as a share of use; a net exporter of energy has a negative one and gains.
    remittance_lost : float
        Loss of remittances as a share of GDP.
    growth_scale, food_scale, energy_scale, remittance_scale : float
        Usual sizes (standard deviations) of the four terms, above 0.
    """
    least = 1e-9
    total = growth_lost / max(growth_scale, least)
    total += food_price * cereal_dependence / max(food_scale, least)
    total += energy_price * energy_dependence / max(energy_scale, least)
    total += remittance_lost / max(remittance_scale, least)
    return total / 2.0


@rule
def fading(level, months, half_life):
    """What is left of a shock after some months, by halves."""
    if months <= 0.0:
        return level * 1.0
    if half_life <= 0.0:
        return 0.0
    return level * math.exp(-0.6931471805599453 * months / half_life)


def import_dependence(production: float, imports: float, exports: float) -> float:
    """Import dependency ratio, ``imports / (production + imports - exports)``.

    Raises
    ------
    InputError
        If nothing is left for use at home.
    """
    use = production + imports - exports
    if use <= 0.0:
        raise InputError("import dependence", "production + imports - exports must be above 0")
    return imports / use


def supplier_concentration(imports: npt.ArrayLike) -> float:
    """Herfindahl-Hirschman index of suppliers: sum of squared shares, 1/n to 1."""
    amounts = np.asarray(imports, dtype=float)
    total = float(amounts.sum())
    if total <= 0.0 or bool((amounts < 0.0).any()):
        raise InputError("supplier concentration", "amounts must be 0 or more, and some above 0")
    shares = amounts / total
    return float((shares * shares).sum())


def spill_matrix(
    export_share: npt.ArrayLike,
    remittance_share: npt.ArrayLike,
    pass_trade: float,
    pass_remittance: float,
) -> npt.NDArray[np.float64]:
    """Matrix B of the spill: B[i, j] is the growth i loses per unit of growth j loses.

    Parameters
    ----------
    export_share, remittance_share : array (n, n)
        Exports of i to j, and remittances to i from j, as shares of the GDP of i; zero diagonals.
    pass_trade, pass_remittance : float
        As in `growth_loss`.
    """
    exports = np.asarray(export_share, dtype=float)
    remitted = np.asarray(remittance_share, dtype=float)
    if exports.ndim != 2 or exports.shape[0] != exports.shape[1] or remitted.shape != exports.shape:
        raise InputError("spill matrix", "expected two square tables of the same size")
    if np.diag(exports).any() or np.diag(remitted).any():
        raise InputError("spill matrix", "a state does not export or remit to itself: diagonal 0")
    return pass_trade * exports + pass_remittance * remitted


def spill_solution(spill: npt.ArrayLike, direct_loss: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Losses after every round of spill: the solution of ``(I - B) x = direct_loss``.

    Parameters
    ----------
    spill : array (n, n)
        Matrix B, see `spill_matrix`.
    direct_loss : array (n,)
        Loss each economy suffers itself.

    Raises
    ------
    InputError
        If the shapes do not fit or the rounds do not die out (spectral radius 1 or more).
    """
    b = np.asarray(spill, dtype=float)
    s = np.asarray(direct_loss, dtype=float)
    if b.ndim != 2 or b.shape[0] != b.shape[1] or s.shape != (b.shape[0],):
        raise InputError("spill", f"expected (n, n) and (n,), found {b.shape} and {s.shape}")
    radius = float(np.max(np.abs(np.linalg.eigvals(b)))) if b.size else 0.0
    if not radius < 1.0:
        raise InputError("spill", f"rounds do not die out: spectral radius {radius:.3g}, below 1")
    solution = np.linalg.solve(np.eye(b.shape[0]) - b, s)
    return np.asarray(solution, dtype=np.float64)
