"""Short ways to write letters and to ask for time, for tests that are about something else."""

from datetime import date

from tasks import workflow
from tasks.models import Task, TaskEvent
from tasks.states import Instruction, Level
from tests.cast import Cast

ON = date(2020, 4, 15)
ANSWER_BY = date(2020, 4, 22)


def urge(
    task: Task,
    cast: Cast,
    *,
    level: Level = Level.BLUE,
    text: str = "请抓紧推进",
    on: date = ON,
    answer_by: date = ANSWER_BY,
) -> TaskEvent:
    return workflow.urge(
        task, by=cast.supervisor, on=on, version=None, level=level, text=text, answer_by=answer_by
    )


def instruct(
    task: Task,
    cast: Cast,
    *,
    level: Instruction = Instruction.URGENT,
    text: str = "请说明进展",
    on: date = ON,
) -> TaskEvent:
    return workflow.instruct(
        task, by=cast.leader, on=on, version=None, level=level, text=text, answer_by=ANSWER_BY
    )


def answer(
    task: Task, cast: Cast, letter: TaskEvent, *, text: str = "已增派人员", on: date = ON
) -> TaskEvent:
    return workflow.answer(task, by=cast.head, on=on, version=None, text=text, in_reply_to=letter.pk)


def request_more_time(
    task: Task, cast: Cast, *, until: date = date(2021, 1, 31), reason: str = "征地未完成", on: date = ON
) -> TaskEvent:
    return workflow.request_extension(
        task, by=cast.reporter, on=on, version=None, reason=reason, due_on=until
    )
