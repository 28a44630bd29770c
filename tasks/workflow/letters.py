"""提醒单, 催办单, 督办单 and 批示: letters to the lead unit, each answered or still waited for."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import F

from tasks import access
from tasks.errors import Invalid
from tasks.models import Person, Plan, SlipSeries, Task, TaskEvent
from tasks.states import Action, Instruction, Level
from tasks.workflow.engine import Work, attach_evidence, bind_evidence, performing


def urge(
    task: Task,
    *,
    by: Person | None,
    on: date,
    version: int | None,
    level: Level,
    text: str,
    answer_by: date,
) -> TaskEvent:
    """Issue a numbered slip. The red one (督办单) copies the leader in charge."""
    with performing(Action.URGE, task, by=by, on=on, version=version) as work:
        urging(work, level=level, text=text, answer_by=answer_by)
        number_slips([work])
    return work.event


def urging(work: Work, *, level: Level, text: str, answer_by: date) -> None:
    """The change that `urge` makes; for one task or in a batch. The number comes from `number_slips`."""
    if level not in Level.values:
        raise Invalid({"level": "请选择提醒单、催办单或督办单。"})
    work.note_data(level=str(level))
    _send(work, text, answer_by)


def number_slips(works: Sequence[Work]) -> None:
    """Give each slip the next number of its plan and level; numbers have no gaps, for refused ones take none."""
    wanted: dict[tuple[int, str], list[Work]] = defaultdict(list)
    for work in works:
        wanted[work.task.plan_id, work.entry.data["level"]].append(work)
    for (plan_id, level), group in sorted(wanted.items()):
        last = _take_numbers(plan_id, level, len(group))
        for number, work in enumerate(group, start=last - len(group) + 1):
            work.note_data(number=number)


def _take_numbers(plan_id: int, level: str, count: int) -> int:
    mine = SlipSeries.objects.filter(plan=plan_id, level=level)
    if not mine.update(last=F("last") + count):
        SlipSeries.objects.bulk_create([SlipSeries(plan_id=plan_id, level=level)], ignore_conflicts=True)
        mine.update(last=F("last") + count)
    return mine.values_list("last", flat=True).get()


def slip_number(plan: Plan, level: Level, number: int) -> str:
    """观湖督〔2020〕催办单第 12 号"""
    return f"观湖督〔{plan.year}〕{level.label}第 {number} 号"


def instruct(
    task: Task,
    *,
    by: Person | None,
    on: date,
    version: int | None,
    text: str,
    answer_by: date | None = None,
    level: Instruction = Instruction.ORDINARY,
    leader: Person | None = None,
    evidence: Sequence[int] = (),
) -> TaskEvent:
    """A leader's written instruction. A supervisor records one on paper for a leader (代录), with the paper attached.
    Praise asks for no answer."""
    with performing(Action.INSTRUCT, task, by=by, on=on, version=version) as work:
        if level not in Instruction.values:
            raise Invalid({"level": "请选择批示的类别。"})
        _whose(work, leader, evidence)
        work.note_data(level=str(level))
        if level == Instruction.PRAISE:
            work.note_texts(text=_said(text))
        elif answer_by is None:
            raise Invalid({"answer_by": "请写明回复期限。"})
        else:
            _send(work, text, answer_by)
        attach_evidence(work, evidence)
    bind_evidence(work.event)
    return work.event


def _whose(work: Work, leader: Person | None, evidence: Sequence[int]) -> None:
    who = access.rights(work.by) if work.by is not None else None
    if who and work.by and who.leader and leader in (None, work.by):
        work.note_data(leader=work.by.pk)
        return
    if who and not who.supervisor:
        raise Invalid({"leader": "领导本人批示不必代录。"})
    if leader is None or not access.is_leader(leader):
        raise Invalid({"leader": "代录批示请选择是哪位领导的批示。"})
    if work.by is not None and not evidence:
        raise Invalid({"evidence": "代录批示须附批示原件。"})
    work.note_data(leader=leader.pk, recorded=True)


def _said(text: str) -> str:
    if not text:
        raise Invalid({"text": "请填写内容。"})
    return text


def _send(work: Work, text: str, answer_by: date) -> None:
    """Its level is in the event already."""
    if answer_by < work.on:
        raise Invalid({"answer_by": "回复期限不能早于今天。"})
    work.note_texts(text=_said(text))
    work.note_data(answer_by=answer_by.isoformat())
    letter = {
        "version": work.task.version,
        "action": str(work.entry.action),
        "level": work.entry.data["level"],
        "answer_by": answer_by.isoformat(),
    }
    _wait_for(work.task, [*work.task.awaiting, letter])


def _wait_for(task: Task, letters: list[dict[str, Any]]) -> None:
    task.awaiting = letters
    task.answer_by = min((date.fromisoformat(row["answer_by"]) for row in letters), default=None)


def answer(
    task: Task,
    *,
    by: Person | None,
    on: date,
    version: int | None,
    text: str,
    in_reply_to: int | None = None,
    evidence: Sequence[int] = (),
) -> TaskEvent:
    """Answer a letter: the event `in_reply_to` (its id), or the only one that waits."""
    with performing(Action.ANSWER, task, by=by, on=on, version=version) as work:
        letter = _letter(work.task, in_reply_to)
        work.note_texts(text=_said(text))
        due = date.fromisoformat(letter["answer_by"])
        work.note_data(answered=letter["version"], late=work.on > due)
        attach_evidence(work, evidence)
        _wait_for(work.task, [row for row in work.task.awaiting if row != letter])
    bind_evidence(work.event)
    return work.event


def _letter(task: Task, event_id: int | None) -> dict[str, Any]:
    if event_id is None:
        if len(task.awaiting) > 1:
            raise Invalid({"in_reply_to": "有多件待回复,请写明回复哪一件。"})
        return task.awaiting[0]
    version = TaskEvent.objects.filter(pk=event_id, task=task).values_list("version", flat=True).first()
    found = next((row for row in task.awaiting if row["version"] == version), None)
    if found is None:
        raise Invalid({"in_reply_to": "没有这件待回复的督查单或批示。"})
    return found
