"""The filters of the task list as a page shows them: controls, chips, and addresses without one of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict

from tasks import access
from tasks.filters import TaskFilter
from tasks.models import Person, Pillar, Plan, Unit
from tasks.states import Colour, Kind, State, TaskRole

FLAGS = ("overdue", "checkpoint_overdue", "unreported", "needs_help", "no_checkpoints", "measured")
SELECTS = ("plan", "pillar", "kind", "state", "light", "unit", "leader")
FIRST = ("light", "state", "unit")
OTHERS = ("search", "due_after", "due_before")
LABELS = {name: str(declared.label) for name, declared in TaskFilter.declared_filters.items()}
STATES = [("open", "在办(待签收、办理中、待审核)"), *State.choices]
_WORDS: dict[str, dict[str, str]] = {
    "kind": dict(Kind.choices),
    "role": dict(TaskRole.choices),
    "state": {"open": "在办", **dict(State.choices)},
    "light": dict(Colour.choices),
}

Option = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Control:
    """One input. `options` empty for a text or a date; `errors` are the filter's own messages."""

    name: str
    label: str
    value: str
    options: Sequence[Option]
    errors: Sequence[str]


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force, with the address of the list without it."""

    label: str
    value: str
    without: str


@dataclass(frozen=True, slots=True)
class Choices:
    """Names behind the codes that the address carries; read once a page."""

    plans: Sequence[Plan]
    pillars: Sequence[Pillar]
    units: Sequence[Unit]
    leaders: Sequence[Person]

    def of(self, name: str) -> list[Option]:
        """The options of a select."""
        match name:
            case "plan":
                return [(plan.slug, plan.title) for plan in self.plans]
            case "pillar":
                return list(dict.fromkeys((str(p.ordinal), p.name) for p in self.pillars))
            case "unit" | "lead_unit":
                return [(unit.code, unit.name) for unit in self.units]
            case "leader":
                return [(person.username, person.name) for person in self.leaders]
            case "state":
                return STATES
        return list(_WORDS.get(name, {}).items())


def read_choices() -> Choices:
    return Choices(
        plans=list(Plan.objects.all()),
        pillars=list(Pillar.objects.order_by("plan__year", "ordinal")),
        units=list(Unit.objects.order_by("-active", "ordinal", "code")),
        leaders=list(access.leaders()),
    )


class Controls:
    """What the form above the list shows for one address."""

    def __init__(self, query: QueryDict, errors: Mapping[str, Sequence[str]], choices: Choices) -> None:
        self.query, self.choices = query, choices
        self._errors = errors

    def _control(self, name: str) -> Control:
        value = self.query.get(name, "")
        return Control(name, LABELS[name], value, self._options(name, value), self._errors.get(name, ()))

    def _options(self, name: str, value: str) -> list[Option]:
        """An address may hold what the select does not offer, such as several states: it stays chosen."""
        if name not in SELECTS:
            return []
        options = self.choices.of(name)
        extra = [(value, self.said(name, value))] if value and value not in dict(options) else []
        return [*options, *extra]

    @property
    def selects(self) -> list[Control]:
        names = SELECTS if len(self.choices.plans) > 1 else SELECTS[1:]
        return [self._control(name) for name in names]

    @property
    def first_selects(self) -> list[Control]:
        """The filters that people use most; they stay in sight."""
        return [control for control in self.selects if control.name in FIRST]

    @property
    def more_selects(self) -> list[Control]:
        return [control for control in self.selects if control.name not in FIRST]

    @property
    def more_in_force(self) -> bool:
        """Whether any of the folded filters says something."""
        folded = [*self.more_selects, *self.flags, self.others["due_after"], self.others["due_before"]]
        return any(control.value or control.errors for control in folded)

    @property
    def others(self) -> dict[str, Control]:
        return {name: self._control(name) for name in OTHERS}

    @property
    def flags(self) -> list[Control]:
        """Check boxes; an address that says "false" keeps it as a hidden input."""
        return [self._control(name) for name in FLAGS if self.query.get(name) != "false"]

    @property
    def hidden(self) -> list[Option]:
        """What the address carries and the form has no input for."""
        shown = {control.name for control in (*self.selects, *self.flags)} | set(OTHERS)
        kept = (*LABELS, "ordering")
        return [
            (name, self.query.get(name, "")) for name in kept if name not in shown and self.query.get(name)
        ]

    @property
    def stray_errors(self) -> list[tuple[str, Sequence[str]]]:
        """Messages about parameters that have no input on the page."""
        shown = {control.name for control in (*self.selects, *self.flags)} | set(OTHERS)
        return [(LABELS.get(name, name), said) for name, said in self._errors.items() if name not in shown]

    @property
    def chips(self) -> list[Chip]:
        names = [name for name in LABELS if self.query.get(name)]
        return [
            Chip(LABELS[name], self.said(name, self.query.get(name, "")), self.without(name))
            for name in names
        ]

    def without(self, name: str) -> str:
        return "?" + address(self.query, drop=(name, "page"))

    def said(self, name: str, value: str) -> str:
        """A parameter's value in words."""
        if name in FLAGS:
            return {"true": "是", "false": "否"}.get(value, value)
        words = {**dict(self.choices.of(name)), **_WORDS.get(name, {})}
        return _joined(name, value.split(","), words) if name in _WORDS else words.get(value, value)


def _joined(name: str, values: Iterable[str], words: Mapping[str, str]) -> str:
    given = list(values)
    missing = [state for state in State.values if state not in given]
    if name == "state" and len(missing) == 1 and len(given) > 2:
        return f"除{words[missing[0]]}外"
    return "、".join(words.get(value, value) for value in given)


def address(query: QueryDict, *, drop: Sequence[str] = (), **change: str) -> str:
    """The query string with some parameters gone and some changed; blank ones are left out."""
    copied = query.copy()
    for name in drop:
        copied.pop(name, None)
    for name, value in change.items():
        copied[name] = value
    for name in [name for name, value in copied.items() if value == ""]:
        copied.pop(name)
    return copied.urlencode(safe=",")
