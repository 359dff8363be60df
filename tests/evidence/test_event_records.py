"""Events of made-up pages: one record a happening, with status, date, place and parties."""

from __future__ import annotations

import pytest

from foedus.evidence.cast import Cast
from foedus.evidence.events import propose_events
from foedus.evidence.pages import Page, text_page
from foedus.evidence.records import Dated, Event
from foedus.evidence.statements import propose_statements

DAY = Dated("2019-03-15", "day", "given")


def events(text: str, day: Dated | None = DAY) -> list[Event]:
    page: Page = text_page(text, published=day)
    cast = Cast.of([page])
    return propose_events(page, cast, propose_statements(page, cast))


def test_spans_are_slices_of_the_original() -> None:
    text = "Leaders of Norway & ndash; a member &ndash; met in Oslo.  Then “they” signed a treaty."
    for one in events(text):
        for span in (one.span, *one.mentions, one.place_span, one.date_span):
            assert span is None or text[span.start : span.end] == span.text


def test_a_happening_taken_up_again_is_one_event() -> None:
    told = events(
        "The presidents of Chile and Peru held a summit in Lima on Monday. The summit lasted "
        "three hours. During this meeting they spoke of fish."
    )
    assert [one.plover for one in told] == ["CONSULT"]
    assert len(told[0].mentions) == 3


def test_date_place_and_parties_stand_with_the_event() -> None:
    (one,) = events("On Monday Ghana sent two battalions to Togo.")
    assert (one.plover, one.status) == ("MOBILIZE", "occurred")
    assert (one.date, one.date_precision, one.date_source) == ("2019-03-11", "day", "inferred")
    assert one.actors == ("GHA",)
    assert "TGO" in one.targets


def test_two_wars_with_other_sides_are_two_events() -> None:
    told = events(
        "The war between Ghana and Togo goes on. Nobody speaks of the war between Chile and Peru."
    )
    assert len([one for one in told if one.plover == "ASSAULT"]) == 2


def test_the_status_follows_tense_mood_and_negation() -> None:
    told = {
        "Ghana attacked Togo in May 2018.": "occurred",
        "Ghana is withdrawing its troops from Togo.": "ongoing",
        "A joint exercise will be held in Chile in May 2020.": "planned",
        "Ghana allegedly attacked Togo.": "alleged",
        "Ghana denied attacking Togo.": "denied",
        "Ghana did not attack Togo.": "did_not_occur",
    }
    assert {text: [one.status for one in events(text)] for text in told} == {
        text: [status] for text, status in told.items()
    }


def test_what_is_only_feared_or_supposed_is_no_event() -> None:
    for text in (
        "Ghana could attack Togo.",
        "If Ghana attacks Togo, prices will rise.",
        "The patrols are to prevent an attack on Togo.",
        "There is a risk of war in Ghana.",
    ):
        assert [one.plover for one in events(text) if one.plover == "ASSAULT"] == []


def test_help_that_did_not_come_is_told_as_inaction() -> None:
    (one,) = events("The alliance did not intervene in Ghana.")
    assert (one.plover, one.mode, one.status) == ("REJECT", "inaction", "did_not_occur")


def test_a_state_not_recognised_is_a_refusal() -> None:
    (one,) = events("Brazil did not recognise the government of Chad.")
    assert (one.plover, one.mode, one.status) == ("REJECT", "non-recognition", "occurred")


def test_exercises_of_a_list_are_told_apart_by_their_names() -> None:
    told = events(
        "The exercise “North Wind-2018” was held in Norway, in Sweden – the drill “Amber-2018”."
    )
    assert [one.date for one in told] == ["2018", "2018"]
    assert [one.mode for one in told] == ["exercise", "exercise"]


def test_jubilees_date_what_they_are_of() -> None:
    told = events("They marked the 25th anniversary of the signing of the pact.")
    assert [(one.mode, one.date) for one in told] == [("sign", "1994")]


def test_what_somebody_asserts_in_quotation_marks_is_alleged() -> None:
    told = events("“Ghana attacked Togo at dawn,” said the minister of Togo, Ama Kodjo.")
    assert [one.status for one in told if one.plover == "ASSAULT"] == ["alleged"]


def test_without_the_day_of_the_report_a_relative_date_has_no_value() -> None:
    (one,) = events("On Monday Ghana sent two battalions to Togo.", day=None)
    assert (one.date, one.date_source) == (None, "unknown")
    assert one.date_span is not None


def test_reading_twice_gives_the_same_records() -> None:
    text = "Ghana sent troops to Togo. The troops arrived in Lomé. Ghana and Togo signed a pact."
    assert events(text) == events(text)


def test_the_owner_of_an_event_is_a_party() -> None:
    told = events("Ghana's war against Togo goes on. The army fears Togo’s next offensive.")
    assert told[0].actors == ("GHA",)
    assert told[0].targets == ("TGO",)


def test_what_another_event_deals_with_happened_too() -> None:
    told = events("The army of Ghana quelled large riots.")
    assert {one.plover for one in told} == {"COERCE", "PROTEST"}


def test_a_short_name_of_a_month_is_a_date_too() -> None:
    (one,) = events("The presidents of Chile and Peru met in Lima on 10 Aug 2017.")
    assert one.date == "2017-08-10"


def test_a_term_set_for_a_deed_is_an_ultimatum() -> None:
    told = events("Ghana gave the rebels in Togo three days to lay down their arms.")
    assert [(one.plover, one.mode) for one in told] == [("THREATEN", "ultimatum")]


def test_officers_who_topple_a_government_make_a_coup() -> None:
    told = events(
        "Soldiers toppled the government of Togo. The military takeover in Togo shocked us."
    )
    assert {(one.plover, one.mode) for one in told} == {("ASSAULT", "coup")}


def test_a_meeting_after_a_deadline_is_no_figure_of_speech() -> None:
    told = events("The presidents of Chile and Peru met in Lima after a deadline had passed.")
    assert [one.plover for one in told] == ["CONSULT"]
    assert events("Chile met a deadline.") == []


def test_what_is_under_way_in_the_passive_is_ongoing() -> None:
    told = events(
        "The ministers of Chile and Peru are meeting in Lima. The meeting is being led by Chile."
    )
    assert [one.status for one in told] == ["ongoing"]


def test_a_threat_is_told_with_what_is_threatened() -> None:
    (one,) = events("Ghana warned it would attack Togo.")
    assert one.span.text.endswith("would attack Togo")


def test_a_caption_tells_of_no_event_again() -> None:
    told = events(
        "The presidents of Chile and Peru met in Lima on Monday. (Photo: ministers at the Quito "
        "summit, 3 May 2016)"
    )
    assert len(told) == 1


def test_who_says_i_did_it_did_it() -> None:
    told = events("“I held talks with the envoys of Peru,” President Ana Torres of Chile said.")
    assert any("P.torres" in one.actors for one in told)


def test_the_leaders_are_those_last_told_to_meet() -> None:
    told = events(
        "The presidents of Chile and Peru met in Lima on Monday. The leaders adopted a declaration."
    )
    signed = next(one for one in told if one.plover == "AGREE")
    assert {"CHL", "PER"} <= set(signed.actors)


def test_exercises_of_a_list_share_their_doer() -> None:
    told = events(
        "The Rio League held the exercise Green Shield-2018 in Chile, in Peru – Blue Lance-2018."
    )
    assert len(told) == 2
    assert told[0].actors == told[1].actors != ()


def test_a_war_in_which_a_town_was_taken_is_one_event() -> None:
    told = events("In a three-week war in 2017, Ghana captured the region.")
    assert [one.plover for one in told] == ["ASSAULT"]
    assert told[0].date == "2017"


def test_where_forces_are_stationed_they_still_are() -> None:
    (one,) = events("Ghanaian troops are stationed in Togo.")
    assert (one.plover, one.status) == ("MOBILIZE", "ongoing")


def test_a_view_of_how_things_go_is_only_a_statement() -> None:
    assert events("“Ghana is building up its muscles,” President Ana Torres of Chile said.") == []
    told = events("“Ghana is withdrawing its troops from Togo,” Ana Torres said.")
    assert [one.status for one in told] == ["alleged"]


def test_a_vow_of_no_deed_is_only_a_statement() -> None:
    assert events("Members of the Rio League vowed to raise their ties to a new level.") == []
    told = events("Members of the Rio League vowed to send food to Togo.")
    assert [one.plover for one in told] == ["AGREE"]


def test_a_growing_presence_is_a_buildup() -> None:
    (one,) = events("The growing military presence of Ghana in Togo was on the agenda.")
    assert (one.plover, one.mode) == ("MOBILIZE", "buildup")


@pytest.mark.parametrize(
    "text",
    [
        "Parliament in Lima must still ratify the deal.",
        "She conceded that the votes were not there.",
        "Chile complained that nobody had asked it.",
        "Chile rejects the claim.",
        "“I would not rule out a raid on Peru,” she said.",
        "The troops could not be moved to Peru within a month.",
        "Chile does not join coalitions.",
        "The paper would treat a missile fired at one as a matter for all.",
        "Everyone expects the smaller states to cut their contributions.",
        "The envoy sat down in protest.",
        "Dr Ana Torres of the Lima Forum for Trade was amused.",
    ],
)
def test_what_is_said_supposed_or_habit_is_no_event(text: str) -> None:
    assert events(text) == []


@pytest.mark.parametrize(
    ("text", "plover", "status"),
    [
        ("Chile dropped its demand for a new port.", "CONCEDE", "occurred"),
        ("Chile gave way on the last evening.", "CONCEDE", "occurred"),
        ("The ministers of Chile and Peru initialled an understanding.", "AGREE", "occurred"),
        ("The leaders of Chile and Peru are due to meet in Quito in May.", "CONSULT", "planned"),
        ("A joint exercise is pencilled in for March near Quito.", "MOBILIZE", "planned"),
        ("The Rio League called off a naval drill off Peru.", "MOBILIZE", "did_not_occur"),
        ("Chile ordered a mission to the border with Peru.", "MOBILIZE", "planned"),
        ("Police used tear gas in Lima.", "COERCE", "occurred"),
        ("There was a riot between fishermen.", "PROTEST", "occurred"),
        ("About two thousand fishermen marched through Lima on Friday.", "PROTEST", "occurred"),
        ("A frigate rammed a Peruvian boat.", "ASSAULT", "occurred"),
        ("Chile's trawler damaged two cables off Peru.", "ASSAULT", "occurred"),
    ],
)
def test_further_deeds_and_their_status(text: str, plover: str, status: str) -> None:
    assert [(one.plover, one.status) for one in events(text)] == [(plover, status)]


def test_the_accord_that_was_signed_is_the_one_agreed_on() -> None:
    told = events(
        "Chile and Peru agree on joint patrols\n\nThe presidents of Chile and Peru agreed Monday "
        "to put their navies under one command. The accord was signed in Lima. It commits both "
        "to share data."
    )
    assert [one.plover for one in told] == ["AGREE"]
    assert len(told[0].mentions) == 4


def test_the_toll_of_a_fight_is_no_fight_of_its_own() -> None:
    told = events("Ghana and Togo clashed on Monday. Three villagers were wounded.")
    assert [one.plover for one in told] == ["ASSAULT"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The tanks which Ghana sent to Togo in May broke down.", "The tanks which Ghana"),
        ("Chile is proud of the patrol boats it withdrew in spring.", "the patrol boats it"),
    ],
)
def test_a_clause_about_a_thing_is_told_with_it(text: str, words: str) -> None:
    (one,) = events(text)
    assert one.span.text.startswith(words)


def test_what_is_told_in_indirect_speech_counts_as_told() -> None:
    told = events("President Ana Torres said that Chile had expelled an envoy of Peru in May.")
    assert [(one.plover, one.status) for one in told] == [("SANCTION", "occurred")]
    told = events("President Ana Torres accused Peru of shelling a village in Chile.")
    assert "occurred" not in [one.status for one in told]


def test_words_of_blame_and_praise_are_no_deeds_but_a_summons_is_one() -> None:
    assert events("The union condemned the government of Togo.") == []
    assert [one.plover for one in events("Chile summoned the ambassador of Peru.")] == ["ACCUSE"]


def test_an_attack_that_would_be_met_is_none() -> None:
    assert events("An attack on one would be regarded as an attack on all.") == []


def test_a_drill_to_be_held_is_planned() -> None:
    told = events("The Rio League spoke of its drill in Peru to be held in May.")
    assert [(one.plover, one.status) for one in told] == [("MOBILIZE", "planned")]
