"""The OpenAPI document: what views do not say themselves, above all the errors that can really come back."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from rest_framework.permissions import SAFE_METHODS
from rest_framework.settings import api_settings

from guanhu.problems import CONTENT_TYPE, KINDS, STALE, VERSION_REQUIRED, WRONG_STATE

_TITLES = {status: kind.title for status, kind in KINDS.items()} | {
    409: f"{STALE.title}(有您没看到的更新),或{WRONG_STATE.title}",
    428: VERSION_REQUIRED.title,
}
_READING = (400, 401, 406, 429, 503)
_WRITING = (*_READING, 403, 413, 415)
PROBLEM = {
    "type": "object",
    "description": "RFC 9457 的错误说明。",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "description": "错误种类,例如 /problems/stale"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "中文说明"},
        "errors": {
            "type": "object",
            "description": "400:各字段的问题",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
        "current": {"type": "object", "description": "409:任务现状", "additionalProperties": True},
    },
    "example": {
        "type": "/problems/invalid",
        "title": "内容有误",
        "status": 400,
        "detail": "请填写进展。",
        "errors": {"note": ["请填写进展。"]},
    },
}


class Schema(AutoSchema):
    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        operation = super().get_operation(*args, **kwargs)
        if operation is None:
            return None
        responses = operation["responses"]
        if self.method == "GET":
            responses["304"] = {"description": "与 If-None-Match 相符,未变"}
        for status in self._statuses():
            responses[str(status)] = {
                "description": _TITLES[status],
                "content": {CONTENT_TYPE: {"schema": self._problem().ref}},
            }
        operation["responses"] = dict(sorted(responses.items()))
        return operation

    def _statuses(self) -> set[int]:
        found = set(_READING if self.method in SAFE_METHODS else _WRITING)
        if "{" in self.path:
            found.add(404)
        if self.view.content_negotiation_class is not api_settings.DEFAULT_CONTENT_NEGOTIATION_CLASS:
            found.discard(406)
        return found | set(getattr(self.view, "problems", {}).get(self.method, ()))

    def _problem(self) -> ResolvedComponent:
        component = ResolvedComponent(
            name="Problem", type=ResolvedComponent.SCHEMA, schema=PROBLEM, object="Problem"
        )
        self.registry.register_on_missing(component)
        return component
