"""How far a task is, in the words of its kind: never a percentage that means nothing."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.db.models import Prefetch, QuerySet

from indicators.kinds import Comparator
from indicators.models import Target
from indicators.quantities import plain
from tasks import figures
from tasks.models import Task, TaskTarget
from tasks.states import Kind

SIGNS = {
    Comparator.AT_LEAST: "≥", Comparator.ABOVE: ">", Comparator.AT_MOST: "≤", Comparator.BELOW: "<",
    Comparator.EQUAL: "", Comparator.ABOUT: "约",
}  # fmt: skip
NOTHING = "—"


@dataclass(frozen=True, slots=True)
class Standing:
    """`now` of `goal`, each with its unit where it belongs; `percent` 0..100 for measured kinds only."""

    now: str
    goal: str = ""
    percent: Decimal | None = None

    def __str__(self) -> str:
        return f"{self.now} / {self.goal}" if self.goal else self.now


def with_standing(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """Loads what `standing` reads, in two further queries for the whole list."""
    targets = TaskTarget.objects.select_related("target").order_by("ordinal", "pk")
    return tasks.prefetch_related(Prefetch("task_targets", targets), "checkpoints")


def wanted(target: Target) -> str:
    """"≥ 28 公顷", "20–30 %", or the milestone."""
    if target.value is None:
        return target.milestone
    if target.comparator == Comparator.RANGE and target.value_max is not None:
        return f"{plain(target.value)}–{plain(target.value_max)} {target.unit}"
    sign = SIGNS.get(Comparator(target.comparator), "")
    return f"{sign} {plain(target.value)} {target.unit}".strip()


def standing(task: Task) -> Standing:
    """Where the task stands. Reads `task_targets` and `checkpoints`: load lists by `with_standing`."""
    targets = [link.target for link in task.task_targets.all() if link.target.value is not None]
    if targets:
        more = f" 等 {len(targets)} 项" if len(targets) > 1 else ""
        return Standing(_now(task, targets[0]), _short(targets[0]) + more, _percent(task))
    steps = list(task.checkpoints.all())
    met = sum(1 for step in steps if step.met_on)
    if task.kind == Kind.MILESTONE and task.expected_on:
        return Standing(f"预计 {task.expected_on.month} 月 {task.expected_on.day} 日")
    if task.kind == Kind.PROJECT and task.progress is not None:
        return Standing(figures.percent(task.progress), percent=task.progress)
    return Standing(f"{met}", f"{len(steps)} 项") if steps else Standing(NOTHING)


def _short(target: Target) -> str:
    """The goal beside what is reached: a floor needs no sign, a ceiling does."""
    if target.comparator in (Comparator.AT_LEAST, Comparator.EQUAL) and target.value is not None:
        return f"{plain(target.value)} {target.unit}"
    return wanted(target)


def _now(task: Task, target: Target) -> str:
    known = task.currents.get(target.code)
    if known is None:
        return NOTHING
    try:
        return figures.number(Decimal(known))
    except InvalidOperation:
        return NOTHING


def _percent(task: Task) -> Decimal | None:
    return task.progress if task.is_measured else None
