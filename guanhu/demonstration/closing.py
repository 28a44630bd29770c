"""Requests to close, and what the supervisors decide."""

from collections.abc import Iterator

from guanhu.demonstration.cast import Cast
from guanhu.demonstration.moves import Move, Paper
from guanhu.demonstration.planning import Assignment
from tasks import workflow


def closing(given: Assignment, cast: Cast) -> Iterator[Move]:
    """The head asks; a supervisor who did not ask grants it or sends it back."""
    said = given.story.closing
    if said is None:
        return
    head = cast.heads[given.unit.code]
    keys = {"outcome": said.outcome, "note": said.note}
    paper = Paper(f"{given.task.title}办结材料.pdf", said.note)
    yield Move(said.asked_on, given.task, workflow.submit, head, keys, (paper,))
    if said.returned_on:
        yield Move(said.returned_on, given.task, workflow.send_back, cast.supervisor, {"reason": said.reason})
    if said.again_on:
        more = Paper("补充佐证材料.pdf", said.reason)
        again = {"outcome": said.outcome, "note": f"已按要求补齐材料。{said.note}"}
        yield Move(said.again_on, given.task, workflow.submit, head, again, (more,))
    if said.granted_on:
        yield Move(
            said.granted_on, given.task, workflow.approve, cast.reviewer, {"note": "材料齐全,同意办结。"}
        )
