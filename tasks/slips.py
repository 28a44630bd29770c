"""Slips as they are printed: each with what the paper says, from the log as it was on the day of issue."""

from collections.abc import Sequence
from dataclasses import dataclass

from tasks import access
from tasks.correspondence import Letter, issuing_units, letters
from tasks.models import Person, TaskEvent
from tasks.states import Action, Level

MOST = 500
"""Slips of one page."""


@dataclass(frozen=True, slots=True)
class Slip:
    """`office` is the supervising unit that issued it. The face of `letter.event` is the task as it stood then."""

    letter: Letter
    office: str

    @property
    def heading(self) -> str:
        return str(Level(self.letter.level).label)

    @property
    def copies_leader(self) -> bool:
        """督办单: 抄送 the leader in charge."""
        return self.letter.level == Level.RED and self.letter.event.leader is not None


def slips(person: Person, ids: Sequence[int]) -> list[Slip]:
    """Of these events, those that are slips on tasks that the person may see, in the order asked for; the same few
    queries for one and for two hundred."""
    visible = access.visible_tasks(person).values("pk")
    rows = TaskEvent.objects.filter(pk__in=ids, action=Action.URGE, task__in=visible)
    events = list(rows.select_related("task__plan", "lead_unit", "leader", "actor"))
    answers = TaskEvent.objects.filter(action=Action.ANSWER, task__in={event.task_id for event in events})
    sent = letters(
        events, {event.task_id: event.task.plan for event in events}, answers.select_related("actor")
    )
    offices = issuing_units(sent)
    made = {
        letter.event.pk: Slip(letter, offices.get(letter.event.actor_id or 0, "督查室")) for letter in sent
    }
    return [made[pk] for pk in dict.fromkeys(ids) if pk in made]
