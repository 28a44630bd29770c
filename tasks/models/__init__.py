"""Nouns of the domain. One file an idea."""

from tasks.models.clock import OfficeDate
from tasks.models.draft import ReportDraft
from tasks.models.event import LogPosition, TaskEvent
from tasks.models.evidence import Evidence, StoredFile
from tasks.models.face import Face
from tasks.models.people import Membership, Person, Unit
from tasks.models.plan import CalendarDay, Measure, Pillar, Plan, PlanRules
from tasks.models.task import Checkpoint, Task, TaskTarget

__all__ = [
    "CalendarDay",
    "Checkpoint",
    "Evidence",
    "Face",
    "LogPosition",
    "Measure",
    "Membership",
    "OfficeDate",
    "Person",
    "Pillar",
    "Plan",
    "PlanRules",
    "ReportDraft",
    "StoredFile",
    "Task",
    "TaskEvent",
    "TaskTarget",
    "Unit",
]
