"""督促, 批示, 回复."""

from datetime import date
from typing import Any

from django import forms

from tasks import access, workflow
from tasks.correspondence import LETTERS, Letter, next_level, proposed_text, waiting
from tasks.forms.base import TaskForm
from tasks.forms.fields import Day, Text
from tasks.forms.reply_to import chosen, reply_to
from tasks.models import Person, Task, TaskEvent
from tasks.rulebook import calendar
from tasks.states import Instruction, Level


class _LetterForm(TaskForm):
    """A letter that asks for an answer within the plan's working days."""

    def __init__(self, task: Task, *args: Any, **options: Any) -> None:
        super().__init__(task, *args, **options)
        days = self.rules.answer_workdays
        self.initial.setdefault("answer_by", calendar(self.on).add_workdays(self.on, days))
        self.fields["answer_by"].help_text = f"按规则 {days} 个工作日。"


class UrgeForm(_LetterForm):
    level = forms.ChoiceField(
        label="等级",
        choices=[
            (Level.BLUE, "提醒单(蓝)"),
            (Level.ORANGE, "催办单(橙)"),
            (Level.RED, "督办单(红,抄送分管领导)"),
        ],
        widget=forms.RadioSelect,
        help_text="一般逐级升级;紧急的可直接发上一级。",
    )
    text = Text(label="内容", rows=5)
    answer_by = Day(label="回复期限")

    def __init__(self, task: Task, *args: Any, **options: Any) -> None:
        options["initial"] = {"level": next_level(task), "text": proposed_text(task)} | (
            options.get("initial") or {}
        )
        super().__init__(task, *args, **options)

    def perform(self, *, by: Person, on: date, version: int, evidence: list[int]) -> TaskEvent:
        given = self.cleaned_data
        return workflow.urge(
            self.task,
            by=by,
            on=on,
            version=version,
            level=Level(given["level"]),
            text=given["text"],
            answer_by=given["answer_by"],
        )


class InstructForm(_LetterForm):
    """A leader's own; for a supervisor, 代录 of one on paper, which is attached."""

    level = forms.ChoiceField(
        label="类别", choices=Instruction.choices, widget=forms.RadioSelect, initial=Instruction.ORDINARY
    )
    text = Text(label="批示内容", rows=5)
    answer_by = Day(label="回复期限", required=False)

    def __init__(self, task: Task, *args: Any, **options: Any) -> None:
        super().__init__(task, *args, **options)
        self.fields["answer_by"].help_text += "表扬不必回复。"
        if not access.rights(self.by).leader:
            self._on_paper()

    def _on_paper(self) -> None:
        self.called, self.paper = "代录批示", "代录批示须附批示原件(扫描件或照片)。"
        self.fields["leader"] = forms.ModelChoiceField(
            label="哪位领导的批示",
            queryset=access.leaders(),
            to_field_name="username",
            empty_label="请选择",
        )
        self.initial.setdefault("leader", self.task.leader.username if self.task.leader else None)
        self.order_fields(["leader"])

    def perform(self, *, by: Person, on: date, version: int, evidence: list[int]) -> TaskEvent:
        given = self.cleaned_data
        return workflow.instruct(
            self.task,
            by=by,
            on=on,
            version=version,
            text=given["text"],
            answer_by=given["answer_by"],
            level=Instruction(given["level"]),
            leader=given.get("leader"),
            evidence=evidence,
        )


class AnswerForm(TaskForm):
    """`letters` are those that wait, in full."""

    text = Text(label="回复", rows=6, help_text="写明原因、已采取的措施、完成时间。")

    def __init__(self, task: Task, *args: Any, **options: Any) -> None:
        super().__init__(task, *args, **options)
        self.letters = _waiting(task)
        field = reply_to(
            [(letter.event.pk, _label(letter)) for letter in self.letters],
            self.data.get("in_reply_to"),
            label="回复哪一件",
            gone="这件已经回复,请核对。",
        )
        if field:
            self.fields["in_reply_to"] = field
            self.order_fields(["in_reply_to"])

    def perform(self, *, by: Person, on: date, version: int, evidence: list[int]) -> TaskEvent:
        given = self.cleaned_data
        return workflow.answer(
            self.task,
            by=by,
            on=on,
            version=version,
            text=given["text"],
            in_reply_to=chosen(given.get("in_reply_to")),
            evidence=evidence,
        )


def _waiting(task: Task) -> list[Letter]:
    rows = TaskEvent.objects.filter(task=task, action__in=LETTERS).select_related("actor")
    return waiting(task, list(rows.order_by("version")))


def _label(letter: Letter) -> str:
    day = letter.answer_by
    return f"{letter.title}({day.month} 月 {day.day} 日前回复)" if day else letter.title
