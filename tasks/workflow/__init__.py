"""The verbs: the only writers of tasks. One function an action of the table in `tasks.states`."""

from tasks.workflow.acceptance import accept, decline
from tasks.workflow.closing import approve, send_back, submit, take_back
from tasks.workflow.consultation import agree, object_to
from tasks.workflow.extensions import grant, refuse, request_extension
from tasks.workflow.handover import hand_over
from tasks.workflow.interruption import cancel, reopen, resume, suspend
from tasks.workflow.letters import answer, instruct, urge
from tasks.workflow.planning import assign, propose, revise
from tasks.workflow.reporting import report
from tasks.workflow.verification import reject, verify, withdraw

__all__ = [
    "accept",
    "agree",
    "answer",
    "approve",
    "assign",
    "cancel",
    "decline",
    "grant",
    "hand_over",
    "instruct",
    "object_to",
    "propose",
    "refuse",
    "reject",
    "reopen",
    "report",
    "request_extension",
    "resume",
    "revise",
    "send_back",
    "submit",
    "suspend",
    "take_back",
    "urge",
    "verify",
    "withdraw",
]
