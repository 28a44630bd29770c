"""How single values are written: quantities as decimal strings, percent as numbers, nothing as null."""

from decimal import Decimal
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from indicators.quantities import plain


@extend_schema_field({"type": "string", "format": "decimal", "example": "26.5"})
class Quantity(serializers.Field):
    """A decimal without an exponent and without trailing zeros."""

    def to_representation(self, value: Decimal) -> str:
        return plain(value)


@extend_schema_field({"type": "number", "minimum": 0, "maximum": 100})
class Percent(serializers.Field):
    def to_representation(self, value: Decimal) -> float:
        return float(value)


class Word(serializers.ChoiceField):
    """One of an enumeration; null where the column is empty."""

    def to_representation(self, value: Any) -> str | None:
        return str(value) if value else None


class Text(serializers.CharField):
    """Null where the column is empty."""

    def to_representation(self, value: Any) -> str | None:
        return str(value) or None if self.allow_null else str(value)
