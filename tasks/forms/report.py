"""The form of a progress report: what it asks depends on the task's kind; it never asks for a percentage."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from indicators.attainment import Goal, current, share
from indicators.kinds import IndicatorKind
from tasks import figures, workflow
from tasks.forms.base import VerbForm
from tasks.forms.fields import Day, DecimalField, ShortText, Text
from tasks.forms.report_choices import (
    ITEM_STAGE,
    items_to_strike,
    stages,
    starting,
    step_words,
    steps_to_tick,
)
from tasks.models import Person, TaskEvent, TaskItem
from tasks.report_subjects import Subject
from tasks.states import REPORT_TAKES, Headway, Kind
from tasks.workflow.headway import is_calm
from tasks.workflow.items import ItemProgress
from tasks.workflow.reporting import Help, Quantity

AMOUNT = "amount-"
WORDS: dict[str, str] = {
    IndicatorKind.CUMULATIVE: "本期新增",
    IndicatorKind.LEVEL: "现为",
    IndicatorKind.MEAN: "本期读数",
    IndicatorKind.RATE: "本期读数",
}
MORE = ("problem", "next_step", "help_whom", "help_what")
"""The half of the form that is folded away until it is needed."""


@dataclass(frozen=True, slots=True)
class Total:
    """What stands for a goal, in words: `now` in the goal's unit, `percent` empty where it means nothing."""

    goal: Goal
    now: str
    percent: str


class ReportForm(VerbForm):
    """One report on one task. Files travel beside the form: uploaded first, named by their ids.

    On a page of many, `prefix` is the task's code, and nobody is taken to go on as planned without having said so.
    """

    use_required_attribute = False  # what is needed depends on 本期情况, which the browser does not know
    aliases: ClassVar[Mapping[str, str]] = {"quantities": f"{AMOUNT}1", "help": "help_what"}

    period = forms.ChoiceField(label="期次")
    headway = forms.TypedChoiceField(
        label="本期情况",
        choices=Headway.choices,
        coerce=Headway,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    note = Text(label="进展", rows=2, required=False)
    problem = Text(label="存在问题", rows=2, required=False)
    next_step = Text(label="下一步", rows=2, required=False)
    help_whom = ShortText(label="请谁协调", required=False, max_length=60)
    help_what = Text(label="需领导协调的事项", rows=2, required=False)
    reason = Text(label="数值、阶段或日期后退的原因", rows=2, required=False)

    def __init__(self, subject: Subject, *args: Any, prefix: str = "", **options: Any) -> None:
        self.subject, self.task = subject, subject.task
        options.setdefault("auto_id", "r-%s" if prefix else f"r-{subject.task.code}-%s")
        options["initial"] = starting(subject, among_many=bool(prefix)) | (options.get("initial") or {})
        super().__init__(*args, prefix=prefix or None, **options)
        self.calm = self.is_bound and is_calm(self.data.get(self.add_prefix("headway")))
        self.goals = [goal for goal in subject.facts.goals if goal.value is not None]
        self._ask()
        self.fields["note"].widget.attrs["placeholder"] = "按计划推进、无新进展的可以不填"
        choices = [(choice.period, choice.label) for choice in subject.choices]
        self.fields["period"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    def _ask(self) -> None:
        """Add what this task's kind is reported by."""
        takes = REPORT_TAKES[Kind(self.task.kind)]
        if "quantities" in takes:
            self._ask_amounts()
        if "stage" in takes and self.subject.facts.steps:
            self.fields["stage"] = forms.TypedChoiceField(
                label="已达到的阶段",
                choices=stages(self.subject.facts.steps),
                coerce=int,
                required=self._needed,
            )
        if "expected_on" in takes:
            self.fields["expected_on"] = Day(label="预计完成日期", required=self._needed)
        if "actions" in takes and (open_steps := steps_to_tick(self.subject)):
            self.fields["actions"] = forms.TypedMultipleChoiceField(
                label="本期完成的阶段目标" if self.task.kind != Kind.CONTINUING else "本期完成的年度事项",
                choices=[(step.ordinal, step_words(step)) for step in open_steps],
                coerce=int,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        self._ask_items()
        if not self.subject.part and self.subject.units:
            units = [(unit.code, unit.name) for unit in self.subject.units]
            self.fields["on_behalf_of"] = forms.ChoiceField(label="代哪个单位填报", choices=units)

    def _ask_amounts(self) -> None:
        must = self._needed and len(self.goals) == 1 and self.task.kind in (Kind.QUANTITY, Kind.CONTROL)
        for number, goal in enumerate(self.goals, start=1):
            if number == 1 and self.is_counted:
                continue
            label = f"{WORDS.get(goal.kind, '本期数')}:{goal.name}({goal.unit})"
            self.fields[f"{AMOUNT}{number}"] = DecimalField(label=label, required=must, min_value=Decimal(0))

    def _ask_items(self) -> None:
        """The pieces not struck off yet, each with the stage it has reached."""
        left = items_to_strike(self.subject)
        if not left:
            return
        self.fields["items"] = forms.TypedMultipleChoiceField(
            label="本期销号",
            choices=[(item.ordinal, item.name) for item in left],
            coerce=int,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        for item in left:
            self.fields[f"{ITEM_STAGE}{item.ordinal}"] = ShortText(
                label=f"“{item.name}”进展阶段", max_length=80, required=False
            )
            self.fields[f"{ITEM_STAGE}{item.ordinal}"].widget.attrs["placeholder"] = "进展阶段"

    @property
    def is_counted(self) -> bool:
        """Whether the pieces struck off are the first target's amount, so that none is typed."""
        return bool(self.subject.items and self.goals and self.goals[0].kind == IndicatorKind.CUMULATIVE)

    @property
    def _needed(self) -> bool:
        """A supporting unit adds what it has; the lead unit gives what the kind needs, unless nothing is new."""
        return not self.subject.supporting and not self.calm

    @property
    def is_filled(self) -> bool:
        """Whether the person has put anything in, beyond what the form began with."""
        return bool(set(self.changed_data) - {"period"})

    @property
    def figures(self) -> list[tuple[forms.BoundField, Total]]:
        """Each figure that is asked for, with where it stands now."""
        numbered = enumerate(self.goals, start=1)
        return [
            (self[f"{AMOUNT}{number}"], _total(goal, current(goal)))
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
        amounts = [
            (self.cleaned_data.get(f"{AMOUNT}{number}"), goal)
            for number, goal in enumerate(self.goals, start=1)
        ]
        return [Quantity(amount, goal.code) for amount, goal in amounts if amount is not None]

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
