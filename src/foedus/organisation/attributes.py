"""Every attribute of states and of ordered pairs of states: unit, kind, limits, meaning.

One table feeds the loader, the checks and the reference pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["amount", "share", "ratio", "score", "count", "flag", "date", "word"]


@dataclass(frozen=True, slots=True)
class Attribute:
    """Definition of one attribute.

    Attributes
    ----------
    kind : str
        amount (not negative), share (in [0, 1]), ratio (any number; negative means a net
        exporter), score (any number within `low` and `high`), count (whole, not negative),
        flag (0 or 1), date (ISO day), word (free or listed words).
    unit : str
    meaning : str
    low, high : float
        Limits of the value.
    symmetric : bool
        For pairs: the same in both directions and stored once.
    words : tuple of str
        The words allowed, if they are listed.
    """

    kind: Kind
    unit: str
    meaning: str
    low: float = float("-inf")
    high: float = float("inf")
    symmetric: bool = False
    words: tuple[str, ...] = ()


VOTES = ("in favour", "against", "abstain", "absent")
RECOGNITION = ("yes", "no", "in words")
STANDING = ("member", "associate", "observer", "partner", "candidate", "applicant", "left", "no")

STATE_ATTRIBUTES: dict[str, Attribute] = {
    "gdp": Attribute("amount", "US$ current", "gross domestic product"),
    "population": Attribute("amount", "persons", "population"),
    "military_spending": Attribute("amount", "US$ current", "military expenditure"),
    "military_personnel": Attribute("amount", "persons", "active military personnel"),
    "modern_equipment": Attribute(
        "share", "share of equipment", "arms and equipment counted as modern by their owner"
    ),
    "working_language": Attribute(
        "score",
        "0-1",
        "standing and knowledge of the working language",
        0.0,
        1.0,
    ),
    "capability_share": Attribute("share", "share of world", "national capability index (CINC)"),
    "ideal_point": Attribute("score", "1", "ideal point in UN votes", -6.0, 6.0),
    "polyarchy": Attribute("score", "0-1", "V-Dem electoral democracy index", 0.0, 1.0),
    "capital_name": Attribute("word", "", "capital"),
    "capital_lat": Attribute("score", "degrees", "latitude of the capital", -90.0, 90.0),
    "capital_lon": Attribute("score", "degrees", "longitude of the capital", -180.0, 180.0),
    "land_neighbours": Attribute("word", "ISO 3166", "states with a common land border"),
    "irregular_turnovers": Attribute(
        "count", "since 1991", "leaders who fell outside the rules of the state"
    ),
    "remittances_gdp": Attribute("share", "share of GDP", "remittances received"),
    "cereal_import_dependence": Attribute("ratio", "ratio", "net cereal imports over supply"),
    "electricity_net_import": Attribute("ratio", "share of consumption", "net electricity import"),
    "gas_import_ratio": Attribute("ratio", "ratio", "gas imports over consumption"),
    "fuel_import_ratio": Attribute("ratio", "ratio", "refined fuel imports over consumption"),
    "un_vote_68_262": Attribute("word", "", "UN vote on territorial integrity, 2014", words=VOTES),
    "un_vote_es_11_1": Attribute("word", "", "UN vote on the war, 2 March 2022", words=VOTES),
    "un_vote_es_11_4": Attribute("word", "", "UN vote on annexation, 2022", words=VOTES),
    "recognises_annexation_2014": Attribute("word", "", "position", words=RECOGNITION),
    "recognises_annexation_2022": Attribute("word", "", "position", words=RECOGNITION),
    "recognises_breakaway_2008": Attribute("word", "", "position", words=RECOGNITION),
    "recognises_breakaway_2022": Attribute("word", "", "position", words=RECOGNITION),
    "president": Attribute("word", "", "head of state, from the day of taking office"),
    "prime_minister": Attribute("word", "", "head of government"),
    "chancellor": Attribute("word", "", "head of government"),
    "supreme_leader": Attribute("word", "", "highest leader above the president"),
    "member_count": Attribute("count", "states", "members of a bloc"),
    "in_cis": Attribute("word", "", "standing towards the CIS", words=STANDING),
    "in_eaeu": Attribute("word", "", "standing towards the EAEU", words=STANDING),
    "in_sco": Attribute("word", "", "standing towards the SCO", words=STANDING),
    "in_ots": Attribute("word", "", "standing towards the OTS", words=STANDING),
    "in_nato": Attribute("word", "", "standing towards NATO", words=STANDING),
    "in_eu": Attribute("word", "", "standing towards the EU", words=STANDING),
    "in_union_state": Attribute("word", "", "standing towards the Union State", words=STANDING),
}

#: Attributes of an ordered pair: `first` has the attribute towards `second`.
DYAD_ATTRIBUTES: dict[str, Attribute] = {
    "export_share": Attribute("share", "share of exports", "goods of first sold to second"),
    "import_share": Attribute("share", "share of imports", "goods of first bought from second"),
    "remittance_share": Attribute("share", "share of remittances", "received from second"),
    "arms_import_share": Attribute("share", "share of TIV", "arms of first delivered by second"),
    "gas_import_share": Attribute("share", "share of gas imports", "gas bought from second"),
    "migrant_workers": Attribute("amount", "registrations a year", "workers of first in second"),
    "coethnic_share": Attribute("share", "share of population", "people of second's nation"),
    "base": Attribute("flag", "0/1", "second has a military base or site in first"),
    "base_personnel": Attribute("amount", "persons", "forces of second at bases in first"),
    "troops_hosted": Attribute("amount", "persons", "active troops of second present in first"),
    "defence_treaty": Attribute("flag", "0/1", "bilateral treaty of mutual help in force"),
    "pact_defence": Attribute("flag", "0/1", "duty of defence under any pact (ATOP)"),
    "pact_consultation": Attribute("flag", "0/1", "duty of consultation under any pact (ATOP)"),
    "pact_nonaggression": Attribute("flag", "0/1", "non-aggression under any pact (ATOP)"),
    "contiguity_land": Attribute("flag", "0/1", "common land border", symmetric=True),
    "border_contested": Attribute("flag", "0/1", "course of the border disputed", symmetric=True),
    "border_closed": Attribute("flag", "0/1", "land border shut to traffic", symmetric=True),
    "delimited_share": Attribute("share", "share of border", "border agreed", symmetric=True),
    "rivalry": Attribute("flag", "0/1", "interstate rivalry", symmetric=True),
    "last_dispute": Attribute("date", "day", "latest use or threat of force", symmetric=True),
    "dispute_count": Attribute(
        "count", "1992-2014", "militarised interstate disputes", symmetric=True
    ),
}


def problem_with(attribute: Attribute, value: str, number: float | None) -> str:
    """Say what is wrong with a value of this attribute; empty if nothing is."""
    if attribute.kind == "word":
        if attribute.words and value not in attribute.words:
            return f"{value!r} is none of {', '.join(attribute.words)}"
        return ""
    if attribute.kind == "date":
        return "" if _is_day(value) else f"{value!r} is not a day like 2022-09-14"
    if number is None:
        return "" if value.startswith("<") else f"{value!r} is not a number"
    low, high = {
        "share": (0.0, 1.0),
        "flag": (0.0, 1.0),
        "amount": (0.0, float("inf")),
        "count": (0.0, float("inf")),
    }.get(attribute.kind, (attribute.low, attribute.high))
    if not low <= number <= high:
        return f"{value} lies outside {low:g} to {high:g} ({attribute.kind})"
    if attribute.kind in ("flag", "count") and number != int(number):
        return f"{value} is not a whole number ({attribute.kind})"
    return ""


def _is_day(value: str) -> bool:
    import datetime

    try:
        datetime.date.fromisoformat(value)
    except ValueError:
        return False
    return len(value) == 10
