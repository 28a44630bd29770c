"""Rows of stage goals: by when, what, and how far."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from indicators.quantities import plain
from tasks.forms.fields import Day, DecimalField, ShortText
from tasks.forms.rows import Row, Rows
from tasks.states import Kind
from tasks.workflow.checkpoints import StageGoal

PREFIX = "goals"


class GoalRow(Row):
    """`amount` is a value in the target's unit, or the percentage of a project; other kinds have none."""

    due_on = Day(label="时间", required=False)
    text = ShortText(label="阶段目标", required=False)
    amount = DecimalField(label="数值", required=False, min_value=Decimal(0))

    def __init__(self, *args: Any, kind: str, unit: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.kind = kind
        if kind == Kind.QUANTITY:
            self.fields["amount"].label = f"累计({unit})" if unit else "累计"
            self.fields["text"].widget.attrs["placeholder"] = "有数值时可不填"
        elif kind == Kind.PROJECT:
            self.fields["amount"] = DecimalField(
                label="完成比例(%)", required=False, min_value=Decimal(0), max_value=Decimal(100)
            )
        else:
            del self.fields["amount"]

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if "due_on" not in self.errors and not cleaned.get("due_on"):
            self.add_error("due_on", "请填写时间。")
        if not cleaned.get("text") and cleaned.get("amount") is None and not self.errors:
            self.add_error("text", "请写明阶段目标。")
        return cleaned

    def goal(self) -> StageGoal:
        """The line, once it is valid."""
        amount = self.cleaned_data.get("amount")
        return StageGoal(
            due_on=self.cleaned_data["due_on"],
            text=self.cleaned_data["text"],
            value=amount if self.kind == Kind.QUANTITY else None,
            percent=amount if self.kind == Kind.PROJECT else None,
        )


def goal_rows(kind: str, unit: str, current: Sequence[StageGoal], data: Any = None) -> Rows:
    """The list as it stands, with blank rows; or what was posted."""
    initial = [_shown(goal, kind, unit) for goal in current]
    return Rows(PREFIX, GoalRow, initial, data, {"kind": kind, "unit": unit})


def _shown(goal: StageGoal, kind: str, unit: str) -> dict[str, Any]:
    row: dict[str, Any] = {"due_on": goal.due_on, "text": without_echo(goal, unit).text}
    if kind in (Kind.QUANTITY, Kind.PROJECT):
        row["amount"] = goal.value if kind == Kind.QUANTITY else goal.percent
    return row


def without_echo(goal: StageGoal, unit: str) -> StageGoal:
    """Without a text that only repeats the value: it would not follow when the value is changed."""
    if goal.value is not None and goal.text == f"累计 {plain(goal.value)} {unit}".strip():
        return StageGoal(goal.due_on, "", goal.value, goal.percent)
    return goal


def changed_goals(rows: Rows, current: Sequence[StageGoal], unit: str) -> list[StageGoal] | None:
    """The list as posted; None where it says what stood there before."""
    goals = [row.goal() for row in rows.filled if isinstance(row, GoalRow)]
    before = [without_echo(goal, unit) for goal in current]
    return None if sorted(goals, key=lambda goal: goal.due_on) == before else goals
