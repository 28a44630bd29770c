"""What every page shows around its content: who is there, where he can go, whose day it is."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from tasks import access, clock
from tasks.access import Rights
from tasks.models import Person
from tasks.notices import inbox, upkeep
from tasks.rulebook import unknown_years
from tasks.states import MemberRole


@dataclass(frozen=True, slots=True)
class NavItem:
    name: str
    url: str
    here: bool


@dataclass(frozen=True, slots=True)
class _Place:
    """One entry of the navigation: `pages` are the URL names that lie behind it."""

    name: str
    pages: tuple[str, ...]

    def item(self, current: str) -> NavItem:
        return NavItem(self.name, reverse(self.pages[0]), current in self.pages)


_OVERVIEW = _Place("总览", ("dashboard", "pillar", "units", "unit", "problems", "changes", "coordination"))
_MINE = _Place("我的任务", ("my-tasks",))
_REPORT = _Place("本期报送", ("period-report",))
_LEDGER = _Place(
    "任务台账", ("ledger", "task", "task-report", "task-action", "task-new", "gantt", "calendar")
)
_DESK = _Place(
    "督查工作台",
    (
        "desk",
        "desk-queue",
        "desk-act",
        "desk-result",
        "desk-text",
        "plan-year",
        "plan-move",
        "plan-grid",
        "completeness",
    ),
)
_BY_WORKDAYS = ("dashboard", "desk", "desk-queue", "unit-desk", "my-tasks", "period-report")
"""Pages that count in working days; a task's page looks at its own dates too."""
_INDICATORS = _Place("指标", ("indicators", "indicator", "indicator-record"))
_TERMS = _Place("名词解释", ("glossary",))
_BULLETINS = _Place(
    "通报", ("bulletins", "bulletin", "bulletin-check", "bulletin-draft", "bulletin-draft-paper")
)
_UNIT_DESK = _Place("单位工作台", ("unit-desk", "unit-desk-result", "plan-consult"))
_PEOPLE = _Place("人员", ("people", "person-password", "import", "departure"))
_TRAIL = _Place("审计记录", ("audit",))


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `rights`, `nav`, `roles`, `demonstration` (its day), `unread` (notices), `behind`
    and `unknown_years` (of working days)."""
    person = getattr(request, "user", None)
    if not isinstance(person, Person):
        return {"demonstration": _day(request) if _simulated(request) else None}
    who, page = access.rights(person), _url_name(request)
    upkeep.catch_up(_day(request))
    return {
        "rights": who,
        "nav": _nav(who, page),
        "roles": list(dict.fromkeys(_role(unit, role) for unit, role in who.own.places)),
        "may_administer": may_administer(who),
        "demonstration": _day(request) if _simulated(request) else None,
        "unread": inbox.unread_count(person),
        "behind": getattr(request, "behind", []),
        "unknown_years": unknown_years(_day(request)) if page in _BY_WORKDAYS else [],
    }


def may_administer(who: Rights) -> bool:
    """Whether the administration site is open to this person."""
    return who.administrator or who.person.is_superuser


def _nav(who: Rights, current: str) -> list[NavItem]:
    """Only places that have something for this person."""
    places = [
        _OVERVIEW,
        *([_MINE] if who.units or who.leader else []),
        *([_UNIT_DESK] if who.head else []),
        *([_REPORT] if who.units else []),
        _LEDGER,
    ]
    places += [*([_DESK] if who.supervisor else []), _INDICATORS, _TERMS, _BULLETINS]
    places += [_PEOPLE] if may_administer(who) else []
    places += [_TRAIL] if access.may_read_trail(who) else []
    return [place.item(current) for place in places]


def _url_name(request: HttpRequest) -> str:
    match = getattr(request, "resolver_match", None)
    return (match.url_name or "") if match else ""


def _day(request: HttpRequest) -> date:
    return getattr(request, "on", None) or clock.today()


def _simulated(request: HttpRequest) -> bool:
    known: bool | None = getattr(request, "simulated", None)
    return clock.is_simulated() if known is None else known


def _role(unit: str, role: MemberRole) -> str:
    return f"{unit} {role.label}" if role in (MemberRole.REPORTER, MemberRole.HEAD) else str(role.label)
