"""What is checked of every request before its view runs."""

from typing import Any

from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from guanhu.api.text import flaw
from guanhu.models import TokenScope


class TokenScopeAllows(BasePermission):
    """A read token reads; sessions are people and have no scope."""

    def has_permission(self, request: Request, view: Any) -> bool:
        scope = getattr(request.auth, "scope", TokenScope.WRITE)
        if request.method not in SAFE_METHODS and scope != TokenScope.WRITE:
            raise PermissionDenied("该令牌只读(read),不能写入;写入须用 write 令牌。")
        return True


class KnownParameters(BasePermission):
    """Not a question of rights: DRF's permissions are the hook that sees every request with its view.

    A misspelt filter that is silently ignored answers another question than the one asked.
    """

    def has_permission(self, request: Request, view: Any) -> bool:
        known = known_parameters(view) if request.method in SAFE_METHODS else ()
        errors = {
            _named(name): problem
            for name, values in request.query_params.lists()
            if (problem := _problem(name, values, known))
        }
        if errors:
            raise ValidationError(errors)
        return True


def known_parameters(view: Any) -> tuple[str, ...]:
    """Query parameters that the view's GET takes."""
    own = tuple(getattr(view, "parameters", ()))
    filterset = getattr(view, "filterset_class", None)
    filters = tuple(filterset.base_filters) if filterset else ()
    paging = view.paginator.parameters(view) if hasattr(view, "orderings") else ()
    return own + filters + paging


def _problem(name: str, values: list[str], known: tuple[str, ...]) -> str:
    if name not in known:
        return f"不认识的查询参数;可用:{'、'.join(known)}。" if known else "此处不接受查询参数。"
    if len(values) > 1:
        return "参数重复;多个值请用逗号分隔。"
    return flaw(values[0])


def _named(name: str) -> str:
    """The name as an answer can carry it."""
    return name[:40].encode("ascii", "backslashreplace").decode() if flaw(name) else name[:40]
