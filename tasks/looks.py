"""Since when there is news for somebody: the office days on which he opened a plan's overview."""

from datetime import date

from django.db.models import F

from tasks.models import Look, Person, Plan


def last_look(person: Person, plan: Plan, on: date) -> date | None:
    """The last office day before `on` on which he opened it; None if he never did. One query."""
    return _before(Look.objects.filter(person=person, plan=plan).first(), on)


def look(person: Person, plan: Plan, on: date) -> date | None:
    """He opens the overview on the day: remembered with one statement on the first visit of a day, none on others.
    Returns `last_look`. Of two windows that are first at once, both are told the same and one writes."""
    row = Look.objects.filter(person=person, plan=plan).first()
    if row is None:
        Look.objects.bulk_create([Look(person=person, plan=plan, on=on)], ignore_conflicts=True)
    elif row.on < on:
        Look.objects.filter(pk=row.pk, on__lt=on).update(before_on=F("on"), on=on)
    return _before(row, on)


def _before(row: Look | None, on: date) -> date | None:
    if row is None:
        return None
    return row.on if row.on < on else row.before_on
