"""What is said of a problem, from numbers alone."""

import pytest

from tasks.problem_verdict import Answering, Standing, standing, verdict
from tasks.states import Colour, State

GREEN, YELLOW, RED, GREY, NONE = Colour.GREEN, Colour.YELLOW, Colour.RED, Colour.GREY, Colour.NONE
DONE, SUSPENDED, PROPOSED = State.DONE, State.SUSPENDED, State.PROPOSED


@pytest.mark.parametrize(
    ("lights", "others", "expected"),
    [
        ({}, {}, Standing.UNANSWERED),
        ({GREEN: 5, YELLOW: 3, RED: 1}, {DONE: 2}, Standing.HELD_UP),
        ({GREEN: 5, YELLOW: 1}, {}, Standing.WATCH),
        ({GREEN: 5}, {}, Standing.ON_PLAN),
        ({GREEN: 1}, {DONE: 4}, Standing.ON_PLAN),
        ({}, {DONE: 4}, Standing.CLOSED),
        ({GREEN: 5, GREY: 1}, {}, Standing.UNCLEAR),
        ({GREEN: 5, NONE: 1}, {}, Standing.UNCLEAR),
        ({}, {DONE: 4, SUSPENDED: 1}, Standing.UNCLEAR),
        ({GREEN: 4}, {PROPOSED: 1}, Standing.UNCLEAR),
        ({}, {PROPOSED: 1}, Standing.UNCLEAR),
    ],
)
def test_a_problem_stands_as_badly_as_the_worst_of_its_tasks(lights, others, expected) -> None:
    assert standing(Answering(lights, others)) == expected


def test_the_sentence_names_what_there_is_and_nothing_that_there_is_not() -> None:
    found = Answering({GREEN: 5, YELLOW: 3, RED: 2, GREY: 0, NONE: 0}, {DONE: 2, SUSPENDED: 0})
    assert verdict(found) == "12 项任务在回应:红灯 2、黄灯 3、绿灯 5、已办结 2"


def test_the_sentence_adds_up_to_all_tasks() -> None:
    every = Answering(dict.fromkeys(Colour, 1), {DONE: 1, SUSPENDED: 1, PROPOSED: 1})
    assert verdict(every).startswith("8 项任务") and verdict(every).count(" 1") == 8


def test_silence_is_said_aloud_and_so_is_what_was_given_up() -> None:
    assert verdict(Answering({}, {})) == "没有任务回应"
    assert verdict(Answering({}, {}, dropped=2)) == "没有任务回应,原有 2 项已不再实施"
    assert "不再实施" not in verdict(Answering({GREEN: 1}, {}, dropped=2))


def test_every_standing_has_a_word_and_a_colour_beside_it() -> None:
    assert {one.tone for one in Standing} == {"red", "yellow", "grey", "green"}
    assert Standing.UNANSWERED.tone == Standing.HELD_UP.tone == "red"
