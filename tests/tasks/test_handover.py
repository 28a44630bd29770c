"""转办: another person of the lead unit."""

import pytest

from tasks.errors import Invalid, NotAllowed
from tasks.models import Task
from tasks.states import Action
from tests.cast import Cast, TaskMaker
from tests.tasks.verbs import fresh, perform


@pytest.fixture
def task(make_task: TaskMaker) -> Task:
    return make_task()


def test_a_head_gives_the_task_to_somebody_of_the_unit(task: Task, cast: Cast) -> None:
    event = perform(Action.HAND_OVER, task, cast, "head", assignee=cast.reporter, note="小王调走")
    assert (event.data, event.note) == ({"assignee": cast.reporter.pk}, "小王调走")
    assert fresh(task).assignee == cast.reporter
    event = perform(Action.HAND_OVER, fresh(task), cast, "head", assignee=cast.head)
    assert event.data == {"assignee": cast.head.pk, "was": cast.reporter.pk}


def test_nobody_from_elsewhere_and_nobody_who_left_takes_it(task: Task, cast: Cast) -> None:
    cast.reporter.is_active = False
    cast.reporter.save()
    for person in (cast.other_reporter, cast.clerk, cast.supervisor, cast.reporter):
        with pytest.raises(Invalid) as refused:
            perform(Action.HAND_OVER, task, cast, "head", assignee=person)
        assert list(refused.value.errors) == ["assignee"]
    assert fresh(task).assignee is None


def test_who_has_it_already_is_not_given_it_again(task: Task, cast: Cast) -> None:
    perform(Action.HAND_OVER, task, cast, "head")
    with pytest.raises(Invalid, match="责任人已是"):
        perform(Action.HAND_OVER, fresh(task), cast, "head")


def test_neither_a_reporter_nor_another_head_nor_a_supervisor_hands_it_over(task: Task, cast: Cast) -> None:
    for person in ("reporter", "other_head", "supervisor"):
        with pytest.raises(NotAllowed):
            perform(Action.HAND_OVER, task, cast, person)
