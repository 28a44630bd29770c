"""One action on many tasks with one reason: all in one transaction, a result for each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from tasks.errors import Invalid
from tasks.models import Person
from tasks.states import Action
from tasks.workflow.acceptance import accepting
from tasks.workflow.closing import approving, drop_drafts, returning, submitting
from tasks.workflow.consultation import agreeing
from tasks.workflow.engine import Result, Work, perform_many
from tasks.workflow.extensions import granting, refusing
from tasks.workflow.handover import handing_over
from tasks.workflow.interruption import CHANGES as INTERRUPTIONS
from tasks.workflow.letters import number_slips, urging
from tasks.workflow.verification import mark_verified, verifying


def _nothing(works: Sequence[Work]) -> None:
    """Nothing to write beside the log."""


@dataclass(frozen=True, slots=True)
class Bulk:
    """How an action is done to many: `change` for each in memory, `finish` writes for all at once."""

    change: Callable[..., None]
    finish: Callable[[Sequence[Work]], None] = _nothing


BULK: Mapping[Action, Bulk] = {
    Action.AGREE: Bulk(agreeing),
    Action.ACCEPT: Bulk(accepting),
    Action.SUBMIT: Bulk(submitting, drop_drafts),
    Action.URGE: Bulk(urging, number_slips),
    Action.VERIFY: Bulk(verifying, mark_verified),
    Action.APPROVE: Bulk(approving),
    Action.RETURN: Bulk(returning),
    Action.GRANT: Bulk(granting),
    Action.REFUSE: Bulk(refusing),
    Action.HAND_OVER: Bulk(handing_over),
    **{action: Bulk(change) for action, change in INTERRUPTIONS.items()},
}
"""Actions that make sense for many at once; the others need a word about each task."""

MOST = 500
"""Tasks of one batch."""


def perform_all(
    action: Action,
    seen: Mapping[int, int | None],
    *,
    by: Person,
    on: date,
    note: str = "",
    authorised: bool = False,
    **given: Any,
) -> list[Result]:
    """Do the same to many tasks; `seen` maps a task's primary key to the version its writer saw, `given` are the
    keys of the action's verb. A task that is refused stays as it was, with its reason in the result. 200 tasks cost
    as many queries as two, but for SQLite, which takes long inserts in parts. `authorised` as in `perform_many`."""
    if len(seen) > MOST:
        raise Invalid({"task": f"一次最多办理 {MOST} 项,请分批。"})
    row = BULK[action]
    return perform_many(
        action,
        seen,
        partial(row.change, **given),
        by=by,
        on=on,
        note=note,
        finish=row.finish,
        authorised=authorised,
    )
