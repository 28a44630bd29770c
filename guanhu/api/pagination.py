"""Lists by keyset: exact under ties and while rows come and go.

DRF's own cursors lose rows among many ties, and nearly everything is due on 31 December; here the place in a
list is the pair (column, key). Rows without a value come last, whichever the direction.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, cast

from django.core import signing
from django.db.models import F, Field, Model, OrderBy, Q, QuerySet
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

DEFAULT_SIZE = 50
LARGEST = 200
_SIZE = f"page_size 应是 1 至 {LARGEST} 的整数。"


@dataclass(frozen=True, slots=True)
class Place:
    """A row of an ordered list: its value as text (None for NULL), its key; `back` looks before it."""

    ordering: str
    value: str | None
    pk: int
    back: bool = False

    def token(self, salt: str) -> str:
        """Signed, so that what comes back can be trusted to fit the column."""
        return signing.Signer(salt=salt).sign_object([self.ordering, self.value, self.pk, self.back])

    @classmethod
    def read(cls, token: str, salt: str) -> "Place":
        """Raises signing.BadSignature for anything but a token of this list."""
        return cls(*signing.Signer(salt=salt).unsign_object(token))


@dataclass(frozen=True, slots=True)
class Order:
    """A column and a direction; a unique key, the primary one or `key`, follows in the same direction."""

    name: str
    column: str
    field: "Field[Any, Any]"
    key: str

    def by(self, *, back: bool) -> tuple[OrderBy, str]:
        descending = self._descending(back)
        nulls: dict[str, Any] = {"nulls_first" if back else "nulls_last": True} if self.field.null else {}
        return OrderBy(
            F(self.column), descending=descending, **nulls
        ), f"-{self.key}" if descending else self.key

    def beyond(self, place: Place) -> Q:
        """The rows after the place, or before it if it looks back."""
        way = "lt" if self._descending(place.back) else "gt"
        further = {f"{self.key}__{way}": place.pk}
        if place.value is None:
            among = Q(**{f"{self.column}__isnull": True, **further})
            return among | Q(**{f"{self.column}__isnull": False}) if place.back else among
        value = self.field.to_python(place.value)
        found = Q(**{f"{self.column}__{way}": value}) | Q(**{self.column: value, **further})
        if self.field.null and not place.back:
            found |= Q(**{f"{self.column}__isnull": True})
        return found

    def place(self, row: Model, *, back: bool) -> Place:
        value = attrgetter(self.column.replace("__", "."))(row)
        text = None if value is None else value.isoformat() if hasattr(value, "isoformat") else str(value)
        return Place(self.name, text, getattr(row, self.key), back)

    def _descending(self, back: bool) -> bool:
        return self.name.startswith("-") != back


class KeysetPagination(BasePagination):
    """`{"next", "previous", "results"}`, with `count` on demand. A view names its orderings in `orderings`, and in
    `columns` those whose column in the database has another name, the unique key ("pk") among them."""

    def parameters(self, view: Any) -> tuple[str, ...]:
        """Query parameters of the list."""
        return (*(("ordering",) if len(view.orderings) > 1 else ()), "page_size", "cursor", "count")

    def paginate_queryset(self, queryset: QuerySet[Any], request: Request, view: Any = None) -> list[Any]:
        asked = request.query_params
        self.request, self.salt = request, type(view).__name__
        size = _size(asked.get("page_size"))
        columns = getattr(view, "columns", {})
        self.order = _order(queryset, asked.get("ordering") or view.default_ordering, view.orderings, columns)
        self.count = queryset.count() if _flag(asked.get("count")) else None
        place = self._place(asked.get("cursor"))
        back = bool(place and place.back)
        if place:
            queryset = queryset.filter(self.order.beyond(place))
        rows = list(queryset.order_by(*self.order.by(back=back))[: size + 1])
        more, self.rows = len(rows) > size, rows[:size]
        if back:
            self.rows.reverse()
        self.has_next, self.has_previous = (True, more) if back else (more, place is not None)
        return self.rows

    def get_paginated_response(self, data: list[Any]) -> Response:
        counted = {} if self.count is None else {"count": self.count}
        return Response({**counted, "next": self._next(), "previous": self._previous(), "results": data})

    def _place(self, token: str | None) -> Place | None:
        if not token:
            return None
        try:
            place = Place.read(token, self.salt)
        except signing.BadSignature:
            raise ValidationError({"cursor": "游标无效;请从 next 或 previous 取用,或从头开始。"}) from None
        if place.ordering != self.order.name:
            raise ValidationError({"cursor": "游标与 ordering 不符;换排序请从头开始。"})
        return place

    def _next(self) -> str | None:
        return self._link(self.rows[-1], back=False) if self.rows and self.has_next else None

    def _previous(self) -> str | None:
        return self._link(self.rows[0], back=True) if self.rows and self.has_previous else None

    def _link(self, row: Model, *, back: bool) -> str:
        token = self.order.place(row, back=back).token(self.salt)
        return replace_query_param(self.request.build_absolute_uri(), "cursor", token)

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": "string", "format": "uri", "nullable": True}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {
                "count": {"type": "integer", "description": "总数;仅在 count=true 时给出"},
                "next": link | {"description": "下一页;没有时为 null"},
                "previous": link | {"description": "上一页;没有时为 null"},
                "results": schema,
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        described = {
            "ordering": (
                "排序;前加 - 为降序,无值者排在最后",
                {"type": "string", "enum": _names(view.orderings)},
            ),
            "page_size": (
                f"每页条数,至多 {LARGEST}",
                {"type": "integer", "minimum": 1, "maximum": LARGEST, "default": DEFAULT_SIZE},
            ),
            "cursor": ("游标,取自 next 或 previous", {"type": "string"}),
            "count": ("true:同时给出总数 count", {"type": "boolean", "default": False}),
        }
        return [
            {"name": name, "in": "query", "required": False, "description": text, "schema": schema}
            for name in self.parameters(view)
            for text, schema in (described[name],)
        ]


def _size(text: str | None) -> int:
    if text is None:
        return DEFAULT_SIZE
    if not (text.isascii() and text.isdecimal() and len(text) < 5 and 1 <= int(text) <= LARGEST):
        raise ValidationError({"page_size": _SIZE})
    return int(text)


def _flag(text: str | None) -> bool:
    if text not in (None, "true", "false"):
        raise ValidationError({"count": "count 应是 true 或 false。"})
    return text == "true"


def _names(orderings: tuple[str, ...]) -> list[str]:
    return [sign + name for name in orderings for sign in ("", "-")]


def _order(
    queryset: QuerySet[Any], name: str, orderings: tuple[str, ...], columns: Mapping[str, str]
) -> Order:
    if name not in _names(orderings):
        raise ValidationError({"ordering": f"不能按此排序;可用:{'、'.join(_names(orderings))}。"})
    word = name.removeprefix("-")
    column = columns.get(word, word)
    return Order(name, column, _field(queryset.model, column), columns.get("pk", "pk"))


def _field(model: type[Model], column: str) -> "Field[Any, Any]":
    """The model's field of that name, or a related one's ("task__code")."""
    *path, last = column.split("__")
    for step in path:
        model = cast(type[Model], model._meta.get_field(step).related_model)
    return cast("Field[Any, Any]", model._meta.get_field(last))
