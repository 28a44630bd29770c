"""What can be done with a task, as buttons: the one main action, then frequent ones, the rest in a menu."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from tasks import access
from tasks.access import Rights
from tasks.forms.assign import AGAIN
from tasks.models import Task
from tasks.states import Action, State

IN_CARDS = (Action.ANSWER, Action.VERIFY, Action.REJECT, Action.WITHDRAW, Action.GRANT, Action.REFUSE)
"""These have their button beside what they are about, further down the page."""
_MAIN = (Action.AGREE, Action.ASSIGN, Action.ACCEPT, Action.REPORT, Action.APPROVE, Action.URGE, Action.INSTRUCT,
         Action.RESUME)  # fmt: skip
"""The first of them that can be done is what a person comes for."""
_FREQUENT = (Action.OBJECT, Action.DECLINE, Action.SUBMIT, Action.REQUEST_EXTENSION, Action.TAKE_BACK, Action.RETURN,
             Action.URGE, Action.INSTRUCT, Action.REVISE)  # fmt: skip
_ON_BEHALF = {Action.ACCEPT: "代签收", Action.REPORT: "代填进展", Action.INSTRUCT: "代录批示"}
_DANGER = (Action.CANCEL,)


@dataclass(frozen=True, slots=True)
class Button:
    label: str
    url: str
    main: bool = False
    danger: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """`more` is the menu."""

    main: Button | None
    frequent: tuple[Button, ...]
    more: tuple[Button, ...]

    @property
    def labels(self) -> list[str]:
        """Every action that is offered, in the order of the page."""
        shown = (self.main, *self.frequent, *self.more)
        return [button.label for button in shown if button]


def bar(task: Task, actions: Iterable[Action], who: Rights) -> Bar:
    """The actions that a person may perform now, in their places."""
    offered = [action for action in actions if action not in IN_CARDS]
    main = next((action for action in _MAIN if action in offered and _own(action, task, who)), None)
    left = [action for action in offered if action != main]
    frequent = [action for action in _FREQUENT if action in left and _own(action, task, who)]
    return Bar(
        main=_button(main, task, who, main=True) if main else None,
        frequent=tuple(_button(action, task, who) for action in frequent),
        more=tuple(_button(action, task, who) for action in left if action not in frequent),
    )


def _own(action: Action, task: Task, who: Rights) -> bool:
    """Not on somebody's behalf, and no change of what has been decided."""
    if action == Action.ASSIGN:
        return task.state == State.PROPOSED
    return not _on_behalf(action, task, who)


def _on_behalf(action: Action, task: Task, who: Rights) -> bool:
    match action:
        case Action.ACCEPT:
            return not access.leads(who, task)
        case Action.REPORT:
            return not access.part_of(who, task)
        case Action.INSTRUCT:
            return not who.leader
    return False


def _button(action: Action, task: Task, who: Rights, main: bool = False) -> Button:
    label = _ON_BEHALF[action] if _on_behalf(action, task, who) else str(action.label)
    if action == Action.ASSIGN and task.state != State.PROPOSED:
        label = AGAIN
    return Button(label, address(action, task), main, action in _DANGER)


def address(action: Action, task: Task) -> str:
    """The page on which the action is done."""
    if action == Action.REPORT:
        return reverse("task-report", args=[task.code])
    return reverse("task-action", args=[task.code, action.value])
