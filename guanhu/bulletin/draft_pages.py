"""The pages of a draft: edit, preview, take away, issue, throw away. They exist for the supervisors alone."""

from io import BytesIO

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guanhu.bulletin import document, drafting, issuing
from guanhu.bulletin.basis import Basis
from guanhu.bulletin.drafting import DEMONSTRATION_MARK, DRAFT_MARK, TEXTS, WRITTEN, Conflict
from guanhu.bulletin.forms import BulletinForm
from guanhu.bulletin.issuing import Busy, Moved
from guanhu.bulletin.models import Bulletin
from tasks import access, clock
from tasks.errors import Invalid
from tasks.states import Deed
from tasks.trail import client_address, note
from tasks.views.common import (
    CONFLICT,
    UNPROCESSABLE,
    OfficeRequest,
    not_cached,
    seen_version,
    staff_view,
)


def _draft(request: OfficeRequest, pk: int) -> Bulletin:
    """404 for whoever is no supervisor: a draft is nobody else's business. An issued one is still found here, so that a
    form that was open meanwhile can be told."""
    if not access.rights(request.user).supervisor:
        raise Http404("没有这份通报。")
    rows = Bulletin.objects.select_related("plan", "saved_by", "issue").defer(
        "issue__file", "issue__contents", "issue__numbers"
    )
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404("没有这份通报。")
    return found


@staff_view
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: OfficeRequest, pk: int) -> HttpResponse:
    """The texts as plain fields; `rewrite` names a section to be written from the data again, the others stay
    as typed."""
    bulletin = _draft(request, pk)
    if request.method != "POST":
        if hasattr(bulletin, "issue"):
            return redirect("bulletin", bulletin.issue.year, bulletin.issue.number)
        return _form(request, bulletin, BulletinForm(bulletin), bulletin.version)
    form = BulletinForm(bulletin, request.POST)
    try:
        seen = seen_version(request)
    except Invalid as refused:
        return _form(request, bulletin, form, bulletin.version, refused.message, UNPROCESSABLE)
    if not form.is_valid():
        return _form(request, bulletin, form, seen, status=UNPROCESSABLE)
    rewrite = [key for key in request.POST.getlist("rewrite") if key in WRITTEN]
    basis = drafting.current(bulletin, request.on) if rewrite else None
    try:
        drafting.save(
            bulletin,
            seen=seen,
            texts=form.texts(),
            dated_on=form.cleaned_data["dated_on"],
            by=request.user,
            basis=basis,
            rewrite=rewrite,
        )
    except Conflict as conflict:
        return _conflict(request, conflict, form)
    messages.success(request, "已按数据重新生成该节,其余照您填写的保存。" if rewrite else "已保存。")
    if "preview" in request.POST:
        return redirect("bulletin-draft-paper", pk=pk)
    return redirect(reverse("bulletin-draft", args=[pk]) + (f"#id_{rewrite[0]}" if rewrite else ""))


def _conflict(request: OfficeRequest, conflict: Conflict, form: BulletinForm) -> HttpResponse:
    """Both texts: what was typed in the form, what stands now beside each field that differs. Saving once more
    is then a decision."""
    now = conflict.now
    typed = form.texts()
    theirs = {key: now.texts[key] for key in TEXTS if now.texts[key].strip() != typed[key].strip()}
    return _form(request, now, form, now.version, conflict.message, CONFLICT, theirs)


def _form(
    request: OfficeRequest,
    bulletin: Bulletin,
    form: BulletinForm,
    version: int,
    refused: str = "",
    status: int = 200,
    theirs: dict[str, str] | None = None,
) -> HttpResponse:
    context = {
        "bulletin": bulletin,
        "issue": getattr(bulletin, "issue", None),
        "form": form,
        "version": version,
        "refused": refused,
        "theirs": [(form[key].label, text) for key, text in (theirs or {}).items()],
    }
    return not_cached(render(request, "guanhu/bulletin/edit.html", context, status=status))


@staff_view
@require_safe
def preview(request: OfficeRequest, pk: int) -> HttpResponse:
    """The paper as it would be issued, with what changed since the bulletin before."""
    bulletin = _draft(request, pk)
    if hasattr(bulletin, "issue"):
        return redirect("bulletin", bulletin.issue.year, bulletin.issue.number)
    return _paper(request, bulletin, drafting.current(bulletin, request.on))


def _paper(
    request: OfficeRequest, bulletin: Bulletin, basis: Basis, refused: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "bulletin": bulletin,
        "issue": getattr(bulletin, "issue", None),
        "paper": drafting.paper(bulletin, basis.facts, mark=DRAFT_MARK),
        "change": basis.change,
        "before": basis.before,
        "moved": drafting.moved(bulletin, basis),
        "issued_meanwhile": drafting.issued_meanwhile(bulletin, basis),
        "refused": refused,
    }
    return not_cached(render(request, "guanhu/bulletin/preview.html", context, status=status))


@staff_view
@require_safe
def file(request: OfficeRequest, pk: int) -> HttpResponseBase:
    """The draft as .docx, marked as one on every page."""
    bulletin = _draft(request, pk)
    if hasattr(bulletin, "issue"):
        return redirect("bulletin-file", bulletin.issue.year, bulletin.issue.number)
    basis = drafting.current(bulletin, request.on)
    drawn = document.write(drafting.paper(bulletin, basis.facts, mark=DRAFT_MARK))
    if request.method == "GET":
        note(request, Deed.DOWNLOAD, subject=f"bulletin-draft/{bulletin.pk}")
    return sent(drawn, f"通报草稿 {bulletin.period}.docx")


def sent(content: bytes, name: str) -> HttpResponseBase:
    """A .docx to keep, never to be opened as a page."""
    response = FileResponse(
        BytesIO(content), as_attachment=True, filename=name, content_type=document.CONTENT_TYPE
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@staff_view
@require_POST
def issue(request: OfficeRequest, pk: int) -> HttpResponse:
    """印发, as the draft was seen; 409 where it or its data moved on, 422 for what is still missing."""
    bulletin = _draft(request, pk)
    try:
        made = issuing.issue(
            bulletin,
            seen=seen_version(request),
            by=request.user,
            today=request.on,
            address=client_address(request),
            mark=DEMONSTRATION_MARK if clock.is_simulated() else "",
        )
    except (Conflict, Moved, Busy) as refused:
        return _refused(request, pk, refused.message, CONFLICT)
    except Invalid as refused:
        return _refused(request, pk, refused.message, UNPROCESSABLE)
    messages.success(request, f"已印发为{made.reference}。")
    return redirect("bulletin", made.year, made.number)


def _refused(request: OfficeRequest, pk: int, message: str, status: int) -> HttpResponse:
    bulletin = _draft(request, pk)
    return _paper(request, bulletin, drafting.current(bulletin, request.on), message, status)


@staff_view
@require_POST
def discard(request: OfficeRequest, pk: int) -> HttpResponse:
    """Throw the draft away; its period can be begun anew. Never an issued one."""
    bulletin = _draft(request, pk)
    try:
        drafting.discard(bulletin, seen=seen_version(request))
    except Conflict as refused:
        return _refused(request, pk, refused.message, CONFLICT)
    except Invalid as refused:
        return _refused(request, pk, refused.message, UNPROCESSABLE)
    messages.success(request, f"已删除 {bulletin.period} 期通报的草稿。")
    return redirect("bulletins")
