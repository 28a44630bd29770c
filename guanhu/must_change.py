"""Whoever holds a one-time password chooses his own before anything else."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from guanhu import problems
from tasks.models import Person

PASSWORD_FIRST = problems.Kind(
    "password-change-required", "须先修改密码", 403, "请先登录网页修改一次性密码。"
)
_ALWAYS = ("/static/", "/healthz", "/readyz")


class MustChangePasswordMiddleware:
    """For sessions: a token is a credential of its own, which a password does not end."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._instead(request) or self.get_response(request)

    def _instead(self, request: HttpRequest) -> HttpResponse | None:
        if request.path_info.startswith(_ALWAYS) or request.path_info in self._open():
            return None
        person = request.user
        if not (isinstance(person, Person) and person.must_change_password):
            return None
        if problems.is_api(request):
            return problems.answer(PASSWORD_FIRST)
        if "HX-Request" in request.headers:
            return HttpResponseClientRedirect(reverse("password_change"))
        return redirect("password_change")

    def _open(self) -> tuple[str, ...]:
        return (reverse("password_change"), reverse("logout"))
