"""All models on one council, side by side, with intervals, power, drafts and levers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedus.council import drafting as drafts_room
from foedus.council.challenge import FATES
from foedus.council.games import Council, Draws, Game, central, is_certain
from foedus.council.levers import adoption, levers, payment_needed, tornado
from foedus.council.models import MEANING, MODELS, NEEDS_STATUS_QUO, plain
from foedus.council.options import Options
from foedus.council.outcomes import POINTS, challenge_paths, politics_paths
from foedus.council.power import power_of
from foedus.council.rules import RULES
from foedus.files import InputError, table_text

Floats = NDArray[np.float64]
COLUMNS = ("model", "outcome", "low", "high", "note")


@dataclass(frozen=True)
class CouncilResult:
    """What an analysis found.

    Attributes
    ----------
    council : Council
        What was read.
    options : Options
        Options used.
    content : dict
        Plain values: ``actors``, ``models``, ``rule``, ``power``, ``drafts``, ``drafting``,
        ``levers``, ``tornado``, ``warnings``.
    """

    council: Council
    options: Options
    content: dict[str, Any]

    def as_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return self.content

    def json(self) -> str:
        """JSON text; a number that is not one becomes null."""
        return json.dumps(self.content, indent=1, ensure_ascii=False, allow_nan=False)

    def table(self) -> list[dict[str, Any]]:
        """Models side by side: model, outcome, ends of the interval, a note."""
        rows = []
        for name, found in self.content["models"].items():
            interval = found.get("interval_of_outcome")
            rows.append(
                {
                    "model": name,
                    "outcome": found.get("outcome"),
                    "low": interval[0] if interval else None,
                    "high": interval[1] if interval else None,
                    "note": _note(name, found),
                }
            )
        return rows

    def csv(self) -> str:
        """Give the table as CSV text."""
        rows = [{k: _cell(v) for k, v in row.items()} for row in self.table()]
        return table_text(rows, COLUMNS)

    def signatures(self) -> list[dict[str, Any]]:
        """One row for each draft and actor: chances of signing, abstaining and refusing."""
        return [
            {"draft": draft["name"], "actor": actor, **votes}
            for draft in self.content["drafts"]
            for actor, votes in draft["votes"].items()
            if votes is not None
        ]


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, list):
        return ";".join("" if v is None else f"{v:.6g}" for v in value)
    return f"{value:.6g}" if isinstance(value, float) else value


def _note(name: str, found: dict[str, Any]) -> str:
    parts = [MEANING[name]]
    if name == "core" and found.get("interval"):
        parts.append("{:.4g} to {:.4g}".format(*found["interval"]))
    elif found.get("why"):
        parts.append(found["why"])
    if found.get("gridlock"):
        parts.append("gridlock: nothing beats the status quo")
    if "fate" in found:
        cycle = f" (period {found['period']})" if found.get("period", 0) > 1 else ""
        parts.append(found["fate"] + cycle)
    if name == "consensus" and found.get("adopted") is not None:
        parts.append(f"draft {found['draft']:.4g}, adopted with {found['adopted']:.2f}")
    if "setter" in found:
        parts.append(found["setter"])
    return "; ".join(parts)


def analyse(
    council: Council,
    options: Options | None = None,
    models: Sequence[str] | None = None,
    lever_models: Sequence[str] = ("weighted_mean", "consensus"),
) -> CouncilResult:
    """Run the models on one council.

    Parameters
    ----------
    council : Council
        From `foedus.council.reading.read_council` or the library.
    options : Options, optional
        Defaults otherwise; the options of a KTAB file are taken over.
    models : sequence of str, optional
        Names in `foedus.council.models.MODELS`; all when not given.
    lever_models : sequence of str
        Models whose outcome the levers and the tornado are worked out for; ``consensus`` stands
        for the chance that the draft is adopted.

    Raises
    ------
    InputError
        When a name is unknown or the input does not fit the model.
    """
    options = options or Options()
    options = replace(options, spatial=options.spatial.from_ktab(council.options))
    names = _known(models or tuple(MODELS), tuple(MODELS), "model")
    _known(lever_models, (*POINTS, "consensus"), "model for levers")
    if options.setter and options.setter not in council.actors:
        raise InputError(
            "option setter",
            f"no actor {options.setter!r}, expected one of {', '.join(council.actors)}",
        )
    game = council.central()
    _check(game)
    draws = council.draw(options.draws, options.seed) if options.draws > 0 else None
    found: dict[str, Any] = {}
    for name in names:
        found[name] = MODELS[name](game, options)
        if draws is not None:
            _add_interval(found[name], name, game, draws, options)
    content: dict[str, Any] = {
        "council": council.name,
        "about": _jsonable(dict(council.about)),
        "scale": list(council.scale),
        "status_quo": plain(game.status_quo) if game.status_quo is not None else None,
        "actors": _actors(council, game),
        "models": found,
        "rule": _rule(game),
        "power": _power(game),
        "drafts": _drafts(council, game, draws, options),
        "drafting": _drafting(game, draws, options),
        "levers": {n: _levers(n, council, game, draws, options) for n in lever_models},
        "tornado": {n: _tornado(n, council, game, options) for n in lever_models},
        "draws": options.draws,
        "seed": options.seed,
        "warnings": _warnings(council, found),
    }
    return CouncilResult(council, options, content)


def _known(names: Sequence[str], known: Sequence[str], what: str) -> Sequence[str]:
    for name in names:
        if name not in known:
            raise InputError(f"{what} {name!r}", f"unknown; expected one of {', '.join(known)}")
    return names


def _check(game: Game) -> None:
    if game.present.sum() < 2:
        raise InputError("column absent", "fewer than two actors are present")
    if float(game.weights.sum()) <= 0.0:
        raise InputError("columns capability and salience", "every weight is 0")


def with_rule(council: Council, name: str, **changes: Any) -> Council:
    """Copy of a council under another decision rule, by its name in `RULES`.

    Under ``weighted_majority`` capabilities are the voting weights when no votes were given.
    """
    _known([name], tuple(RULES), "rule")
    changed = council.changed(rule=RULES[name].changed(**changes))
    if name == "weighted_majority" and np.all(council.votes == 1.0):
        power = np.array([central(row[0]) for row in council.columns["power"]])
        changed = changed.changed(votes=power)
    return changed


def _add_interval(
    found: dict[str, Any], name: str, game: Game, draws: Draws, options: Options
) -> None:
    """Add the interval of the outcome over the draws, and how often it settles."""
    tail = 0.5 * (1.0 - options.interval)
    if name.startswith("challenge_"):
        medians, _means, fates = challenge_paths(
            game, draws, options, name.removeprefix("challenge_")
        )
        points = medians[:, -1, :]
        found["fates"] = _shares(fates)
    elif name == "politics":
        _final, means, _played, fates = politics_paths(game, draws, options)
        points = means[:, -1, :]
        found["fates"] = _shares(fates)
    elif name in POINTS:
        if game.dimensions > 1 and name in ("nash", "kalai_smorodinsky", "winset", "setter"):
            return
        points = POINTS[name](game, draws, options)
    elif name == "consensus" and found.get("outcome") is not None:
        interval, failed = drafts_room.interval_of_chance(game, draws, options, found["draft"])
        found["interval_of_adopted"] = interval
        found["not_converged"] = failed
        return
    else:
        return
    if np.isfinite(points).all():
        ends = np.quantile(points, [tail, 1.0 - tail], axis=0)
        found["interval_of_outcome"] = [plain(ends[0]), plain(ends[1])]


def _shares(fates: NDArray[np.int64]) -> dict[str, float]:
    return {name: float(np.mean(fates == code)) for code, name in enumerate(FATES)}


def _actors(council: Council, game: Game) -> list[dict[str, Any]]:
    out = []
    for i, name in enumerate(council.actors):
        row: dict[str, Any] = {
            "name": name,
            "power": float(game.power[i]),
            "votes": float(game.votes[i]),
            "position": plain(game.position[i]),
            "salience": plain(game.salience[i]),
            "absent": bool(game.absent[i]),
            "veto": bool(game.veto[i]),
        }
        for column in ("power", "position", "salience"):
            ranges = [
                None if is_certain(s) else [float(v) for v in s.quantile(np.array([0.05, 0.95]))]
                for s in council.columns[column][i]
            ]
            if any(ranges):
                row[f"{column}_range"] = ranges[0] if len(ranges) == 1 else ranges
        if council.notes:
            row.update(council.notes[i])
        out.append(row)
    return out


def _rule(game: Game) -> dict[str, Any]:
    out = game.rule.as_dict()
    if game.dimensions == 1:
        for name in ("core", "winset"):
            found = MODELS[name](game, Options())
            out[name] = found.get("interval")
    return out


def _power(game: Game) -> dict[str, Any]:
    power = power_of(game.rule, game.votes, game.veto, game.absent)
    return {
        name: {
            "banzhaf": float(power.banzhaf[i]),
            "penrose": float(power.penrose[i]),
            "shapley_shubik": float(power.shapley_shubik[i]),
        }
        for i, name in enumerate(game.actors)
    }


def _drafts(
    council: Council, game: Game, draws: Draws | None, options: Options
) -> list[dict[str, Any]]:
    """Chances of signature for every draft that was tabled."""
    if game.status_quo is None or game.dimensions > 1:
        return []
    tabled = [(d.name, float(d.point[0]), d) for d in council.drafts]
    if not tabled and game.draft is not None:
        tabled = [("draft", float(game.draft[0]), None)]
    out = []
    for name, point, draft in tabled:
        row = {
            "name": name,
            **drafts_room.signatures(game, point, options).as_dict(game.actors),
        }
        if draft is not None:
            row.update(title=draft.title, recorded=draft.recorded)
        if draws is not None:
            interval, failed = drafts_room.interval_of_chance(game, draws, options, point)
            row["interval_of_adopted"] = interval
            row["not_converged"] = failed
        row["payments"] = {
            game.actors[i]: payment_needed(game, int(i), point, options)
            for i in np.flatnonzero(game.present)
        }
        out.append(row)
    return out


def _drafting(game: Game, draws: Draws | None, options: Options) -> dict[str, Any] | None:
    if game.status_quo is None or game.dimensions > 1:
        return None
    return drafts_room.drafting(game, draws, options)


def _on_table(council: Council, game: Game, options: Options) -> float | None:
    """Text that levers on adoption work on: the draft, else the compromise."""
    if game.status_quo is None or game.dimensions > 1:
        return None
    return float(MODELS["consensus"](game, options)["draft"])


def _levers(
    name: str, council: Council, game: Game, draws: Draws | None, options: Options
) -> list[dict[str, Any]]:
    if name != "consensus":
        return levers(game, draws, options, POINTS[name])
    point = _on_table(council, game, options)
    return [] if point is None else levers(game, draws, options, adoption(point), payments=True)


def _tornado(name: str, council: Council, game: Game, options: Options) -> list[dict[str, Any]]:
    if name != "consensus":
        return tornado(council, options, POINTS[name])
    point = _on_table(council, game, options)
    return [] if point is None else tornado(council, options, adoption(point))


def _warnings(council: Council, found: dict[str, Any]) -> list[str]:
    out = []
    for name, model in found.items():
        fates = [model.get("fate")] + [d.get("fate") for d in model.get("dimensions", [])]
        if "cycles" in fates or "still moving" in fates:
            out.append(f"{name}: does not settle; its outcome depends on where the rounds stop")
        if model.get("converged") is False:
            out.append(f"{name}: the iteration did not converge")
        if model.get("why") == NEEDS_STATUS_QUO:
            out.append(f"{name}: {NEEDS_STATUS_QUO}")
    if not council.uncertain():
        out.append("no value is a range: the intervals show no uncertainty")
    for note in council.about.get("warnings", ()):
        out.append(str(note))
    return out


def _jsonable(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(k): _jsonable(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_jsonable(v) for v in value]
    if isinstance(value, str | int | float | bool) or value is None:
        return value
    return str(value)
