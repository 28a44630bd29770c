"""The verbs: the only writers of tasks. One function an action of the table in `tasks.states`."""

from tasks.workflow.acceptance import accept, decline
from tasks.workflow.closing import approve, send_back, submit, take_back
from tasks.workflow.planning import assign, propose, revise
from tasks.workflow.reporting import report

__all__ = [
    "accept",
    "approve",
    "assign",
    "decline",
    "propose",
    "report",
    "revise",
    "send_back",
    "submit",
    "take_back",
]
