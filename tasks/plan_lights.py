"""The plan light by kind of promise: one function a kind. Pure.

Checkpoints, actions and expected dates are judged by the day, late from the day after; reasons name dates and
limits rather than count days, so that they stay true until something turns.
Source of the rules: the product's design, section 5.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from indicators.attainment import is_measured
from tasks.control_light import control_light
from tasks.curve import figure_goals, late_steps, measured_goals
from tasks.light_facts import Facts, Lit, Part, Rules, Step, graded, worst
from tasks.quantity_light import quantity_light
from tasks.states import Colour, Kind, TaskRole

STAGE, ACTION = "阶段目标", "年度事项"


def plan_light(face: Lit, facts: Facts, on: date, rules: Rules) -> Part:
    """Where the office does not control the result (协调, 争取), its own steps count instead of it."""
    outside = face.role in (TaskRole.COORDINATE, TaskRole.PURSUE)
    if outside and face.kind != Kind.CONTINUING:
        return project_light(face, facts, on, rules)
    return _BY_KIND[Kind(face.kind)](face, facts, on, rules)


def amounts_light(face: Lit, facts: Facts, on: date, rules: Rules) -> Part:
    """Amounts by the curve; what has no percentage (a rate, a mean, something kept below a ceiling) by its outlook."""
    kept = tuple(goal for goal in figure_goals(facts) if not is_measured(goal))
    amounts = quantity_light(face, facts, on, rules)
    if not kept:
        return amounts
    outlook = control_light(face, replace(facts, goals=kept), on, rules)
    if not measured_goals(facts):
        return outlook
    telling = [part for part in (amounts, outlook) if part.colour != Colour.NONE] or [amounts]
    said = ";".join(part.reason for part in telling)
    return Part(worst(telling).colour, said, ";".join(part.to_recover for part in telling if part.to_recover))


def project_light(face: Lit, facts: Facts, on: date, rules: Rules) -> Part:
    """A stage unmet after its date is yellow; two, or one for more than 30 days, red."""
    if not facts.steps:
        return Part(Colour.NONE, "未设阶段目标,无计划可比")
    late = late_steps(face, facts, on)
    if not late:
        return Part(Colour.GREEN, f"到期的{STAGE}均已完成")
    long_late = (on - late[0].due_on).days > rules.stage_red_days
    colour = graded(red=long_late or len(late) >= rules.missed_red, yellow=True)
    limits = f"逾期黄,超过 {rules.stage_red_days} 天或满 {rules.missed_red} 项红"
    passed = f",已超过 {rules.stage_red_days} 天" if long_late else ""
    said = f"{len(late)} 项{STAGE}逾期,最早为「{late[0].text}」,应于 {late[0].due_on} 完成{passed}({limits})"
    return Part(colour, said, _catch_up(late, STAGE))


def milestone_light(face: Lit, facts: Facts, on: date, rules: Rules) -> Part:
    """The steps before it, as a project's stages; and the slip of the expected date."""
    parts = [project_light(face, facts, on, rules)] if facts.steps else []
    if face.expected_on and face.due_on:
        parts.append(_slip(face.expected_on, face.due_on, rules))
    if not parts:
        return Part(Colour.NONE, f"未设{STAGE},也未报预计完成日期,无计划可比")
    telling = [part for part in parts if part.colour != Colour.GREEN] or parts
    said = ";".join(part.reason for part in telling)
    return Part(worst(parts).colour, said, ";".join(part.to_recover for part in telling if part.to_recover))


def _slip(expected_on: date, due_on: date, rules: Rules) -> Part:
    slip = (expected_on - due_on).days
    if slip <= 0:
        return Part(Colour.GREEN, f"预计 {expected_on} 完成,不晚于 {due_on}")
    colour = graded(red=slip > rules.slip_red_days, yellow=True)
    said = f"预计 {expected_on} 完成,比要求的 {due_on} 晚 {slip} 天(晚黄,超过 {rules.slip_red_days} 天红)"
    return Part(colour, said, f"预计日期须提前 {slip} 天至 {due_on}")


def continuing_light(face: Lit, facts: Facts, on: date, rules: Rules) -> Part:
    """Actions of the year's list: one missed is yellow, two red. Without a list nothing is invented."""
    if not facts.steps:
        return Part(Colour.NONE, f"常态化工作,未列{ACTION},无计划可比")
    late = late_steps(face, facts, on)
    if not late:
        return Part(Colour.GREEN, f"到期的{ACTION}均已完成")
    colour = graded(red=len(late) >= rules.missed_red, yellow=True)
    limits = f"1 项黄,满 {rules.missed_red} 项红"
    said = f"{len(late)} 项{ACTION}逾期,最早为「{late[0].text}」,应于 {late[0].due_on} 完成({limits})"
    return Part(colour, said, _catch_up(late, ACTION))


def _catch_up(late: list[Step], word: str) -> str:
    names = "、".join(f"「{step.text}」" for step in late[:3])
    return f"补做{word}{names}" + (f"等 {len(late)} 项" if len(late) > 3 else "")


_BY_KIND: dict[Kind, Callable[[Lit, Facts, date, Rules], Part]] = {
    Kind.QUANTITY: amounts_light,
    Kind.PROJECT: project_light,
    Kind.MILESTONE: milestone_light,
    Kind.CONTROL: control_light,
    Kind.CONTINUING: continuing_light,
}
