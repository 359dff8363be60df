"""`foedus council` as a page: one HTML file with still pictures, no script and no network."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from foedus.council.analysis import CouncilResult
from foedus.files import InputError, write_text
from foedus.report.council_places import digits_of, place_chart, told
from foedus.report.parts import Cell, Chart, Table
from foedus.report.rendering import render_page
from foedus.report.words import first_upper, percent, plain

MOST_MOVES = 20
MOST_LEVERS = 10
VARIANTS = {
    "challenge_printed": "equations as printed",
    "challenge_replication": "as the public replications",
}
VOTES = {"sign": "signs", "abstain": "abstains", "refuse": "refuses"}
INDICES = {"banzhaf": "Banzhaf", "penrose": "Penrose", "shapley_shubik": "Shapley–Shubik"}
# What is told elsewhere on the page, or is for machines.
TOLD = ("warnings", "acts", "sources", "issue")

Content = dict[str, Any]


@dataclass(frozen=True)
class Section:
    """One council laid out: its facts, charts and tables in the order of the page."""

    name: str
    title: str
    about: list[tuple[str, str]]
    rule: list[tuple[str, str]]
    actors: Table
    places: list[Chart]
    models: Table
    moves: list[Table]
    drafts: Table | None
    votes: Table | None
    power: Table
    levers: list[Table]
    warnings: list[str]


def write_council_page(results: list[CouncilResult], path: Path) -> Path:
    """Write the analyses as one HTML file that loads nothing.

    Every number is one of `CouncilResult.as_dict`; in the page it stands in a ``data`` element
    whose ``data-key`` is the number of the result and the path to the value.

    Parameters
    ----------
    results : list of CouncilResult
        One for each issue, from `foedus.council.command.council_command`.
    path : Path
        File to write.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    InputError
        When there is no result.
    """
    if not results:
        raise InputError(path, "no council to write, expected at least one")
    write_text(path, _render([_section(result, n) for n, result in enumerate(results)], results))
    return path


def _render(sections: list[Section], results: list[CouncilResult]) -> str:
    content = results[0].as_dict()
    return render_page(
        "council.html.j2",
        sections=sections,
        title=str(content["about"].get("session") or content["council"]),
        date=str(content["about"].get("date", "")),
        draws=content["draws"],
        seed=content["seed"],
        interval=percent(results[0].options.interval),
    )


def _section(result: CouncilResult, n: int) -> Section:
    content, key = result.as_dict(), str(n)
    about = content["about"]
    digits = digits_of(content)
    return Section(
        name=str(content["council"]),
        title=str(about.get("issue") or content["council"]),
        about=[(plain(k), str(v)) for k, v in about.items() if k not in TOLD],
        rule=_rule_rows(content["rule"], digits),
        actors=_actor_table(content, key, digits),
        places=[place_chart(result, k) for k in range(len(result.council.dimensions))],
        models=_model_table(result, key, digits),
        moves=_move_tables(content, key, digits),
        drafts=_draft_table(content, key, digits),
        votes=_vote_table(content, key),
        power=_power_table(content, key),
        levers=_lever_tables(content, key, digits),
        warnings=[first_upper(str(w)) for w in content["warnings"]],
    )


def _cell(value: Any, key: str, digits: int, bar: float | None = None) -> Cell:
    number = value if isinstance(value, int | float) else None
    return Cell(told(value, digits), number, key if number is not None else "", bar)


def _range(ends: Any, digits: int) -> str:
    """Both ends of a range; of several dimensions, one range after the other."""
    if ends is None:
        return "–"
    if isinstance(ends[0], list) or ends[0] is None:
        return "; ".join(_range(pair, digits) for pair in ends)
    return f"{told(ends[0], digits)} to {told(ends[1], digits)}"


def _across(low: Any, high: Any, digits: int) -> str:
    """Range from its two ends, which may hold one value for each dimension."""
    if low is None or high is None:
        return "–"
    pairs = [list(p) for p in zip(low, high, strict=True)] if isinstance(low, list) else None
    return _range(pairs or [low, high], digits)


def _share(p: float | None, key: str, ends: list[float] | None = None) -> Cell:
    """Chance with a bar, and its range drawn over it."""
    if p is None:
        return Cell("not found")
    low, high = ends or (None, None)
    text = percent(p) + (f" ({percent(low)} to {percent(high)})" if low and high else "")
    return Cell(text, p, key, p, low, high)


def _rule_rows(rule: Content, digits: int) -> list[tuple[str, str]]:
    """Rule of decision, with its core and the texts that beat the status quo."""
    names = {"core": "core: texts nobody able to would leave", "winset": "texts that can pass"}
    rows = [("rule", plain(rule["name"]))]
    for name, value in rule.items():
        if name in names:
            rows.append((names[name], _range(value, digits) if value else "none"))
        elif name != "name":
            rows.append((plain(name), told(value, 2)))
    return rows


def _actor_table(content: Content, key: str, digits: int) -> Table:
    rows = []
    for i, actor in enumerate(content["actors"]):
        at = f"{key}.actors.{i}"
        part = [word for word in ("absent", "veto") if actor[word]]
        rows.append(
            (
                str(actor["name"]) + (f" ({', '.join(part)})" if part else ""),
                _cell(actor["position"], f"{at}.position", digits),
                _range(actor.get("position_range"), digits),
                _cell(actor["salience"], f"{at}.salience", 2),
                _cell(actor["power"], f"{at}.power", 1),
                _cell(
                    actor["votes"], f"{at}.votes", 0 if float(actor["votes"]).is_integer() else 2
                ),
                str(actor.get("note", "")),
            )
        )
    columns = ("actor", "position", "range", "salience", "power", "votes", "why")
    return Table(
        "Actors",
        tuple((c, c not in ("actor", "why")) for c in columns),
        tuple(rows),
        "The range of a position holds nine tenths of its draws; – where it is taken as certain.",
    )


def _model_table(result: CouncilResult, key: str, digits: int) -> Table:
    rows = [
        (
            plain(row["model"]),
            _cell(row["outcome"], f"{key}.models.{row['model']}.outcome", digits),
            _across(row["low"], row["high"], digits),
            str(row["note"]),
        )
        for row in result.table()
    ]
    columns = (("model", False), ("outcome", True), ("interval", True), ("note", False))
    return Table("Models side by side", columns, tuple(rows))


def _move_tables(content: Content, key: str, digits: int) -> list[Table]:
    """First round of both variants of the challenge model, dimension by dimension."""
    out = []
    for name, words in VARIANTS.items():
        found = content["models"].get(name, {})
        traces = [(f"{key}.models.{name}", "", found)] if "rounds" in found else []
        for k, trace in enumerate(found.get("dimensions", ())):
            traces.append((f"{key}.models.{name}.dimensions.{k}", f", dimension {k + 1}", trace))
        for at, where, trace in traces:
            out.append(_move_table(trace["rounds"], at, f"{words}{where}", digits))
    return out


def _move_table(rounds: list[Content], at: str, words: str, digits: int) -> Table:
    """Moves of the first round: who, under whose pressure, from where to where."""
    offers = rounds[1]["offers"] if len(rounds) > 1 else []
    rows = []
    for i, offer in enumerate(offers[:MOST_MOVES]):
        actor = offer["actor"]
        old, new = rounds[0]["positions"][actor], offer["new_position"]
        step = f"{'+' if new > old else ''}{told(new - old, digits)}"
        rows.append(
            (
                str(actor),
                str(offer["other"]),
                plain(offer["offer"]),
                _cell(old, f"{at}.rounds.0.positions.{actor}", digits),
                _cell(new, f"{at}.rounds.1.offers.{i}.new_position", digits),
                step,
            )
        )
    left = len(offers) - len(rows)
    later = sum(len(r.get("offers", ())) for r in rounds[2:])
    note = f"{left} more in this round; " if left else ""
    note += f"{later} more in later rounds." if rows else "Nobody moves in the first round."
    words_of = ("who moves", "by an offer of", "kind", "from", "to", "by")
    columns = tuple((w, w in ("from", "to", "by")) for w in words_of)
    return Table(f"First round of the challenge model, {words}", columns, tuple(rows), note)


def _draft_table(content: Content, key: str, digits: int) -> Table | None:
    rows = [
        (
            str(draft["name"]),
            str(draft.get("title") or ""),
            _cell(draft["draft"], f"{key}.drafts.{i}.draft", digits),
            _share(draft["adopted"], f"{key}.drafts.{i}.adopted", draft.get("interval_of_adopted")),
            str(draft.get("recorded") or ""),
        )
        for i, draft in enumerate(content["drafts"])
    ]
    words_of = ("draft", "what it is", "place", "chance of adoption", "what is recorded")
    columns = tuple((w, w in ("place", "chance of adoption")) for w in words_of)
    note = "In brackets, and as a thin bar, the interval over the draws."
    caption = "Drafts and their chance of adoption"
    return Table(caption, columns, tuple(rows), note) if rows else None


def _vote_table(content: Content, key: str) -> Table | None:
    rows = [
        (
            f"{draft['name']}: {actor}",
            *(_share(votes[v], f"{key}.drafts.{i}.votes.{actor}.{v}") for v in VOTES),
        )
        for i, draft in enumerate(content["drafts"])
        for actor, votes in draft["votes"].items()
        if votes is not None
    ]
    columns = (("draft: actor", False), *((word, True) for word in VOTES.values()))
    caption = "Chances of signing, abstaining and refusing, by draft and actor"
    return Table(caption, columns, tuple(rows)) if rows else None


def _power_table(content: Content, key: str) -> Table:
    rows = [
        (
            str(actor),
            *(_cell(found[n], f"{key}.power.{actor}.{n}", 3, min(found[n], 1.0)) for n in INDICES),
        )
        for actor, found in content["power"].items()
    ]
    columns = (("actor", False), *((word, True) for word in INDICES.values()))
    return Table("Power under the rule", columns, tuple(rows))


def _lever_tables(content: Content, key: str, digits: int) -> list[Table]:
    """Strongest levers on each outcome, and the share of draws in which they still work."""
    out = []
    for model, found in content["levers"].items():
        chance = model == "consensus"
        rows = []
        for i, lever in enumerate(found[:MOST_LEVERS]):
            at, wide = f"{key}.levers.{model}.{i}", 3 if chance else digits
            fine = digits if str(lever["column"]).startswith("position") else 2
            rows.append(
                (
                    f"{lever['actor']}: {plain(lever['column'])}",
                    _cell(lever["amount"], f"{at}.amount", fine),
                    _cell(lever["effect"], f"{at}.effect", wide),
                    _cell(lever["outcome"], f"{at}.outcome", wide),
                    _share(lever["survives"], f"{at}.survives")
                    if lever.get("survives") is not None
                    else "–",
                )
            )
        if rows:
            what = "the chance of adoption" if chance else f"the outcome ({plain(model)})"
            words_of = ("lever", "change", "effect", "then", "still works in")
            columns = tuple((w, w != "lever") for w in words_of)
            left = len(found) - len(rows)
            note = f"{left} weaker levers are left out." if left else ""
            out.append(Table(f"Strongest levers on {what}", columns, tuple(rows), note))
    return out
