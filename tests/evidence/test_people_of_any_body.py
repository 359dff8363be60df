"""People of organisations and states that no table knows: names, posts, states, bodies."""

from __future__ import annotations

import pytest

from foedus.evidence.cast import Cast
from foedus.evidence.gazetteer import places
from foedus.evidence.names import same_person, same_surname
from foedus.evidence.pages import text_page
from foedus.evidence.tables import states

END = " The talks went on until late in the evening.\n"


def cast(text: str, head: str = "News of the day\n\n") -> Cast:
    return Cast.of([text_page(head + text + END)])


# sentence: (name, state, a part of the post); names of people in office stand for many more
SINGLE = {
    "ECOWAS Commission President Omar Touray said that the force was ready.": (
        *("Omar Touray", None, "president"),
    ),
    "The President of the ECOWAS Commission, Omar Alieu Touray, announced it.": (
        *("Omar Alieu Touray", None, "president"),
    ),
    "Nigeria’s Chief of Defence Staff, Gen. Christopher Gwabin Musa, made it known.": (
        *("Christopher Gwabin Musa", "NGA", "chief of defence staff"),
    ),
    "The bloc’s Commissioner for Politics, Peace and Security, Abdel-Fatau Musah, spoke.": (
        *("Abdel-Fatau Musah", None, "commissioner"),
    ),
    "The Chairperson of the African Union Commission, H.E. Moussa Faki Mahamat, spoke.": (
        *("Moussa Faki Mahamat", None, "chairperson"),
    ),
    "Arab League Secretary-General Ahmed Aboul Gheit condemned the raid.": (
        *("Ahmed Aboul Gheit", None, "secretary-general"),
    ),
    "Saudi Crown Prince Mohammed bin Salman said that the kingdom would wait.": (
        *("Mohammed bin Salman", "SAU", "crown prince"),
    ),
    "Dutch Foreign Minister Caspar van der Berg said that he would wait.": (
        *("Caspar van der Berg", "NLD", "foreign minister"),
    ),
    "Commission President Ursula von der Leyden said that she would wait.": (
        *("Ursula von der Leyden", None, "president"),
    ),
    "Prime Minister Ulisses Correia e Silva of Cabo Verde said that he would wait.": (
        *("Ulisses Correia e Silva", "CPV", "prime minister"),
    ),
    "Somali President Hassan Sheikh Mohamud said that he would wait.": (
        *("Hassan Sheikh Mohamud", "SOM", "president"),
    ),
    "Iraqi Prime Minister Mohammed Shia al-Sudani said that he would wait.": (
        *("Mohammed Shia al-Sudani", "IRQ", "prime minister"),
    ),
    "U.S. Secretary of State Anthony J. Blake said that he would wait.": (
        *("Anthony J. Blake", "USA", "secretary of state"),
    ),
    "Guinea-Bissau’s President Umaro Sissoco Embalo said that he would wait.": (
        *("Umaro Sissoco Embalo", "GNB", "president"),
    ),
    "Solomon Islands Prime Minister Manasseh Sogavare defended the pact.": (
        *("Manasseh Sogavare", "SLB", "prime minister"),
    ),
    "Nigerien Prime Minister Ali Lamine Zeine said that he would wait.": (
        *("Ali Lamine Zeine", "NER", "prime minister"),
    ),
    "Ivorian President Alassane Ouattara said that he would wait.": (
        *("Alassane Ouattara", "CIV", "president"),
    ),
    "Indonesian Defence Minister Prabowo said that Jakarta would send a ship.": (
        *("Prabowo", "IDN", "defence minister"),
    ),
    "Secretary of the Security Council of Armenia Armen Grigoryan spoke.": (
        *("Armen Grigoryan", "ARM", "secretary"),
    ),
    "Belarusian State Secretary of the Security Council Alexander Volfovich spoke.": (
        *("Alexander Volfovich", "BLR", "secretary"),
    ),
    "Member of the State Duma Committee Viktor Sobolev said that he would wait.": (
        *("Viktor Sobolev", "RUS", "member"),
    ),
    "Deputy head of the Presidential Administration Dmitry Kozak said that he would wait.": (
        *("Dmitry Kozak", None, "deputy head"),
    ),
    "Deputy Foreign Minister Mher Margaryan (Armenia) told the council about it.": (
        *("Mher Margaryan", "ARM", "deputy foreign minister"),
    ),
    "Deputy Prime Minister and Foreign Minister Murat Nurtleu of Kazakhstan spoke.": (
        *("Murat Nurtleu", "KAZ", "deputy prime minister and foreign minister"),
    ),
    "UN Special Envoy for Yemen Hans Grundberg said that talks had begun.": (
        *("Hans Grundberg", None, "envoy"),
    ),
    "Mali’s interim leader Col. Assimi Goita said that he would wait.": (
        *("Assimi Goita", "MLI", "interim leader"),
    ),
    "The Nigerien junta’s spokesman, Colonel Major Amadou Abdramane, spoke.": (
        *("Amadou Abdramane", "NER", "spokesman"),
    ),
    "Milan Petrov, Serbia’s foreign minister, opened the talks.": (
        *("Milan Petrov", "SRB", "foreign minister"),
    ),
    "Former Kyrgyz prime minister Temir Sariev said that the border was quiet.": (
        *("Temir Sariev", "KGZ", "former prime minister"),
    ),
}


@pytest.mark.parametrize("sentence", SINGLE)
def test_somebody_no_table_knows_has_name_state_and_post(sentence: str):
    name, state, post = SINGLE[sentence]
    people = cast(sentence).people.values()
    assert [(p.name, p.state) for p in people] == [(name, state)]
    (person,) = people
    assert any(post in role.role.casefold() for role in person.roles)


def test_a_counterpart_has_the_state_before_the_word():
    found = {
        p.name: p.state
        for p in cast(
            "Polish Prime Minister Jan Nowak and his Lithuanian counterpart Ina Simonyte met."
        ).people.values()
    }
    assert found == {"Jan Nowak": "POL", "Ina Simonyte": "LTU"}


def test_where_the_family_name_comes_first_it_is_known_alone():
    people = cast("Chinese Foreign Minister Wang Yi came. Envoys met Wang in the evening.").people
    assert [*people] == ["P.wang"]
    assert len(people["P.wang"].mentions) >= 2


def test_a_line_that_states_the_day_holds_nobody():
    page = text_page(
        f"Ministers meet\n\nPosted on May 5, 2031 by Lena Fischer\n\nOla Brandt left.{END}"
    )
    assert [p.name for p in Cast.of([page]).people.values()] == ["Ola Brandt"]


def test_a_body_that_the_text_defines_is_known_by_its_short_name():
    found = cast(
        "The Coastal Defence Pact of the South (CDPS) met. CDPS President Omar Valde spoke. The "
        "chairman of the CDPS, Ola Brandt, agreed. The Lakes Security Compact, LSC, stayed away. "
        "The LSC commissioner, Petra Holm, was ill."
    )
    posts = {p.name: p.roles[0].organisation for p in found.people.values()}
    assert posts["Omar Valde"] == posts["Ola Brandt"] == "O.coastaldefencepactofthesouth"
    assert posts["Petra Holm"] == "O.lakessecuritycompact"
    assert found.organisations["O.lakessecuritycompact"].name_variants == (
        "Lakes Security Compact",
        "LSC",
    )


@pytest.mark.parametrize(
    ("full", "later"),
    [
        ("Belarusian Foreign Minister Sergei Aleinik", "Aleynyk"),
        ("Armenian Prime Minister Nikol Pashinian", "Pashinyan"),
        ("Armenian President Serzh Sarkisian", "Sargsyan"),
        ("Burkina Faso’s leader Ibrahim Traore", "Traoré"),
        ("Sudan’s army chief Abdel Fattah al-Burhan", "Al-Burhan"),
        ("Auckland professor Ngaire Te Kanawa", "Te Kanawa"),
    ],
)
def test_a_surname_in_another_spelling_is_the_same_person(full: str, later: str):
    people = cast(f"{full} came. {later} said that he was late.").people.values()
    assert len(people) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("Zas", "Zus"), ("Petrov", "Petrenko"), ("Medvedev", "Matveev")],
)
def test_surnames_that_are_two_stay_two(one: str, other: str):
    assert not same_surname(one, other)
    assert not same_person(f"Ivan {one}", f"Sergei {other}")


def test_two_of_one_surname_stay_two_in_any_spelling():
    assert not same_person("Armen Sarkissian", "Serzh Sargsyan")
    assert same_person("Serzh Sarkisian", "Serzh Sargsyan")


def test_nobody_who_stands_only_in_the_sites_own_lines_is_of_the_report():
    found = cast(
        "Ola Brandt said that all was well.\n\nWritten by: Lena Fischer\n\nRead also: President "
        "Jan Kral vows to stay\n\nThe talks were held in Oslo."
    )
    outside = {p.name for p in found.people.values() if p.in_boilerplate}
    assert outside == {"Lena Fischer", "Jan Kral"}


def test_every_state_has_its_words():
    pycountry = pytest.importorskip("pycountry")
    territories = (
        "ABW AIA ALA ASM ATA ATF BES BLM BMU BVT CCK COK CUW CXR CYM ESH FLK FRO GGY GIB GLP GRL "
        "GUF GUM HKG HMD IMN IOT JEY MAC MAF MNP MSR MTQ MYT NCL NFK NIU PCN PRI PYF REU SGS SHN "
        "SJM SPM SXM TCA TKL UMI VGB VIR WLF"
    )
    codes = {country.alpha_3 for country in pycountry.countries}
    assert {c for c in codes if c not in territories} <= set(states())
    assert set(states()) <= codes


@pytest.mark.parametrize(
    ("word", "state"),
    [
        *(("Burkinabé", "BFA"), ("Cape Verdean", "CPV"), ("Equatorial Guinea", "GNQ")),
        *(("Guinea", "GIN"), ("Türkiye", "TUR"), ("Côte d’Ivoire", "CIV"), ("Vienna", "AUT")),
        *(("Kazakhstani", "KAZ"), ("Emirati", "ARE"), ("Cotonou", "BEN"), ("DRC", "COD")),
    ],
)
def test_a_state_by_its_name_its_people_or_its_seat(word: str, state: str):
    assert [p.entity for p in places(f"the {word} side")] == [state]


def test_a_lone_letter_is_no_organisation():
    assert places("G. left, and G stayed; G7 met, the G-20 too") != []
    assert [p.entity for p in places("G. left, and G stayed")] == []
