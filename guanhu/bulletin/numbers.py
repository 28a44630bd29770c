"""A bulletin's numbers as flat figures: what is kept with it, held against the log, and compared with the one
before.

Keys are paths: `all/tasks`, `pillar/2/red`, `unit/tudi/reported`, `class/behind`, `task/2020-2-19` (its light,
or its state where it is not lit). Values are whole numbers, decimals as text, ratios as "3/4", or None where
there is no such figure.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from guanhu.bulletin.facts import Facts
from guanhu.bulletin.print_text import one_line
from tasks.models import Task
from tasks.progress_classes import ProgressClass, by_class
from tasks.states import Colour, Level, State
from tasks.summaries import Ratio, Totals

Value = int | str | None
Figures = dict[str, Value]

COUNTS = {
    "tasks": "任务",
    "closable": "可办结任务",
    "closable_done": "可办结任务中已办结",
    "continuing": "常态化工作",
    "done": "已办结",
    "proposed": "待交办",
    "assigned": "待签收",
    "active": "办理中",
    "in_review": "待审核",
    "suspended": "暂缓",
    "overdue": "任务逾期",
    "checkpoint_overdue": "节点逾期",
    "unreported": "本期未报送",
    "needs_help": "需领导协调",
}
LIGHTS = (Colour.GREEN, Colour.YELLOW, Colour.RED, Colour.GREY, Colour.NONE)
"""As a paper names them, from well to ill."""
LABELS = {
    **COUNTS,
    **{str(colour): str(colour.label) for colour in LIGHTS},
    "measured": "可量进度的任务",
    "progress": "平均进度(%)",
    "planned": "平均计划(%)",
    "reported": "按期报送",
    "closed": "按期办结",
}
_SORTS = {"class": ProgressClass, "slips": Level}


@dataclass(frozen=True, slots=True)
class Numbers:
    """`figures` are compared; `names` only say what their keys stand for: pillars, units, tasks."""

    figures: Figures
    names: dict[str, str]

    def to_json(self) -> dict[str, dict[str, Value] | dict[str, str]]:
        return {"figures": self.figures, "names": self.names}

    @classmethod
    def from_json(cls, kept: Mapping[str, dict[str, str]]) -> "Numbers":
        return cls(dict(kept["figures"]), dict(kept["names"]))

    def count(self, key: str) -> int:
        """A whole number; 0 where the key is not there."""
        value = self.figures.get(key)
        return value if isinstance(value, int) else 0

    def tasks_with(self, word: str) -> set[str]:
        """Codes of the tasks with this light or state."""
        return {
            key.removeprefix("task/")
            for key, value in self.figures.items()
            if key.startswith("task/") and value == word
        }


def numbers(facts: Facts) -> Numbers:
    """Everything that the bulletin says in figures."""
    board = facts.board
    figures = dict(_of_totals("all", board.totals))
    names = {"all": "全部"}
    for pillar in board.pillars:
        scope = f"pillar/{pillar.pillar.ordinal}"
        names[scope] = pillar.pillar.name
        figures |= _of_totals(scope, pillar.totals)
    for unit in board.units:
        scope = f"unit/{unit.unit.code}"
        names[scope] = unit.unit.name
        figures |= _of_totals(scope, unit.totals)
        figures[f"{scope}/reported"] = ratio(unit.reported_on_time)
        figures[f"{scope}/closed"] = ratio(unit.closed_on_time)
    counted = [task for task in board.tasks if task.state != State.CANCELLED]
    figures |= {f"class/{one}": value for one, value in by_class(counted).items()}
    figures |= {f"slips/{level}": value for level, value in facts.slips.issued.items()}
    figures |= {"slips/answered": facts.slips.answered, "slips/waiting": facts.slips.waiting}
    figures |= {f"named/{one.task.code}": one.letter.title for one in facts.named}
    figures |= {f"task/{task.code}": standing(task) for task in counted}
    return Numbers(figures, names | {f"task/{task.code}": one_line(task.title) for task in counted})


def _of_totals(scope: str, totals: Totals) -> Figures:
    found: Figures = {f"{scope}/{name}": getattr(totals, name).value for name in COUNTS}
    found |= {f"{scope}/{colour}": totals.lights[colour].value for colour in LIGHTS}
    found[f"{scope}/measured"] = totals.measured.tasks.value
    found[f"{scope}/progress"] = _decimal(totals.measured.progress)
    found[f"{scope}/planned"] = _decimal(totals.measured.planned)
    return found


def _decimal(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def ratio(value: Ratio) -> str:
    return f"{value.n}/{value.of}"


def standing(task: Task) -> str:
    """The light of an open task, the state of any other."""
    return task.light or task.state


def word(value: Value) -> str:
    """A figure, a light or a state as people read it."""
    if value is None:
        return "无"
    known = {**dict(Colour.choices), **dict(State.choices)}
    return str(known.get(str(value), value))


def label(key: str, names: Mapping[str, str]) -> str:
    """What a key stands for: 品质观湖·红灯."""
    scope, _, name = key.rpartition("/")
    if scope == "task":
        return f"{name} {names.get(key, '')}".strip()
    if scope == "named":
        return f"点名 {name} {names.get(f'task/{name}', '')}".strip()
    if scope in _SORTS:
        known = {**dict(_SORTS[scope].choices), "answered": "督查单已回复", "waiting": "督查单待回复"}
        return str(known.get(name, name))
    what = LABELS.get(name, name)
    return what if scope == "all" else f"{names.get(scope, scope)}·{what}"


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure that is not the same on both sides."""

    label: str
    before: str
    now: str


def differences(before: Numbers, now: Numbers) -> Iterator[Difference]:
    """Field by field, in the order of the later figures; a figure that one side lacks is a difference too."""
    names = before.names | now.names
    for key in dict.fromkeys((*now.figures, *before.figures)):
        missing = key not in before.figures, key not in now.figures
        if any(missing) or before.figures[key] != now.figures[key]:
            sides = (word(side.figures.get(key)) for side in (before, now))
            yield Difference(label(key, names), *sides)
