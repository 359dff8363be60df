"""Input: tables of actors, KTAB's files, ranges, and errors that name the cell."""

from __future__ import annotations

import numpy as np
import pytest

from foedus.council.games import central
from foedus.council.options import SpatialOptions
from foedus.council.reading import read_council
from foedus.council.values import spread
from foedus.files import InputError

PLAIN = "name,capability,position,salience\nA,10,20,0.5\nB,30,80,1\n"


def written(tmp_path, text, name="actors.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_plain_table(tmp_path):
    game = read_council(written(tmp_path, PLAIN)).central()
    assert game.actors == ("A", "B")
    assert game.power.tolist() == [10, 30]
    assert game.position[:, 0].tolist() == [20, 80]
    assert game.salience[:, 0].tolist() == [0.5, 1.0]
    assert game.status_quo is None


def test_every_column(tmp_path):
    text = (
        "Actor,Power,Votes,Position,Position 2,Salience,Salience 2,Ideal,Ideal 2,Veto,Absent,"
        "Status quo,Status quo 2,Draft,Draft 2,Loyalty,Audience,Blocking cost,Source\n"
        "A,10,3,20,1,50,20,25,2,yes,no,5,6,30,40,0.1,0.2,0.3,x\n"
        "B,30,1,80,9,100,10,85,8,no,yes,,,,,0,0,0.1,\n"
    )
    council = read_council(written(tmp_path, text))
    game = council.central()
    assert game.dimensions == 2
    assert game.salience.tolist() == [[0.5, 0.2], [1.0, 0.1]]  # one above 1: all per cent
    assert game.ideal.tolist() == [[25, 2], [85, 8]]
    assert game.veto.tolist() == [True, False]
    assert game.absent.tolist() == [False, True]
    assert game.status_quo is not None
    assert game.status_quo.tolist() == [5, 6]
    assert game.draft is not None
    assert game.draft.tolist() == [30, 40]
    assert game.votes.tolist() == [3, 1]
    assert game.loyalty.tolist() == [0.1, 0]
    assert council.notes[0] == {"source": "x"}


@pytest.mark.parametrize(
    ("text", "middle", "low", "high"),
    [
        ("40", 40, 40, 40),
        ("30..50", 40, 30, 50),
        ("30..35..50", 35, 30, 50),
        ("uniform(10, 20)", 15, 10, 20),
        ("triangular(10, 12, 20)", 12, 10, 20),
        ("normal(50, 5)", 50, 50 - 5 * 3.090232, 50 + 5 * 3.090232),
    ],
)
def test_ranges_and_distributions(text, middle, low, high):
    value = spread(text, "cell")
    assert central(value) == pytest.approx(middle)
    ends = value.quantile(np.array([0.001, 0.999]))
    assert ends[0] == pytest.approx(low, abs=0.7)
    assert ends[1] == pytest.approx(high, abs=0.7)


def test_triangular_quantiles_invert_the_distribution():
    value = spread("10..20..50", "cell")
    # density rises over 10 of 40: the mode has probability 1/4; halves of the sides by squares
    assert value.quantile(np.array([0.25, 0.0625, 0.8125])) == pytest.approx([20, 15, 35])


def test_a_position_not_known_is_spread_over_the_scale(tmp_path):
    text = PLAIN.replace("A,10,20", "A,10,unknown")
    council = read_council(written(tmp_path, text))
    assert council.uncertain() == [("position", 0, 0)]
    draws = council.draw(4000, 1).position[:, 0, 0]
    assert draws.mean() == pytest.approx(50, abs=1.5)
    assert draws.min() < 1
    assert draws.max() > 99


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ("", "actors.csv", "empty"),
        ("name,position\nA,1\n", "actors.csv", "1 actors"),
        ("name,salience\nA,1\nB,1\n", "row 1", "no column position"),
        ("name,position,weight_of_words\nA,1,2\nB,1,2\n", "weight_of_words", "unknown"),
        ("name,position,position\nA,1,2\nB,1,2\n", "row 1", "twice"),
        ("name,position\nA,1\nA,2\n", "row 3 (A), column name", "twice"),
        ("name,position\nA,abc\nB,2\n", "row 2 (A), column position", "expected a number"),
        ("name,position\nA,\nB,2\n", "row 2 (A), column position", "empty"),
        ("name,position\nA,120\nB,2\n", "row 2 (A), column position", "0 to 100"),
        ("name,position\nA,nan\nB,2\n", "row 2 (A), column position", "finite"),
        ("name,position\nA,9..3\nB,2\n", "row 2 (A), column position", "low must be below high"),
        ("name,position\nA,normal(3)\nB,2\n", "row 2 (A), column position", "takes 2"),
        ("name,position\nA,1,2\nB,2\n", "row 2", "3 cells, expected 2"),
        ("name,position,veto\nA,1,perhaps\nB,2,no\n", "row 2 (A), column veto", "yes or no"),
        ("name,position,capability\nA,1,-3\nB,2,1\n", "row 2 (A), column capability", "0 or more"),
        ("name,position,salience\nA,1,150\nB,2,1\n", "row 2 (A), column salience", "0 to 1"),
        ("name,position,status_quo\nA,1,4\nB,2,5\n", "row 2 (A), column status_quo", "differs"),
        ("name,position,ideal_3\nA,1,4\nB,2,5\n", "row 1", "position_2"),
        ("<Workbook/>", "actors.csv", "expected KTAB's Scenario"),
        ("<Scenario>", "actors.csv, row 1", "not valid XML"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><Scenario/>', "actors.csv", "remove it"),
    ],
)  # fmt: skip
def test_bad_input_gets_one_line_with_the_place(tmp_path, text, where, what):
    with pytest.raises(InputError) as caught:
        read_council(written(tmp_path, text))
    assert where in str(caught.value)
    assert what in str(caught.value)
    assert "\n" not in str(caught.value)


KTAB_CSV = """Small,"Three actors, two questions",3,2,
Actor,Description,Power,First,Sal1,Second,Sal2,
Ann, one,102.5,75.79,49.5,6.3,20,
Ben, two,53.4,82.7,30,73.5,21.2,
Cy, three,129.6,82.4,48,90.8,13.5,
"""


def test_ktab_csv(tmp_path):
    council = read_council(written(tmp_path, KTAB_CSV))
    game = council.central()
    assert council.name == "Small"
    assert council.dimensions == ("First", "Second")
    assert game.actors == ("Ann", "Ben", "Cy")
    assert game.power.tolist() == [102.5, 53.4, 129.6]
    assert game.position[1].tolist() == [82.7, 73.5]
    assert game.salience[0] == pytest.approx([0.495, 0.2])
    assert council.notes[2]["description"] == "three"


def test_ktab_csv_names_row_and_column(tmp_path):
    with pytest.raises(InputError, match=r"row 4 \(Ben\), column Second"):
        read_council(written(tmp_path, KTAB_CSV.replace("73.5", "high")))
    with pytest.raises(InputError, match="position and a salience"):
        read_council(written(tmp_path, KTAB_CSV.replace(",Sal2,", ",")))


def ktab_xml(option="PropCbc"):
    actors = "".join(
        f"<Actor><name>{n}</name><description>d</description><capability>{c}</capability>"
        f"<Position><dCoord>{x}</dCoord></Position><Salience><dSal>{s}</dSal></Salience></Actor>"
        for n, c, x, s in (("Ann", 10, 20, 30), ("Ben", 5, 60, 90))
    )
    return (
        "<Scenario><name>Tiny</name><desc>two</desc><prngSeed>7</prngSeed><ModelParameters>"
        "<VictoryProbModel>Square</VictoryProbModel><PCEModel>MarkovUniform</PCEModel>"
        f"<StateTransitions>Stochastic</StateTransitions><VotingRule>{option}</VotingRule>"
        "<BigRAdjust>Half</BigRAdjust><BigRRange>Max</BigRRange>"
        "<ThirdPartyCommit>FullCommit</ThirdPartyCommit><InterVecBrgn>S1P1</InterVecBrgn>"
        "<BargnModel>InitRcvrInterp</BargnModel></ModelParameters>"
        f"<Dimensions><dName>Issue</dName></Dimensions><Actors>{actors}</Actors></Scenario>"
    )


def test_ktab_xml_with_its_options(tmp_path):
    council = read_council(written(tmp_path, ktab_xml(), "tiny.xml"))
    assert council.name == "Tiny"
    assert council.dimensions == ("Issue",)
    assert council.central().salience[:, 0].tolist() == [0.3, 0.9]
    found = SpatialOptions().from_ktab(council.options)
    assert found == SpatialOptions(
        "square", "prop_cubic", "full", "markov_uniform", "stochastic", "both", "max", "half", 1
    )


def test_ktab_xml_errors(tmp_path):
    council = read_council(written(tmp_path, ktab_xml("Loud"), "tiny.xml"))
    with pytest.raises(InputError, match="VotingRule: found 'Loud'"):
        SpatialOptions().from_ktab(council.options)
    broken = ktab_xml().replace("<dSal>90</dSal>", "")
    with pytest.raises(InputError, match=r"actor 2 \(Ben\)"):
        read_council(written(tmp_path, broken, "tiny.xml"))
    with pytest.raises(InputError, match=r"actor 1 \(Ann\), column position"):
        read_council(written(tmp_path, ktab_xml().replace(">20<", ">x<"), "tiny.xml"))


def test_draws_of_one_actor_do_not_depend_on_the_others(tmp_path):
    short = "name,position,salience\nA,10..30,0.5\nB,60..90,0.2..0.4\n"
    longer = "name,position,salience\nC,0..100,0.1..0.9\nB,60..90,0.2..0.4\nA,10..30,0.5\n"
    first = read_council(written(tmp_path, short)).draw(50, 3)
    second = read_council(written(tmp_path, longer, "longer.csv")).draw(50, 3)
    assert first.position[:, 0].tolist() == second.position[:, 2].tolist()
    assert first.salience[:, 1].tolist() == second.salience[:, 1].tolist()
    later = read_council(written(tmp_path, short)).draw(20, 3, first=30)
    assert first.position[30:].tolist() == later.position.tolist()
