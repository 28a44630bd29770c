"""Strict input: each field takes exactly what the contract says, nothing is coerced."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django.db.models import Model
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from indicators.quantities import parse_decimal

LONGEST_TEXT = 10_000
LARGEST_WHOLE = 10**9
LONGEST_LIST = 200
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEARS = range(1990, 2101)


class Strict(serializers.Serializer):
    """An object with these keys and no others, handed on as its `shape`."""

    shape: type = dict
    default_error_messages: ClassVar = {"invalid": "应是一个对象。"}

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping) and (unknown := data.keys() - self.fields.keys()):
            raise ValidationError({key[:40]: [self.unknown(key)] for key in sorted(unknown)})
        return self.shape(**super().to_internal_value(data))

    def unknown(self, key: str) -> str:
        """Why this key is refused."""
        return f"不认识的键;可用:{'、'.join(self.fields)}。"


class Text(serializers.CharField):
    """A string; numbers are not turned into one. Blanks around it go."""

    default_error_messages: ClassVar = {
        "required": "必填。",
        "null": "不能为 null。",
        "invalid": "应是字符串。",
        "blank": "不能为空。",
        "max_length": "至多 {max_length} 个字。",
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": LONGEST_TEXT, "allow_blank": True} | kwargs)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class Choice(serializers.ChoiceField):
    """A word of an enumeration, as its member."""

    default_error_messages: ClassVar = {"required": "必填。", "null": "不能为 null。"}

    def __init__(self, words: Any, **kwargs: Any) -> None:
        self.words = words
        super().__init__(words.choices, **kwargs)

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str) or data not in self.words.values:
            raise ValidationError(f"应是其中之一:{'、'.join(map(str, self.words.values))}。")
        return self.words(data)


@extend_schema_field({"type": "string", "format": "date", "example": "2020-09-30"})
class Day(serializers.Field):
    default_error_messages: ClassVar = {
        "required": "必填。",
        "null": "不能为 null。",
        "invalid": "应是存在的日期,形如 2020-09-30。",
        "year": f"年份应在 {_YEARS.start} 至 {_YEARS.stop - 1} 之间。",
    }

    def to_internal_value(self, data: Any) -> date:
        if not isinstance(data, str) or not _DATE.fullmatch(data):
            self.fail("invalid")
        try:
            found = date.fromisoformat(data)
        except ValueError:
            self.fail("invalid")
        if found.year not in _YEARS:
            self.fail("year")
        return found

    def to_representation(self, value: date) -> str:
        return value.isoformat()


@extend_schema_field({"type": "integer", "minimum": 0, "maximum": LARGEST_WHOLE})
class Whole(serializers.Field):
    default_error_messages: ClassVar = {
        "required": "必填。",
        "null": "不能为 null。",
        "invalid": f"应是 0 至 {LARGEST_WHOLE} 的整数。",
    }

    def to_internal_value(self, data: Any) -> int:
        if type(data) is not int or not 0 <= data <= LARGEST_WHOLE:
            self.fail("invalid")
        return data

    def to_representation(self, value: int) -> int:
        return value


@extend_schema_field({"type": "boolean"})
class Flag(serializers.Field):
    default_error_messages: ClassVar = {
        "required": "必填。",
        "null": "不能为 null。",
        "invalid": "应是 true 或 false。",
    }

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid")
        return data

    def to_representation(self, value: bool) -> bool:
        return value


@extend_schema_field({"oneOf": [{"type": "string"}, {"type": "number"}], "example": "26.5"})
class Figure(serializers.Field):
    """A decimal, as a string or a number; full-width digits as people type them are taken too."""

    default_error_messages: ClassVar = {
        "required": "必填。",
        "null": "不能为 null。",
        "invalid": '应是数字,例如 "26.5"。',
        "range": "应在 {low} 与 {high} 之间。",
        "places": "小数至多 {places} 位。",
    }

    def __init__(
        self,
        *,
        low: Decimal | None = None,
        high: Decimal | None = None,
        places: int | None = None,
        **kwargs: Any,
    ) -> None:
        self.low, self.high, self.places = low, high, places
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> Decimal:
        if isinstance(data, bool) or not isinstance(data, str | int | Decimal):
            self.fail("invalid")
        try:
            found = parse_decimal(str(data))
        except ValueError as error:
            raise ValidationError(str(error)) from error
        if self.low is not None and self.high is not None and not self.low <= found <= self.high:
            self.fail("range", low=self.low, high=self.high)
        if self.places is not None and found != round(found, self.places):
            self.fail("places", places=self.places)
        return found

    def to_representation(self, value: Decimal) -> str:
        return str(value)


@extend_schema_field({"type": "string"})
class Named(serializers.Field):
    """An object of the office by its natural key: a unit by code, a person by username."""

    default_error_messages: ClassVar = {
        "required": "必填。",
        "null": "不能为 null。",
        "invalid": "应是字符串。",
        "unknown": "没有“{name}”。",
    }

    def __init__(self, model: type[Model], key: str, **kwargs: Any) -> None:
        self.model, self.key = model, key
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str):
            self.fail("invalid")
        found = self.model._default_manager.filter(**{self.key: data}).first()
        if found is None:
            self.fail("unknown", name=data[:40])
        return found

    def to_representation(self, value: Any) -> str:
        return getattr(value, self.key)


class Several(serializers.ListField):
    """A list of things that are all different."""

    default_error_messages: ClassVar = {
        "required": "必填。",
        "null": "不能为 null。",
        "not_a_list": "应是列表。",
        "long": "至多 {most} 项。",
        "twice": "有重复项。",
    }

    def __init__(self, *, most: int = LONGEST_LIST, **kwargs: Any) -> None:
        self.most = most
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> list[Any]:
        if not isinstance(data, list):
            self.fail("not_a_list")
        if len(data) > self.most:
            self.fail("long", most=self.most)
        found = super().to_internal_value(data)
        if any(item in found[:number] for number, item in enumerate(found)):
            self.fail("twice")
        return found
