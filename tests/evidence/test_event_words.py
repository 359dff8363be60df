"""Words of the lexicon at work: one event a sentence, over all types of the ontology.

The sentences were written from knowledge of how the press tells such things, most of them before
the lexicon knew the words; they say that it knows them now, not how many it does not know. Those
of the same lists that it still misses stand under `NOT_YET`.
"""

from __future__ import annotations

import pytest

from foedus.evidence.cast import Cast
from foedus.evidence.events import propose_events
from foedus.evidence.pages import text_page
from foedus.evidence.records import Dated
from foedus.evidence.statements import propose_statements

DAY = Dated("2019-03-15", "day", "given")
TOLD = """
AGREE|The ministers of Chile and Peru inked a memorandum on border patrols.
AGREE|The alliance unveiled a joint declaration at the end of the talks.
AGREE|Chile and Peru struck a deal on fishing rights.
AGREE|Chile and Peru clinched an agreement on transit.
AGREE|The council approved the budget of the mission.
AGREE|The treaty entered into force on Monday.
AGREE|Chile accepted the proposal of the mediators.
AGREE|The two sides reached a compromise in Quito.
AGREE|The member states endorsed the plan of Peru.
AGREE|The summit produced a joint communiqué.
AGREE|The union extended the mandate of the mission by a year.
CONSULT|The foreign ministers of Chile and Peru held a phone call.
CONSULT|Foreign Minister Juan Soto flew to Quito on Tuesday.
CONSULT|The defence chiefs of the alliance gathered in Lima.
CONSULT|An emergency session of the council took place on Friday.
CONSULT|Chile hosted the annual conference of the league.
CONSULT|The delegations sat down for a second round of talks in Geneva.
CONSULT|President Ana Torres received the envoy of Peru.
CONSULT|Leaders of the bloc will convene in Lima next month.
CONSULT|The two presidents spoke by telephone on Sunday.
CONSULT|The council convened an extraordinary meeting.
CONSULT|The secretary general of the league paid a visit to Quito.
CONSULT|Peruvian and Chilean officials met on the sidelines of the summit.
SUPPORT|Chile recognised the new government of Togo.
SUPPORT|Chile established diplomatic relations with Togo.
SUPPORT|Chile and Peru resumed diplomatic ties.
COOPERATE|Finland joined the alliance in April.
COOPERATE|Chile shared intelligence with Peru.
COOPERATE|The alliance admitted Sweden as a member.
AID|Ghana delivered ammunition to Togo.
AID|The union allocated 50 million euros to the mission.
AID|Ghana supplied two batteries of missiles to Togo.
AID|Chile sent rescue teams to Peru.
AID|The alliance provided training to Togolese troops.
AID|Ghana granted Togo a loan of 200 million dollars.
AID|Planes of the league brought medicine to Lima.
CONCEDE|Chile lifted the state of emergency.
CONCEDE|The government eased the curfew.
CONCEDE|Chile apologised for the incident.
CONCEDE|Ghana softened its stance on the border.
RETREAT|Ghana pulled its troops out of Chile.
RETREAT|The last peacekeepers left Togo on Wednesday.
RETREAT|The rebels released ten hostages.
RETREAT|Ghana closed its base in Togo.
RETREAT|The contingent returned home on Friday.
RETREAT|Ghana handed the village back to Togo.
REQUEST|Togo asked the alliance for help.
REQUEST|Chile appealed to the organisation for military assistance.
REQUEST|Chile invoked Article 4 of the treaty.
REQUEST|Togo requested an urgent meeting of the council.
REQUEST|Ghana turned to the league for help.
ACCUSE|Ghana summoned the ambassador of Togo.
ACCUSE|Chile lodged a protest with Peru.
ACCUSE|Prosecutors opened an inquiry into the blast.
REJECT|Chile refused to sign the declaration.
REJECT|Ghana vetoed the accession of Sweden.
REJECT|Benin blocked the statement.
REJECT|Chile declined to host the drills.
REJECT|Togo turned down the request.
REJECT|The talks broke down on Sunday.
REJECT|Chile snubbed the meeting.
REJECT|Chile stayed away from the summit.
REJECT|The president of Togo did not attend the summit.
REJECT|The alliance ignored the plea of Chile.
THREATEN|Ghana threatened to cut off the gas.
THREATEN|Benin warned that it would strike back.
THREATEN|Ghana threatened to leave the bloc.
THREATEN|Ghana vowed retaliation.
PROTEST|Thousands took to the streets of Lima.
PROTEST|Protesters stormed the town hall.
PROTEST|Opposition supporters blocked roads in Quito.
PROTEST|Riots broke out in Lima.
PROTEST|Workers in Lima went on strike.
SANCTION|The union imposed sanctions on Ghana.
SANCTION|Ghana froze the assets of two ministers of Togo.
SANCTION|Chile froze its participation in the alliance.
SANCTION|Ghana withdrew from the bloc.
SANCTION|Togo suspended its membership in 2012.
SANCTION|Togo left the treaty in 1999.
SANCTION|The bloc suspended Ghana after the coup.
SANCTION|Chile expelled two diplomats of Peru.
SANCTION|Chile severed ties with Peru.
SANCTION|Ghana recalled its ambassador from Quito.
SANCTION|Chile stopped paying its contributions.
SANCTION|Ghana banned imports of Chilean wine.
MOBILIZE|The alliance deployed 2,000 peacekeepers to Lima.
MOBILIZE|Ghanaian planes carried paratroopers to Togo.
MOBILIZE|The first units landed in Lima on Thursday.
MOBILIZE|Ghana massed tanks on the border.
MOBILIZE|The exercise Green Shield began in Ghana.
MOBILIZE|Togo will host the drills in August.
MOBILIZE|Troops of six countries took part in the exercise.
MOBILIZE|Ghana test-fired a missile.
MOBILIZE|The alliance activated its response force.
MOBILIZE|Benin called up reservists.
MOBILIZE|The Rio League beefed up its eastern flank.
MOBILIZE|The alliance doubled the size of its battlegroup in Togo.
MOBILIZE|Togo declared a general mobilisation.
MOBILIZE|The bloc put its standby force on alert.
MOBILIZE|A Ghanaian base opened in Quito.
COERCE|Police detained forty demonstrators in Quito.
COERCE|The government declared a state of emergency.
COERCE|Authorities shut down the internet in Lima.
COERCE|Security forces dispersed the crowd.
COERCE|Peru blockaded the corridor.
COERCE|The court jailed the opposition leader.
ASSAULT|Peruvian forces shelled villages in Chile.
ASSAULT|Gunmen killed three soldiers in Togo.
ASSAULT|Fighting erupted on the Chilean-Peruvian border.
ASSAULT|Clashes between Chilean and Peruvian border guards left ten dead.
ASSAULT|Ghana invaded Togo in February.
ASSAULT|A drone struck the airport.
ASSAULT|Peru launched an offensive in September.
ASSAULT|The army seized power in Togo.
ASSAULT|Officers deposed the president of Togo.
ASSAULT|Border guards exchanged fire on Tuesday.
ASSAULT|Chilean positions came under fire.
ASSAULT|Two soldiers died in an attack near Quito.
ASSAULT|Rebels fired a missile at Quito.
ASSAULT|A convoy of the mission was ambushed.
AGREE|The signing of the pact by Chile and Peru on Monday drew crowds.
AGREE|A memorandum of understanding was concluded in Lima.
AGREE|Chile and Peru have agreed to reopen the crossing.
AGREE|An agreement on joint patrols has been reached.
AGREE|Lima, Quito sign border pact
AGREE|Ministers approve plan for rapid reaction force
AGREE|The protocol was initialled by the foreign ministers of Chile and Peru.
CONSULT|Talks between Chile and Peru resumed in Quito on Tuesday.
CONSULT|The visit of President Ana Torres to Peru ended on Friday.
CONSULT|Foreign ministers meet in Lima over border row
CONSULT|A meeting of the council was held behind closed doors in Lima.
CONSULT|The envoy of the union was received by President Ana Torres.
CONSULT|A virtual summit of the league was held on Monday.
COOPERATE|Togo's accession to the alliance was completed in March.
COOPERATE|Chile was admitted to the league.
COOPERATE|Togo becomes the tenth member of the league
AID|Weapons were delivered to Togo by Ghana.
AID|Ghana's delivery of tanks to Togo began in May.
AID|A loan of 300 million dollars was granted to Togo.
CONCEDE|The curfew in Lima was lifted on Monday.
CONCEDE|The ban on exports to Peru was eased.
RETREAT|The withdrawal of the peacekeepers from Togo was completed on Friday.
RETREAT|The last soldiers of Ghana have left Togo.
RETREAT|A ceasefire between Ghana and Togo took effect at midnight.
RETREAT|Twenty prisoners were freed by the rebels.
RETREAT|The president of Togo resigned on Sunday.
REQUEST|A request for military help from Togo reached the council on Monday.
REQUEST|Togo formally asked the league for peacekeepers.
REQUEST|President Ana Torres requested assistance from the alliance.
REJECT|The refusal of Chile to sign the text surprised Peru.
REJECT|Chile's veto of the accession of Peru angered the league.
REJECT|The request of Togo was turned down by the council.
REJECT|Chile refuses to host drills
REJECT|Talks on the border collapsed in Lima.
THREATEN|The ultimatum of the league to the junta in Togo expires on Sunday.
THREATEN|Ghana gave Togo until Friday to withdraw its troops.
THREATEN|Ghana threatens to quit bloc
PROTEST|Mass protests in Lima entered their third day.
PROTEST|A strike by miners paralysed Lima.
PROTEST|A march against the base took place in Lima on Sunday.
PROTEST|Hundreds rallied in Quito against the pact.
SANCTION|Sanctions against Togo were imposed by the union.
SANCTION|The suspension of Togo from the bloc was announced on Monday.
SANCTION|The expulsion of two diplomats of Peru followed.
SANCTION|Togo quits regional bloc
SANCTION|Chile's exit from the treaty took effect in May.
SANCTION|Membership of Togo was suspended by the union.
SANCTION|Diplomatic relations with Peru were broken off.
MOBILIZE|The deployment of peacekeepers to Togo began on Monday.
MOBILIZE|Drills of the league are under way in Peru.
MOBILIZE|Three thousand soldiers were sent to the border with Togo.
MOBILIZE|Tanks rolled into the border town of Kara.
MOBILIZE|Ghanaian warships entered the waters of Togo.
MOBILIZE|Exercises were conducted off the coast of Chile in May.
MOBILIZE|Jets of the league were scrambled over Togo.
MOBILIZE|Ghana moves troops to border
COERCE|Two hundred protesters were arrested in Lima.
COERCE|A state of emergency was imposed in Togo.
COERCE|The opposition leader of Togo was jailed for ten years.
COERCE|The corridor to Togo was blocked by Ghana.
COERCE|Martial law was declared in Togo.
ASSAULT|Shelling of the village in Chile killed four people.
ASSAULT|Ten soldiers were killed in clashes on the border with Togo.
ASSAULT|A suicide bomber blew himself up in Lima.
ASSAULT|The attack on the airport of Lima left six dead.
ASSAULT|The town was captured by rebels.
ASSAULT|Heavy fighting continued around Kara.
ASSAULT|A mine exploded under a patrol of the mission in Togo.
ASSAULT|A drone attack on the base in Togo wounded two.
ASSAULT|A coup in Togo brought officers to power.
ASSAULT|Soldiers mutinied in Lomé.
ASSAULT|Border clash between Chile and Peru leaves three dead
MOBILIZE|Tension grew after Ghana sent tanks to the border.
MOBILIZE|By sending a battalion to Togo, Ghana angered the league.
RETREAT|Having withdrawn its troops from Togo, Ghana called for calm.
SANCTION|Since leaving the bloc in 2018, Togo has grown poorer.
SANCTION|Togo, which left the bloc in 2018, has grown poorer.
ASSAULT|The row began when Ghanaian gunboats fired on a ferry off Togo.
ASSAULT|Villagers fled Kara before rebels captured the town.
AGREE|The pact signed in Lima last year has changed little.
CONSULT|At their summit in Lima in May, the leaders spoke of trade.
CONSULT|During talks in Quito on Monday nothing was settled.
CONSULT|On the eve of the summit in Lima the mood was poor.
MOBILIZE|Forces of the league, deployed to Togo in May, guard the port.
AID|Ghana, for its part, has shipped four howitzers to Togo.
REQUEST|It was Togo that asked the league for troops.
REJECT|Unlike Chile, Peru has refused to sign the text.
MOBILIZE|Some 500 troops from Ghana are to be deployed in Togo in June.
MOBILIZE|Ghana plans to send 500 troops to Togo in June.
MOBILIZE|Ghana is expected to deploy 500 troops to Togo in June.
MOBILIZE|Ghana has begun moving troops to the border.
MOBILIZE|Ghana decided to send 500 troops to Togo.
MOBILIZE|The council decided on Friday to deploy peacekeepers to Togo.
MOBILIZE|Ghana continues to send troops to Togo.
"""
NOT_YET = """
COOPERATE|Chile and Peru launched a joint patrol on the river.
COOPERATE|Togo applied for membership of the alliance.
SANCTION|Chile, Peru and Ghana announced their withdrawal from the bloc.
COERCE|The junta dissolved parliament.
AGREE|Before signing the pact in Lima, the presidents laid a wreath.
SANCTION|The union, in response to the coup, froze aid to Togo.
CONSULT|Torres arrives in Quito for summit
AID|Two aircraft with relief goods arrived in Lima from Chile.
RETREAT|Ghana announces troop pullout from Togo
MOBILIZE|Fifty transport planes took part in the airlift to Togo.
COERCE|Access to the internet was cut in Lima.
"""
NOT_TOLD = """
Ghana may send troops to Togo.
Ghana wants to send troops to Togo.
Nobody believes that Ghana would attack Togo.
If Ghana invades Togo, the union will act.
The mission is meant to prevent an attack on Togo.
Experts fear a war between Ghana and Togo.
An alliance is only as good as its weakest member.
Chile needs stronger ties with Peru.
The right to join alliances is in the charter.
The treaty obliges its members to help each other.
Analysts doubt that the exercise will be held.
Without sanctions nothing will change.
The league has six members.
The agreement is good for Chile.
Why would Chile leave the alliance?
Let us hope that peace will come.
He did not rule out joining the alliance.
The border dispute is old.
Support for the league has fallen in Chile.
The deployment of troops would be costly.
Any attack on Togo will be answered.
Members can ask for help under Article 4.
The minister spoke about the withdrawal of troops.
"""


@pytest.mark.parametrize(
    "line",
    [
        *TOLD.strip().splitlines(),
        *(
            pytest.param(line, marks=pytest.mark.xfail(strict=True, reason="not read yet"))
            for line in NOT_YET.strip().splitlines()
        ),
    ],
)
def test_a_deed_told_in_plain_words_has_its_type(line: str) -> None:
    plover, text = line.split("|")
    page = text_page(text, published=DAY)
    cast = Cast.of([page])
    told = propose_events(page, cast, propose_statements(page, cast))
    assert [one.plover for one in told] == [plover]


@pytest.mark.parametrize("text", NOT_TOLD.strip().splitlines())
def test_what_is_feared_asked_doubted_or_general_is_no_event(text: str) -> None:
    page = text_page(text, published=DAY)
    cast = Cast.of([page])
    assert propose_events(page, cast, propose_statements(page, cast)) == []
