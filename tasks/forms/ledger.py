"""The filters of the task list as a page shows them: controls, chips, and addresses without one of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict

from tasks import access
from tasks.filter_fields import YES_NO, Flag
from tasks.filters import TaskFilter
from tasks.forms.moment import PARAMETERS, WITH_COMPARISON
from tasks.models import Measure, Person, Pillar, Plan, Problem, Unit
from tasks.moment import Moment
from tasks.states import Cadence, Colour, Consultation, Kind, State, TaskRole

FLAGS = ("overdue", "checkpoint_overdue", "unreported", "needs_help", "no_checkpoints", "measured")
SELECTS = ("plan", "pillar", "kind", "state", "light", "unit", "leader")
FIRST = ("light", "state", "unit")
OTHERS = ("search", "due_after", "due_before")
LABELS = {name: str(declared.label) for name, declared in TaskFilter.declared_filters.items()}
_YES_OR_NO = {name for name, declared in TaskFilter.declared_filters.items() if isinstance(declared, Flag)}
STATES = [("open", "在办(待签收、办理中、待审核)"), *State.choices]
_WORDS: dict[str, dict[str, str]] = {
    "kind": dict(Kind.choices),
    "role": dict(TaskRole.choices),
    "state": {"open": "在办", **dict(State.choices)},
    "light": dict(Colour.choices),
    "cadence": dict(Cadence.choices),
    "consultation": {"none": str(Consultation.NONE.label), **dict(Consultation.choices)},
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
    problems: Sequence[Problem] = ()
    measures: Sequence[Measure] = ()

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
            case "measure":
                return [(f"{m.pillar.ordinal}.{m.ordinal}", m.name) for m in self.measures]
            case "problem":
                return [(problem.code, problem.text) for problem in self.problems]
            case "problem_group":
                return [(str(problem.group.ordinal), problem.group.name) for problem in self.problems]
            case "state":
                return STATES
        return list(_WORDS.get(name, {}).items())


def read_choices(query: Mapping[str, str] | None = None) -> Choices:
    """Problems and measures are named where the address filters by one, of the plan that it names."""
    asked = query or {}
    plan = asked.get("plan", "")
    by_problem = plan and (asked.get("problem") or asked.get("problem_group"))
    problems = Problem.objects.filter(group__plan__slug=plan) if by_problem else Problem.objects.none()
    by_measure = plan and asked.get("measure")
    measures = Measure.objects.filter(pillar__plan__slug=plan) if by_measure else Measure.objects.none()
    return Choices(
        plans=list(Plan.objects.all()),
        pillars=list(Pillar.objects.order_by("plan__year", "ordinal")),
        units=list(Unit.objects.order_by("-active", "ordinal", "code")),
        leaders=list(access.leaders()),
        problems=list(problems.select_related("group")),
        measures=list(measures.select_related("pillar")),
    )


class Controls:
    """What the form above the list shows for one address."""

    def __init__(
        self,
        query: QueryDict,
        errors: Mapping[str, Sequence[str]],
        choices: Choices,
        moment: Moment | None = None,
    ) -> None:
        self.query, self.choices, self.moment = query, choices, moment
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
    def as_of(self) -> Control:
        """The day shown, blank for today; a period stands here as the day that shows it."""
        past = self.moment.on.isoformat() if self.moment and self.moment.is_past else ""
        errors = [text for name in PARAMETERS for text in self._errors.get(name, ())]
        return Control("as_of", "截至哪天(空为今天)", past, (), errors)

    @property
    def compare_to(self) -> Control:
        """The earlier day whose faces stand beside, blank for none."""
        compared = self.moment.compare_to if self.moment else None
        value = compared.isoformat() if compared else ""
        return Control("compare_to", "与哪天对比(空为不对比)", value, (), self._errors.get("compare_to", ()))

    @property
    def more_in_force(self) -> bool:
        """Whether any of the folded filters says something."""
        dates = [self.others["due_after"], self.others["due_before"], self.as_of, self.compare_to]
        folded = [*self.more_selects, *self.flags, *dates]
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
        shown = {control.name for control in (*self.selects, *self.flags)} | {*OTHERS, *WITH_COMPARISON}
        return [(LABELS.get(name, name), said) for name, said in self._errors.items() if name not in shown]

    @property
    def chips(self) -> list[Chip]:
        names = [name for name in LABELS if self.query.get(name)]
        day = [Chip("截至", self.as_of.value, self.without(*PARAMETERS))] if self.as_of.value else []
        if self.compare_to.value:
            day.append(Chip("对比", self.compare_to.value, self.without("compare_to")))
        return day + [
            Chip(LABELS[name], self.said(name, self.query.get(name, "")), self.without(name))
            for name in names
        ]

    def without(self, *names: str) -> str:
        return "?" + address(self.query, drop=(*names, "page"))

    def said(self, name: str, value: str) -> str:
        """A parameter's value in words."""
        if name in _YES_OR_NO:
            return dict(YES_NO).get(value, value)
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
