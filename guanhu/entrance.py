"""The door: logging in and out, one's password, and where a person lands."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import views
from django.contrib.auth.forms import PasswordChangeForm
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.views.decorators.http import require_safe

from guanhu.context import may_administer
from tasks import access
from tasks.access import Rights
from tasks.models import Person
from tasks.states import Deed
from tasks.trail import note
from tasks.views.common import OfficeRequest, staff_view


class Login(views.LoginView):
    """Somebody who is logged in already has no business here."""

    redirect_authenticated_user = True


class NewPasswordForm(PasswordChangeForm):
    """The new password is another one: else a one-time password would stay for good."""

    def clean_new_password1(self) -> str:
        new = self.cleaned_data["new_password1"]
        if new == self.data.get("old_password"):
            raise ValidationError("新密码不能与原密码相同。")
        return new

    def save(self, commit: bool = True) -> Person:
        self.user.must_change_password = False
        return super().save(commit)


class PasswordChange(views.PasswordChangeView):
    form_class = NewPasswordForm
    success_url = reverse_lazy("home")

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        answer = super().form_valid(form)
        note(self.request, Deed.PASSWORD, subject=form.user.get_username())
        messages.success(self.request, "密码已修改,下次登录请用新密码。")
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"title": "修改密码"}


@staff_view
@require_safe
def home(request: OfficeRequest) -> HttpResponse:
    """Everybody to the page he opens this for."""
    return redirect(landing(access.rights(request.user)))


def landing(who: Rights) -> str:
    """URL name of a person's first page: what he watches comes before what he owes, accounts last."""
    if who.leader:
        return "dashboard"
    if who.supervisor:
        return "desk"
    if who.units:
        return "my-tasks"
    return "admin:index" if may_administer(who) and not who.auditor else "dashboard"
