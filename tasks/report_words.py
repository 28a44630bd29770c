"""Words for a report in the timeline: what it is about, how things stand, and what to look at again."""

from collections.abc import Iterable, Mapping

from indicators.models import Target
from tasks import periods, plausibility
from tasks.models import TaskEvent
from tasks.states import Headway
from tasks.timeline_words import amounts


def title(event: TaskEvent, targets: Mapping[str, Target]) -> str:
    """ "补报三月期:本期 1.8,累计 12.3 公顷". A late report says so, and for which period."""
    period = periods.label(event.period) if periods.valid(event.period) else event.period
    verb = "补报" if event.data.get("late") else "报送"
    part = "配合单位" if event.data.get("supporting") else ""
    said = amounts(event, targets)
    return f"{part}{verb}{period}" + (f":{said}" if said else "")


def lines(event: TaskEvent) -> Iterable[tuple[str, str]]:
    """What else it says, each under its name."""
    headway = event.data.get("headway", "")
    if headway in Headway.values and headway != Headway.NEWS:
        yield "本期情况", str(Headway(headway).label)
    yield "预计完成", event.data.get("expected_on", "")
    yield "完成", "、".join(f"第 {number} 项" for number in event.data.get("actions", ()))
    moved = event.data.get("items", ())
    yield "销号", "、".join(item["name"] for item in moved if item["done"])
    yield "子项进展", "、".join(f"{item['name']} {item['now']}" for item in moved if not item["done"])
    yield "请核对", plausibility.words(event.data.get("remarks", ()))
