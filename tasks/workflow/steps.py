"""Stages, expected dates and stage goals that a report moves."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from tasks.errors import Invalid
from tasks.models import Checkpoint
from tasks.plausibility import StageMove
from tasks.workflow.checkpoints import mark_met, mark_unmet
from tasks.workflow.engine import Work


def take_stage(work: Work, stage: int | None) -> StageMove | None:
    """Stages up to the one reached are met. Returns how far that moves, None where no stage is given."""
    if stage is None:
        return None
    rows = list(work.task.checkpoints.order_by("ordinal"))
    if not 0 <= stage <= len(rows):
        raise Invalid({"stage": f"阶段应在 0(未启动)与 {len(rows)} 之间。"})
    reached = max((row.ordinal for row in rows if row.met_on), default=0)
    met = {row.ordinal for row in rows if row.ordinal <= stage and not row.met_on}
    unmet = {row.ordinal: row.met_on for row in rows if row.ordinal > stage and row.met_on}
    mark_met(work.task, met, work.on)
    mark_unmet(work.task, set(unmet))
    work.entry.data["stage"] = stage
    work.note_data(met=sorted(met), unmet={str(n): day.isoformat() for n, day in unmet.items() if day})
    back = ""
    if stage < reached:
        now_at = rows[stage - 1].text if stage else "未启动"
        back = f"阶段由“{rows[reached - 1].text}”退回“{now_at}”"
    return StageMove(_percent(rows, reached), _percent(rows, stage), back)


def _percent(rows: Sequence[Checkpoint], stage: int) -> Decimal | None:
    """The percent of a stage; 0 before the first."""
    return rows[stage - 1].percent if stage else Decimal(0)


def take_expected(work: Work, expected_on: date | None) -> list[str]:
    """Returns a sentence if the expected date is later than the one given before, or than the due date."""
    if expected_on is None:
        return []
    if expected_on.year > work.task.plan.year + 20 or expected_on < work.task.plan.starts_on:
        raise Invalid({"expected_on": "预计日期不合理,请核对年份。"})
    before = work.task.expected_on or work.task.due_on
    work.task.expected_on = expected_on
    work.note_data(expected_on=expected_on.isoformat())
    return [f"预计日期由 {before} 推后到 {expected_on}"] if expected_on > before else []


def take_actions(work: Work, actions: Sequence[int]) -> None:
    if not actions:
        return
    known = dict(work.task.checkpoints.values_list("ordinal", "met_on"))
    if unknown := set(actions) - known.keys():
        raise Invalid({"actions": f"没有第 {'、'.join(map(str, sorted(unknown)))} 项阶段目标。"})
    mark_met(work.task, set(actions), work.on)
    work.note_data(actions=sorted(set(actions)), met=sorted(n for n in set(actions) if not known[n]))
