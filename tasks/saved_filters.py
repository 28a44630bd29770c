"""常用筛选: a name for a query of the ledger, for oneself."""

from urllib.parse import urlencode

from django.db import transaction
from django.http import QueryDict

from tasks.errors import Invalid
from tasks.filters import TaskFilter
from tasks.models import Person, SavedFilter, Task

MOST = 30
"""Saved filters of one person."""
_LONGEST = 1000
_ALSO = ("ordering",)


def of(person: Person) -> list[SavedFilter]:
    """The person's own, by name."""
    return list(SavedFilter.objects.filter(person=person).order_by("name"))


def save(person: Person, name: str, query: QueryDict) -> SavedFilter:
    """Keep the filters of the address under the name; what stood under it before is replaced. Raises Invalid."""
    text = _checked(query)
    with transaction.atomic():
        Person.objects.select_for_update(no_key=True).get(
            pk=person.pk
        )  # the count holds for two windows at once
        others = SavedFilter.objects.filter(person=person).exclude(name=name)
        if others.count() >= MOST:
            raise Invalid({"name": f"最多保存 {MOST} 个常用筛选,请先删去不用的。"})
        saved, _ = SavedFilter.objects.update_or_create(person=person, name=name, defaults={"query": text})
    return saved


def _checked(query: QueryDict) -> str:
    """The known parameters alone, without the page's number."""
    found = TaskFilter(query, Task.objects.none())
    if not found.is_valid():
        raise Invalid({"name": "当前筛选条件有误,请改正后再保存。"})
    names = (*TaskFilter.declared_filters, *_ALSO)
    kept = {name: query[name] for name in names if query.get(name)}
    if not kept:
        raise Invalid({"name": "请先设定筛选条件,再保存。"})
    text = urlencode(kept, safe=",")
    if len(text) > _LONGEST:
        raise Invalid({"name": "筛选条件过长,无法保存。"})
    return text


def delete(person: Person, pk: int) -> bool:
    """Whether there was one of his."""
    return bool(SavedFilter.objects.filter(person=person, pk=pk).delete()[0])
