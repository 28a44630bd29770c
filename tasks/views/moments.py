"""The day that a page shows, and what it offers to choose another: for every page that can look back."""

from dataclasses import dataclass
from datetime import date

from tasks.closed_periods import DueDays, due_days_of
from tasks.forms.moment import read_or_now
from tasks.forms.moment_choice import MomentChoice, moment_choice
from tasks.models import Plan
from tasks.moment import Moment
from tasks.views.common import OfficeRequest

BAD_REQUEST = 400


@dataclass(frozen=True, slots=True)
class Shown:
    """`choice` is what `_moment.html` and `_moment_note.html` print; `status` that of the page."""

    moment: Moment
    choice: MomentChoice

    @property
    def status(self) -> int:
        return BAD_REQUEST if self.choice.errors else 200


def shown(
    request: OfficeRequest,
    plan: Plan,
    due_days: DueDays | None = None,
    *,
    compares: bool = True,
    last_look: date | None = None,
) -> Shown:
    """The moment that the address asks for; where it asks for none that can be shown, today and the messages.

    `due_days` are the plan's, read here where the page does not have them.
    """
    moment, errors = read_or_now(request.GET, request.on, plan)
    dated = due_days_of(plan) if due_days is None else due_days
    choice = moment_choice(request.GET, moment, errors, plan, dated, compares=compares, last_look=last_look)
    return Shown(moment, choice)
