"""The fields of a progress report: what is asked depends on the task's kind; never a percentage."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from indicators.kinds import IndicatorKind
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
from tasks.report_subjects import Subject
from tasks.states import REPORT_TAKES, Headway, Kind
from tasks.workflow.headway import is_calm

AMOUNT = "amount-"
PROVISIONAL = "provisional-"
"""Fields for each figure, by the number of its target."""
WORDS: dict[str, str] = {
    IndicatorKind.CUMULATIVE: "本期新增",
    IndicatorKind.LEVEL: "现为",
    IndicatorKind.MEAN: "本期读数",
    IndicatorKind.RATE: "本期读数",
}


class ReportFields(VerbForm):
    """What a report on one task asks for.

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
            self.fields[f"{PROVISIONAL}{number}"] = forms.BooleanField(
                label="暂定数,以统计公布为准", required=False
            )

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
