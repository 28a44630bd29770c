"""Lists inside a form: stage goals and targets, a row each, with blank rows that work without JavaScript."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms

MOST = 60
"""Rows of one list."""
BLANK = 3
"""Blank rows offered beside those that are there."""


class Row(forms.Form):
    """One line. A line with nothing in it does not count."""

    ignored: tuple[str, ...] = ()
    """Fields whose value alone does not make a line: they come filled in."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options |= {"label_suffix": "", "use_required_attribute": False}
        super().__init__(*args, **options)

    @property
    def is_blank(self) -> bool:
        return all(
            str(self[name].data or "").strip() == "" for name in self.fields if name not in self.ignored
        )


@dataclass(slots=True)
class Rows:
    """Rows of one list: unbound with `initial` and blank ones, or bound to what was posted.

    `problems` are messages about the list as a whole.
    """

    prefix: str
    row: type[Row]
    initial: Sequence[dict[str, Any]] = ()
    data: Any = None
    options: dict[str, Any] = field(default_factory=dict)
    blank: int = BLANK
    forms: list[Row] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        bound = self.data is not None and self._count_name in self.data
        self.forms = self._bound(self._posted()) if bound else self._unbound()

    @property
    def _count_name(self) -> str:
        return f"{self.prefix}-count"

    @property
    def count(self) -> int:
        return len(self.forms)

    def _posted(self) -> int:
        text = str(self.data.get(self._count_name, ""))
        return min(int(text), MOST) if text.isascii() and text.isdecimal() and len(text) < 5 else 0

    def _bound(self, count: int) -> list[Row]:
        return [self.row(self.data, prefix=f"{self.prefix}-{n}", **self.options) for n in range(count)]

    def _unbound(self) -> list[Row]:
        rows = [*self.initial, *({} for _ in range(self.blank))][:MOST]
        return [
            self.row(initial=row, prefix=f"{self.prefix}-{n}", **self.options) for n, row in enumerate(rows)
        ]

    def is_valid(self) -> bool:
        return all([form.is_valid() for form in self.filled])

    @property
    def filled(self) -> list[Row]:
        """The rows that say something."""
        return [form for form in self.forms if form.is_bound and not form.is_blank]

    def typed(self) -> list[dict[str, Any]]:
        """The rows as typed, blank ones too."""
        return [{name: form[name].data for name in form.fields} for form in self.forms]

    def as_typed(self, *, blank: int) -> "Rows":
        """The same rows as typed, nothing judged yet, and some blank rows more."""
        return Rows(self.prefix, self.row, self.typed(), options=self.options, blank=blank)
