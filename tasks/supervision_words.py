"""Words for supervision in the timeline: letters and answers, extensions, verification, hand-overs."""

from collections.abc import Iterable, Mapping
from datetime import date

from tasks import periods
from tasks.models import TaskEvent
from tasks.states import Action, Instruction, Level

Earlier = Mapping[int, TaskEvent]
"""The task's events by version."""
People = Mapping[int, str]


def title(event: TaskEvent, earlier: Earlier, people: People) -> str:
    """What was done, in one line; empty for actions that other words are for."""
    match event.action:
        case Action.URGE | Action.INSTRUCT:
            return letter(event) + _until(event)
        case Action.ANSWER:
            answered = earlier.get(event.data.get("answered", 0))
            return f"回复{letter(answered) if answered else ''}" + (
                "(逾期)" if event.data.get("late") else ""
            )
        case Action.REQUEST_EXTENSION:
            return f"申请延期至 {event.data.get('due_on', '')}"
        case Action.GRANT:
            return f"同意延期至 {event.data.get('due_on', '')}"
        case Action.REFUSE:
            return f"不同意延期至 {event.data.get('due_on', '')}"
        case Action.VERIFY:
            return f"核定{_periods(event.data.get('reports', ()), earlier)}"
        case Action.REJECT | Action.WITHDRAW:
            return f"{Action(event.action).label}:{_period(event)}"
        case Action.HAND_OVER:
            was, now = (people.get(event.data.get(key, 0), "") for key in ("was", "assignee"))
            return f"转办:{was} → {now}" if was else f"转办给{now}"
    return ""


def letter(event: TaskEvent) -> str:
    """催办单第 3 号, 紧急批示, 表扬."""
    level = event.data.get("level", "")
    if event.action == Action.URGE:
        return (
            f"{Level(level).label if level in Level.values else '督查单'}第 {event.data.get('number', '')} 号"
        )
    if level in (Instruction.URGENT, Instruction.HARD, Instruction.PRAISE):
        return str(Instruction(level).label)
    return str(Action.INSTRUCT.label)


def lines(event: TaskEvent, people: People) -> Iterable[tuple[str, str]]:
    """What else it says, each under its name."""
    yield _TEXT.get(Action(event.action), "内容"), event.texts.get("text", "")
    if event.action == Action.INSTRUCT and event.data.get("recorded"):
        yield "代录", f"{people.get(event.data.get('leader', 0), '')}的书面批示"
    if event.action == Action.GRANT:
        yield "同意领导", people.get(event.data.get("leader") or 0, "")
        if event.original_due_on and event.original_due_on.isoformat() != event.data.get("was"):
            yield "原定时限", event.original_due_on.isoformat()
    if event.action == Action.REQUEST_EXTENSION and event.data.get("overdue"):
        yield "说明", "已过时限,逾期照记"
    elif event.data.get("short_notice"):
        yield "说明", "未按规定提前申请"
    if event.action == Action.BASELINE:
        yield "基线时限", event.data.get("due_on", "")


_TEXT = {Action.URGE: "要求", Action.INSTRUCT: "批示", Action.ANSWER: "回复", Action.OBJECT: "意见"}


def named(event: TaskEvent) -> set[int]:
    """Keys of the people whom the event's data name."""
    return {event.data[key] for key in ("leader", "assignee", "was") if isinstance(event.data.get(key), int)}


def _until(event: TaskEvent) -> str:
    if "answer_by" not in event.data:
        return ""
    day = date.fromisoformat(event.data["answer_by"])
    return f",{day.month} 月 {day.day} 日前回复"


def _periods(versions: Iterable[int], earlier: Earlier) -> str:
    found = [_period(earlier[version]) for version in versions if version in earlier]
    return "、".join(dict.fromkeys(found)) + "报送"


def _period(event: TaskEvent) -> str:
    return periods.label(event.period) if periods.valid(event.period) else event.period
