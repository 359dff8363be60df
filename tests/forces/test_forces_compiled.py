"""Rules of the forces give the same numbers compiled and interpreted."""

from __future__ import annotations

import numpy as np

from foedus.compiled import entry
from foedus.forces import consent as c
from foedus.forces import effect as f
from foedus.forces import movement as m
from foedus.forces import readiness as r


@entry
def every_rule(first_of, second_of, third_of, fourth_of, out):
    for i in range(first_of.shape[0]):
        x, y, z, w = first_of[i], second_of[i], third_of[i], fourth_of[i]
        out[i, 0] = r.readiness_after(x, y, 40.0 * z, 20.0 * w)
        out[i, 1] = r.exercise_gain(x, y)
        out[i, 2] = r.interoperability_after(x, 40.0 * z, 20.0 * w)
        out[i, 3] = r.joint_gain(x, y)
        out[i, 4] = r.notice_hours(10.0 * y, 30.0 * z, x)
        out[i, 5] = r.plan_hours(x, 10.0 * y, 90.0 * z)
        out[i, 6] = r.deployable(1e4 * x, y, z, w)
        out[i, 7] = r.force_quality(x, y)
        out[i, 8] = m.great_circle_km(180.0 * x - 90.0, 360.0 * y, 180.0 * z - 90.0, 360.0 * w)
        out[i, 9] = m.payload_at(9000.0 * x, 48.0, 3600.0, 3600.0 + 4000.0 * y)
        out[i, 10] = m.sorties_needed(3000.0 * x, 300.0 * y, 50.0 * z, 3.0 * w)
        out[i, 11] = m.cycle_hours(m.block_hours(4000.0 * x, 900.0 * y, 0.5), z, w, 8.0)
        first, last = m.closure_hours(
            20.0 * x, 200.0 * y, 60.0 * z, 6.0 * w, 5.0 * w, 3.0 * x, 9.0, 9.0 * y, 9.0 * z, 0.85
        )
        out[i, 12] = first
        out[i, 13] = last
        first, last = m.road_closure_hours(x, 900.0 * y, 400.0 * z, 90.0 * w, 5.0, 9.0)
        out[i, 14] = first
        out[i, 15] = last
        first, last = m.rail_closure_hours(x, 900.0 * y, 600.0 * z, 90.0 * w, 35.0, 6.0, 3.0 * x)
        out[i, 16] = first
        out[i, 17] = last
        out[i, 18] = r.equipped_floor(x, y, 4.0 * z - 2.0)
        out[i, 19] = r.plan_freshness(60.0 * x - 10.0, 30.0 * y)
        out[i, 20] = r.loading_factor(x, y)
        out[i, 21] = f.task_quality(x, y, z, w)
        out[i, 22] = f.task_effect(x, y, 9000.0 * z, 4000.0 * w)
        out[i, 23] = f.added_effect(x, y)
        out[i, 24] = f.freed_local(4000.0 * x - 100.0, y)
        out[i, 25] = c.shifted_odds(x, 8.0 * y - 4.0)
        out[i, 26] = c.failed_sittings(0.001 + 0.998 * x, y)
        out[i, 27] = c.consent_hours(0.001 + 0.998 * x, 0.001 + 0.998 * y, z, 0.8, w, 1.5)


def test_compiled_rules_equal_plain_python():
    generator = np.random.default_rng(2)
    grid = generator.uniform(0.0, 1.0, (4, 400))
    grid[:, :40] = generator.choice([0.0, 0.5, 1.0], (4, 40))
    compiled, plain = np.full((400, 28), -7.0), np.full((400, 28), -7.0)
    every_rule(*grid, compiled)
    getattr(every_rule, "py_func", every_rule)(*grid, plain)
    assert not np.isnan(plain).any()
    assert not (plain == -7.0).all(axis=0).any()
    np.testing.assert_allclose(compiled, plain, rtol=1e-12, atol=1e-12)
