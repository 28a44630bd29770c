"""ETags: what has not changed is not sent again."""

import hashlib
from typing import Any, TypeGuard

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.http import ConditionalGetMiddleware
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.decorators import decorator_from_middleware


class Conditional(ConditionalGetMiddleware):
    """An ETag over the answer, the office day and who asks; 304 where it matches.

    A task's begins with its version and can be sent back as `If-Match`.
    """

    def needs_etag(self, response: HttpResponseBase) -> bool:
        return False  # Django would tag errors too

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        patch_cache_control(response, private=True, no_cache=True)
        patch_vary_headers(response, ("Authorization", "Cookie"))
        if request.method == "GET" and _is_taggable(response):
            response.headers["ETag"] = f'"{_version(response)}{_fingerprint(request, response)}"'
        return super().process_response(request, response)


def _is_taggable(response: HttpResponseBase) -> TypeGuard[HttpResponse]:
    return (
        isinstance(response, HttpResponse) and response.status_code == 200 and not response.has_header("ETag")
    )


def _version(response: HttpResponseBase) -> str:
    data: Any = getattr(response, "data", None)
    version = data.get("version") if isinstance(data, dict) else None
    return f"{version}-" if version is not None else ""


def _fingerprint(request: HttpRequest, response: HttpResponse) -> str:
    known = f"{getattr(request, 'on', '')} {request.user.pk} ".encode()
    return hashlib.sha256(known + response.content).hexdigest()[:32]


conditional = decorator_from_middleware(Conditional)
