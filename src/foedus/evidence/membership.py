"""Claims on who belongs to an organisation, checked against its dated list of members."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from foedus.codes import Status
from foedus.evidence.cast import Cast
from foedus.evidence.frames import Lookup, children, is_negated, with_conjuncts
from foedus.evidence.lexicon import words
from foedus.evidence.pages import Page
from foedus.evidence.phrases import within_phrase
from foedus.evidence.records import MembershipClaim
from foedus.evidence.times import bounds, dates_in, published_day
from foedus.organisation.core import Organisation
from foedus.organisation.load import library_folder, load_organisation
from foedus.proceedings.acts import Act
from foedus.proceedings.ledger import read as read_ledger

if TYPE_CHECKING:
    from spacy.tokens import Span as Words
    from spacy.tokens import Token

PARTS = words("part member members participant participants")
HOLDING = words("include unite comprise contain")
CLUES = re.compile(
    r"\b(?:parts?|members?|participants?|consisting|(?:includ|unit|compris|contain)\w+)\b"
)
COUNTS = {"two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "six": 6}
STATES = words("state country republic nation neighbour neighbor ally side they")
PAST = words("was were had former formerly")
FUTURE = words("will would could may might should")


@cache
def known_organisations() -> dict[str, Organisation]:
    """Organisations of the packaged libraries by the id that the cast gives them."""
    folder = resources.files("foedus") / "library"
    names = sorted(one.name for one in folder.iterdir() if (one / "organisation.yaml").is_file())
    return {f"O.{name}": load_organisation(name) for name in names}


@cache
def ledger_of(organisation: str) -> tuple[Act, ...]:
    """Acts of the ledger of a packaged library, in order; empty without one."""
    path = library_folder(organisation.removeprefix("O.")) / "ledger.csv"
    return tuple(read_ledger(path)) if path.is_file() else ()


def propose_membership(page: Page, cast: Cast) -> list[MembershipClaim]:
    """Claims of a page that states are members of an organisation.

    Parameters
    ----------
    page : Page
    cast : Cast

    Returns
    -------
    list of MembershipClaim
        `wrong` names the states that the dated list of the organisation's library does not hold
        as members on the day of the report; without such a library nothing is checked. When the
        day of the report is unknown, the latest date that the page itself mentions is taken.
    """
    from foedus.evidence.events import names_in

    if not CLUES.search(page.clean):
        return []
    day, known = report_day(page)
    out: list[MembershipClaim] = []
    lookups: dict[int, Lookup] = {}
    named: list[str] = []
    for block, sentence in page.sentences():
        if block.number not in lookups:
            lookups[block.number] = names_in(page, cast, block)
        lookup = lookups[block.number]
        for organisation, members, first, last in claims(sentence, lookup, named):
            span = page.span_of(block, sentence.doc[first : last + 1])
            wrong, reason = checked(organisation, members, day, known)
            out.append(
                MembershipClaim(
                    id=f"M.{page.doc}.{span.start}-{span.end}",
                    doc=page.doc,
                    organisation=organisation,
                    members=tuple(sorted(members)),
                    span=span,
                    wrong=wrong,
                    reason=reason,
                )
            )
        named = pair_named(sentence, lookup) or named
    return out


def claims(
    sentence: Words, lookup: Lookup, before: list[str]
) -> Iterator[tuple[str, set[str], int, int]]:
    """Claims of a sentence: the organisation, its members, first and last token."""
    for token in sentence:
        if token.lemma_.lower() in PARTS:
            found = belonging(token, lookup, before)
        elif token.lemma_.lower() in HOLDING or token.lower_ == "consisting":
            found = holding(token, lookup)
        else:
            continue
        if found is not None:
            yield found


def belonging(
    token: Token, lookup: Lookup, before: list[str]
) -> tuple[str, set[str], int, int] | None:
    """`X and Y are part of O`, `X, a member of O`."""
    organisation = of_organisation(token, lookup)
    if organisation is None:
        return None
    subject: Token | None = None
    if token.dep_ == "appos":
        subject = token.head
    elif token.dep_ in ("attr", "acomp", "pobj") or token.head.lemma_ == "be":
        verb = token.head if token.head.pos_ in ("AUX", "VERB") else token.head.head
        if verb.lemma_ not in ("be", "remain", "become") or is_negated(verb) or not present(verb):
            return None
        subject = next(iter(children(verb, "nsubj")), None)
    if subject is None:
        return None
    if subject.tag_ in ("WDT", "WP"):
        subject = subject.head.head
    members = states_of(subject, lookup) or meant_by(subject, before)
    if not members:
        return None
    inside = [one.i for one in (*subject.subtree, *token.subtree, token, subject)]
    start = max(min(inside), subject.left_edge.i)
    return organisation, members, start, max(token.right_edge.i, token.i)


def present(verb: Token) -> bool:
    """Whether a clause speaks of now."""
    helping = {one.lower_ for one in verb.children if one.dep_ == "aux"} | {verb.lower_}
    return not helping & (PAST | FUTURE)


def of_organisation(token: Token, lookup: Lookup) -> str | None:
    """Organisation after `of` or before the word: a member of O, an O member."""
    near = [
        one
        for prep in children(token, "prep")
        if prep.lower_ in ("of", "in", "to")
        for pobj in children(prep, "pobj")
        for one in (pobj, *within_phrase(pobj))
    ]
    near += children(token, "compound", "poss", "nmod", "amod")
    return next((code for one in near if (code := lookup(one) or "").startswith("O.")), None)


def holding(token: Token, lookup: Lookup) -> tuple[str, set[str], int, int] | None:
    """`O includes X and Y`, `O (uniting X, Y)`, `O, which includes`."""
    if not present(token) and token.tag_ != "VBG":
        return None
    listed = [
        one
        for child in children(token, "dobj", "pobj", "npadvmod")
        for one in with_conjuncts(child)
    ]
    listed += [
        one
        for prep in children(token, "prep")
        if prep.lower_ == "of"
        for pobj in children(prep, "pobj")
        for one in with_conjuncts(pobj)
    ]
    members = {
        code
        for one in listed
        for near in (one, *within_phrase(one))
        if is_state(code := lookup(near))
    }
    if len(members) < 2:
        return None
    holder = holder_of(token, lookup)
    if holder is None:
        return None
    last = max(one.right_edge.i for one in listed)
    return holder, {one for one in members if one is not None}, token.i, last


def holder_of(token: Token, lookup: Lookup) -> str | None:
    """Organisation that a list of members belongs to: subject, antecedent or the one before."""
    path = [token, *token.ancestors][:7]
    for one in (*children(token, "nsubj"), *path):
        code = lookup(one) or ""
        if code.startswith("O.") and one.i < token.i:
            return code
    seen = token
    for _ in range(4):
        for one in (*children(seen, "nsubj"), seen):
            for near in (one, *within_phrase(one)):
                code = lookup(near) or ""
                if code.startswith("O.") and near.i < token.i:
                    return code
        if seen.head == seen:
            break
        seen = seen.head
    before = [
        code
        for one in token.doc[max(token.sent.start, token.i - 12) : token.i]
        if (code := lookup(one) or "").startswith("O.")
    ]
    return before[-1] if before else None


def is_state(code: str | None) -> bool:
    """Whether an id is that of a state."""
    return code is not None and len(code) == 3 and code.isupper()


def states_of(token: Token, lookup: Lookup) -> set[str]:
    """States that a phrase names."""
    named = (lookup(one) for one in (token, *within_phrase(token)))
    return {code for code in named if code is not None and is_state(code)}


def meant_by(token: Token, before: list[str]) -> set[str]:
    """States meant by `the three countries`, `both`, `they`: those named together before."""
    number = next((COUNTS[one.lower_] for one in token.subtree if one.lower_ in COUNTS), None)
    pointing = token.lemma_.lower() in STATES or token.lower_ in ("both", "they")
    if not pointing:
        return set()
    if number is None:
        return set(before) if token.lower_ == "they" else set()
    return set(before) if len(before) == number else set()


def pair_named(sentence: Words, lookup: Lookup) -> list[str]:
    """States that a sentence names side by side, the last such group."""
    group: list[str] = []
    for token in sentence:
        if token.dep_ in ("pobj", "nsubj", "dobj", "nsubjpass", "poss", "pcomp"):
            found = [
                code
                for one in with_conjuncts(token)
                for near in (one, *children(one, "amod", "compound"))
                if (code := lookup(near)) is not None and is_state(code)
            ]
            if len(set(found)) > 1:
                group = list(dict.fromkeys(found))
    return group


def report_day(page: Page) -> tuple[datetime.date | None, bool]:
    """Day against which a page's claims are checked, and whether it is its own day."""
    published = published_day(page.published.value)
    if published is not None:
        return published, True
    dated = [bounds(when.value)[0] for when in dates_in(page.clean) if when.value is not None]
    return max(dated, default=None), False


def checked(
    organisation: str, members: set[str], day: datetime.date | None, own: bool
) -> tuple[tuple[str, ...], str]:
    """Members that the dated list does not hold, and the reason in words."""
    known = known_organisations().get(organisation)
    if known is None:
        return (), ""
    on = day or max(row.start for row in known.members)
    held = known.members_at(on)
    wrong = tuple(sorted(members - set(held)))
    if not wrong:
        return (), ""
    told = "; ".join(standing(known, state, on) for state in wrong)
    basis = "the day of the report" if own else "the latest date that the report mentions"
    if day is None:
        basis = "the latest entry of the list, as the report has no date"
    return wrong, f"{told} (list of members on {on.isoformat()}, {basis})"


def standing(organisation: Organisation, state: str, on: datetime.date) -> str:
    """Standing of a state in words."""
    status = organisation.standing_at(state, on)
    rows = [row for row in organisation.members if row.state == state and row.start <= on]
    if not rows:
        return f"{state} was never a member"
    last = max(rows, key=lambda row: row.start)
    if status is Status.LEFT:
        return f"{state} left on {last.start.isoformat()}"
    return f"{state} is {status.name.lower()} since {last.start.isoformat()}"
