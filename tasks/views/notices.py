"""通知: what a person has been told; each opens its task."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tasks import clock
from tasks.forms.notices import ChoicesForm
from tasks.notices import inbox, upkeep
from tasks.notices.words import lines
from tasks.views.common import OfficeRequest, not_cached, staff_view

PAGE = 30


@staff_view
@require_safe
def notices(request: OfficeRequest) -> HttpResponse:
    """Unread first, then the newest."""
    upkeep.catch_up(request.on)
    page = Paginator(inbox.inbox(request.user), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "lines": lines(page.object_list, request.user)}
    return not_cached(render(request, "tasks/notices.html", context))


@staff_view
@require_safe
def notice(request: OfficeRequest, pk: int) -> HttpResponse:
    """Opens what the notice is about; it is read then. A notice of a task that one may no longer see is none."""
    found = inbox.visible(request.user).filter(pk=pk)
    said = lines(found, request.user)
    if not said:
        raise Http404("没有这条通知。")
    inbox.mark_read(found, clock.now())
    return redirect(said[0].url)


@staff_view
@require_POST
def notices_read(request: OfficeRequest) -> HttpResponse:
    """Marks one notice as read, or all that the person sees."""
    mine = inbox.inbox(request.user)
    one = request.POST.get("notice", "")
    if one:
        mine = (
            mine.filter(pk=int(one)) if one.isascii() and one.isdecimal() and len(one) < 19 else mine.none()
        )
    count = inbox.mark_read(mine, clock.now())
    if not one:
        messages.success(request, f"已将 {count} 条通知标为已读。" if count else "没有未读通知。")
    return redirect("notices")


@staff_view
@require_http_methods(["GET", "HEAD", "POST"])
def notice_settings(request: OfficeRequest) -> HttpResponse:
    """Which kinds one gets in the application and by e-mail."""
    form = ChoicesForm(inbox.choices(request.user), request.POST if request.method == "POST" else None)
    if form.is_valid():
        inbox.choose(request.user, form.wanted)
        messages.success(request, "通知设置已保存。")
        return redirect("notice-settings")
    context = {
        "form": form,
        "mail_works": settings.GUANHU_MAIL,
        "digest_hour": settings.GUANHU_DIGEST_HOUR,
        "address": request.user.email,
    }
    return not_cached(render(request, "tasks/notice_settings.html", context))
