"""The form by which a draft is edited: its texts, each in a plain field, and its date."""

from collections.abc import Iterator
from typing import Any

from django import forms

from guanhu.bulletin.contents import Section
from guanhu.bulletin.drafting import TEXTS
from guanhu.bulletin.models import Bulletin

_LONG = 20_000
_HELP = "每行一段;以“（一）”“1．”开头的行按公文第二、三层标题排印。留空则不列此节。"


_LINE = 50
"""Characters that a field shows side by side on a desk's screen, about."""


def _rows(text: str) -> int:
    """How high a field has to be to show its text, within bounds."""
    return max(3, min(24, 1 + sum(1 + len(line) // _LINE for line in text.splitlines())))


class BulletinForm(forms.Form):
    """`dated_on` 成文日期. Messages are Chinese, at their fields."""

    title = forms.CharField(label="标题", max_length=120)
    to = forms.CharField(label="主送", max_length=200)
    opening = forms.CharField(label="导语", max_length=4_000, widget=forms.Textarea(attrs={"rows": 4}))
    signed_by = forms.CharField(label="落款单位", max_length=60)
    dated_on = forms.DateField(
        label="成文日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, bulletin: Bulletin, *args: Any, **options: Any) -> None:
        options.setdefault("label_suffix", "")
        options.setdefault("initial", {**bulletin.texts, "dated_on": bulletin.dated_on})
        super().__init__(*args, **options)
        self.bulletin = bulletin
        for section in Section:
            rows = _rows(bulletin.texts[section])
            self.fields[str(section)] = forms.CharField(
                label=section.label,
                max_length=_LONG,
                required=False,
                widget=forms.Textarea(attrs={"rows": rows}),
            )

    def clean_dated_on(self) -> Any:
        day = self.cleaned_data["dated_on"]
        if day <= self.bulletin.on:
            raise forms.ValidationError(f"成文日期应晚于数据截至日 {self.bulletin.on}。")
        return day

    def texts(self) -> dict[str, str]:
        """What was typed, once it is valid."""
        return {key: self.cleaned_data[key] for key in TEXTS}

    @property
    def written(self) -> Iterator[forms.BoundField]:
        """The opening and the sections: what can be written from the data again."""
        yield self["opening"]
        for section in Section:
            yield self[str(section)]

    @property
    def section_help(self) -> str:
        return _HELP
