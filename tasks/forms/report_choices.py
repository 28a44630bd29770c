"""What a report's form begins with, and what there is to choose in it."""

from typing import Any

from tasks import figures
from tasks.light_facts import Step
from tasks.models import TaskItem
from tasks.report_subjects import Subject
from tasks.states import Kind
from tasks.workflow.headway import is_calm, usual

ITEM_STAGE = "item-"
"""Fields for how far a piece is, by its ordinal."""


def starting(subject: Subject, among_many: bool) -> dict[str, Any]:
    """Taken over from before is only what stays true until somebody says otherwise: the stage and the expected date.

    Among many forms that are sent together, 按计划推进 is never chosen beforehand: there it would be said by nobody.
    """
    met = [step.ordinal for step in subject.facts.steps if step.met_on]
    headway = usual(subject.task.kind)
    return {
        "period": subject.proposed_period,
        "headway": "" if among_many and is_calm(headway) else headway,
        "stage": max(met, default=0),
        "expected_on": subject.task.expected_on,
        **{f"{ITEM_STAGE}{item.ordinal}": item.stage for item in subject.items},
    }


def stages(steps: tuple[Step, ...]) -> list[tuple[int, str]]:
    return [(0, "未启动"), *((step.ordinal, step_words(step)) for step in steps)]


def step_words(step: Step) -> str:
    """ "设计(5 月 31 日前,20%)" """
    share_of_work = f",{figures.number(step.percent)}%" if step.percent is not None else ""
    return f"{step.text}({step.due_on.month} 月 {step.due_on.day} 日前{share_of_work})"


def steps_to_tick(subject: Subject) -> list[Step]:
    """Steps of words that are not met yet; those with a figure are met by the running total."""
    with_figure = subject.task.kind == Kind.QUANTITY
    return [s for s in subject.facts.steps if s.met_on is None and not (with_figure and s.value is not None)]


def items_to_strike(subject: Subject) -> list[TaskItem]:
    """Named pieces that are not struck off yet."""
    return [item for item in subject.items if item.done_on is None]
