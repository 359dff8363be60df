"""The report as a page: one file without network, numbers those of the run, text escaped."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from report_making import OWN_RUNS, PAIRS, finished, page_of

import foedus
from foedus.council.analysis import analyse
from foedus.council.library import load_session
from foedus.files import InputError, read_yaml
from foedus.organisation import library_folder
from foedus.proceedings.telling import sentence
from foedus.report.html import write_report
from foedus.report.sizes import share_text, size_notes
from foedus.report.words import percent
from foedus.results.judged_run import keep_shares, kept_shares
from foedus.results.trace import trace
from foedus.scenario import load_scenario

ROOT = Path(__file__).resolve().parents[2]
LOADING_TAGS = {"script", "link", "img", "iframe", "object", "embed", "base", "form", "video"}
LOADING_ATTRIBUTES = {"src", "srcset", "poster", "action", "formaction", "background", "xlink:href"}


def loads(page):
    """Everything in the page that would fetch something."""
    found = [tag for tag, _ in page.tags if tag in LOADING_TAGS]
    for tag, attributes in page.tags:
        found += [f"{tag} {a}" for a in attributes if a in LOADING_ATTRIBUTES or a.startswith("on")]
        href = attributes.get("href", "")
        if href and tag != "a" and not href.startswith("#"):
            found.append(f"{tag} {href}")
        found += re.findall(r"url\([^)]*\)|@import", attributes.get("style", ""))
    for style in page.styles:
        found += re.findall(r"url\([^)]*\)|@import", style)
    return found


def test_the_page_loads_nothing(at_war):
    page = page_of(at_war)
    assert loads(page) == []
    policy = [a["content"] for t, a in page.tags if a.get("http-equiv")]
    assert policy and policy[0].startswith("default-src 'none'")
    assert (at_war / "report.html").stat().st_size < 1_600_000


def test_links_lead_to_the_page_itself_or_to_web_pages(at_war):
    page = page_of(at_war)
    targets = {attributes["id"] for _, attributes in page.tags if "id" in attributes}
    links = [attributes["href"] for tag, attributes in page.tags if tag == "a"]
    assert any(link.startswith("https://") for link in links)
    for link in links:
        assert link.startswith(("https://", "http://")) or link.removeprefix("#") in targets, link


def test_five_questions_open_the_report(at_war):
    page = page_of(at_war)
    asked = [q["ask"] for q in read_yaml(library_folder("csto") / "questions.yaml")["questions"]]
    assert len(asked) == 5
    places = [page.text.index(ask) for ask in asked]
    assert places == sorted(places)
    assert page.text.index("Five reports, five answers") < places[0]
    tags = [(t, a.get("id", "")) for t, a in page.tags]
    assert tags.index(("section", "answers")) < tags.index(("section", "headlines"))


def leaves(value, path=""):
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, f"{path}.{key}" if path else key)
    elif isinstance(value, int | float):
        yield path, value


def test_numbers_are_those_of_the_summary(at_war):
    summary = json.loads((at_war / "summary.json").read_text())
    known = dict(leaves(summary))
    for row in summary["cohesion"]:
        known.update({f"cohesion.{row['month']}.{k}": v for k, v in row.items() if k != "month"})
    numbers = page_of(at_war).numbers
    shown = {key: value for key, value in numbers.items() if not key.startswith("basis.")}
    assert {key: known[key] for key in shown} == shown
    for key in ("organisation.dissolved", "organisation.idle", "crisis.any", "joins.any"):
        assert key in shown
    for state in summary["members"]:
        for name in ("crisis", "request", "refuses_draft", "frozen", "exit", "troops_sent"):
            assert f"members.{state}.{name}" in shown
    assert len([key for key in shown if key.startswith("cohesion.")]) == 5 * summary["months"]


def test_parameters_are_counted_by_basis(at_war):
    numbers = page_of(at_war).numbers
    lock = read_yaml(at_war / "scenario.lock.yaml")
    bases = [p["basis"] for p in lock["parameters"]["values"].values()]
    for basis in ("data", "literature", "document", "judgement"):
        assert numbers[f"basis.{basis}"] == bases.count(basis)


def test_what_honesty_asks_for_is_said(at_war):
    text = page_of(at_war).text
    first = text[: text.index("Five reports, five answers")]
    assert "not a forecast" in first
    assert "consistency check, never a validation" in first
    assert "from 64 pairs of parameter draws" in first
    assert "Failed checks" in first
    for words in ("What it cannot tell", "True by construction", "Left open", "answered in part"):
        assert words in text
    assert not re.search(r"(?<![\d.<>])(0|100)[\xa0 ]%", text)


def test_checks_that_fail_in_the_tests_stand_on_the_front_page(at_war):
    """Every test marked as failing for the model's sake is told, and nothing else is."""
    told = read_yaml(library_folder("csto") / "questions.yaml")["failing"]
    text = page_of(at_war).text
    first = text[: text.index("Five reports, five answers")]
    named = set()
    for check in told:
        assert check["says"][1:] in first
        path, name = check["test"].split("::")
        named.add(path)
        source = (ROOT / path).read_text(encoding="utf-8")
        assert f"def {name}(" in source and source.count("xfail(\n    strict=True") == len(told)
    scores = (ROOT / "docs" / "scores.md").read_text(encoding="utf-8")
    assert all(path in scores for path in named)


def test_conditions_stand_side_by_side(at_war):
    text = page_of(at_war).text
    table = text[text.index("If the war …") :]
    rows = ["it is lost", "the war goes on", "it is won", "it is lost, without the assumed links"]
    places = [table.index(row) for row in rows]
    assert places == sorted(places)


def test_nothing_after_the_date_is_seen(at_peace):
    page = page_of(at_peace)
    told = [a["id"] for t, a in page.tags if t == "li" and "id" in a]
    assert told
    assert not [name for name in told if re.search(r"-2022-\d\d-\d\d-", name)]
    assert "no war of the leading state is known on 31 December 2021" in page.text
    assert "the session of 16 May 2022 lies after 31 December 2021" in page.text


def test_beyond_two_years_the_word_is_scenario(at_peace, at_war):
    assert "describe scenarios, not probabilities" in page_of(at_peace).text
    assert "describe scenarios, not probabilities" not in page_of(at_war).text


def test_hostile_text_stays_text(tmp_path):
    home = tmp_path / "bad"
    shutil.copytree(library_folder("csto"), home)
    hostile = "<script>alert(1)</script>"
    path = home / "organisation.yaml"
    lines = path.read_text().splitlines()
    lines = [f'full_name: "{hostile}"' if x.startswith("full_name:") else x for x in lines]
    path.write_text("\n".join(lines) + "\n")
    path = home / "sources.csv"
    rows = path.read_text().splitlines()
    found = next(n for n, row in enumerate(rows) if row.startswith("report-4,"))
    rows[found] = 'report-4,"<img src=x onerror=alert(1)>",javascript:alert(1),2022,page,yes'
    path.write_text("\n".join(rows) + "\n")
    questions = home / "questions.yaml"
    questions.write_text(questions.read_text().replace("What did the May", f"{hostile} the May"))
    folder = finished(tmp_path / "run", "2022-11-30", home, name='"><svg onload=alert(1)>')
    write_report(folder, futures=OWN_RUNS, pairs=0)
    page = page_of(folder)
    assert loads(page) == []
    assert hostile in page.text
    assert "<img src=x onerror=alert(1)>" in page.text
    assert not [a for t, a in page.tags if a.get("href", "").startswith("javascript")]


def test_a_folder_without_a_run_is_an_input_error(tmp_path):
    with pytest.raises(InputError, match=r"no summary\.json"):
        write_report(tmp_path)
    assert not list(tmp_path.iterdir())


def test_templates_are_packaged():
    folder = library_folder("csto").parent.parent / "report" / "templates"
    assert folder.is_relative_to(next(iter(foedus.__path__)))
    assert {p.name for p in folder.iterdir()} >= {"report.html.j2", "report.css"}


def test_judgement_shares_stand_beside_headlines_and_are_kept(at_war):
    kept = json.loads((at_war / "judgement.json").read_text())
    assert kept["pairs"] == PAIRS and kept["futures"] == PAIRS * 32
    text = page_of(at_war).text
    table = text[text.index("share of judgement") :]
    words = {share_text(share).replace("\xa0", " ") for share in kept["headlines"].values()}
    for word in words:
        assert word in table.replace("\xa0", " ")
    found = json.loads((at_war / "what_ifs.json").read_text())
    assert found["judgement"]["pairs"] == PAIRS // 4
    before = (at_war / "judgement.json").stat().st_mtime_ns
    write_report(at_war, futures=OWN_RUNS, pairs=PAIRS)
    assert (at_war / "judgement.json").stat().st_mtime_ns == before  # nothing is made twice


def test_without_shares_the_report_says_how_to_get_them(at_peace):
    first = page_of(at_peace).text
    assert not (at_peace / "judgement.json").exists()
    assert "was not computed, so take every one as exploratory, not a forecast" in first
    assert "foedus sensitivity peace/scenario.lock.yaml --out peace" in first


def test_shares_of_another_run_are_not_used(at_war, at_peace, tmp_path):
    scenario = load_scenario(at_war / "scenario.lock.yaml")
    assert kept_shares(at_war, scenario, PAIRS) is not None
    assert kept_shares(at_war, scenario, PAIRS + 1) is None
    assert kept_shares(at_war, scenario.changed(seed=9)) is None
    asked = load_scenario("csto").changed(as_of=scenario.as_of, months=scenario.months, futures=9)
    assert kept_shares(at_war, asked)  # the same scenario, however it was loaded
    shares = kept_shares(at_war, scenario)["headlines"]
    with pytest.raises(InputError, match="holds another run"):
        keep_shares(at_peace, scenario, shares, 2, 8, 64)
    with pytest.raises(InputError, match="not a run's folder"):
        keep_shares(tmp_path, scenario, shares, 2, 8, 64)


@pytest.mark.parametrize("at", ["judgement shares", "what-ifs", "judgement shares of what-ifs"])
def test_a_report_that_is_stopped_leaves_nothing_half_made(tmp_path, at):
    folder = finished(tmp_path / "run", "2022-11-30")

    def stop(what, done, _wanted):
        if what == at and done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_report(folder, futures=OWN_RUNS, pairs=2 * PAIRS, progress=stop)
    assert not (folder / "report.html").exists() and not (folder / "what_ifs.json").exists()
    assert (folder / "judgement.json").exists() == (at != "judgement shares")


def test_a_draft_on_the_table_is_answered_from_the_council_room(at_war, at_peace):
    text = page_of(at_war).text
    part = text[text.index("Who signs, who abstains, who refuses") :]
    places = [part.index(words) for words in ("23 November 2022", "16 May 2022", "10 January 2022")]
    assert places == sorted(places)  # the latest first
    assert "Who signs / abstains / refuses" in part and "Drafts: would they pass?" in part
    assert "a consistency check, not a test" in part
    (session,) = [c for c in load_session("csto", "2022-11-23") if c.dimensions == ("armenia",)]
    declared = analyse(session, None, ("consensus",), ()).content["drafts"][0]
    assert f"Armenia {percent(declared['votes']['ARM']['refuse'])}".replace("\xa0", " ") in part
    assert "A draft on the table" not in page_of(at_peace).text  # no session was known by then


def test_one_future_is_told_with_rules_and_sources(at_war):
    page = page_of(at_war)
    text = page.text
    part = text[text.index("One future, told", text.index("A draft on the table")) :]
    assert "the most typical of the" in part and "forecasts nothing" in part
    number = re.search(r"Future (\d+): the most typical", part)
    told = trace(load_scenario(at_war / "scenario.lock.yaml"), future=int(number[1]))
    for act in told.acts:
        words = " ".join(sentence(act.step.act, told.library.organisation).split())
        assert words in part, words
    assert f"--future {number[1]}" in part
    assert "Rule: permitted: under" in part and "(judgement" in part


def test_sizes_carry_range_and_judgement_only_where_they_are_sizes(at_war):
    found = json.loads((at_war / "what_ifs.json").read_text())
    lost = found["comparisons"]["war_lost"]["headlines"]["dissolved"]
    span = lost["range"]
    notes = size_notes(lost)
    ends = [f"{100 * span[end]:+.1f}".replace("-", "−") for end in ("min", "max")]
    assert notes[0] == f"theories {ends[0]} to {ends[1]}"
    assert notes[1].startswith("judgement ") and notes[0] in page_of(at_war).text
    assert size_notes({**lost, "difference": lost["se"]}) == ()
    assert size_notes({**lost, "judgement_share": None}) == notes[:1]
