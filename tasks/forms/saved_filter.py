"""A name for the list in sight."""

from typing import Any

from django import forms

from tasks.forms.fields import ShortText


class SavedFilterForm(forms.Form):
    name = ShortText(
        label="保存当前筛选为", max_length=40, error_messages={"required": "请填写常用筛选的名称。"}
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="saved_%s", label_suffix="")
