"""JSON as other systems really send it, and nothing else."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser
from rest_framework.renderers import JSONRenderer

from guanhu.api.text import flaw

DEEPEST = 20


class StrictJSONParser(BaseParser):
    """One JSON object in UTF-8. Refuses what Python's parser would let through: NaN, the same key twice,
    control characters, lone surrogates, endless nesting. Numbers with a point become Decimal, never float."""

    media_type = "application/json"
    renderer_class = JSONRenderer

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        # The stream is the bare socket: Django's own limit guards request.body alone.
        raw = stream.read(settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
        if len(raw) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise RequestDataTooBig
        try:
            body = json.loads(
                raw.decode("utf-8"),
                parse_float=Decimal,
                parse_constant=_refuse_constant,
                object_pairs_hook=_without_duplicates,
            )
        except UnicodeDecodeError:
            raise ParseError("请求体不是有效的 UTF-8。") from None
        except RecursionError:
            raise ParseError("JSON 嵌套过深。") from None
        except json.JSONDecodeError as error:
            raise ParseError(f"JSON 无法解析:第 {error.lineno} 行第 {error.colno} 个字符处有误。") from None
        except ValueError:  # an integer of more digits than Python converts
            raise ParseError("JSON 中的整数过长。") from None
        if not isinstance(body, dict):
            raise ParseError("请求体应是一个 JSON 对象。")
        _check(body)
        return body


def _refuse_constant(name: str) -> None:
    raise ParseError(f"JSON 中不能有 {name}。")


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ParseError(f"同一个键出现了两次:{twice[:40]!a}。")
    return found


def _check(value: Any, depth: int = 1) -> None:
    if depth > DEEPEST:
        raise ParseError("JSON 嵌套过深。")
    if isinstance(value, str) and (problem := flaw(value)):
        raise ParseError(f"请求体{problem}")
    if isinstance(value, list):
        for item in value:
            _check(item, depth + 1)
    if isinstance(value, dict):
        for key, item in value.items():
            _check(key, depth + 1)
            _check(item, depth + 1)
