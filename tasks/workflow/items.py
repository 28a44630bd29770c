"""子项: the named pieces behind a number, listed by the supervisors, struck off (销号) by reports."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tasks.errors import Invalid
from tasks.models import Task, TaskItem
from tasks.workflow.replay import Story

MOST = 500
"""Pieces of one task."""


@dataclass(frozen=True, slots=True)
class ItemSpec:
    """One line of the list."""

    name: str
    stage: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class ItemProgress:
    """What a report says of one piece, by its place in the list. `stage` None leaves it as it is."""

    ordinal: int
    done: bool = False
    stage: str | None = None


def current_items(task: Task) -> list[ItemSpec]:
    """The list as it stands."""
    return [ItemSpec(row.name, row.stage, row.owner) for row in task.items.order_by("ordinal")]


def described(items: Sequence[ItemSpec]) -> list[dict[str, str]]:
    """The list as the log keeps it."""
    return [{"name": item.name.strip(), "stage": item.stage, "owner": item.owner} for item in items]


def replace(task: Task, items: Sequence[ItemSpec]) -> None:
    """Write the list; a piece that keeps its name keeps the day on which it was struck off. Raises Invalid."""
    names = [item.name.strip() for item in items]
    if not all(names):
        raise Invalid({"items": "子项须有名称。"})
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise Invalid({"items": f"子项重复:{'、'.join(twice[:5])}。"})
    if len(items) > MOST:
        raise Invalid({"items": f"子项至多 {MOST} 个。"})
    done = dict(task.items.values_list("name", "done_on"))
    if gone := sorted(name for name, on in done.items() if on and name not in names):
        raise Invalid({"items": f"已销号的子项不能删除:{'、'.join(gone[:5])}。"})
    task.items.all().delete()
    TaskItem.objects.bulk_create(
        TaskItem(task=task, ordinal=n, name=name, stage=item.stage, owner=item.owner, done_on=done.get(name))
        for n, (name, item) in enumerate(zip(names, items, strict=True), start=1)
    )


def strike(task: Task, progress: Sequence[ItemProgress], on: date) -> list[dict[str, Any]]:
    """Move pieces on and strike off those that are done. Returns, for the log, what each was before.

    Raises Invalid for a piece that is not there, that is named twice, or that was struck off before.
    """
    rows = {row.ordinal: row for row in task.items.all()}
    chosen = [item.ordinal for item in progress]
    if unknown := sorted(set(chosen) - rows.keys()):
        raise Invalid({"items": f"没有第 {'、'.join(map(str, unknown))} 个子项。"})
    if len(set(chosen)) < len(chosen):
        raise Invalid({"items": "同一子项填了两次。"})
    moved: list[dict[str, Any]] = []
    for item in progress:
        row = rows[item.ordinal]
        if item.done and row.done_on:
            raise Invalid({"items": f"“{row.name}”已于 {row.done_on} 销号。"})
        before = {"ordinal": row.ordinal, "name": row.name, "stage": row.stage}
        row.stage = row.stage if item.stage is None else item.stage
        row.done_on = on if item.done else row.done_on
        if item.done or row.stage != before["stage"]:
            moved.append({**before, "now": row.stage, "done": item.done})
    TaskItem.objects.bulk_update([rows[move["ordinal"]] for move in moved], ["stage", "done_on"])
    return moved


def put_back(task: Task, story: Story) -> None:
    """Pieces as the reports that stand have left them."""
    rows = [row for row in task.items.all() if row.name in story.pieces]
    for row in rows:
        row.stage, row.done_on = story.pieces[row.name].stage, story.pieces[row.name].done_on
    TaskItem.objects.bulk_update(rows, ["stage", "done_on"])
