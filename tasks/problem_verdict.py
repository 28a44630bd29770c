"""How it goes with a problem, from the lights of the tasks that answer it. Pure: it takes numbers and gives words."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import TextChoices

from tasks.states import Colour, State


class Standing(TextChoices):
    """The worst comes first."""

    UNANSWERED = "unanswered", "没有任务回应"
    HELD_UP = "held_up", "推进受阻"
    WATCH = "watch", "需要关注"
    UNCLEAR = "unclear", "尚难判断"
    ON_PLAN = "on_plan", "按计划推进"
    CLOSED = "closed", "任务已全部办结"

    @property
    def tone(self) -> str:
        """The colour that stands beside the word."""
        return _TONES.get(self, "red")


_TONES = {
    Standing.WATCH: "yellow",
    Standing.UNCLEAR: "grey",
    Standing.ON_PLAN: "green",
    Standing.CLOSED: "green",
}


@dataclass(frozen=True, slots=True)
class Answering:
    """Numbers of tasks: by light of the open ones, by state of the others; `dropped` are not carried out any more."""

    lights: Mapping[str, int]
    others: Mapping[str, int]
    dropped: int = 0

    @property
    def tasks(self) -> int:
        return sum(self.lights.values()) + sum(self.others.values())


_OTHERS = (State.DONE, State.SUSPENDED, State.PROPOSED)
_LIGHTS = (Colour.RED, Colour.YELLOW, Colour.GREEN, Colour.GREY, Colour.NONE)


def standing(found: Answering) -> Standing:
    """By the worst light. Tasks that are closed or green are on plan only where no other task is open to doubt."""
    well = found.others.get(State.DONE, 0) + found.lights.get(Colour.GREEN, 0)
    if not found.tasks:
        return Standing.UNANSWERED
    if found.lights.get(Colour.RED):
        return Standing.HELD_UP
    if found.lights.get(Colour.YELLOW):
        return Standing.WATCH
    if well < found.tasks:
        return Standing.UNCLEAR
    return Standing.ON_PLAN if found.lights.get(Colour.GREEN) else Standing.CLOSED


def verdict(found: Answering) -> str:
    """12 项任务在回应:红灯 2、黄灯 3、绿灯 5、已办结 2"""
    if not found.tasks:
        dropped = f",原有 {found.dropped} 项已不再实施" if found.dropped else ""
        return f"{Standing.UNANSWERED.label}{dropped}"
    parts = [(colour.label, found.lights.get(colour, 0)) for colour in _LIGHTS]
    parts += [(state.label, found.others.get(state, 0)) for state in _OTHERS]
    words = "、".join(f"{word} {number}" for word, number in parts if number)
    return f"{found.tasks} 项任务在回应:{words}"
