"""Every error of the API in one shape: RFC 9457 `application/problem+json`, with Chinese in `detail`."""

import logging
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views import defaults
from rest_framework import exceptions
from rest_framework.response import Response

from tasks import access
from tasks.api.errors import VersionRequired
from tasks.api.representation import represent
from tasks.errors import FileTooLarge, Gone, Invalid, NotAllowed, Stale, WrongFileType, WrongState

logger = logging.getLogger(__name__)

CONTENT_TYPE = "application/problem+json"
RETRY_AFTER = 5
"""Seconds after which a database that did not answer may be asked again."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of problem: the last part of its `type`, and its Chinese `title`."""

    slug: str
    title: str
    status: int
    detail: str


INVALID = Kind("invalid", "内容有误", 400, "请求中的内容不符合要求。")
MALFORMED = Kind("malformed", "格式有误", 400, "请求无法解析。")
UNAUTHENTICATED = Kind("unauthenticated", "未认证", 401, "缺少令牌,或令牌无效、已过期。")
FORBIDDEN = Kind("forbidden", "无权办理", 403, "您无权办理此事。")
NOT_FOUND = Kind("not-found", "不存在", 404, "没有找到,或不对您开放。")
WRONG_METHOD = Kind("method-not-allowed", "方法不适用", 405, "此地址不接受该请求方法。")
NOT_ACCEPTABLE = Kind("not-acceptable", "无法提供该格式", 406, "只能提供 application/json。")
STALE = Kind("stale", "内容已更新", 409, "")
WRONG_STATE = Kind("wrong-state", "状态不允许", 409, "")
GONE = Kind("gone", "文件已失效", 410, "文件已不可用。")
TOO_LARGE = Kind("too-large", "内容过大", 413, "请求内容超过上限。")
UNSUPPORTED = Kind("unsupported-type", "类型不支持", 415, "不支持该内容类型。")
VERSION_REQUIRED = Kind("version-required", "缺少版本", 428, "")
THROTTLED = Kind("throttled", "请求过于频繁", 429, "请求过于频繁,请稍后再试。")
FAILED = Kind("server-error", "服务器出错", 500, "服务器内部出错,已记录。")
UNAVAILABLE = Kind("unavailable", "暂时不可用", 503, "数据库暂时没有应答,请稍后重试;本次没有写入。")

KINDS = {
    kind.status: kind
    for kind in (
        INVALID, UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, WRONG_METHOD, NOT_ACCEPTABLE, GONE, TOO_LARGE,
        UNSUPPORTED, THROTTLED, FAILED, UNAVAILABLE,
    )
}  # fmt: skip


def body(kind: Kind, detail: str = "", **more: Any) -> dict[str, Any]:
    """The members of RFC 9457, and `errors` or `current` where there are any."""
    return {
        "type": f"/problems/{kind.slug}",
        "title": kind.title,
        "status": kind.status,
        "detail": detail or kind.detail,
    } | more


def exception_handler(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """DRF's hook. None for what nobody foresaw: Django then answers with `server_error`."""
    found = _described(error, context)
    if found is None:
        return None
    headers = {}
    if getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = error.auth_header  # type: ignore[attr-defined]
    if getattr(error, "wait", None):
        headers["Retry-After"] = str(ceil(error.wait))  # type: ignore[attr-defined]
    if isinstance(error, OperationalError):
        headers["Retry-After"] = str(RETRY_AFTER)
    return Response(found, status=found["status"], headers=headers, content_type=CONTENT_TYPE)


def _described(error: Exception, context: Mapping[str, Any]) -> dict[str, Any] | None:
    match error:
        case Stale() | WrongState():
            return _conflict(error, context)
        case NotAllowed():
            return body(FORBIDDEN, error.message)
        case Gone():
            return body(GONE, error.message)
        case FileTooLarge():
            return body(TOO_LARGE, error.message, errors=error.errors)
        case WrongFileType():
            return body(UNSUPPORTED, error.message, errors=error.errors)
        case Invalid():
            return body(INVALID, error.message, errors=error.errors)
        case VersionRequired():
            return body(VERSION_REQUIRED, str(error.detail))
        case RequestDataTooBig():
            return body(TOO_LARGE, str(error))
        case Http404():
            return body(NOT_FOUND)
        case PermissionDenied():
            return body(FORBIDDEN)
        case SuspiciousOperation():
            return body(MALFORMED)
        case OperationalError():
            logger.warning("database did not answer: %s", error)
            return body(UNAVAILABLE)
        case exceptions.APIException():
            return _from_drf(error)
    return None


def _conflict(error: Stale | WrongState, context: Mapping[str, Any]) -> dict[str, Any]:
    """With the task as it now stands; if meanwhile it is no longer his to see, it is not there."""
    request = context["request"]
    task = access.visible_tasks(request.user).with_names().filter(pk=error.task.pk).first()
    if task is None:
        return body(NOT_FOUND)
    kind = STALE if isinstance(error, Stale) else WRONG_STATE
    return body(kind, error.message, current=represent(task, request))


def _from_drf(error: exceptions.APIException) -> dict[str, Any] | None:
    if isinstance(error, exceptions.ParseError):
        return body(MALFORMED, str(error.detail))
    if isinstance(error, exceptions.ValidationError):
        errors = flattened(error.detail)
        return body(INVALID, next((texts[0] for texts in errors.values()), ""), errors=errors)
    kind = KINDS.get(error.status_code)
    if kind is None:
        return None
    said = kind is FORBIDDEN and error.detail != exceptions.PermissionDenied.default_detail
    return body(kind, str(error.detail) if said else "")


def flattened(detail: Any) -> dict[str, list[str]]:
    """`{field: [text]}` of DRF's nested errors; the place within a list becomes part of the text."""
    if not isinstance(detail, Mapping):
        return {"": _texts(detail)}
    return {str(key): _texts(value) for key, value in detail.items()}


def _texts(detail: Any, place: str = "") -> list[str]:
    if isinstance(detail, Mapping):
        return [
            text
            for key, value in detail.items()
            for text in _texts(value, place + (f"第 {key + 1} 项 " if isinstance(key, int) else f"{key}:"))
        ]
    if isinstance(detail, list):
        numbered = [item if isinstance(item, str) else {number: item} for number, item in enumerate(detail)]
        return [text for item in numbered for text in (_texts(item, place) if item else [])]
    return [f"{place}{detail}"]


# Errors outside of DRF's views: no such address, a broken middleware --------------------------------------
def is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")


def answer(kind: Kind) -> JsonResponse:
    return JsonResponse(
        body(kind), status=kind.status, content_type=CONTENT_TYPE, json_dumps_params={"ensure_ascii": False}
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(MALFORMED) if is_api(request) else defaults.bad_request(request, exception)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(FORBIDDEN) if is_api(request) else defaults.permission_denied(request, exception)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(NOT_FOUND) if is_api(request) else defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    if not is_api(request):
        return defaults.server_error(request)
    if not isinstance(sys.exc_info()[1], OperationalError):  # a middleware may have found the database away
        return answer(FAILED)
    response = answer(UNAVAILABLE)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    return response
