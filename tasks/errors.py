"""Why a verb was refused. Messages are Chinese and shown as they are; doors map each class to one status."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tasks.models import Task, TaskEvent
    from tasks.plausibility import Pointer


class Refused(Exception):
    """Base: nothing was written. `message` is a Chinese sentence."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotAllowed(Refused):
    """403: seen, but not yours to do."""


class WrongState(Refused):
    """409: the task's state does not allow the action."""

    def __init__(self, message: str, task: "Task") -> None:
        super().__init__(message)
        self.task = task


class Stale(Refused):
    """409: a conflicting event lies after the version the writer saw; `events` are those he has not seen."""

    def __init__(self, task: "Task", events: Sequence["TaskEvent"]) -> None:
        super().__init__("您打开页面后,该任务已被他人更新;请核对新内容后重新提交。")
        self.task = task
        self.events = list(events)


class Invalid(Refused):
    """400: what was given does not hold; `errors` maps a key to its sentences."""

    def __init__(self, errors: Mapping[str, Sequence[str] | str]) -> None:
        self.errors = {key: [text] if isinstance(text, str) else list(text) for key, text in errors.items()}
        super().__init__(next(iter(self.errors.values()))[0])


class Doubtful(Refused):
    """422: nothing is wrong, but the writer should look again; sent once more, it goes through."""

    def __init__(self, pointers: Sequence["Pointer"]) -> None:
        super().__init__(";".join(pointer.text for pointer in pointers))
        self.pointers = list(pointers)


class WrongFileType(Invalid):
    """415: a file of a type that is not taken, or not of the type its name promises."""


class FileTooLarge(Invalid):
    """413: a file of more bytes than are taken."""


class Gone(Refused):
    """410: the bytes that were stored are missing or no longer those that were stored."""
