"""帮助: one page for each role, in the office's words, with pictures of the real screens."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from tasks import access
from tasks.access import Rights
from tasks.views.common import OfficeRequest, staff_view


@dataclass(frozen=True, slots=True)
class Chapter:
    """`slug` names the address and the template."""

    slug: str
    title: str


CHAPTERS = (
    Chapter("reporter", "经办人"),
    Chapter("head", "单位负责人"),
    Chapter("supervisor", "督查室"),
    Chapter("leader", "街道领导"),
    Chapter("administrator", "系统管理员"),
    Chapter("auditor", "审计员"),
)
_BY_SLUG = {chapter.slug: chapter for chapter in CHAPTERS}


def own_chapter(who: Rights) -> Chapter:
    """The chapter that this person most likely wants."""
    held = (
        ("supervisor", who.supervisor),
        ("leader", who.leader),
        ("administrator", who.administrator),
        ("auditor", who.auditor),
        ("head", bool(who.head)),
    )
    return _BY_SLUG[next((slug for slug, is_so in held if is_so), "reporter")]


@staff_view
@require_safe
def help_page(request: OfficeRequest, slug: str = "") -> HttpResponse:
    """Without a role in the address: one's own."""
    if not slug:
        return redirect("help-chapter", slug=own_chapter(access.rights(request.user)).slug)
    if slug not in _BY_SLUG:
        raise Http404("没有这一章帮助。")
    context = {"chapter": _BY_SLUG[slug], "chapters": CHAPTERS}
    return render(request, f"guanhu/help/{slug}.html", context)
