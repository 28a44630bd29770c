"""Fields for what people type in an office: full-width digits, dates in several spellings, clean text."""

import unicodedata
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from indicators.quantities import parse_decimal, plain

LONG_TEXT = 4000
"""Characters of a free text."""
_KEPT = "\t\n"


def has_odd_characters(text: str) -> bool:
    """NUL and its kin, and lone surrogates: PostgreSQL refuses the first, nobody can encode the second."""
    return any(unicodedata.category(char) in ("Cc", "Cs") and char not in _KEPT for char in text)


class Text(forms.CharField):
    """A text of at most `max_length` characters, trimmed, one sort of line end, nothing unprintable."""

    def __init__(self, *, max_length: int = LONG_TEXT, rows: int = 0, **options: Any) -> None:
        if rows:
            options["widget"] = forms.Textarea(attrs={"rows": rows})
        super().__init__(max_length=max_length, **options)

    def to_python(self, value: Any) -> str:
        text = str(super().to_python(value)).replace("\r\n", "\n").replace("\r", "\n")
        if has_odd_characters(text):
            raise ValidationError("含有无法识别的字符,请删除后重新填写。")
        return text


class DecimalField(forms.Field):
    """An exact number as people type it (２６．５, 1,200); None where it may stay empty."""

    widget = forms.TextInput

    def __init__(
        self, *, min_value: Decimal | None = None, max_value: Decimal | None = None, **options: Any
    ) -> None:
        self.min_value, self.max_value = min_value, max_value
        super().__init__(**options)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal", "autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:
        return plain(value) if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Decimal | None:
        if value is None or isinstance(value, Decimal):
            return value
        if not str(value).strip():
            return None
        try:
            return parse_decimal(str(value))
        except ValueError as wrong:
            raise ValidationError(f"{wrong}。") from wrong

    def validate(self, value: Decimal | None) -> None:
        super().validate(value)
        if value is None:
            return
        if self.min_value is not None and value < self.min_value:
            raise ValidationError(
                "不能为负数。" if not self.min_value else f"不能小于 {plain(self.min_value)}。"
            )
        if self.max_value is not None and value > self.max_value:
            raise ValidationError(f"不能大于 {plain(self.max_value)}。")


class Day(forms.DateField):
    """A date: 2020-09-30, 2020/9/30, 2020.9.30 or 2020年9月30日, full-width digits too."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        options.setdefault("error_messages", {"invalid": "请填写有效的日期,如 2020-09-30。"})
        super().__init__(input_formats=["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日"], **options)

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, str):
            value = unicodedata.normalize("NFKC", value).strip()
            if has_odd_characters(value):
                raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class ShortText(Text):
    """One line."""

    def __init__(self, *, max_length: int = 200, **options: Any) -> None:
        super().__init__(max_length=max_length, **options)

    def to_python(self, value: Any) -> str:
        return " ".join(super().to_python(value).split())
