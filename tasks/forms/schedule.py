"""The filters of the Gantt chart and the calendar: the ledger's, of which four are in sight."""

from collections.abc import Mapping, Sequence

from django.http import QueryDict

from tasks.forms.ledger import LABELS, Choices, Control, Controls, Option
from tasks.forms.moment import PARAMETERS

IN_SIGHT = ("pillar", "unit", "leader", "light")
PLACE = ("by", "month", *PARAMETERS)
"""What the address says of the page itself, and a new filter leaves alone."""


class ScheduleControls(Controls):
    """The form above the chart; filters that it has no input for stand as chips and are carried along."""

    def __init__(self, query: QueryDict, errors: Mapping[str, Sequence[str]], choices: Choices) -> None:
        super().__init__(query, errors, choices)
        self._shown = ("plan", *IN_SIGHT) if len(choices.plans) > 1 else IN_SIGHT

    @property
    def selects(self) -> list[Control]:
        return [self._control(name) for name in self._shown]

    @property
    def hidden(self) -> list[Option]:
        names = [name for name in (*LABELS, *PLACE) if name not in self._shown]
        return [(name, self.query.get(name, "")) for name in names if self.query.get(name)]

    @property
    def stray_errors(self) -> list[tuple[str, Sequence[str]]]:
        return [
            (LABELS.get(name, name), said) for name, said in self._errors.items() if name not in self._shown
        ]
