"""Commands from evidence to the model: proposals that a person confirms, and forecasts scored."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from foedus.cli.application import app
from foedus.cli.options import AsJson, AsOf
from foedus.files import InputError, read_text, visible, write_text

if TYPE_CHECKING:
    import datetime

    from foedus.evidence.forecasts import Question
    from foedus.evidence.proposals import Proposals
    from foedus.evidence.records import Reading

Named = list[str] | None


@app.command()
def propose(
    base: Annotated[Path, typer.Argument(help="evidence base, its folder, or proposals.yaml")],
    out: Annotated[Path, typer.Option(help="file of proposals, or with --take a folder")],
    organisation: Annotated[str, typer.Option(help="library whose model is meant")] = "csto",
    take: Annotated[bool, typer.Option(help="write what a person has confirmed")] = False,
) -> None:
    """Propose acts and positions from accepted evidence; write those that a person confirmed."""
    from foedus.evidence.proposals import confirmed, council_table, ledger_table, write_proposals

    if take:
        taken = confirmed(base)
        write_text(out / "acts.csv", ledger_table(taken))
        write_text(out / "positions.csv", council_table(taken))
        typer.echo(f"{len(taken.acts)} acts and {len(taken.positions)} positions in {out}")
        return
    made = _proposals(base, f"O.{organisation}")
    write_proposals(made, out)
    typer.echo(
        f"{len(made.acts)} acts and {len(made.positions)} positions proposed in {out}, "
        f"{len(made.left_out)} events left out; set confirm to yes beside what you take over"
    )


def _proposals(base: Path, organisation: str) -> Proposals:
    from foedus.evidence.proposals import propose as propose_from
    from foedus.evidence.store import Store

    path = base / "evidence.sqlite" if base.is_dir() else base
    with Store(path, create=False) as store:
        rows = {
            kind: [
                {**item.row, "review": "accepted"}
                for item in store.items(kind)
                if item.accepted and not item.changed
            ]
            for kind in ("events", "statements")
        }
        people = [item.row for item in store.items("people")]
    return propose_from(rows["events"], rows["statements"], people, organisation)


@app.command()
def forecasts(
    folder: Annotated[Path, typer.Argument(help="folder that `foedus read` wrote")],
    as_of: AsOf = None,
    holds: Annotated[Named, typer.Option(help="id of a prediction whose condition holds")] = None,
    fails: Annotated[Named, typer.Option(help="id of one whose condition does not hold")] = None,
    organisation: Annotated[str, typer.Option(help="library whose ledger answers")] = "csto",
    as_json: AsJson = False,
) -> None:
    """Put what reports predict as questions, and answer those that the ledger can answer."""
    import json
    from dataclasses import asdict

    from foedus.evidence.forecasts import questions

    judged = {**dict.fromkeys(holds or [], True), **dict.fromkeys(fails or [], False)}
    asked = questions(
        _reading(folder), as_of=_day(as_of), conditions=judged, organisation=f"O.{organisation}"
    )
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in asked], ensure_ascii=False, default=str))
        return
    for one in asked:
        typer.echo(visible(_line(one), keep="\n"))
    typer.echo(_summary(asked))


def _reading(folder: Path) -> Reading:
    import json

    from foedus.evidence.records import Reading
    from foedus.evidence.rows import KINDS, record_of
    from foedus.evidence.second_proposer import RULES

    tables = {}
    for name in ("documents", "predictions"):
        path = folder / f"{name}.jsonl"
        rows = [json.loads(line) for line in read_text(path).splitlines() if line.strip()]
        tables[name] = tuple(record_of(KINDS[name], row) for row in rows)
    taken = _accepted(folder / "evidence.sqlite", "predictions")
    tables["predictions"] = tuple(
        one for one in tables["predictions"] if one.proposer == RULES or one.id in taken
    )
    return Reading(**tables)


def _accepted(base: Path, kind: str) -> set[str]:
    """Ids of the records of a table that somebody has accepted."""
    from foedus.evidence.store import Store

    if not base.is_file():
        return set()
    with Store(base, create=False) as store:
        return {item.id for item in store.items(kind) if item.accepted and not item.changed}


def _day(text: str | None) -> datetime.date | None:
    import datetime

    try:
        return datetime.date.fromisoformat(text) if text else None
    except ValueError:
        raise InputError("--as-of", f"{text!r} is not a day; expected YYYY-MM-DD") from None


def _line(one: Question) -> str:
    chance = f" ({one.low:.0%} to {one.high:.0%})" if one.low is not None else ""
    condition = f" [{one.condition}]" if one.condition else ""
    score = f"; Brier {one.brier:.3f}" if one.brier is not None else ""
    word = f"{one.word}{chance}" if one.word else "no word of chance"
    return (
        f"{one.outcome:4} {one.source or one.doc}: {'not: ' if one.doubted else ''}{one.text}"
        f"{condition}\n"
        f"     {one.prediction} · {word} · {one.why}{score}"
    )


def _summary(asked: list[Question]) -> str:
    from foedus.evidence.forecasts import base_rate

    scores = [one.brier for one in asked if one.brier is not None]
    decided = sum(one.outcome != "open" for one in asked)
    rate = base_rate(asked)
    told = f"{len(asked)} predictions, {decided} answered by the ledger, {len(scores)} scored"
    if rate is None:
        return told
    mean = f"; mean Brier {sum(scores) / len(scores):.3f}" if scores else ""
    return f"{told}{mean}; of those answered {rate:.0%} came true; always saying so scores " + (
        f"{rate * (1 - rate):.3f}"
    )
