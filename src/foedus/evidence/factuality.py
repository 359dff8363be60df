"""Did it happen? The status of an event, read from tense, mood, negation and what governs it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from foedus.evidence.frames import children, is_negated, is_nobody
from foedus.evidence.lexicon import words
from foedus.evidence.triggers import SCHEDULED, WILLING, Trigger, intended

if TYPE_CHECKING:
    from spacy.tokens import Token

Status = Literal["occurred", "ongoing", "planned", "alleged", "denied", "did_not_occur"]

UNREAL = words("may might could would should can cannot ought")
FUTURE = words("will shall 'll wo")
AHEAD = words("future planned upcoming forthcoming scheduled next proposed expected")
NOW = words("ongoing current continuing continued present unfolding")
SUPPOSED = words("alleged suspected supposed purported reported claimed")
HEARSAY = words("allegedly reportedly supposedly purportedly apparently")
CLAIMING = words("allege claim accuse suspect purport")
PLANNING = words("plan schedule intend expect prepare agree arrange announce")
HAPPENING = words("begin start continue help manage proceed resume keep seem appear")
UNREAL_VERBS = words(
    "prevent avoid avert deter threaten risk combat counter fear resist oppose urge seek want wish "
    "call demand ask order prefer try attempt refuse fail need consider require enable aim allow "
    "involve practise practice provoke justify rule repel repulse withstand forestall"
)
UNREAL_NOUNS = words(
    "threat risk danger fear possibility prevention prospect avoidance lack absence need case "
    "practice task readiness potential mechanism tool measure rule law concept doctrine "
    "probability likelihood chance danger theory idea scenario event capability ability"
)
CONDITIONS = words("if unless lest whether once should")
ENDURING = frozenset(("ASSAULT", "SANCTION", "COERCE"))
CALLED_OFF = words("cancel postpone scrap abandon call")
ORDERING = words("order authorise authorize mandate approve")
HABIT = words("would does do")
DUE = words("due slated scheduled")
STATES = words("station deploy base occupy besiege blockade detain hold ban garrison")
LASTING = words(
    "war conflict offensive operation campaign hostility sanction embargo blockade occupation siege"
)


def governors(token: Token, limit: int = 3) -> list[Token]:
    """Words that a noun hangs on, nearest first."""
    out: list[Token] = []
    while token.head != token and len(out) < limit:
        token = token.head
        out.append(token)
    return out


def under_condition(token: Token) -> bool:
    """Whether a clause is, or stands within, an if-clause."""
    seen = token
    for _ in range(6):
        if any(
            child.lower_ in CONDITIONS and child.dep_ in ("mark", "advmod", "aux")
            for child in seen.children
        ):
            return True
        if seen.head == seen or seen.dep_ in ("ccomp",):
            return False
        seen = seen.head
    return False


def noun_status(noun: Token) -> Status | None:
    """Status of an event named by a noun; None for one that is only thought of."""
    if any(child.lower_ in ("no", "without") for child in noun.children):
        return "did_not_occur"
    before = {child.lower_ for child in noun.children if child.dep_ in ("amod", "compound", "det")}
    if before & SUPPOSED:
        return "alleged"
    if any(goes_on(one) for one in children(noun, "relcl")):
        return "ongoing"
    if any(is_to_be(one) for one in following(noun)):
        return "planned"
    if before & {"any", "possible", "potential", "hypothetical", "eventual", "such"}:
        return None
    if before & AHEAD:
        return "planned"
    if loose_plural(noun) and any(unsettled(one) for one in governors(noun, 5)):
        return None
    over = noun.head
    if noun.dep_ == "pobj" and over.lower_ in ("without", "against") and over.head.pos_ == "NOUN":
        return None
    for one in governors(noun):
        if one.pos_ == "NOUN" and one.lemma_.lower() in UNREAL_NOUNS:
            return None
        if one.pos_ in ("VERB", "AUX"):
            return governed_status(noun, one, before)
    return "ongoing" if before & NOW else "occurred"


def following(noun: Token) -> list[Token]:
    """Clauses on a noun, and those right after its phrase that the parser hung elsewhere."""
    own = children(noun, "acl", "relcl")
    last = max(one.i for one in noun.subtree)
    near = noun.doc[last + 1 : last + 5]
    return [*own, *(one for one in near if one.tag_ == "VBN" and one.sent == noun.sent)]


def is_to_be(clause: Token) -> bool:
    """Whether an infinitive in the passive says that something lies ahead: a drill to be held."""
    return bool(children(clause, "auxpass")) and any(one.tag_ == "TO" for one in clause.children)


def goes_on(clause: Token) -> bool:
    """Whether a relative clause says that something is under way."""
    if clause.lemma_ != "be" or clause.tag_ not in ("VBZ", "VBP"):
        return False
    return any(one.lower_ in ("underway", "ongoing", "way") for one in clause.subtree)


def loose_plural(noun: Token) -> bool:
    """Whether a noun is a plural that points to no particular things."""
    pointing = any(
        one.dep_ in ("det", "poss", "nummod") and one.lower_ not in ("any", "some")
        for one in noun.children
    )
    return noun.tag_ in ("NNS", "NNPS") and not pointing


def unsettled(verb: Token) -> bool:
    """Whether a verb is denied, lies ahead or is only possible."""
    if verb.pos_ not in ("VERB", "AUX"):
        return False
    helping = {one.lower_ for one in verb.children if one.dep_ == "aux"}
    return is_negated(verb) or bool(helping & (UNREAL | FUTURE))


def governed_status(noun: Token, verb: Token, before: set[str]) -> Status | None:
    """Status of an event whose noun is a part of a verb's clause."""
    direct = noun.dep_ in ("dobj", "nsubj", "nsubjpass") and noun.head == verb
    if direct and verb.lemma_ == "deny":
        return "denied"
    if direct and noun.dep_ != "nsubj" and verb.lemma_ in UNREAL_VERBS:
        return None
    definite = any(child.lower_ in ("the", "this", "that", "these") for child in noun.children)
    subjectless = noun.dep_ in ("nsubj", "nsubjpass")
    vague = any(child.lower_ in ("a", "an") for child in noun.children)
    if (
        subjectless
        and vague
        and {one.lower_ for one in children(verb, "aux")} & (UNREAL | {"would"})
    ):
        return None
    if not definite and not subjectless and under_condition(verb):
        return None
    if before & NOW:
        return "ongoing"
    return "occurred"


def verb_status(trigger: Trigger) -> Status | None:
    """Status of an event told by a verb; None for one that is only wished, feared or supposed."""
    frame, verb = trigger.frame, trigger.token
    assert frame is not None
    if trigger.mode == "inaction":
        return "did_not_occur"
    if under_condition(verb) or supposed(verb) or doubted(verb):
        return None
    if frame.negated and trigger.plover != "REJECT":
        return None if only_denied(trigger) else "did_not_occur"
    if trigger.mode == "exercise" and verb.lemma_ in CALLED_OFF:
        return "did_not_occur"
    promised = trigger.plover in ("AGREE", "THREATEN", "REJECT") and intended(verb, frame)
    if promised or (trigger.plover == "REQUEST" and "must" in frame.auxiliaries):
        return "occurred"
    if frame.auxiliaries & UNREAL or "must" in frame.auxiliaries:
        return None
    if lies_ahead(trigger):
        return "planned"
    if verb.lemma_ == "continue" or lasts(trigger):
        return "ongoing"
    if {child.lower_ for child in verb.children} & HEARSAY:
        return "alleged"
    return clause_status(trigger, verb)


def doubted(verb: Token) -> bool:
    """Whether a clause is asked about, doubted, or what nobody believes."""
    if verb.sent.text.rstrip(" ”\"'’)").endswith("?"):
        return True
    head = verb.head
    if verb.dep_ != "ccomp" or head == verb:
        return False
    nobody = any(is_nobody(one) for one in children(head, "nsubj"))
    return nobody or head.lemma_ in ("doubt", "question")


def lies_ahead(trigger: Trigger) -> bool:
    """Whether a clause tells of what will be: it will march, it is scheduled, it was ordered."""
    frame = trigger.frame
    if frame is None:
        return False
    if frame.passive and trigger.token.lemma_ in SCHEDULED:
        return True
    if trigger.plover == "MOBILIZE" and trigger.token.lemma_ in ORDERING:
        return True
    return bool(frame.auxiliaries & FUTURE)


def only_denied(trigger: Trigger) -> bool:
    """Whether a negated clause tells of nothing that failed to happen: a habit, what cannot be."""
    frame = trigger.frame
    return frame is not None and bool(frame.auxiliaries & (UNREAL | FUTURE | HABIT))


def lasts(trigger: Trigger) -> bool:
    """Whether a passive tells of what goes on: what is being done, where forces are stationed."""
    frame = trigger.frame
    if frame is None or trigger.token.tag_ != "VBN" or frame.auxiliaries & {"was", "were", "had"}:
        return False
    if "being" in frame.auxiliaries:
        return True
    still = frame.auxiliaries & {"is", "are", "'s", "remain"}
    done = frame.auxiliaries & {"been", "have", "has"}
    return bool(still) and not done and trigger.token.lemma_ in STATES


def supposed(verb: Token) -> bool:
    """Whether a participle says of some thing what a clause with a modal only supposes of it."""
    noun = verb.head
    if verb.dep_ != "acl" or verb.tag_ not in ("VBN", "VBG") or noun.pos_ != "NOUN":
        return False
    if any(
        one.dep_ in ("det", "poss") and one.lower_ not in ("a", "an", "any")
        for one in noun.children
    ):
        return False
    above = governors(noun, 4)
    return any(unsettled(one) or any(to.tag_ == "TO" for to in one.children) for one in above)


def clause_status(trigger: Trigger, verb: Token) -> Status | None:
    """Status of a verb by the clause it stands in."""
    head = verb.head
    if verb.dep_ in ("ccomp", "xcomp", "pcomp", "advcl") and head != verb:
        if head.lemma_ == "deny" or (head.pos_ == "ADP" and head.head.lemma_ == "deny"):
            return "denied"
        if head.lemma_ in CLAIMING:
            return "alleged"
        if is_negated(head) and verb.dep_ == "xcomp" and head.lemma_ in HAPPENING:
            return "did_not_occur"
    if any(child.tag_ == "TO" for child in verb.children):
        return infinitive_status(verb, trigger)
    if verb.tag_ == "VBG":
        return gerund_status(trigger, verb)
    frame = trigger.frame
    assert frame is not None
    if verb.tag_ in ("VB", "VBP", "VBZ") and not frame.auxiliaries & {"did", "do", "does"}:
        return present_status(trigger, verb)
    return "occurred"


def infinitive_status(verb: Token, trigger: Trigger) -> Status | None:
    """`is to meet` is a plan; `began to shell` a fact; `tried to kill` a deed; else a purpose."""
    head = verb.head
    if head.lemma_ == "decide" and trigger.plover not in ("AGREE", "CONSULT"):
        return "occurred"
    if head.lemma_ in ("try", "attempt") and trigger.plover in ("ASSAULT", "COERCE"):
        return "occurred"
    if verb.dep_ == "xcomp" and head.lemma_ == "be":
        return "planned"
    if head.lower_ in DUE or (verb.dep_ == "ROOT" and frames_headline(verb)):
        return "planned"
    if head.lemma_ == "expect" and not children(head, "nsubjpass", "auxpass"):
        return None  # what somebody expects of others is a forecast
    if head.lemma_ in HAPPENING:
        if any(one.tag_ == "TO" for one in head.children):
            return infinitive_status(head, trigger) if head.head != head else None
        return "ongoing" if head.lemma_ in ("continue", "keep") else "occurred"
    if head.lemma_ in PLANNING and head.pos_ == "VERB" and head.dep_ != "amod":
        return "planned"
    if head.lower_ in WILLING:
        return "planned"
    return None


def frames_headline(verb: Token) -> bool:
    """Whether an infinitive with a subject is all there is: `Chile to host the talks`."""
    return bool(children(verb, "nsubj", "nsubjpass"))


def gerund_status(trigger: Trigger, verb: Token) -> Status | None:
    """A verb in -ing: going on with its auxiliary, a fact when it follows one, else a thought."""
    frame = trigger.frame
    assert frame is not None
    if frame.auxiliaries & {"is", "are", "'s", "'re"}:
        return "ongoing"
    if frame.auxiliaries & {"was", "were", "been"}:
        return "occurred"
    if trigger.mode == "join":
        return "planned"
    if verb.head.lemma_ in UNREAL_VERBS and verb.dep_ in ("xcomp", "ccomp", "dobj"):
        return None
    if verb.dep_ in ("advcl", "acl", "conj", "relcl", "ROOT", "ccomp"):
        return "occurred"
    head = verb.head
    if verb.dep_ in ("xcomp", "pcomp") and (head.lemma_ in HAPPENING or head.lemma_ == "by"):
        return "ongoing" if head.lemma_ in ("continue", "keep") else "occurred"
    if verb.dep_ == "pcomp" and head.lower_ in ("after", "since", "following", "for", "with"):
        return "occurred"
    return None


def present_status(trigger: Trigger, verb: Token) -> Status | None:
    """The present tense: what people say and headlines tell happened; a habit is no event."""
    said = trigger.plover in ("AGREE", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "SUPPORT")
    root = verb.dep_ == "ROOT" or (verb.dep_ == "conj" and verb.head.dep_ == "ROOT")
    return "occurred" if said or root or verb.dep_ == "ccomp" else None


def status_of(trigger: Trigger) -> Status | None:
    """Status of an event, or None when the text does not say that it happened or will.

    Parameters
    ----------
    trigger : Trigger

    Returns
    -------
    str or None
        One of the statuses of `foedus.evidence.records.EventStatus`.
    """
    if trigger.frame is not None:
        return verb_status(trigger)
    status = noun_status(trigger.token)
    if (
        status == "occurred"
        and trigger.plover in ENDURING
        and trigger.token.lemma_ in LASTING
        and not ended(trigger.token)
    ):
        return "ongoing"
    return status


def ended(noun: Token) -> bool:
    """Whether the words around a lasting event put it into the past."""
    before = {child.lower_ for child in noun.children}
    if before & {"last", "previous", "former", "earlier", "past", "first", "second"}:
        return True
    around = [noun, *noun.subtree, *children(noun.head, "npadvmod")]
    around += [one for prep in children(noun.head, "prep") for one in prep.children]
    if any(one.ent_type_ in ("DATE", "TIME") for one in around):
        return True
    return any(one.lower_ in ("after", "during") for one in governors(noun, 1)) and bool(
        before & {"the"}
    )
