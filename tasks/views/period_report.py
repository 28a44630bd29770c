"""本期报送: one page, a card a task, the form its kind needs; sent one by one, or all that are filled in at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tasks import access
from tasks.models import TaskEvent
from tasks.report_subjects import PeriodChoice, Subject, reporting_subjects
from tasks.views.cards import Card, fresh, keep, posted, prefix_of, taken_over
from tasks.views.common import OfficeRequest, not_cached, staff_view
from tasks.views.report import SAVE, TAKE_OVER, said_of
from tasks.views.sending import send

SEND, SEND_ALL = "send", "send_all"
"""Buttons: 报送 of the card whose code is the value; 全部报送."""


@dataclass(slots=True)
class Outcome:
    """What became of the cards that were to be sent: events, and the cards that are shown again."""

    sent: list[TaskEvent] = field(default_factory=list)
    held: dict[int, Card] = field(default_factory=dict)


@staff_view
@require_http_methods(["GET", "HEAD", "POST"])
def period_report(request: OfficeRequest) -> HttpResponse:
    """What is late first, then the current period, then parts of supporting units; what is sent is a count.

    A POST is the whole page as one form, as browsers without scripts send it: 302, or 422 with the cards that could
    not be sent. Whatever else was typed is kept as drafts first.
    """
    subjects = reporting_subjects(access.rights(request.user), request.on)
    if request.method != "POST":
        return _page(request, subjects, Outcome())
    outcome = _posted(request, subjects)
    if outcome.sent:
        codes = "、".join(event.task.code for event in outcome.sent)
        several = f"已报送 {len(outcome.sent)} 项:{codes}。"
        messages.success(request, said_of(outcome.sent[0]) if len(outcome.sent) == 1 else several)
    if not outcome.held:
        return redirect("period-report")
    messages.error(request, f"{len(outcome.held)} 项未能报送,原因写在各项之中;填写的内容都在。")
    return _page(request, reporting_subjects(access.rights(request.user), request.on), outcome)


def _posted(request: OfficeRequest, subjects: Sequence[Subject]) -> Outcome:
    cards = [posted(request, subject) for subject in subjects if prefix_of(request, subject.task)]
    filled = [card for card in cards if card.form.is_filled or card.uploads.ids or card.uploads.problems]
    code, _, field_name = request.POST.get(TAKE_OVER, "").partition(":")
    for card in filled:
        keep(card, request.user)
    for card in cards:
        if card.subject.task.code == code:
            keep(card, request.user, **taken_over(card.subject, field_name))
        for problem in card.uploads.problems:
            messages.error(request, problem)
    wanted = filled if SEND_ALL in request.POST else _named(cards, request.POST.get(SEND, ""))
    if not wanted:
        _say_what_was_kept(request, len(filled))
    return _send(request, wanted)


def _named(cards: Iterable[Card], code: str) -> list[Card]:
    return [card for card in cards if card.subject.task.code == code]


def _send(request: OfficeRequest, cards: Iterable[Card]) -> Outcome:
    """One after the other, each in its own transaction: what is refused keeps nothing else back."""
    outcome = Outcome()
    for card in cards:
        result = send(request, card)
        if isinstance(result, Card):
            outcome.held[card.subject.task.pk] = result
        else:
            outcome.sent.append(result)
    return outcome


def _say_what_was_kept(request: OfficeRequest, number: int) -> None:
    if TAKE_OVER in request.POST:
        messages.success(request, "上期内容已带入,尚未报送。")
    elif SAVE in request.POST:
        messages.success(request, f"{number} 项草稿已保存,尚未报送。")
    else:
        messages.error(request, "还没有填写任何一项,没有报送。")


def _page(request: OfficeRequest, subjects: Sequence[Subject], outcome: Outcome) -> HttpResponse:
    late = [s for s in subjects if not s.supporting and s.late]
    current = [s for s in subjects if not s.supporting and s.owed and not s.late]
    supporting = [s for s in subjects if s.supporting and s.owed]
    shown = fresh([*late, *current, *supporting], request.user, many=True)
    cards = {card.subject.task.pk: card for card in shown} | outcome.held

    def of(chosen: Iterable[Subject]) -> list[Card]:
        return [cards[subject.task.pk] for subject in chosen]

    context = {
        "sections": [
            ("late", "补报", of(late)),
            ("current", "本期", of(current)),
            ("supporting", "配合任务", of(supporting)),
        ],
        "left": len(late) + len(current),
        "done": [s for s in subjects if not s.supporting and not s.owed],
        "has_tasks": bool(subjects),
        "open_periods": _open_periods(subjects),
        "held": list(outcome.held.values()),
        "next": reverse("period-report"),
        "may_send": True,
    }
    status = max((card.status for card in outcome.held.values()), default=200)
    return not_cached(render(request, "tasks/period_report.html", context, status=status))


def _open_periods(subjects: Iterable[Subject]) -> list[PeriodChoice]:
    """The open period of each cadence among the tasks, the one that is due first before the others."""
    found = {subject.choices[0].period: subject.choices[0] for subject in subjects}
    return sorted(found.values(), key=lambda choice: (choice.due_on, choice.period))
