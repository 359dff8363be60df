"""Who can speak: words for people, groups and bodies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.evidence.tables import posts

if TYPE_CHECKING:
    from spacy.tokens import Token

POINTERS = {"this", "that", "such", "it", "these", "those"}
NOT_SAID = {"there", "it", "this", "that", "what", "which", "these", "those"}

PEOPLE = {
    *("man", "woman", "person", "people", "child", "boy", "girl", "father", "mother", "brother"),
    *("sister", "son", "daughter", "wife", "husband", "friend", "colleague", "guy", "lady"),
    *("neighbor", "neighbour", "family", "parent", "couple", "relative", "cousin", "uncle", "aunt"),
    *("citizen", "voter", "resident", "worker", "employee", "employer", "student", "teacher"),
    *("critic", "opponent", "supporter", "advocate", "proponent", "sceptic", "skeptic", "insider"),
    *("witness", "victim", "survivor", "suspect", "defendant", "plaintiff", "police", "cop"),
    *(
        "soldier",
        "troops",
        "military",
        "army",
        "guard",
        "rebel",
        "militant",
        "fighter",
        "protester",
    ),
    *("demonstrator", "refugee", "immigrant", "migrant", "farmer", "businessman", "entrepreneur"),
    *("investor", "banker", "trader", "billionaire", "celebrity", "actor", "actress", "singer"),
    *("artist", "musician", "player", "owner", "user", "customer", "consumer", "client", "patient"),
    *("nurse", "physician", "engineer", "pilot", "driver", "firefighter", "lobbyist", "donor"),
    *("republican", "democrat", "conservative", "liberal", "progressive", "socialist", "communist"),
    *("government", "administration", "cabinet", "ministry", "department", "agency", "office"),
    *("parliament", "senate", "congress", "council", "committee", "commission", "court", "party"),
    *("campaign", "opposition", "majority", "minority", "coalition", "alliance", "union", "group"),
    *("organization", "organisation", "association", "company", "firm", "corporation", "bank"),
    *(
        "newspaper",
        "magazine",
        "network",
        "channel",
        "outlet",
        "media",
        "press",
        "paper",
        "website",
    ),
    *("agency", "authority", "body", "board", "panel", "jury", "team", "club", "church", "school"),
    *("university", "institute", "embassy", "kremlin", "delegation", "mission", "regime", "junta"),
    *(
        "state",
        "country",
        "nation",
        "member",
        "side",
        "west",
        "public",
        "community",
        "many",
        "most",
    ),
    *("some", "several", "others", "other", "those", "few", "everyone", "everybody", "someone"),
    *("somebody", "anyone", "nobody", "who", "elite", "generation", "crowd", "audience", "fan"),
    *("head", "chief", "boss", "counterpart", "predecessor", "successor", "rival", "partner"),
    *("source", "participant", "attendee", "organizer", "organiser", "founder", "fellow", "elder"),
    *("foe", "enemy", "crew", "staff", "staffer", "operative", "surrogate", "backer", "caller"),
    *("thinker", "intellectual", "academic", "theorist", "philosopher", "poet", "novelist"),
    *("consultant", "broker", "cleric", "mediator", "negotiator", "monitor", "inspector"),
    *(
        "interviewee",
        "moderator",
        "presenter",
        "publisher",
        "volunteer",
        "broadcaster",
        "planner",
        "service",
    ),
    *("delegate", "attaché", "banker", "lender", "supplier", "producer", "exporter", "importer"),
    *("presidency", "chairmanship", "secretariat", "leadership", "directorate", "bureau"),
    *("consulate", "faction", "caucus", "federation", "watchdog", "consortium", "bloc", "ngo"),
    *("command", "headquarters", "prosecution", "judiciary", "radio", "television", "diplomacy"),
    *("another", "each", "both", "neither", "either"),
    *("european", "american", "russian", "spokespeople", "authorities", "half", "percent", "none"),
}

WITNESSES = {
    *("report", "study", "survey", "poll", "statement", "letter", "document", "article", "paper"),
    *("release", "memo", "email", "message", "post", "tweet", "book", "analysis", "assessment"),
    *("research", "data", "record", "filing", "source", "communique", "communiqué", "declaration"),
    *("editorial", "story", "review", "investigation", "census", "text", "treaty", "resolution"),
    *("law", "poster", "sign", "headline", "transcript", "note", "file", "cable", "bulletin"),
    *("evidence", "figure", "number", "results", "result", "test", "findings", "plan"),
}

CALLINGS = ("man", "men", "woman", "women", "ologist", "nalist", "omist", "ivist", "icist", "ician")
ISSUING = {"adopt", "issue", "sign", "publish", "release", "make", "deliver", "write", "send"}


def human(token: Token) -> bool:
    """Whether a noun means people or a body that speaks through people."""
    word = token.lemma_.lower()
    lower = token.lower_
    return (
        word in PEOPLE
        or lower in PEOPLE
        or word in posts()
        or lower in posts()
        or token.ent_type_ in ("PERSON", "ORG", "GPE", "NORP")
        or (len(word) > 6 and word.endswith(CALLINGS))
    )


def issuer(speaker: Token | None) -> Token | None:
    """Who speaks through a text: of *X adopted a statement which urged …* it is X."""
    if speaker is None or speaker.dep_ != "dobj" or speaker.head.lemma_ not in ISSUING:
        return speaker
    if speaker.lemma_.lower() not in WITNESSES:
        return speaker
    above = next((c for c in speaker.head.children if c.dep_ == "nsubj"), None)
    return above if above is not None and human(above) else speaker
