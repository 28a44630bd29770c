"""The light of a task on a day: time, plan and reporting, the worst of them, and why. Pure.

Only open tasks are lit; an assigned one by its time alone, one in review as on the day of its submission.
Source of the rules: the product's design, sections 5 and 7.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import takewhile

from tasks import periods
from tasks.curve import late_steps, planned, progress
from tasks.light_facts import (
    Facts,
    Lit,
    Part,
    Rules,
    Step,
    closed_period,
    closed_periods_back,
    waiting,
    worst,
)
from tasks.plan_lights import plan_light
from tasks.states import OPEN, Colour, Headway, State
from tasks.workdays import WorkCalendar

__all__ = ["Facts", "Light", "Lit", "Rules", "Step", "late_steps", "light", "planned", "progress"]


@dataclass(frozen=True, slots=True)
class Light:
    """Colours are values of Colour, "none" where unlit.

    `planned` is 0..100, at the end of the last closed period. `reason` names the rule and its numbers,
    `to_recover` the way back ("" where none is needed).
    """

    colour: str
    time: str
    plan: str
    reporting: str
    reason: str
    to_recover: str
    planned: Decimal | None
    overdue: bool
    checkpoint_overdue: bool
    unreported: bool


def light(face: Lit, facts: Facts, on: date, rules: Rules, calendar: WorkCalendar) -> Light | None:
    """The light at the office day `on`; None where the task is not open."""
    if face.state not in OPEN:
        return None
    day = _judged_on(face, facts, on)
    time = _time(face, day, rules, calendar)
    if face.state == State.ASSIGNED:
        plan, reporting, unreported = Part(Colour.NONE, "待签收"), Part(Colour.NONE), []
    else:
        plan = plan_light(face, facts, day, rules)
        unreported = _unreported(facts, day, rules)
        reporting = _reporting(facts, day, unreported, rules)
    time = worst([time, _extension(face, facts)])
    colour = _colour(time, plan, reporting)
    return Light(
        colour=colour.value,
        time=time.colour.value,
        plan=plan.colour.value,
        reporting=reporting.colour.value,
        reason=_reason(face, facts, colour, time, plan, reporting),
        to_recover=";".join(part.to_recover for part in (time, plan, reporting) if part.to_recover),
        planned=_planned(face, facts, day, rules),
        overdue=time.colour == Colour.RED,
        checkpoint_overdue=bool(late_steps(face, facts, day)),
        unreported=bool(unreported),
    )


def _judged_on(face: Lit, facts: Facts, on: date) -> date:
    """The clock stops at submission."""
    if face.state == State.IN_REVIEW and facts.submitted_on:
        return min(on, facts.submitted_on)
    return on


def _time(face: Lit, on: date, rules: Rules, calendar: WorkCalendar) -> Part:
    if face.due_on is None:
        return Part(Colour.NONE)
    if face.due_on < on:
        return Part(Colour.RED, f"已逾期(应于 {face.due_on} 完成)", "尽快完成并申请办结")
    if _is_long(face, rules):
        near, notice = (face.due_on - on).days <= rules.due_warning_days, f"{rules.due_warning_days} 天"
    else:
        near = calendar.workdays_between(on, face.due_on) <= rules.due_warning_workdays
        notice = f"{rules.due_warning_workdays} 个工作日"
    if near:
        return Part(Colour.YELLOW, f"临近时限 {face.due_on}(提前 {notice}提示)", f"在 {face.due_on} 前办结")
    return Part(Colour.GREEN)


def _extension(face: Lit, facts: Facts) -> Part:
    """Extended is at best yellow until the next stage goal is met: more time is not progress, and what was met on the
    very day of the extension may have been met before it."""
    extended_on = face.extended_on
    if extended_on is None or any(step.met_on and step.met_on > extended_on for step in facts.steps):
        return Part(Colour.NONE)
    said = f"已于 {extended_on} 延期至 {face.due_on}"
    if all(step.met_on for step in facts.steps):
        return Part(Colour.YELLOW, f"{said},办结前最多亮黄灯", f"在 {face.due_on} 前办结")
    return Part(Colour.YELLOW, f"{said},达成下一阶段目标前最多亮黄灯", "达成下一阶段目标")


def _is_long(face: Lit, rules: Rules) -> bool:
    """A quarter or longer, both ends counted: the first quarter of a common year has just 90 days."""
    if face.starts_on is None or face.due_on is None:
        return True
    return (face.due_on - face.starts_on).days + 1 >= rules.long_task_days


def _unreported(facts: Facts, on: date, rules: Rules) -> list[str]:
    """The closed periods without a report, running back from the last one; empty where that was reported."""
    closed = closed_periods_back(facts, on, rules)
    return list(takewhile(lambda period: period not in facts.reported, closed))[::-1]


def _stalled(facts: Facts, on: date, rules: Rules) -> list[str]:
    """The closed periods reported as 本期无新进展, running back from the last one."""
    closed = closed_periods_back(facts, on, rules)
    return list(takewhile(lambda period: facts.headway.get(period) == Headway.NO_NEWS, closed))[::-1]


def _reporting(facts: Facts, on: date, unreported: list[str], rules: Rules) -> Part:
    if closed_period(facts, on, rules) is None:
        return Part(Colour.NONE, waiting(facts, rules))
    if not unreported:
        return _headway(_stalled(facts, on, rules), rules)
    name = periods.label(unreported[-1])
    due = periods.due_day(unreported[-1], rules.report_due_day)
    if len(unreported) < rules.unreported_yellow:
        return Part(Colour.GREY, f"{name}未报送(截止 {due})", f"补报{name}进展")
    said = f"连续 {len(unreported)} 期未报送,至{name}(截止 {due};满 {rules.unreported_yellow} 期黄)"
    return Part(Colour.YELLOW, said, f"补报{name}进展")


def _headway(stalled: list[str], rules: Rules) -> Part:
    """Reported, but nothing moves: 本期无新进展 so many times running is yellow."""
    if not stalled or len(stalled) < rules.stalled_yellow:
        return Part(Colour.GREEN)
    name, following = periods.label(stalled[-1]), periods.label(periods.following(stalled[-1]))
    said = f"连续 {len(stalled)} 期“{Headway.NO_NEWS.label}”,至{name}(满 {rules.stalled_yellow} 期黄)"
    return Part(Colour.YELLOW, said, f"推动办理,{following}报送新进展(该期截止后恢复)")


def _colour(time: Part, plan: Part, reporting: Part) -> Colour:
    if Colour.RED in (time.colour, plan.colour):
        return Colour.RED
    if Colour.YELLOW in (time.colour, plan.colour, reporting.colour):
        return Colour.YELLOW
    if reporting.colour == Colour.GREY:
        return Colour.GREY
    if Colour.NONE in (plan.colour, reporting.colour):
        return Colour.NONE
    return Colour.GREEN


def _reason(face: Lit, facts: Facts, colour: Colour, time: Part, plan: Part, reporting: Part) -> str:
    """What decided first, then what else is to be known, no sentence twice."""
    parts = [time, plan, reporting] if colour != Colour.GREY else [time, reporting, plan]
    said = list(dict.fromkeys(part.reason for part in parts if part.reason))
    if face.state == State.IN_REVIEW and facts.submitted_on:
        said.append(f"已于 {facts.submitted_on} 申请办结,按当日判定")
    return ";".join(said)


def _planned(face: Lit, facts: Facts, on: date, rules: Rules) -> Decimal | None:
    closed = closed_period(facts, on, rules)
    if closed is None or face.state == State.ASSIGNED:
        return None
    return planned(face, facts, periods.ends_on(closed))
