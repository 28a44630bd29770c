"""Slips (提醒单, 催办单, 督办单) and instructions (批示) as people read them: whose, by when, what was answered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tasks.models import Membership, Person, Plan, Task, TaskEvent
from tasks.states import Action, Colour, Instruction, Level, MemberRole, State
from tasks.timeline_words import colour
from tasks.workflow.letters import slip_number

LETTERS = (Action.URGE, Action.INSTRUCT)


@dataclass(frozen=True, slots=True)
class Letter:
    """One slip or instruction. `title` is its number or sort, `sender` a person, `answer` None while there is none."""

    event: TaskEvent
    title: str
    sender: str
    answer: TaskEvent | None = None

    @property
    def is_slip(self) -> bool:
        return self.event.action == Action.URGE

    @property
    def level(self) -> str:
        """A value of Level or of Instruction."""
        return str(self.event.data.get("level", ""))

    @property
    def text(self) -> str:
        return str(self.event.texts.get("text", ""))

    @property
    def answer_by(self) -> date | None:
        """None for praise, which asks for no answer."""
        given = self.event.data.get("answer_by")
        return date.fromisoformat(given) if given else None


def letters(
    events: Iterable[TaskEvent], plans: Mapping[int, Plan], answers: Iterable[TaskEvent] = ()
) -> list[Letter]:
    """The letters among the events, each with its answer, in the order given; `plans` by the task's primary key. At
    most one query, for leaders' names."""
    sent = [event for event in events if event.action in LETTERS]
    given = {(event.task_id, event.data.get("answered")): event for event in answers}
    leaders = _leaders(sent)
    return [
        Letter(
            event,
            _title(event, plans[event.task_id]),
            _sender(event, leaders),
            given.get((event.task_id, event.version)),
        )
        for event in sent
    ]


def waiting(task: Task, events: Sequence[TaskEvent]) -> list[Letter]:
    """The letters of a task that nobody has answered, the earliest to be answered first."""
    versions = {row["version"] for row in task.awaiting}
    found = letters((event for event in events if event.version in versions), {task.pk: task.plan})
    return sorted(found, key=lambda letter: (letter.answer_by or date.max, letter.event.version))


def _title(event: TaskEvent, plan: Plan) -> str:
    level = event.data.get("level", "")
    if event.action == Action.URGE and level in Level.values:
        return slip_number(plan, Level(level), event.data["number"])
    return str(Instruction(level).label) if level in Instruction.values else str(Action.INSTRUCT.label)


def _leaders(sent: Sequence[TaskEvent]) -> dict[int, Person]:
    """People in whose name somebody else recorded an instruction."""
    others = {event.data["leader"] for event in sent if event.data.get("recorded")}
    return Person.objects.in_bulk(others) if others else {}


def _sender(event: TaskEvent, leaders: dict[int, Person]) -> str:
    if event.data.get("recorded"):
        return f"{leaders.get(event.data['leader'], '')}({event.actor or '系统'} 代录)"
    return str(event.actor or "系统")


def issuing_units(sent: Iterable[Letter]) -> dict[int, str]:
    """The supervising unit of each slip's writer, by the person's primary key; one query."""
    writers = {letter.event.actor_id for letter in sent}
    rows = Membership.objects.filter(person__in=writers, role=MemberRole.SUPERVISOR)
    return dict(rows.order_by("-pk").values_list("person_id", "unit__name"))


def next_level(task: Task) -> Level:
    """One step above the last slip of the task; the mildest for the first."""
    last = (
        TaskEvent.objects.filter(task=task, action=Action.URGE)
        .order_by("-version")
        .values_list("data__level", flat=True)
        .first()
    )
    levels = list(Level)
    return levels[min(levels.index(Level(last)) + 1, len(levels) - 1)] if last else levels[0]


def proposed_text(task: Task) -> str:
    """What a slip may say of the task as it stands: why it is lit, and what is asked."""
    about = f"“{task.title}”(时限 {task.due_on.month} 月 {task.due_on.day} 日)"
    wish = "请抓紧推进,并在回复期限前书面回复原因、措施和完成时间。"
    if task.state == State.ASSIGNED:
        return f"{about}交办后尚未签收。请尽快核对签收,不属于本单位的请说明理由申请改派。"
    if task.light_reason and task.light not in ("", Colour.NONE, Colour.GREEN):
        return f"{about}现亮{colour(task.light)}灯:{task.light_reason.rstrip('。')}。{wish}"
    return f"{about}{wish}"
