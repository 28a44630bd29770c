"""What every form of the workflow has in common: one verb, typed text kept, refusals at the right field."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from django import forms

from tasks.errors import Invalid
from tasks.forms.rows import Rows
from tasks.models import Person, PlanRules, Task, TaskEvent
from tasks.rulebook import rules_row


class VerbForm(forms.Form):
    """A form for one verb.

    `aliases` maps a verb's key to the field that shows its message; `side_by_side` names fields that share a
    line, `last` those that stand below the lists. `paper` says which paper has to be attached, empty where none has;
    `called` what the action is called for this person, empty for its usual name.
    """

    paper = ""
    called = ""

    aliases: ClassVar[Mapping[str, str]] = {}
    side_by_side: ClassVar[tuple[tuple[str, ...], ...]] = ()
    last: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)
        self.rows: dict[str, Rows] = {}

    @property
    def lines(self) -> list[list[forms.BoundField]]:
        """The fields above the lists, in order; those that belong together on one line."""
        found: list[list[forms.BoundField]] = []
        for name in self.fields:
            together = next((names for names in self.side_by_side if name in names), (name,))
            if name == together[0] and name not in self.last:
                found.append([self[one] for one in together if one in self.fields])
        return found

    @property
    def last_fields(self) -> list[forms.BoundField]:
        """The fields below the lists."""
        return [self[name] for name in self.last]

    def is_valid(self) -> bool:
        return all([super().is_valid(), *(rows.is_valid() for rows in self.rows.values())])

    def refuse(self, invalid: Invalid) -> None:
        """Show the verb's messages where they belong; what belongs nowhere stands above the form."""
        for key, messages in invalid.errors.items():
            name = self.aliases.get(key, key)
            if name in self.rows:
                self.rows[name].problems.extend(messages)
            else:
                for message in messages:
                    self.add_error(name if name in self.fields else None, message)

    def perform(self, *, by: Person, on: date, version: int, evidence: list[int]) -> TaskEvent:
        """Carry the verb out; `evidence` are ids of uploads, for verbs that take them. Raises `Refused`."""
        raise NotImplementedError

    def typed(self) -> dict[str, Any]:
        """Every field as it was typed, right or wrong: to restore it later."""
        return {
            name: field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            for name, field in self.fields.items()
        }


class TaskForm(VerbForm):
    """A form for one verb on one task, made for the person who acts and the office day."""

    def __init__(self, task: Task, *args: Any, by: Person, on: date, **options: Any) -> None:
        self.task, self.by, self.on = task, by, on
        super().__init__(*args, **options)

    @cached_property
    def rules(self) -> PlanRules:
        """The plan's rules on the day."""
        return rules_row(self.task.plan, self.on)
