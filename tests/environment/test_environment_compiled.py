"""Rules of the environment give the same numbers compiled and interpreted."""

from __future__ import annotations

import numpy as np

from foedus.compiled import entry
from foedus.environment import onset as o
from foedus.environment import power as w
from foedus.environment import pressure as s
from foedus.environment import unrest as u


@entry
def every_rule(a, b, c, d, out):
    for i in range(a.shape[0]):
        p, q, r, t = a[i], b[i], c[i], d[i]
        out[i, 0] = w.capability_ratio_log(p, q)
        out[i, 1] = w.effective_force(p, q, r, 9000.0 * t, 4000.0 * q)
        win, draw, lose = w.contest(w.contest_index(90.0 * p - 45.0, q, r), -3.0 * t, 4.0 * q)
        out[i, 2] = win
        out[i, 3] = draw
        out[i, 4] = lose
        out[i, 5] = w.stalemate_cut(p)
        out[i, 6] = w.stabilisation_probability(30.0 * p, q, r, -1.0, t, 1.0, 2.0)
        out[i, 7] = w.net_resources(p, q - 0.5)
        out[i, 8] = s.growth_loss(p, q - 0.5, r, t, 0.5, 1.5, p - 0.5)
        out[i, 9] = s.remittance_change(p - 0.5, q - 0.5, 1.5, 3.0 * r)
        out[i, 10] = s.stress(p, q, r, t, p - 0.5, q - 0.5, r, t, 0.1, 0.2)
        out[i, 11] = s.sanction_loss(p, q, 100.0 * r - 5.0, 84.0 * t)
        out[i, 12] = s.fading(p, 40.0 * q, 12.0 * r)
        odds = o.dyad_log_odds(
            p, q, r, 9.0 * t - 4.0, p, q, 90.0 * r, 2.0 * t, q,
            -3.151, 0.577, 0.97, 0.975, -0.257, -0.409, 1.373, -0.248, 0.809, -0.841, 0.7, -0.3,
        )  # fmt: skip
        out[i, 13] = o.monthly_from_yearly(o.yearly_probability(odds))
        out[i, 14] = o.monthly_from_yearly(p)
        out[i, 15] = u.month_probability(
            u.unrest_log_hazard(0.1 * p, 9.0 * q - 4.0, r, t, p, 0.5, 0.3, 0.4)
        )
        out[i, 16] = u.month_probability(u.turnover_log_hazard(0.1 * p, q, r, 1.5, 9.0 * t))
        out[i, 17] = u.latent_after(p, 1.5 * q, r, 4.0 * t - 2.0)
        out[i, 18] = u.coercive_loss_after(p, q, r, 12.0 * t, 10.0 * q)


def test_compiled_rules_equal_plain_python():
    generator = np.random.default_rng(6)
    grid = generator.uniform(0.0, 1.0, (4, 400))
    grid[:, :40] = generator.choice([0.0, 0.5, 1.0], (4, 40))
    compiled, plain = np.full((400, 19), -7.0), np.full((400, 19), -7.0)
    every_rule(*grid, compiled)
    getattr(every_rule, "py_func", every_rule)(*grid, plain)
    assert np.isfinite(plain).all()
    assert not (plain == -7.0).all(axis=0).any()
    np.testing.assert_allclose(compiled, plain, rtol=1e-12, atol=1e-12)
