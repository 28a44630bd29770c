"""What other rules would do is shown before they are saved."""

from datetime import date

import pytest

from tasks.models import Plan, PlanRules, Task
from tasks.rule_effects import effect
from tasks.states import Colour
from tasks.sweep import sweep
from tests.cast import QUARTERS, Cast, TaskMaker
from tests.tasks.reports import report_amount

ON = date(2020, 5, 6)


@pytest.fixture
def slipping(make_task: TaskMaker, cast: Cast, plan: Plan) -> Task:
    """Behind its plan by 20 points at the end of April: yellow."""
    task = make_task(checkpoints=QUARTERS)
    report_amount(task, cast, "2020-04", "3.7")
    sweep(plan, ON)
    return Task.objects.get(pk=task.pk)


def test_a_stricter_limit_names_the_tasks_that_would_turn(slipping: Task, plan: Plan) -> None:
    assert slipping.light == Colour.YELLOW
    found = effect(PlanRules(plan=plan, effective_on=ON, gap_yellow=5, gap_red=10), ON)
    assert (found.tasks, found.sentence) == (1, "1 项将转红灯")
    (turn,) = found.turns
    assert (turn.task.code, turn.before, turn.after) == (slipping.code, Colour.YELLOW, Colour.RED)
    assert "滞后" in turn.reason


def test_the_rules_in_force_turn_nothing(slipping: Task, plan: Plan) -> None:
    found = effect(PlanRules(plan=plan, effective_on=ON), ON)
    assert (found.turns, found.sentence) == ((), "没有任务的亮灯会改变")


def test_looking_at_the_effect_writes_nothing(slipping: Task, plan: Plan) -> None:
    effect(PlanRules(plan=plan, effective_on=ON, gap_yellow=5, gap_red=10), ON)
    again = Task.objects.get(pk=slipping.pk)
    assert (again.version, again.light, PlanRules.objects.count()) == (slipping.version, slipping.light, 1)
