"""Nouns of the domain. One file an idea."""

from tasks.models.audit import AuditEntry, AuditHead
from tasks.models.clock import OfficeDate
from tasks.models.draft import ClosingDraft, ReportDraft
from tasks.models.event import LogPosition, TaskEvent
from tasks.models.evidence import Evidence, StoredFile
from tasks.models.face import Face
from tasks.models.look import Look
from tasks.models.mark import LeaderMark
from tasks.models.notice import LogReader, MailDigest, Notice, NoticeChoice
from tasks.models.people import Delegation, Membership, Person, SavedFilter, Unit, UnitName
from tasks.models.plan import CalendarDay, Measure, Pillar, Plan, PlanRules
from tasks.models.problem import Problem, ProblemAnswer, ProblemGroup
from tasks.models.slip import SlipSeries
from tasks.models.task import Checkpoint, SubQuota, Task, TaskItem, TaskTarget

__all__ = [
    "AuditEntry",
    "AuditHead",
    "CalendarDay",
    "Checkpoint",
    "ClosingDraft",
    "Delegation",
    "Evidence",
    "Face",
    "LeaderMark",
    "LogPosition",
    "LogReader",
    "Look",
    "MailDigest",
    "Measure",
    "Membership",
    "Notice",
    "NoticeChoice",
    "OfficeDate",
    "Person",
    "Pillar",
    "Plan",
    "PlanRules",
    "Problem",
    "ProblemAnswer",
    "ProblemGroup",
    "ReportDraft",
    "SavedFilter",
    "SlipSeries",
    "StoredFile",
    "SubQuota",
    "Task",
    "TaskEvent",
    "TaskItem",
    "TaskTarget",
    "Unit",
    "UnitName",
]
