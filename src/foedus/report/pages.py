"""Handbook pages that are made from the package, so that they cannot go stale.

``python -m foedus.report.pages [FOLDER]`` writes `coverage.md` and `parameters.md` whole, and the
marked blocks of the other pages and of the README beside the folder: everything between
``<!-- made: name -->`` and ``<!-- end -->``.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from foedus.files import InputError, read_text, write_text
from foedus.organisation import DYAD_ATTRIBUTES, STATE_ATTRIBUTES, Attribute, agreement
from foedus.parameters import Parameters
from foedus.proceedings.acts import kinds
from foedus.proceedings.cells import NOUNS
from foedus.proceedings.replay import irregularities, replay
from foedus.proceedings.telling import day_in_words
from foedus.proceedings.verdicts import VerdictKind
from foedus.report.checks import check_library
from foedus.report.coverage import coverage_page, read_coverage
from foedus.report.fit_pages import fits_block
from foedus.report.scoreboard import everything, targeted
from foedus.results.run import Library, load_library
from foedus.scenario import STRUCTURES, Scenario, load_scenario

MADE_BY = "*Made by `make docs` (`python -m foedus.report.pages`); change its source, not it.*"
BLOCK = re.compile(r"(<!-- made: ([a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)
BASIS_WORDS = "data, literature, document or judgement"


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Markdown table."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for row in rows:
        cells = (str(cell).replace("|", "\\|").replace("\n", " ") for cell in row)
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def kinds_table() -> str:
    """Kinds of act, who may do them and which clauses govern them."""
    rows = [
        (
            f"`{kind.kind.slug}`",
            int(kind.kind),
            "suffered" if kind.suffered else kind.who,
            ", ".join(kind.clauses) or "none",
            kind.meaning,
        )
        for kind in kinds().values()
    ]
    return table(("kind", "code", "by", "clauses", "meaning"), rows)


def irregular_table(library: Library) -> str:
    """Acts of the ledger that a rule speaks against, with the rule."""
    rows = [
        (day_in_words(act), f"`{act.kind.slug}`", verdict.rule, verdict.sentence)
        for act, verdict in irregularities(library.ledger, library.organisation)
    ]
    return table(("date", "kind", "clause", "why"), rows)


def nouns_table() -> str:
    """What the state of the organisation is made of."""
    return table(("noun", "what stands in it"), [(f"`{n}`", words) for n, words in NOUNS.items()])


def attributes_table(attributes: Mapping[str, Attribute]) -> str:
    """Attributes of states or of pairs: unit, kind, meaning."""
    rows = [
        (f"`{name}`", a.kind, a.unit or "–", a.meaning + (" (symmetric)" if a.symmetric else ""))
        for name, a in attributes.items()
    ]
    return table(("attribute", "kind", "unit", "meaning"), rows)


def figures_table(scenario: Scenario, library: Library) -> str:
    """How much of the library rests on what, and how far two coders agree."""
    found = dict.fromkeys(VerdictKind, 0)
    for step in replay(library.ledger, library.organisation):
        found[step.verdict.kind] += 1
    organisation = library.organisation
    parameters = scenario.known_parameters.count_by_basis()
    facts = organisation.facts_by_basis()
    memory = sum("memory" in act.sources for act in library.ledger)
    checked = [source.checked for source in organisation.sources.values()]
    rows: list[Sequence[object]] = [
        ("acts in the ledger", len(library.ledger)),
        *((f"– {kind.name.lower()}", n) for kind, n in found.items()),
        ("– resting on memory", memory),
        ("parameters", sum(parameters.values())),
        *((f"– {basis}", n) for basis, n in parameters.items()),
        ("facts on states and pairs", sum(facts.values())),
        *((f"– {basis}", n) for basis, n in facts.items()),
        ("sources", len(checked)),
        ("– read for this edition", checked.count("yes")),
        ("crises coded twice", len(organisation.crises)),
    ]
    for item, found_agreement in agreement(organisation.crises).items():
        kappa = found_agreement.kappa
        told = "undefined" if kappa is None else f"{kappa:.2f}"
        rows.append((f"– Cohen's kappa, {item}", told))
    return table(("what", "number"), rows)


def what_ifs_table(scenario: Scenario) -> str:
    """Named what-ifs and what they set."""
    rows = []
    for name, change in scenario.what_ifs.items():
        sets = [f"switches.{key} = {value:g}" for key, value in change.switches.items()]
        sets += [
            f"structures.{key}.{option} = {weight:g}"
            for key, weights in change.structures.items()
            for option, weight in weights.items()
        ]
        sets += [f"parameters.{key}" for key in change.parameters]
        if change.exercises_dropped:
            sets.append("without the exercises " + ", ".join(change.exercises_dropped))
        if change.war_ends is not None:
            sets.append(f"war: {change.war_ends.fate} after {change.war_ends.after_months} months")
        rows.append((f"`{name}`", change.meaning, "; ".join(sets)))
    return table(("what-if", "meaning", "sets"), rows)


def structures_table(scenario: Scenario) -> str:
    """Rival theories and the weights of the default scenario."""
    rows = [
        (f"`{name}`", ", ".join(f"`{o}` {w:.2f}" for o, w in zip(options, weights, strict=True)))
        for name, options in STRUCTURES.items()
        for weights in [scenario.weights(name)]
    ]
    return table(("structure", "options and their weights in the default scenario"), rows)


def parameters_page(parameters: Parameters) -> str:
    """Page of every parameter, by group."""
    counts = ", ".join(f"{name} {n}" for name, n in parameters.count_by_basis().items())
    lines = [
        "# Parameters",
        "",
        MADE_BY,
        "",
        f"Basis: {counts}. Each has a value or distribution, a unit, a basis ({BASIS_WORDS}) and "
        "a source of `sources.csv`; `--set parameters.GROUP.NAME=VALUE` changes one. A value that "
        "a user sets counts as judgement.",
    ]
    groups = sorted({name.split(".")[0] for name in parameters.names()})
    for group in groups:
        rows = []
        for name in parameters.names():
            if name.split(".")[0] == group:
                p = parameters[name]
                low, high = p.interval()
                spread = f"{p.central:.3g} ({low:.3g} to {high:.3g})"
                short = f"`{name.removeprefix(group + '.')}`"
                rows.append((short, spread, p.unit, p.basis, p.source, p.meaning, p.why))
        head = ("name", "median (90 %)", "unit", "basis", "source", "meaning", "why")
        lines += ["", f"## {group}", "", table(head, rows).rstrip("\n")]
    return "\n".join(lines) + "\n"


def judgement_line(scenario: Scenario) -> str:
    """Line of the front page on how much is judgement."""
    counts = scenario.known_parameters.count_by_basis()
    return (
        f"* **{counts['judgement']} of {sum(counts.values())} parameters are judgement.** "
        "Read every figure as exploratory.\n"
    )


def check_block(target: str = "csto") -> str:
    """What `foedus check` prints for a library, as a code block."""
    return "```\n" + "\n".join(check_library(target).lines) + "\n```\n"


def blocks(scenario: Scenario, library: Library) -> dict[str, Callable[[], str]]:
    """Makers of the marked blocks, by name."""
    return {
        "kinds": kinds_table,
        "nouns": nouns_table,
        "irregular": lambda: irregular_table(library),
        "state-attributes": lambda: attributes_table(STATE_ATTRIBUTES),
        "pair-attributes": lambda: attributes_table(DYAD_ATTRIBUTES),
        "figures": lambda: figures_table(scenario, library),
        "what-ifs": lambda: what_ifs_table(scenario),
        "structures": lambda: structures_table(scenario),
        "judgement": lambda: judgement_line(scenario),
        "check": check_block,
        "scores": targeted,
        "every-score": everything,
        "fits": fits_block,
    }


def filled(text: str, makers: Mapping[str, Callable[[], str]], where: Path) -> str:
    """Text with its marked blocks made anew.

    Raises
    ------
    InputError
        A block of a name that nobody makes.
    """

    def fill(match: re.Match[str]) -> str:
        name = match[2]
        if name not in makers:
            raise InputError(where, f"no block {name!r}; expected one of {', '.join(makers)}")
        return f"{match[1]}\n{makers[name]()}\n{match[3]}"

    return BLOCK.sub(fill, text)


def pages(folder: Path) -> dict[Path, str]:
    """Every page that is made, wholly or in part, with the text it should have.

    Those of the folder, and the ``README.md`` beside it.
    """
    scenario, library = load_scenario("csto"), load_library("csto")
    makers = blocks(scenario, library)
    made = {
        folder / "coverage.md": coverage_page(read_coverage(), MADE_BY),
        folder / "parameters.md": parameters_page(scenario.known_parameters),
    }
    beside = [path for path in [folder.parent / "README.md"] if path.is_file()]
    for path in [*sorted(folder.rglob("*.md")), *beside]:
        if path in made or "_build" in path.parts:
            continue
        text = read_text(path)
        if BLOCK.search(text):
            made[path] = filled(text, makers, path)
    return made


def main(folder: str = "docs") -> None:
    """Write every made page of a folder that is out of date."""
    for path, text in pages(Path(folder)).items():
        if not path.is_file() or read_text(path) != text:
            write_text(path, text)


if __name__ == "__main__":
    main(*sys.argv[1:2])
