"""What a site puts around a report: menus, notices, invitations, signatures, comments."""

from __future__ import annotations

import re

CHROME = re.compile(
    r"^(leave\W+(?:a\W+)?(reply|comment)\b|(post|add)\W+(?:a\W+)?comment|comments?\W+(are\W+)?closed|"
    r"\d*\s*comments?\W*$|(also|further|related)\W+(read|news|articles?|stories|posts?|topics?)\b|"
    r"read\W+(more|also|next|full)\b|see\W+(also|more)\b|(follow|join|contact|find)\W+us\b|"
    r"subscribe\b|sign\W+(up|in)\b|log\W+in\b|share\b.{0,40}$|tags?\W|filed\W+under|"
    r"advertis|sponsored\b|all\W+rights\W|copyright\b|©|(photo|image|video|picture)s?\W*(credit|by|:)|"
    r"(previous|next)\W+(article|post|story)|click\W+here|print\W*$|e-?mail\W*$|cookies?\b|"
    r"save\W+my\W+name\b|required\W+fields\b|more\W+(from|on|stories|news)\b|watch\b.{0,12}:|"
    r"you\W+(may|might)\W+also\b|don.?t\W+miss\b|newsletter\b|download\W+(our|the)\W+app\b|"
    r"the\W+views\W+expressed\b|skip\W+to\b|home\W*$|menu\W*$|search\W*$|back\W+to\W+top)",
    re.IGNORECASE,
)
NOTICES = re.compile(
    r"^(posted\W+(in|under)\b|\(c\)\W|(image|photo)\W+(source|caption)\b|file\W+photo\b|getty\b|"
    r"(article|reading)\W+(continues|time)\b|listen\W+to\W+this\b|loading\W*$|most\W+(read|popular)\W*$|"
    r"(tweet|whatsapp|facebook|telegram|twitter|pinterest|linkedin|copy\W+link|like\W+this)\W*$|"
    r"(show|load|view)\W+(more|all|comments)\b|accept\W+(all|cookies)\b|privacy\W+policy\W*$|"
    r"terms\W+(of|and)\W+(use|service|conditions)\W*$|about\W+(the\W+author|us)\W*$|ends?\W*$|"
    r"(latest|other|recent|all|top|trending)\W+(news|stories|posts|articles|headlines)\W*$|"
    r"popular(\W+(news|stories|posts|articles))?\W*$|archives?\W*$|"
    r"(the\W+)?(opinions?|statements?)\W+.{0,30}expressed\W+(here|in\W+this|by|are)\b|"
    r"this\W+(article|story|post|report)\W+(was|has\W+been|first|originally)\b.{0,40}"
    r"\b(published|appeared|posted|translated)\b|donate\b|support\W+(us|our)\W|"
    r"home\s*[»›>/|]|(send|share)\W+(to|with)\W+(a\W+)?friends?\b|"
    r"print\W+this\b|report\W+(an?\W+)?(error|typo|mistake)\b|"
    r"(region|theme|topics?|categor(y|ies)|section|keywords?|labels?|views?|author?|auther|id|"
    r"source|hits|rubric)\s*:.{0,60}$|for\W+more\W+news\b)",
    re.IGNORECASE,
)
INSIDE = re.compile(
    r"\b(we|site|website|page)\b.{0,60}\buses?\W+(of\W+)?cookies\b|\buse\W+of\W+cookies\b|"
    r"\bcookie\W+(policy|settings|preferences)\b|\bprivacy\W+policy\b.{0,60}\bterms\b|"
    r"\bvalue\W+your\W+privacy\b|\bjoin\W+our\W+(whatsapp|telegram|facebook|channel|community)|"
    r"\bfollow\W+(us|me|him|her|them)\W+on\W|\bsubscribe\W+to\W+(our|the|this)\W|"
    r"\b(found|spotted|notice)\W+(a\W+|an\W+)?(typo|mistake|error)\b.{0,80}\b(ctrl|press|select)|"
    r"\b(reproduction|republication|use\W+of\W+materials)\b.{0,80}\b(link|permission|allowed|prohibited)|"
    r"\bin\W+your\W+inbox\b|\bemail\W+address\W+will\W+not\b|\bmin(ute)?s?\W+read\W*$|"
    r"\bdownload\W+our\W+app\b|\bread\W+more\W*$",
    re.IGNORECASE,
)
MAIL = re.compile(r"\b(e-?mail|fields?)\b.*\b(publish|required)", re.IGNORECASE)
SIGNATURE = re.compile(r"\W*([A-Za-z]+(?:[/ .-]+[A-Za-z]+){0,3})\W*")
CREDIT = re.compile(
    r"^\W*(additional\W+)?(reporting|writing|editing|compiled|translated|edited|written|translation)"
    r"(\W+and\W+\w+)?(\W+by\b|\s*:)",
    re.IGNORECASE,
)
LINK = re.compile(r"^\W*(https?://|www\.)\S+\W*$", re.IGNORECASE)
BYLINE = re.compile(
    r"^(?:(?:(?:written|reported|posted|edited|words|text|story)\W+)?by|author)\b:?\s*(?=[A-Z]|$|admin)",
    re.IGNORECASE,
)
COMMENTS = re.compile(
    r"^(\d+\W+(comments?|responses|replies|thoughts)\b|comments?\W*(\(\d+\))?\W*$|"
    r"leave\W+(?:a\W+)?(reply|comment)\b|join\W+the\W+(discussion|conversation))",
    re.IGNORECASE,
)
LISTS = re.compile(
    r"^(related|recommended|other|more|latest|recent|popular|trending|most|top|you\W+(may|might)\W+also)"
    r"(\W+\w+){0,4}\W*$",
    re.IGNORECASE,
)
LONGEST_NOTICE = 400
LONGEST_SIGNATURE = 40


def is_furniture(line: str) -> bool:
    """Whether a line is no part of the report but the site's own."""
    if not any(c.isalpha() for c in line):
        return True
    if len(line) < LONGEST_NOTICE and INSIDE.search(line) and not _quoted(line):
        return True
    if len(line) >= 200:
        return False
    return bool(
        CHROME.search(line)
        or NOTICES.search(line)
        or MAIL.search(line)
        or LINK.search(line)
        or _is_signature(line)
        or _is_trail(line)
    )


def is_byline(line: str) -> bool:
    """Whether a line names who wrote the report and says no more."""
    return bool(BYLINE.search(line)) and len(line.split()) <= 9 and not re.search(r"[.!?]$", line)


def is_menu(line: str) -> bool:
    """Whether a line is a word or two, as in a menu."""
    return len(line.split()) <= 3 and len(line) <= 30 and not re.search(r"[.!?:,”\"]$", line)


def begins_comments(line: str) -> bool:
    """Whether the readers' comments begin here."""
    return len(line) < 80 and bool(COMMENTS.search(line))


def begins_list(line: str) -> bool:
    """Whether a list of other pages begins here."""
    return len(line) < 50 and bool(LISTS.search(line))


def _is_signature(line: str) -> bool:
    """Agency or desk that signs a report: (NAN), /TASS/, Reporting by …."""
    if CREDIT.match(line):
        return True
    found = SIGNATURE.fullmatch(line) if len(line) <= LONGEST_SIGNATURE else None
    if found is None:
        return False
    capitals = all(sum(c.isupper() for c in word) >= 2 for word in re.findall(r"\w+", found[1]))
    enclosed = line.lstrip()[0] in "([/-"
    return capitals and (enclosed or (len(line) <= 6 and found[1].isupper()))


def _is_trail(line: str) -> bool:
    """Whether a line is a trail of links: Home | News | Contact."""
    bits = [bit.split() for bit in re.split(r"\s*(?:[|»›→·•]|>{1,2}|::)\s*", line) if bit.strip()]
    return len(bits) >= 3 and max(map(len, bits)) <= 4


def _quoted(line: str) -> bool:
    return bool(re.search(r"[“”\"«»]", line))
