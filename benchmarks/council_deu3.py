"""Mean absolute errors of all models on DEU III, and the combination registered beforehand.

    python benchmarks/council_deu3.py PATH/deu3_issues.csv

The data (J. Arregui and C. Perarnaud 2021, doi:10.34810/data53) are not part of the project. The
combination, its split and the verdict were fixed in decisions/0005-deu3-combination.md before it
was computed.
"""

from __future__ import annotations

import csv
import hashlib
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import linprog

from foedus.council.games import Game
from foedus.council.models import consensus
from foedus.council.options import Options
from foedus.council.outcomes import POINTS, as_draws, challenge_paths
from foedus.council.rules import CONSENSUS, UNANIMITY_PRESENT, Rule

# Votes in the Council under the Treaty of Nice (a qualified majority: 255 of 345).
NICE = {
    "de": 29, "fr": 29, "uk": 29, "it": 29, "es": 27, "pl": 27, "ro": 14, "nl": 13, "be": 12,
    "cz": 12, "el": 12, "hu": 12, "pt": 12, "at": 10, "bu": 10, "se": 10, "dk": 7, "ie": 7,
    "lt": 7, "sk": 7, "fi": 7, "cr": 7, "cy": 4, "ee": 4, "lv": 4, "lu": 4, "si": 4, "mt": 3,
}  # fmt: skip
ALL_VOTES = 345
QUALIFIED = 255 / 345
LARGE = {state for state, votes in NICE.items() if votes >= 27}
INSTITUTIONS = {"com": 0.25, "ep": 0.25}
PUBLISHED = {"compromise": 22.99, "challenge": 27.94, "challenge, tuned": 26.83, "median": 28.37}
PENALTIES = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
EXPONENTS = np.round(np.arange(1.0, 4.01, 0.2), 1)
SHRINKAGE = np.round(np.arange(0.5, 1.51, 0.05), 2)
RESAMPLES = 2000
LEAST_ACTORS = 3  # issues with fewer salient actors stand outside the usual sample of 351


@dataclass(frozen=True)
class Issue:
    proposal: str
    procedure: str
    unanimous: bool
    actors: list[str]
    x: np.ndarray
    s: np.ndarray
    power: np.ndarray
    reference: float | None
    outcome: float

    @property
    def states(self) -> np.ndarray:
        return np.array([a in NICE for a in self.actors])


def read_issues(path: Path) -> list[Issue]:
    issues = []
    with path.open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            if row["out"] == "":
                continue
            actors = [
                a
                for a in (*INSTITUTIONS, *NICE)
                if row[f"p{a}"] != "" and row[f"s{a}"] not in ("", "0")
            ]
            if not actors:
                continue
            issues.append(
                Issue(
                    row["prnr"],
                    row["proc"],
                    row["counvte"] == "Unan",
                    actors,
                    np.array([float(row[f"p{a}"]) for a in actors]),
                    np.array([float(row[f"s{a}"]) / 100.0 for a in actors]),
                    np.array([INSTITUTIONS.get(a, NICE.get(a, 0) / ALL_VOTES) for a in actors]),
                    float(row["rp"]) if row["rp"] != "" else None,
                    float(row["out"]),
                )
            )
    return issues


def as_game(issue: Issue) -> Game:
    """The issue as a council: states vote, the Commission and the Parliament bargain too."""
    n = len(issue.actors)
    zero = np.zeros(n)
    rule = (
        UNANIMITY_PRESENT.changed(vetoes=False)
        if issue.unanimous
        else Rule("qualified_majority", quota=QUALIFIED)
    )
    return Game(
        actors=tuple(issue.actors),
        power=issue.power,
        position=issue.x[:, None],
        salience=issue.s[:, None],
        ideal=issue.x[:, None],
        loyalty=zero,
        audience=zero,
        blocking_cost=zero,
        votes=np.array([float(NICE.get(a, 0)) for a in issue.actors]),
        veto=np.zeros(n, dtype=bool),
        absent=np.zeros(n, dtype=bool),
        status_quo=None if issue.reference is None else np.array([issue.reference]),
        draft=None,
        scale=(0.0, 100.0),
        rule=rule,
    )


def weighted(x: np.ndarray, w: np.ndarray) -> float:
    return float((x * w).sum() / w.sum()) if w.sum() > 0.0 else float("nan")


def model_predictions(issues: list[Issue]) -> dict[str, np.ndarray]:
    """Prediction of every model for every issue; nan where it needs a reference point."""
    options = Options(threads=1)
    out: dict[str, list[float]] = {}
    for issue in issues:
        game = as_game(issue)
        draws = as_draws(game)
        setter = "com" if "com" in issue.actors else ""
        for name, point in POINTS.items():
            chosen = Options(threads=1, setter=setter) if name == "setter" else options
            out.setdefault(name, []).append(float(point(game, draws, chosen)[0, 0]))
        for variant in ("printed", "replication"):
            mean = challenge_paths(game, draws, options, variant)[1][0, -1, 0]
            out.setdefault(f"challenge_{variant}, mean", []).append(float(mean))
        found = None
        if game.status_quo is not None:
            blocking = game.changed(rule=CONSENSUS, blocking_cost=np.full(game.power.size, 0.1))
            found = consensus(blocking, options)["outcome"]
        out.setdefault("consensus", []).append(np.nan if found is None else float(found))
        states = issue.states
        votes = issue.power
        for name, value in (
            ("constant 50", 50.0),
            ("salience-weighted mean, equal power", weighted(issue.x, issue.s)),
            ("compromise, states only",
             weighted(issue.x[states], (votes * issue.s)[states]) if states.any() else np.nan),
        ):  # fmt: skip
            out.setdefault(name, []).append(value)
    return {name: np.array(values) for name, values in out.items()}


def components(issues: list[Issue], base: np.ndarray) -> np.ndarray:
    """Eleven components less the base, as registered; 0 where one is missing."""
    table = np.zeros((len(issues), 11))
    for row, issue in enumerate(issues):
        place = {a: k for k, a in enumerate(issue.actors)}
        x, s, states = issue.x, issue.s, issue.states
        large = np.array([a in LARGE for a in issue.actors])
        draws = as_draws(as_game(issue))
        values = [
            x[place["com"]] if "com" in place else np.nan,
            x[place["ep"]] if "ep" in place and issue.procedure == "COD" else np.nan,
            x[place["ep"]] if "ep" in place and issue.procedure != "COD" else np.nan,
            weighted(x[states], (issue.power * s)[states]),
            weighted(x, s),
            float(POINTS["weighted_median"](as_game(issue), draws, Options())[0, 0]),
            0.5 * (x.min() + x.max()),
            50.0,
            issue.reference if issue.reference is not None and not issue.unanimous else np.nan,
            issue.reference if issue.reference is not None and issue.unanimous else np.nan,
            weighted(x[large], s[large]),
        ]
        table[row] = np.nan_to_num(np.array(values, dtype=float) - base[row], nan=0.0)
    return table


def fold(text: str, folds: int) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big") % folds


def fit(z: np.ndarray, y: np.ndarray, penalty: float) -> np.ndarray:
    """Coefficients with least absolute errors and an absolute penalty, by linear programme."""
    n, m = z.shape
    cost = np.concatenate([np.ones(2 * n), np.full(2 * m, penalty * n)])
    equations = np.hstack([np.eye(n), -np.eye(n), z, -z])
    found = linprog(cost, A_eq=equations, b_eq=y, bounds=(0, None), method="highs")
    b = found.x[2 * n :]
    return b[:m] - b[m:]


def combined(issues: list[Issue], base: np.ndarray, z: np.ndarray, y: np.ndarray):
    outer = np.array([fold(i.proposal, 10) for i in issues])
    inner = np.array([fold("inner:" + i.proposal, 5) for i in issues])
    out = np.empty_like(base)
    chosen = []
    for k in range(10):
        train, test = outer != k, outer == k
        errors = []
        for penalty in PENALTIES:
            error = 0.0
            for j in range(5):
                a, b = train & (inner != j), train & (inner == j)
                guess = base[b] + z[b] @ fit(z[a], (y - base)[a], penalty)
                error += np.abs(y[b] - np.clip(guess, 0, 100)).sum()
            errors.append(error)
        best = PENALTIES[max(i for i, e in enumerate(errors) if e <= min(errors) + 1e-9)]
        weights = fit(z[train], (y - base)[train], best)
        out[test] = np.clip(base[test] + z[test] @ weights, 0, 100)
        chosen.append((best, weights))
    return out, outer, chosen


def least_power_loss(issue: Issue, exponent: float) -> float:
    """Point with the least sum of ``w |y - x| ** exponent``."""
    w = issue.power * issue.s
    if exponent == 1.0:
        return float(POINTS["weighted_median"](as_game(issue), as_draws(as_game(issue)),
                                               Options())[0, 0])  # fmt: skip
    low, high = float(issue.x.min()), float(issue.x.max())
    for _ in range(60):
        y = 0.5 * (low + high)
        gap = issue.x - y
        if (w * np.sign(gap) * np.abs(gap) ** (exponent - 1.0)).sum() > 0.0:
            low = y
        else:
            high = y
    return 0.5 * (low + high)


def tuned(candidates: np.ndarray, y: np.ndarray, outer: np.ndarray) -> np.ndarray:
    """Prediction of the candidate (column) with the least error in the training part."""
    out = np.empty_like(y)
    for k in range(10):
        train, test = outer != k, outer == k
        errors = np.abs(candidates[train] - y[train, None]).mean(axis=0)
        out[test] = candidates[test, int(np.argmin(errors))]
    return out


def interval_of_difference(a: np.ndarray, b: np.ndarray, proposals: list[str]):
    """Mean difference of absolute errors and its 95 % interval over resampled proposals."""
    names = sorted(set(proposals))
    groups = [np.flatnonzero(np.array(proposals) == name) for name in names]
    sums = np.array([(a - b)[g].sum() for g in groups])
    sizes = np.array([g.size for g in groups])
    rng = np.random.default_rng(1)
    picks = rng.integers(0, len(names), size=(RESAMPLES, len(names)))
    means = sums[picks].sum(axis=1) / sizes[picks].sum(axis=1)
    return float((a - b).mean()), *(float(v) for v in np.quantile(means, [0.025, 0.975]))


def table(predictions: dict[str, np.ndarray], y: np.ndarray, fallback: np.ndarray) -> None:
    print("| model | n | MAE | MAE, all issues (compromise where it has no answer) |")
    print("|---|---|---|---|")
    rows = []
    for name, guess in predictions.items():
        has = np.isfinite(guess)
        own = np.abs(guess - y)[has].mean()
        filled = np.abs(np.where(has, guess, fallback) - y).mean()
        rows.append((filled, f"| {name} | {int(has.sum())} | {own:.2f} | {filled:.2f} |"))
    for _value, text in sorted(rows):
        print(text)


def registered(issues: list[Issue], base: np.ndarray, note: Callable[[str], None]) -> np.ndarray:
    """Compute and report the registered combination; returns the outer folds."""
    y = np.array([i.outcome for i in issues])
    proposals = [i.proposal for i in issues]
    z = components(issues, base)
    guess, outer, chosen = combined(issues, base, z, y)
    error, plain = np.abs(guess - y), np.abs(base - y)
    mean, low, high = interval_of_difference(error, plain, proposals)
    note(f"\nRegistered combination, out of sample, {len(issues)} issues:")
    note(
        f"  MAE {error.mean():.2f}; base {plain.mean():.2f}; difference {mean:+.2f} "
        f"[{low:+.2f}, {high:+.2f}]"
    )
    note(
        f"  beats 22.99: {'yes' if error.mean() < 22.99 else 'no'}; "
        f"gain over the base proven: {'yes' if high < 0 else 'no'}"
    )
    for k, (penalty, weights) in enumerate(chosen):
        here = outer == k
        note(
            f"  fold {k}: n {int(here.sum())}, MAE {error[here].mean():.2f} "
            f"(base {plain[here].mean():.2f}), penalty {penalty:g}, "
            f"b {np.round(weights, 2).tolist()}"
        )
    return outer


def main(arguments: list[str], note: Callable[[str], None] = print) -> int:
    if len(arguments) != 1:
        note("usage: python benchmarks/council_deu3.py PATH/deu3_issues.csv")
        return 2
    everything = read_issues(Path(arguments[0]))
    issues = [i for i in everything if len(i.actors) >= LEAST_ACTORS]
    y = np.array([i.outcome for i in issues])
    proposals = [i.proposal for i in issues]
    predictions = model_predictions(issues)
    base = predictions["weighted_mean"]
    note(f"{len(issues)} issues, {len(set(proposals))} proposals\n")
    table(predictions, y, base)
    note("\nPublished: " + ", ".join(f"{k} {v}" for k, v in PUBLISHED.items()))
    outer = registered(issues, base, note)
    registered(everything, np.array([weighted(i.x, i.power * i.s) for i in everything]), note)
    plain = np.abs(base - y)
    losses = np.array([[least_power_loss(i, p) for p in EXPONENTS] for i in issues])
    shrunk = 50.0 + SHRINKAGE[None, :] * (base[:, None] - 50.0)
    for name, candidates in (("power_loss", losses), ("shrunk", shrunk)):
        found = np.abs(tuned(candidates, y, outer) - y)
        mean, low, high = interval_of_difference(found, plain, proposals)
        note(
            f"Secondary {name}: MAE {found.mean():.2f}; difference to the base {mean:+.2f} "
            f"[{low:+.2f}, {high:+.2f}]"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
