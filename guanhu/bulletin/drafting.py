"""A bulletin before it is issued: begun for a closed period, edited by one after the other, written anew from
the data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F

from guanhu.bulletin import contents, facts, numbers, tables, writing
from guanhu.bulletin.basis import Basis
from guanhu.bulletin.contents import Paper, Section
from guanhu.bulletin.difference import Change, change
from guanhu.bulletin.facts import Facts
from guanhu.bulletin.models import Bulletin, BulletinIssue
from guanhu.bulletin.numbers import Difference, Numbers
from guanhu.bulletin.print_text import printable
from tasks.clock import now
from tasks.closed_periods import closed, due_days_of
from tasks.errors import Invalid, Refused
from tasks.models import Person, Plan

DRAFT_MARK = "草　稿"
DEMONSTRATION_MARK = "演示数据，不作公文使用"
WRITTEN = ("opening", *(str(section) for section in Section))
"""Texts that can be written from the data again."""
TEXTS = ("title", "to", *WRITTEN, "signed_by")


class Conflict(Refused):
    """409: it was saved or issued since it was opened; `now` is what stands."""

    def __init__(self, message: str, now: Bulletin) -> None:
        super().__init__(message)
        self.now = now


@dataclass(frozen=True, slots=True)
class Closed:
    """A period that a bulletin can be about. `ready` from the day after the one whose end it shows: until then its
    numbers still move."""

    period: str
    on: date
    ready: bool

    @property
    def ready_on(self) -> date:
        return self.on + timedelta(days=1)


def periods_of(plan: Plan, today: date) -> list[Closed]:
    """The closed periods of the plan, the latest first."""
    found = closed(plan, due_days_of(plan), today)
    return [Closed(period, on, _is_ready(plan, on, today)) for period, on in reversed(found)]


def _is_ready(plan: Plan, on: date, today: date) -> bool:
    """The day is over and its lights are turned."""
    return on < today and plan.swept_to is not None and plan.swept_to >= on


def begin(plan: Plan, period: str, *, by: Person, today: date) -> Bulletin:
    """The draft for the period, written from its data; the one that is there already where somebody was first.

    Raises Invalid for what is no closed period, or one whose day is not over.
    """
    found = next((one for one in periods_of(plan, today) if one.period == period), None)
    if found is None:
        raise Invalid({"period": "请选择已关账的期次。"})
    if not found.ready:
        behind = "亮灯正在更新,请稍后再试。" if found.on < today else f"{found.ready_on} 起可以起草。"
        raise Invalid({"period": f"本期数字以 {found.on} 终了为准,{behind}"})
    basis = basis_of(facts.load(plan, period, facts.position_now(), today))
    fresh = Bulletin(
        plan=plan,
        period=period,
        on=found.on,
        texts=writing.texts(basis),
        dated_on=today,
        numbers=basis.numbers.to_json(),
        compared_with=basis.before,
        saved_by=by,
        saved_at=now(),
    )
    try:
        with transaction.atomic():
            fresh.save(force_insert=True)
    except IntegrityError:
        return Bulletin.objects.get(plan=plan, period=period)
    return fresh


def basis_of(found: Facts) -> Basis:
    """The facts with their numbers, and what changed since the bulletin issued before."""
    last = before(found.plan, found.on)
    figures = numbers.numbers(found)
    return Basis(found, figures, _since(last, figures), last.reference if last else "")


def _since(last: BulletinIssue | None, figures: Numbers) -> Change | None:
    return change(Numbers.from_json(last.numbers), figures) if last else None


def before(plan: Plan, on: date) -> BulletinIssue | None:
    """The last bulletin of the plan about an earlier day; without its file."""
    issued = BulletinIssue.objects.filter(bulletin__plan=plan, bulletin__on__lt=on)
    return issued.defer("file", "contents").order_by("-bulletin__on").first()


def current(bulletin: Bulletin, today: date) -> Basis:
    """What the data say now about the draft's day."""
    return basis_of(facts.load(bulletin.plan, bulletin.period, facts.position_now(), today))


def moved(bulletin: Bulletin, basis: Basis) -> list[Difference]:
    """What is no longer as the text was written from: a task that was kept close since, say."""
    return list(numbers.differences(Numbers.from_json(bulletin.numbers), basis.numbers))


def issued_meanwhile(bulletin: Bulletin, basis: Basis) -> str:
    """What to say where the comparison speaks of another bulletin than the one before; empty where it is right."""
    if bulletin.compared_with == basis.before:
        return ""
    return f"起草以来,{basis.before}已印发,请把“{Section.CHANGE.label}”按数据重新生成后再印发。"


def save(
    bulletin: Bulletin,
    *,
    seen: int,
    texts: Mapping[str, str],
    dated_on: date,
    by: Person,
    basis: Basis | None = None,
    rewrite: Iterable[str] = (),
) -> None:
    """Keep what was typed; the sections in `rewrite` are written anew from `basis`, the others stay. With `basis` its
    numbers become those that the text stands on. Raises Conflict where somebody saved or issued since `seen`."""
    kept = {key: printable(texts[key]).strip() for key in TEXTS}
    if basis is not None:
        rewrite = frozenset(rewrite)
        kept |= {key: writing.write(key, basis) for key in rewrite}
    change = {
        "texts": kept,
        "dated_on": dated_on,
        "saved_by": by,
        "saved_at": now(),
        "version": F("version") + 1,
    }
    if basis is not None:
        change["numbers"] = basis.numbers.to_json()
        if Section.CHANGE in rewrite:
            change["compared_with"] = basis.before
    if not Bulletin.objects.filter(pk=bulletin.pk, version=seen, issue=None).update(**change):
        raise conflict(bulletin)


def conflict(bulletin: Bulletin) -> Conflict:
    """What to tell whoever came second."""
    standing = Bulletin.objects.select_related("saved_by", "issue").defer("issue__file").get(pk=bulletin.pk)
    issued = getattr(standing, "issue", None)
    if issued is not None:
        return Conflict(f"这份通报已印发为{issued.reference},不能再改。", standing)
    return Conflict(f"您打开页面后,{standing.saved_by.name} 已保存过这份草稿;请核对后重新保存。", standing)


def discard(bulletin: Bulletin, *, seen: int) -> None:
    """Throw a draft away. Raises Conflict where it moved on or was issued."""
    if not Bulletin.objects.filter(pk=bulletin.pk, version=seen, issue=None).delete()[0]:
        raise conflict(bulletin)


def paper(bulletin: Bulletin, found: Facts, *, mark: str, number: str = "") -> Paper:
    """The whole paper: the texts as they were saved, the tables from the facts."""
    texts = bulletin.texts
    return Paper(
        masthead=writing.MASTHEAD,
        mark=mark,
        number=number,
        title=texts["title"],
        to=texts["to"],
        lines=contents.body(texts["opening"], {one: texts[one] for one in Section}),
        signed_by=texts["signed_by"],
        dated_on=bulletin.dated_on,
        tables=tables.tables(found),
    )
