"""The form of a progress report: how it shows, and how it is sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from indicators.attainment import Goal, current, share
from indicators.kinds import IndicatorKind
from tasks import figures, workflow
from tasks.forms.report_choices import ITEM_STAGE, items_to_strike
from tasks.forms.report_fields import AMOUNT, PROVISIONAL, ReportFields
from tasks.models import Person, TaskEvent, TaskItem
from tasks.workflow.items import ItemProgress
from tasks.workflow.reporting import Help, Quantity

MORE = ("problem", "next_step", "help_whom", "help_what")
"""The half of the form that is folded away until it is needed."""


@dataclass(frozen=True, slots=True)
class Total:
    """What stands for a goal, in words: `now` in the goal's unit, `percent` empty where it means nothing."""

    goal: Goal
    now: str
    percent: str


class ReportForm(ReportFields):
    """One report on one task. Files travel beside the form: uploaded first, named by their ids."""

    @property
    def is_filled(self) -> bool:
        """Whether the person has put anything in, beyond what the form began with."""
        return bool(set(self.changed_data) - {"period"})

    @property
    def figures(self) -> list[tuple[forms.BoundField, forms.BoundField, Total]]:
        """Each figure that is asked for, whether it is provisional, and where it stands now."""
        numbered = enumerate(self.goals, start=1)
        return [
            (self[f"{AMOUNT}{number}"], self[f"{PROVISIONAL}{number}"], _total(goal, current(goal)))
            for number, goal in numbered
            if f"{AMOUNT}{number}" in self.fields
        ]

    @property
    def pieces(self) -> list[tuple[Any, forms.BoundField]]:
        """The box that strikes a piece off, and the field of its stage."""
        if "items" not in self.fields:
            return []
        left = items_to_strike(self.subject)
        return [
            (box, self[f"{ITEM_STAGE}{item.ordinal}"]) for box, item in zip(self["items"], left, strict=True)
        ]

    @property
    def pieces_done(self) -> list[TaskItem]:
        return [item for item in self.subject.items if item.done_on]

    @property
    def other_progress(self) -> list[forms.BoundField]:
        """What the kind asks besides figures."""
        return [self[name] for name in ("stage", "expected_on") if name in self.fields]

    @property
    def asks_reason(self) -> bool:
        """The field shows once a figure went back, and stays while there is something in it."""
        return "reason" in self.errors or bool(self["reason"].value())

    @property
    def says_more(self) -> bool:
        """Whether the second half of the form has anything to show."""
        return any(self[name].value() or name in self.errors for name in MORE)

    def previews(self) -> list[Total]:
        """Where each figure will stand with what is typed: for sums, and amounts that are numbers."""
        self.is_valid()
        found = []
        for number, goal in enumerate(self.goals, start=1):
            amount = self.cleaned_data.get(f"{AMOUNT}{number}")
            period = self.cleaned_data.get("period")
            if amount is not None and period and goal.kind == IndicatorKind.CUMULATIVE:
                found.append(_total(goal, (current(goal) or Decimal(0)) + amount))
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if cleaned.get("help_whom") and not cleaned.get("help_what") and "help_what" not in self.errors:
            self.add_error("help_what", "请写明需要协调什么。")
        return cleaned

    def perform(
        self, *, by: Person, on: date, version: int, evidence: list[int], looked_at: Iterable[str] = ()
    ) -> TaskEvent:
        """Send it. Raises what `workflow.report` raises."""
        given = self.cleaned_data
        help_what = given["help_what"]
        chosen = given.get("on_behalf_of")
        return workflow.report(
            self.task,
            by=by,
            on=on,
            version=version,
            period=given["period"],
            note=given["note"],
            quantities=self._quantities(),
            stage=_whole(given.get("stage")),
            expected_on=given.get("expected_on"),
            actions=given.get("actions") or (),
            items=self._items(),
            headway=given["headway"],
            problem=given["problem"],
            next_step=given["next_step"],
            help=Help(given["help_whom"], help_what) if help_what else None,
            reason=given["reason"],
            evidence=evidence,
            on_behalf_of=next((unit for unit in self.subject.units if unit.code == chosen), None),
            looked_at=frozenset(looked_at),
        )

    def _quantities(self) -> list[Quantity]:
        found = []
        for number, goal in enumerate(self.goals, start=1):
            amount = self.cleaned_data.get(f"{AMOUNT}{number}")
            if amount is not None:
                provisional = self.cleaned_data[f"{PROVISIONAL}{number}"]
                found.append(Quantity(amount, goal.code, provisional=provisional))
        return found

    def _items(self) -> list[ItemProgress]:
        """Pieces that are struck off or whose stage is another one now."""
        done = set(self.cleaned_data.get("items") or ())
        left = [
            (item, self.cleaned_data.get(f"{ITEM_STAGE}{item.ordinal}", item.stage))
            for item in items_to_strike(self.subject)
        ]
        return [
            ItemProgress(item.ordinal, item.ordinal in done, stage if stage != item.stage else None)
            for item, stage in left
            if item.ordinal in done or stage != item.stage
        ]


def _whole(value: Any) -> int | None:
    return value if isinstance(value, int) else None


def _total(goal: Goal, now: Decimal | None) -> Total:
    part = share(goal, now) if now is not None else None
    return Total(
        goal=goal,
        now="—" if now is None else figures.total(now),
        percent="" if part is None else figures.percent(part),
    )
