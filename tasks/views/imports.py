"""导入: a template to fill in, the file back, a preview, and everything or nothing."""

from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from tasks import csv_file
from tasks.accounts import check_administers
from tasks.errors import Invalid
from tasks.forms.imports import UploadForm, sealed, unsealed
from tasks.imports.preview import Credential, Preview
from tasks.imports.run import IMPORTERS, Importer, commit
from tasks.imports.sheets import Row, template
from tasks.views.common import UNPROCESSABLE, OfficeRequest, not_cached, staff_view

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TABS = tuple((kind, importer.TITLE) for kind, importer in IMPORTERS.items())


def _importer(request: OfficeRequest, kind: str) -> Importer:
    check_administers(request.user)
    if kind not in IMPORTERS:
        raise Http404("没有这种导入。")
    return IMPORTERS[kind]


@staff_view
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: OfficeRequest, kind: str) -> HttpResponse:
    """The form; a file is answered with its preview, a confirmed preview with what was done."""
    importer = _importer(request, kind)
    if "rows" in request.POST:
        return _confirmed(request, kind, importer)
    form = UploadForm(importer, *((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        return _previewed(request, kind, importer, form.rows)
    return _page(request, kind, importer, form)


def _page(request: OfficeRequest, kind: str, importer: Importer, form: UploadForm) -> HttpResponse:
    context = {"kind": kind, "importer": importer, "form": form, "tabs": _TABS}
    status = UNPROCESSABLE if form.errors else 200
    return not_cached(render(request, "people/import.html", context, status=status))


def _previewed(request: OfficeRequest, kind: str, importer: Importer, rows: list[Row]) -> HttpResponse:
    found: Preview = importer.preview(rows, request.on)
    context = {
        "kind": kind,
        "importer": importer,
        "preview": found,
        "sealed": sealed(rows, kind) if found.is_good else "",
    }
    status = 200 if found.is_good else UNPROCESSABLE
    return not_cached(render(request, "people/import_preview.html", context, status=status))


def _confirmed(request: OfficeRequest, kind: str, importer: Importer) -> HttpResponse:
    try:
        rows = unsealed(request.POST["rows"], kind)
        made = commit(importer, rows, by=request.user, on=request.on)
    except Invalid as invalid:
        form = UploadForm(importer, {}, {})
        form.full_clean()
        form.errors.clear()
        form.add_error("file", invalid.message)
        return _page(request, kind, importer, form)
    messages.success(request, f"已导入{importer.TITLE}:{len(rows)} 行。")
    if not made:
        return redirect(reverse("import", args=[kind]))
    context = {"made": made, "download": _download(made), "kind": kind, "importer": importer}
    return not_cached(render(request, "people/passwords.html", context))


def _download(made: list[Credential]) -> str:
    """The list as a file inside the page itself: the passwords are kept nowhere."""
    rows = [(one.name, one.username, one.unit, one.password) for one in made]
    content = csv_file.table(("姓名", "用户名", "单位", "一次性密码"), rows)
    return f"data:text/csv;charset=utf-8,{quote(content)}"


@staff_view
@require_safe
def import_template(request: OfficeRequest, kind: str) -> HttpResponse:
    importer = _importer(request, kind)
    content = template(importer.TITLE, importer.COLUMNS, importer.EXAMPLES)
    name = quote(f"{importer.TITLE}模板.xlsx")
    return HttpResponse(
        content, XLSX, headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    )
