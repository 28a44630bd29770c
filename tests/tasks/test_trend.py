"""How the lights stood when each period closed: from the log, whatever happened since."""

from datetime import date

from tasks import access
from tasks.models import LogPosition, Plan, Task, TaskEvent
from tasks.periods import DUE_DAY
from tasks.states import Colour, State
from tasks.trend import PeriodLights, lights_by_period
from tests.cast import Cast, TaskMaker

DAYS = [(date(2020, 1, 1), DUE_DAY)]


def turn(task: Task, on: date, light: str, state: str = State.ACTIVE) -> None:
    """One more event with this face, as a sweep or a verb would have written it."""
    last = task.events.latest("version")
    position = LogPosition.objects.get().last + 1
    last.pk, last._state.adding = None, True
    last.version, last.position, last.on, last.light, last.state = (
        last.version + 1,
        position,
        on,
        light,
        state,
    )
    last.save()
    LogPosition.objects.update(last=position)


def trend(plan: Plan, on: date, days=DAYS, tasks=None) -> dict[str, PeriodLights]:
    found = Task.objects.filter(plan=plan) if tasks is None else tasks
    return {row.period: row for row in lights_by_period(plan, days, found, on)}


def test_each_closed_period_shows_the_lights_of_the_day_after_it_closed(
    plan: Plan, make_task: TaskMaker
) -> None:
    task = make_task()
    turn(task, date(2020, 4, 29), Colour.YELLOW)
    turn(task, date(2020, 5, 30), Colour.RED)
    found = trend(plan, date(2020, 7, 1))
    assert list(found) == ["2020-03", "2020-04", "2020-05", "2020-06"]
    assert [row.lights[Colour.YELLOW] for row in found.values()] == [0, 1, 1, 0]
    assert [row.lights[Colour.RED] for row in found.values()] == [0, 0, 0, 1]
    assert found["2020-04"].on == date(2020, 4, 29)


def test_a_period_is_not_shown_before_it_has_closed(plan: Plan, make_task: TaskMaker) -> None:
    make_task()
    assert "2020-04" not in trend(plan, date(2020, 4, 28))
    assert "2020-04" in trend(plan, date(2020, 4, 29))


def test_what_happened_later_does_not_change_an_earlier_period(plan: Plan, make_task: TaskMaker) -> None:
    task = make_task()
    before = trend(plan, date(2020, 5, 1))["2020-04"]
    turn(task, date(2020, 5, 1), "", State.DONE)
    assert trend(plan, date(2020, 6, 1))["2020-04"] == before
    after = trend(plan, date(2020, 6, 1))["2020-05"]
    assert (after.open, after.done) == (0, 1)
    assert (before.open, before.done) == (1, 0)


def test_only_the_given_tasks_are_counted(plan: Plan, cast: Cast, make_task: TaskMaker) -> None:
    make_task()
    make_task(restricted=True)
    on = date(2020, 5, 1)
    assert trend(plan, on)["2020-04"].open == 2
    assert trend(plan, on, tasks=access.visible_tasks(cast.other_reporter))["2020-04"].open == 1


def test_periods_close_by_the_rules_in_force_then(plan: Plan, make_task: TaskMaker) -> None:
    make_task()
    moved = [*DAYS, (date(2020, 5, 1), 10)]
    found = trend(plan, date(2020, 7, 1), moved)
    assert found["2020-04"].on == date(2020, 4, 29)
    assert found["2020-05"].on == date(2020, 5, 11)


def test_a_plan_that_never_ran_has_no_periods(plan: Plan, make_task: TaskMaker) -> None:
    make_task()
    plan.activated_on = None
    assert trend(plan, date(2020, 7, 1)) == {}


def test_periods_end_with_the_plan(plan: Plan) -> None:
    found = trend(plan, date(2021, 6, 1))
    assert list(found)[-1] == "2020-12"


def test_it_is_one_query_for_one_task_and_for_many(
    plan: Plan, make_task: TaskMaker, django_assert_num_queries
) -> None:
    for more in (1, 3):
        for _ in range(more):
            make_task()
        with django_assert_num_queries(1):
            trend(plan, date(2020, 9, 30))
    assert TaskEvent.objects.count() > 4
