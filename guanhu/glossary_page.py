"""名词解释: the report's terms by initial, searchable, each with the tasks of the year's plan that name it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from glossary.alphabet import Letter, bar, by_initial
from glossary.entries import as_entries
from glossary.finder import Entry, named
from glossary.models import Term
from glossary.search import Found, search
from guanhu.plans import plans, shown
from tasks import access
from tasks.models import Person, Plan, Task
from tasks.views.common import OfficeRequest, staff_view

FEW = 4
"""Tasks named beside a term at once; the others open on demand."""
_LONGEST_SEARCH = 60


@dataclass(frozen=True, slots=True)
class Uses:
    """Tasks that name a term, by code. `query` opens the list of exactly these; "" where no search finds just them."""

    tasks: list[Task]
    query: str = ""

    @property
    def first(self) -> list[Task]:
        return self.tasks[:FEW]

    @property
    def more(self) -> list[Task]:
        return self.tasks[FEW:]


@dataclass(frozen=True, slots=True)
class Line:
    found: Found
    uses: Uses | None


@dataclass(frozen=True, slots=True)
class Section:
    letter: Letter
    lines: list[Line]


@staff_view
@require_safe
def glossary(request: OfficeRequest) -> HttpResponse:
    """All terms by their initial; `q` narrows them."""
    asked = request.GET.get("q", "").strip()[:_LONGEST_SEARCH]
    terms = list(Term.objects.all())
    plan = _plan(request)
    uses = _uses(plan, request.user, as_entries(terms)) if plan else {}
    groups = by_initial(search(terms, asked))
    sections = [
        Section(group.letter, [Line(one, uses.get(one.term.slug)) for one in group.terms]) for group in groups
    ]
    context = {
        "sections": sections,
        "bar": bar(groups),
        "found": sum(len(group.terms) for group in groups),
        "all": len(terms),
        "q": asked,
        "plan": plan,
    }
    return render(request, "glossary/glossary.html", context)


def _plan(request: HttpRequest) -> Plan | None:
    return shown(request, plans())


def _uses(plan: Plan, person: Person, entries: list[Entry]) -> Mapping[str, Uses]:
    """By slug, over the tasks of the plan that this person may see: one query."""
    tasks = list(
        access.visible_tasks(person).filter(plan=plan).only("code", "title", "detail").order_by("code")
    )
    using: dict[str, list[Task]] = defaultdict(list)
    for task in tasks:
        for slug in dict.fromkeys([*named(task.title, entries), *named(task.detail, entries)]):
            using[slug].append(task)
    return {
        entry.slug: Uses(using[entry.slug], _query(plan, entry.wordings, using[entry.slug], tasks))
        for entry in entries
        if entry.slug in using
    }


def _query(plan: Plan, wordings: Iterable[str], using: Collection[Task], tasks: Iterable[Task]) -> str:
    """The ledger's search for a wording that finds these tasks and no others."""
    wanted = {task.code for task in using}
    for wording in wordings:
        if {task.code for task in tasks if _finds(wording, task)} == wanted:
            return urlencode({"plan": plan.slug, "search": wording})
    return ""


def _finds(wording: str, task: Task) -> bool:
    """As the ledger searches: every word somewhere in title, code or explanation, whatever its case."""
    texts = [text.casefold() for text in (task.title, task.code, task.detail)]
    return all(any(word in text for text in texts) for word in wording.casefold().split())
