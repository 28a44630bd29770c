"""One attempt to send one card: an event, or the card again with what stands against it."""

from tasks import drafts, timeline
from tasks.errors import Doubtful, Invalid, Stale, WrongState
from tasks.forms.report import ReportForm
from tasks.models import TaskEvent
from tasks.views.cards import Card, subject_of
from tasks.views.common import CONFLICT, UNPROCESSABLE, OfficeRequest, seen_version, task_or_404

LOOKED_AT = "looked_at"
"""Names the pointers that the writer has seen: 仍要报送."""


def send(request: OfficeRequest, card: Card) -> TaskEvent | Card:
    """Send a posted card; whatever happens, nothing is half-done. The draft goes once it is sent."""
    if not card.form.is_valid() or card.uploads.problems:
        card.status = UNPROCESSABLE
        return card
    try:
        event = _perform(request, card)
    except Invalid as invalid:
        card.form.refuse(invalid)
        card.status = UNPROCESSABLE
    except Doubtful as doubtful:
        card.doubts, card.status = doubtful.pointers, UNPROCESSABLE
    except Stale as stale:
        return _overtaken(request, card, stale)
    except WrongState as wrong:
        card.refused, card.status = wrong.message, CONFLICT
    else:
        drafts.discard(card.subject.task, request.user)
        return event
    return card


def _perform(request: OfficeRequest, card: Card) -> TaskEvent:
    return card.form.perform(
        by=request.user,
        on=request.on,
        version=seen_version(request, f"{card.prefix}version"),
        evidence=card.uploads.ids,
        looked_at=request.POST.get(f"{card.prefix}{LOOKED_AT}", "").split(","),
    )


def _overtaken(request: OfficeRequest, card: Card, stale: Stale) -> Card:
    """The form again, made for the task as it now stands, with what was typed and what happened meanwhile."""
    task = task_or_404(request, stale.task.code)
    subject = subject_of(request, task)
    return Card(
        subject=subject,
        form=ReportForm(subject, request.POST, prefix=card.form.prefix or ""),
        version=task.version,
        uploads=card.uploads,
        conflict=timeline.since(task, stale.events[0].version - 1),
        refused=stale.message,
        status=CONFLICT,
    )
