"""The page of what is covered: every link leads somewhere, and it claims no more than it names."""

from __future__ import annotations

import ast
import datetime
import re
import shlex
from functools import cache
from pathlib import Path

import pytest
import typer.main

from foedus.cli import app
from foedus.files import InputError
from foedus.proceedings.replay import replay
from foedus.report.coverage import (
    COLUMNS,
    Row,
    count_by_status,
    coverage_page,
    import_problem,
    read_coverage,
    reference_problems,
)
from foedus.report.terminal import is_told
from foedus.results.run import load_library
from foedus.scenario import load_scenario

ROOT = Path(__file__).resolve().parents[2]
ROWS = read_coverage()
KNOWN = getattr(typer.main.get_command(app), "commands", {})
COMMANDS = sorted({command for row in ROWS for command in row.commands})
TESTS = sorted({test for row in ROWS for test in row.tests})
NUMBER = re.compile(r"^\| (S\d+) \| M \| [A-Z]+ \| (.*?) \||^(S\d+) \[M\] (.*)$", re.MULTILINE)


@pytest.fixture(scope="module")
def library():
    return load_library("csto")


def parsed(command: str) -> tuple[str, dict[str, object]]:
    """Name and options of a command line, read by the command line's own parser."""
    words = shlex.split(command)
    assert words[0] == "foedus", command
    assert words[1] in KNOWN, f"no command {words[1]!r}: {command}"
    with KNOWN[words[1]].make_context(words[1], words[2:]) as context:
        return words[1], dict(context.params)


@cache
def functions(path: str) -> frozenset[str]:
    """Names of the test functions of a file."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    found = [n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)]
    return frozenset(name for name in found if name.startswith("test_"))


def test_every_rule_parameter_and_act_exists(scenario, library):
    assert reference_problems(ROWS, scenario, library) == []


@pytest.mark.parametrize(
    ("rule", "problem"),
    [
        ("act:1991-12-08-nothing", "no act"),
        ("parameter:survival.luck", "no parameter"),
        ("clause:treaty-99", "no clause"),
        ("what-if:miracle", "no what-if"),
        ("foedus.treaty.clauses:duty_to_sing", "does not exist"),
        ("foedus.treaty.songs:duty", "does not exist"),
        ("os.path:join", "is no rule of the package"),
    ],
)
def test_a_broken_link_is_found(scenario, library, rule, problem):
    row = Row("S0", "all", "nothing", (rule,), (), (), "partly", "nothing")
    found = reference_problems([row], scenario, library)
    assert [problem in str(error) for error in found] == [True]


def test_a_name_inside_a_class_is_found():
    assert import_problem("foedus.proceedings.state", "State.chair") == ""


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_can_be_read(command):
    parsed(command)


def test_a_command_or_option_that_does_not_exist_is_found():
    with pytest.raises(AssertionError, match="no command"):
        parsed("foedus divine csto")
    with pytest.raises(Exception, match="--loud"):
        parsed("foedus replay csto --loud")


@pytest.mark.parametrize("test", TESTS)
def test_every_test_named_exists(test):
    path, _, name = test.partition("::")
    assert (ROOT / path).is_file(), f"{path} is not there"
    assert name in functions(path), f"{path} has no {name}"


@pytest.fixture(scope="module")
def scenario():
    return load_scenario("csto")


@pytest.fixture(scope="module")
def steps(library):
    return {step.act.id: step for step in replay(library.ledger, library.organisation)}


def tells(command: str, step) -> bool:
    """Whether a command tells an act: a replay whose days and choice of kinds hold it."""
    name, options = parsed(command)
    if name != "replay":
        return False
    first, last = (datetime.date.fromisoformat(str(options[key])) for key in ("start", "to"))
    return first <= step.act.date <= last and is_told(step, bool(options["everything"]))


@pytest.mark.parametrize("row", [row for row in ROWS if row.acts], ids=lambda row: row.number)
def test_acts_are_told_by_the_commands(steps, row):
    for name in row.acts:
        assert any(tells(command, steps[name]) for command in row.commands), f"{name} is not told"
        assert steps[name].act.sources


def test_the_page_is_up_to_date():
    from foedus.report.pages import MADE_BY

    page = (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8")
    assert page == coverage_page(ROWS, MADE_BY), "run `make docs`"


def test_the_page_counts_every_statement_once():
    counts = count_by_status(ROWS)
    page = coverage_page(ROWS, "")
    assert sum(counts.values()) == len(ROWS)
    for status, n in counts.items():
        assert f"| {status} | {n} |" in page
        assert f"## {status.capitalize()} ({n})" in page
    assert all(page.count(f"\n| {row.number} |") == 1 for row in ROWS)


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        (("S1", "all", "words", "", "", "", "covered", ""), "needs a rule, a command and a test"),
        (("S1", "all", "words", "", "", "", "partly", "much"), "needs a rule"),
        (("S1", "all", "words", "", "", "", "not yet", ""), "note must say what is missing"),
        (("S1", "all", "words", "", "", "", "soon", ""), "status 'soon' is none of"),
        (("S1", "report-9", "words", "", "", "", "not yet", "all"), "report 'report-9'"),
    ],
)
def test_a_row_that_claims_too_much_is_refused(tmp_path, cells, problem):
    path = tmp_path / "coverage.csv"
    path.write_text(f"{','.join(COLUMNS)}\n{','.join(cells)}\n", encoding="utf-8")
    with pytest.raises(InputError, match=problem):
        read_coverage(path)


def test_a_number_twice_is_refused(tmp_path):
    path = tmp_path / "coverage.csv"
    row = "S1,all,words,,,,not yet,all"
    path.write_text(f"{','.join(COLUMNS)}\n{row}\n{row}\n", encoding="utf-8")
    with pytest.raises(InputError, match="twice"):
        read_coverage(path)


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower())


def runs(text: str, length: int) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[k : k + length]) for k in range(len(found) - length + 1)}


@pytest.mark.shared
def test_every_modelled_statement_has_a_row_in_our_own_words(shared):
    text = (shared / "facts" / "seed-features.md").read_text(encoding="utf-8")
    facts = {m[1] or m[3]: m[2] or m[4] for m in NUMBER.finditer(text)}
    assert len(facts) > 80
    assert {row.number for row in ROWS} == set(facts)
    for row in ROWS:
        assert words(row.paraphrase) != words(facts[row.number]), row.number
        assert not runs(row.paraphrase, 7) & runs(text, 7), row.number


@pytest.mark.shared
def test_no_sentence_of_the_reports_stands_in_the_handbook(shared):
    reports = sorted((shared / "seeds").glob("*.txt"))
    if not reports:
        pytest.skip("the reports are not here")
    told = set().union(*(runs(path.read_text(encoding="utf-8"), 9) for path in reports))
    pages = [*(ROOT / "docs").rglob("*.md"), ROOT / "README.md"]
    for page in pages:
        copied = runs(page.read_text(encoding="utf-8"), 9) & told
        assert not copied, f"{page.name}: {[' '.join(run) for run in sorted(copied)[:3]]}"
