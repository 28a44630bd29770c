"""Indicators with what is asked of them in a year, and how they stand at the end of a day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from indicators import outlook_words
from indicators.attainment import Goal, current, is_provisional, percent
from indicators.goals import goals_for
from indicators.kinds import Comparator
from indicators.models import Indicator, Target
from indicators.outlook import Outlook, outlook
from indicators.spans import span
from tasks import readings
from tasks.models import Person, Plan, Task, TaskTarget
from tasks.moment import Moment
from tasks.states import State


@dataclass(frozen=True, slots=True)
class Followed:
    """An indicator in a plan's year. `target` is None where nothing is asked of it; `tasks` owe it. `outlook` judges
    the target by the figures up to `until`; None without a target, or where it is no longer pursued."""

    indicator: Indicator
    target: Target | None
    tasks: tuple[Task, ...]
    goal: Goal
    until: date
    outlook: Outlook | None

    @property
    def current(self) -> Decimal | None:
        """In the goal's unit."""
        return current(self.goal, self.until)

    @property
    def percent(self) -> Decimal | None:
        return percent(self.goal, self.until) if self.target else None

    @property
    def last_year(self) -> Decimal | None:
        """Last year's result, in the goal's unit."""
        known = self.goal.last_end
        return self.goal.baseline if known is None else known

    @property
    def provisional(self) -> bool:
        return is_provisional(self.goal, self.until)

    @property
    def said(self) -> list[str]:
        """The outlook in sentences: where it will end, and what the open time must bring."""
        if self.outlook is None:
            return []
        found = (
            outlook_words.words(self.goal, self.outlook),
            outlook_words.required(self.goal, self.outlook),
        )
        return [text for text in found if text]

    def since(self, earlier: "Followed | None") -> Decimal | None:
        """By how much it has moved since it stood so; None where either is not known."""
        was, now = earlier.current if earlier else None, self.current
        return None if was is None or now is None else now - was


def load(indicators: Iterable[Indicator], plan: Plan, moment: Moment) -> list[Followed]:
    """As known at the end of the moment's day, in the order given; two queries for any number of them."""
    found = list(indicators)
    ties = _ties(found, plan)
    asked = {one.pk: ties[one.pk][0].target if ties[one.pk] else _nothing_asked(one, plan) for one in found}
    goals = goals_for(asked.values(), on=moment.on)
    return [_one(one, asked[one.pk], ties[one.pk], goals, plan, moment) for one in found]


def visible(person: Person) -> QuerySet[Indicator]:
    return readings.visible_indicators(person)


def _ties(indicators: list[Indicator], plan: Plan) -> Mapping[int, list[TaskTarget]]:
    """What the plan's tasks owe, by indicator; what is still pursued first."""
    rows = TaskTarget.objects.filter(target__indicator__in=indicators, target__year=plan.year)
    found = defaultdict(list)
    for tie in rows.select_related("target__indicator", "task__lead_unit").order_by("task__code", "ordinal"):
        found[tie.target.indicator_id or 0].append(tie)
    for some in found.values():
        some.sort(key=lambda tie: tie.task.state == State.CANCELLED)
    return found


def _nothing_asked(indicator: Indicator, plan: Plan) -> Target:
    """Stands in for a target, never saved, so that the arithmetic is the same; its key cannot be a real one's."""
    return Target(
        pk=-indicator.pk,
        code=indicator.code,
        indicator=indicator,
        name=indicator.name,
        year=plan.year,
        comparator=Comparator.AT_LEAST,
        unit=indicator.unit,
    )


def _one(
    indicator: Indicator,
    target: Target,
    ties: list[TaskTarget],
    goals: Mapping[int, Goal],
    plan: Plan,
    moment: Moment,
) -> Followed:
    goal = goals[target.pk]
    until = max(
        [moment.on, *(span(point.period)[1] for point in goal.points)]
    )  # a report runs ahead of its month's end
    pursued = any(tie.task.state != State.CANCELLED for tie in ties)
    return Followed(
        indicator=indicator,
        target=target if ties else None,
        tasks=tuple(tie.task for tie in ties),
        goal=goal,
        until=until,
        outlook=outlook(goal, plan.ends_on, until) if pursued else None,
    )
