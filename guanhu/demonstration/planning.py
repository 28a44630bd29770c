"""Who gets what: unit, leader, due date and stage goals of each task, and the way from 交办 to 签收."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from guanhu.demonstration.cast import Cast
from guanhu.demonstration.days import LAST, PERIODS
from guanhu.demonstration.moves import Move
from guanhu.demonstration.stages import stage_goals
from guanhu.demonstration.story import ORDINARY, Story
from indicators.models import Target
from tasks import workflow
from tasks.models import Person, Task, TaskTarget, Unit
from tasks.states import Kind
from tasks.workflow.checkpoints import StageGoal

HANDED_OUT = {1: date(2020, 3, 16), 2: date(2020, 3, 16), 3: date(2020, 3, 17), 4: date(2020, 3, 17),
              5: date(2020, 3, 18), 6: date(2020, 3, 18)}  # fmt: skip
"""The day on which the tasks of a pillar are assigned."""
SIGNED = tuple(date(2020, 3, day) for day in (17, 18, 19, 20, 23, 24))
WITHOUT_GOALS = {Kind.CONTINUING: 0.42, Kind.PROJECT: 0.05, Kind.MILESTONE: 0.3}
"""The share of each kind that nobody has set stage goals for."""
SWING = (Decimal("0.97"), Decimal("0.98"), Decimal(1), Decimal("1.02"), Decimal("1.03"), Decimal("1.05"))
"""How far the figures of a month lie from the planned line."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """One task in the hands of its unit. `ends_on` is when the work is to be done, `swings` what chance
    makes of each period's figures, `chance` the task's own for everything else."""

    task: Task
    story: Story
    unit: Unit
    supporting: tuple[Unit, ...]
    leader: Person
    target: Target | None
    due_on: date
    goals: tuple[StageGoal, ...]
    assigned_on: date
    accepted_on: date
    swings: tuple[Decimal, ...]
    chance: Random

    @property
    def ends_on(self) -> date:
        return self.story.finish_on or self.due_on

    @property
    def is_reported(self) -> bool:
        """Whether anybody signs for it at all."""
        return self.story.declined is None and not self.story.unsigned

    @property
    def reported_until(self) -> date:
        """The last day on which its first unit reports."""
        return self.story.moved.on - timedelta(days=1) if self.story.moved else LAST


def assignments(tasks: list[Task], stories: dict[int, Story], cast: Cast, chance: Random) -> list[Assignment]:
    """One for each task, in the order given. Each draws from a source of its own, so that one more task in the
    middle changes nothing for the others before it."""
    units = Unit.objects.in_bulk(field_name="code")
    targets = {
        link.task_id: link.target
        for link in TaskTarget.objects.filter(target__value__isnull=False)
        .select_related("target__indicator")
        .order_by("-ordinal", "-pk")
    }
    return [
        _assignment(
            task, stories.get(task.pk, ORDINARY), units, cast, targets.get(task.pk), Random(chance.random())
        )
        for task in tasks
    ]


def _assignment(
    task: Task, story: Story, units: dict[str, Unit], cast: Cast, target: Target | None, chance: Random
) -> Assignment:
    if task.lead_unit is None:
        raise LookupError(f"{task} 没有建议的牵头单位,无法演示交办。")
    due_on = story.due_on or task.due_on
    assigned_on = HANDED_OUT[task.measure.pillar.ordinal]
    accepted_on = chance.choice([day for day in SIGNED if day > assigned_on])
    by_chance = chance.random() >= WITHOUT_GOALS.get(Kind(task.kind), 0)
    chosen = by_chance if story is ORDINARY else story.goals
    ends_on = story.finish_on or due_on
    value, unit = (target.value, target.unit) if target else (None, "")
    goals = stage_goals(task.title, task.kind, task.role, ends_on, value, unit) if chosen else []
    return Assignment(
        task=task,
        story=story,
        unit=task.lead_unit,
        supporting=tuple(units[code] for code in task.supporting_codes),
        leader=cast.leaders[task.lead_unit.code],
        target=target,
        due_on=due_on,
        goals=tuple(goals),
        assigned_on=assigned_on,
        accepted_on=accepted_on,
        swings=tuple(chance.choice(SWING) for _ in PERIODS),
        chance=chance,
    )


def handing_out(given: Assignment, cast: Cast) -> Iterator[Move]:
    """交办, 签收 or 申请改派, and what the supervisor changes later."""
    head, story = cast.heads[given.unit.code], given.story
    yield Move(
        given.assigned_on, given.task, workflow.assign, cast.supervisor,
        {"lead_unit": given.unit, "leader": given.leader, "due_on": given.due_on,
         "assignee": cast.reporters[given.unit.code]},
    )  # fmt: skip
    if story.declined:
        yield Move(story.declined.on, given.task, workflow.decline, head, {"reason": story.declined.reason})
    elif not story.unsigned:
        yield Move(given.accepted_on, given.task, workflow.accept, head, {"checkpoints": given.goals or None})
    for change in story.revisions:
        values = {"reason": change.reason, **change.fields}
        yield Move(change.on, given.task, workflow.revise, cast.supervisor, values)
    if story.moved:
        yield _moved(given, cast, story.moved.unit)


def _moved(given: Assignment, cast: Cast, code: str) -> Move:
    unit = Unit.objects.get(code=code)
    assert given.story.moved is not None
    return Move(
        given.story.moved.on, given.task, workflow.assign, cast.supervisor,
        {"lead_unit": unit, "leader": cast.leaders[code], "due_on": given.due_on, "note": given.story.moved.note,
         "supporting_units": [other for other in given.supporting if other != unit]},
    )  # fmt: skip
