"""What each kind reports each month."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from guanhu.demonstration import wording
from guanhu.demonstration.cast import Cast
from guanhu.demonstration.days import at_work
from guanhu.demonstration.moves import Move, Paper
from guanhu.demonstration.planning import Assignment
from guanhu.demonstration.progress import figures, reached_on
from guanhu.demonstration.story import Correction
from indicators.kinds import IndicatorKind
from indicators.models import Target
from indicators.quantities import plain
from tasks import periods, workflow
from tasks.states import Kind
from tasks.workflow.reporting import Help, Quantity

Content = tuple[dict[str, Any], str]
"""The keys that a report carries about progress, and the sentence that goes with them."""

OTHER_UNITS = {
    ("公顷", "2020-05"): ("亩", Decimal(15)),
    ("公顷", "2020-07"): ("万平方米", Decimal(1)),
    ("小时", "2020-06"): ("分钟", Decimal(60)),
}
"""Sometimes a unit reports in another unit of measure: how many of it make one of the target's."""
TROUBLED_FROM = "2020-06"
ASKING_FOR_HELP = "2020-09"


def reports(given: Assignment, days: dict[str, date], cast: Cast) -> Iterator[Move]:
    """Every report of one task, supporting units' parts before the lead unit's, in order of days."""
    tell = _TELLING[Kind(given.task.kind)](given)
    last = given.accepted_on
    for period, on in days.items():
        content, sentence = tell(period)
        yield from _parts(given, period, last, on, cast)
        yield _report(given, period, on, content, sentence, cast)
        last = on
    if given.story.correction:
        yield _correction(given, given.story.correction, cast)


def _report(
    given: Assignment, period: str, on: date, content: dict[str, Any], sentence: str, cast: Cast
) -> Move:
    chance, story = given.chance, given.story
    did = wording.work(given.task, given.unit.code, chance)
    keys = {"period": period, "note": f"{sentence}{did}", **content}
    if story.problem and period >= TROUBLED_FROM:
        keys["problem"] = story.problem
    elif chance.random() < 0.15:
        keys["problem"] = wording.problem(chance)
    if chance.random() < 0.5:
        keys["next_step"] = wording.next_step(chance)
    if story.help and period == ASKING_FOR_HELP:
        keys["help"] = Help("分管领导", story.help)
    by = cast.reporters[given.unit.code]
    papers = _papers(given, period, content)
    if story.filled_in == period:
        keys["on_behalf_of"] = given.unit
        by = cast.supervisor
        papers = (Paper(f"{given.unit}{periods.label(period)}书面报送.pdf", keys["note"]),)
    return Move(on, given.task, workflow.report, by, keys, papers)


def _papers(given: Assignment, period: str, content: dict[str, Any]) -> tuple[Paper, ...]:
    """Now and then a file: more often where something was reached."""
    draw = given.chance.random()
    if content.get("actions") and draw < 0.15:
        return (Paper(f"{periods.label(period)}工作记录.txt", f"{given.task.title}:工作记录"),)
    if draw < 0.04:
        return (Paper(f"{periods.label(period)}现场照片说明.pdf", f"{given.task.title}:现场照片说明"),)
    return ()


def _parts(given: Assignment, period: str, after: date, on: date, cast: Cast) -> Iterator[Move]:
    """A supporting unit adds its part before the lead unit reports; those of a shared task their figures too."""
    day = max(at_work(on - timedelta(days=given.chance.randint(1, 3))), after + timedelta(days=1))
    if given.story.shared:
        quantity = _quantity(given, period, _share(given, period))
        for unit in (unit for unit in given.supporting if unit.code in given.story.shared):
            keys = {"period": period, "note": wording.part(unit, given.chance), "quantities": [quantity]}
            yield Move(min(day, on), given.task, workflow.report, cast.reporters[unit.code], keys)
    elif given.supporting and given.chance.random() < 0.12:
        unit = given.chance.choice(given.supporting)
        if unit.code in cast.reporters:
            keys = {"period": period, "note": wording.part(unit, given.chance)}
            yield Move(min(day, on), given.task, workflow.report, cast.reporters[unit.code], keys)


def _share(given: Assignment, period: str) -> Decimal:
    return figures(given)[period] // 4


def _correction(given: Assignment, said: Correction, cast: Cast) -> Move:
    keys = {
        "period": said.period,
        "note": wording.correction(periods.label(said.period), said.reason),
        "quantities": [_quantity(given, said.period, figures(given)[said.period])],
        "reason": said.reason,
    }
    return Move(said.on, given.task, workflow.report, cast.reporters[given.unit.code], keys)


def _quantity(given: Assignment, period: str, value: Decimal) -> Quantity:
    assert given.target is not None
    unit, times = OTHER_UNITS.get((given.target.unit, period), (given.target.unit, Decimal(1)))
    return Quantity(value * times, given.target.code, unit)


def _telling_figures(given: Assignment) -> Callable[[str], Content]:
    """Amounts of periods without a report go into the next one; a figure to be corrected comes too high."""
    if given.target is None:
        return lambda period: ({}, "")
    target, known = given.target, figures(given)
    told: list[str] = []
    assert target.indicator is not None
    sums_up = target.indicator.kind == IndicatorKind.CUMULATIVE
    said = given.story.correction

    def tell(period: str) -> Content:
        value = known[period]
        if sums_up:
            value = sum((known[p] for p in known if p <= period and p not in told), Decimal(0))
            told.extend(p for p in known if p <= period and p not in told)
            value -= len(given.story.shared) * _share(given, period) if given.story.shared else 0
        if said and said.period == period:
            value += said.excess
        quantity = _quantity(given, period, value)
        return {"quantities": [quantity]}, _said(target, quantity)

    return tell


def _said(target: Target, quantity: Quantity) -> str:
    assert target.indicator is not None
    shown = f"{plain(quantity.value)}{'' if quantity.unit == '%' else ' '}{quantity.unit}"
    match target.indicator.kind:
        case IndicatorKind.CUMULATIVE:
            return f"本期{target.name} {shown}。" if quantity.value else "本期无新增。"
        case IndicatorKind.MEAN:
            return f"本月均值 {shown}。"
    return f"{target.name}现为 {shown}。"


def _telling_stage(given: Assignment) -> Callable[[str], Content]:
    reached = reached_on(given)

    def tell(period: str) -> Content:
        if not given.goals:
            return {}, ""
        end = periods.ends_on(period)
        late = [n for n, day in enumerate(reached) if day is None or day > end]
        stage = late[0] if late else len(reached)
        texts = [goal.text for goal in given.goals]
        said = f"已{texts[stage - 1]}," if stage else ""
        doing = f"正在推进“{texts[stage]}”。" if stage < len(texts) else "全部阶段已完成。"
        return {"stage": stage}, said + doing

    return tell


def _telling_actions(given: Assignment) -> Callable[[str], Content]:
    reached, told = reached_on(given), set()

    def tell(period: str) -> Content:
        end = periods.ends_on(period)
        new = [n for n, day in enumerate(reached, start=1) if day and day <= end and n not in told]
        told.update(new)
        sentence = "".join(f"已{given.goals[n - 1].text}。" for n in new)
        return ({"actions": new}, sentence) if new else ({}, "")

    return tell


def _telling_expectation(given: Assignment) -> Callable[[str], Content]:
    ahead = 0 if given.story.closing else given.chance.randint(0, 20)
    expected = given.ends_on - timedelta(days=ahead)
    latest = given.due_on
    tell_actions = _telling_actions(given)

    def tell(period: str) -> Content:
        nonlocal expected, latest
        content, sentence = tell_actions(period)
        expected = dict(given.story.expected).get(period, expected)
        content = {**content, "expected_on": expected}
        if expected > latest:
            content["reason"] = given.story.problem
        latest = expected
        return content, sentence or f"各项工作按节点推进,预计 {expected.month} 月 {expected.day} 日完成。"

    return tell


_TELLING: dict[Kind, Callable[[Assignment], Callable[[str], Content]]] = {
    Kind.QUANTITY: _telling_figures,
    Kind.PROJECT: _telling_stage,
    Kind.MILESTONE: _telling_expectation,
    Kind.CONTROL: _telling_figures,
    Kind.CONTINUING: _telling_actions,
}
