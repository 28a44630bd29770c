"""Which of several letters or reports a form is about: a choice where there are several, else said silently."""

from collections.abc import Sequence
from typing import Any

from django import forms

Choice = tuple[int, str]
ALL = "all"


def reply_to(
    choices: Sequence[Choice], posted: Any, *, label: str, gone: str, all_label: str = ""
) -> forms.ChoiceField | None:
    """A field of event ids; None where nothing is left to choose. `gone` is the message for one that is no longer
    there: it is never silently replaced by the one that is left. `all_label` offers all of them at once."""
    if not choices:
        return None
    offered = [(str(key), words) for key, words in choices]
    if all_label and len(offered) > 1:
        offered.insert(0, (ALL, all_label))
    silent = len(offered) == 1 and posted in (None, "", offered[0][0])
    return forms.ChoiceField(
        label=label,
        choices=offered,
        initial=offered[0][0],
        widget=forms.HiddenInput if silent else forms.RadioSelect,
        error_messages={"invalid_choice": gone, "required": "请选择一件。"},
    )


def chosen(value: str | None) -> int | None:
    """The event's id; None for all of them, and where there was no choice."""
    return int(value) if value and value != ALL else None
