"""The version of a task that a writer saw."""

import re
from collections.abc import Mapping
from typing import Any

from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from tasks.api.errors import VersionRequired

_TAG = re.compile(r'(?:W/)?"?([0-9]{1,9})(?:-[0-9a-f]*)?"?')
"""A task's ETag, or the version alone."""


def seen_version(request: Request, body: Mapping[str, Any]) -> int:
    """From the body's `version` or from `If-Match`.

    Raises VersionRequired without either, ValidationError where they differ or make no sense.
    """
    said = _header(request.headers.get("If-Match", "").strip())
    given = body.get("version")
    if given is not None and (type(given) is not int or given < 0):
        raise ValidationError({"version": "应是不小于 0 的整数。"})
    if said is not None and given is not None and said != given:
        raise ValidationError({"version": f"version 为 {given},If-Match 却为 {said}。"})
    if said is None and given is None:
        raise VersionRequired
    return given if given is not None else said  # type: ignore[return-value]  # one of them is there


def _header(tag: str) -> int | None:
    if tag in ("", "*"):  # "*" claims to have seen nothing in particular
        return None
    found = _TAG.fullmatch(tag)
    if not found:
        raise ValidationError({"version": "If-Match 应是该任务的 ETag 或版本号。"})
    return int(found[1])
