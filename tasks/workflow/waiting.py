"""What a task waits for."""

from tasks.models import Task


def wait_for_nothing(task: Task) -> None:
    """The task is closed or put aside: nobody waits any longer for help, for more time or for an answer."""
    task.needs_help, task.pending_extension = False, None
    task.awaiting, task.answer_by = [], None
