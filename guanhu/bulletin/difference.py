"""What changed since the bulletin before: numbers side by side, and which tasks turned red or recovered. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from guanhu.bulletin.numbers import LIGHTS, Numbers, Value, label, word
from tasks.progress_classes import ProgressClass
from tasks.states import Colour

COMPARED = (
    "all/tasks",
    "all/closable_done",
    *(f"all/{colour}" for colour in LIGHTS),
    "all/overdue",
    "all/checkpoint_overdue",
    "all/unreported",
    "all/needs_help",
    "all/progress",
    "all/planned",
    *(f"class/{one}" for one in ProgressClass),
)
"""The figures that stand side by side."""


@dataclass(frozen=True, slots=True)
class Row:
    """One figure then and now; `change` with its sign, empty where there is nothing to subtract."""

    label: str
    before: str
    now: str
    change: str


@dataclass(frozen=True, slots=True)
class Turned:
    """A task whose light is not what it was; `word` says what it is now, or was before."""

    code: str
    title: str
    word: str


@dataclass(frozen=True, slots=True)
class Change:
    rows: list[Row]
    turned_red: list[Turned]
    recovered: list[Turned]


def change(before: Numbers, now: Numbers) -> Change:
    """Between two bulletins. A task that is no longer counted (cancelled, or kept close since) has not recovered."""
    then, red = before.tasks_with(Colour.RED), now.tasks_with(Colour.RED)
    back = [code for code in then - red if f"task/{code}" in now.figures]
    return Change(
        rows=[_row(key, before, now) for key in COMPARED],
        turned_red=[_turned(code, before.figures, now.names) for code in sorted(red - then)],
        recovered=[_turned(code, now.figures, now.names) for code in sorted(back)],
    )


def _row(key: str, before: Numbers, now: Numbers) -> Row:
    then, value = before.figures.get(key), now.figures.get(key)
    return Row(label(key, now.names), word(then), word(value), _signed(then, value))


def _signed(before: Value, now: Value) -> str:
    if before is None or now is None:
        return ""
    found = Decimal(now) - Decimal(before)
    return f"{found:+}" if found else "持平"


def _turned(code: str, beside: Mapping[str, Value], names: Mapping[str, str]) -> Turned:
    key = f"task/{code}"
    said = word(beside[key]) if key in beside else "上期未列入"
    return Turned(code, names.get(key, ""), said)
