"""The table's addresses: what the ledger shows, whole, as .xlsx and .csv, with the ledger's filters, order and day."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from guanhu.ledger_export import workbook
from guanhu.ledger_export.about import About, about
from guanhu.ledger_export.cells import spelled
from guanhu.ledger_export.columns import COLUMNS
from guanhu.ledger_export.rows import Line, lines
from tasks import csv_file
from tasks.errors import Invalid
from tasks.forms.ledger import LABELS, read_choices
from tasks.forms.moment import PARAMETERS, read_or_now
from tasks.states import Deed
from tasks.trail import note
from tasks.views.common import OfficeRequest, not_cached, staff_view
from tasks.views.ledger import in_order, narrowed, ordering_of

BAD_REQUEST = 400
_LABELS = {**LABELS, "as_of": "日期", "period": "期次"}
_NOT_KEPT = ("search", "leader")
"""Filters whose values the audit trail does not hold: a text, a person's name."""


@dataclass(frozen=True, slots=True)
class Table:
    about: About
    lines: Iterator[Line]


@staff_view
@require_safe
def ledger_xlsx(request: OfficeRequest) -> HttpResponseBase:
    try:
        table = _asked(request)
    except Invalid as invalid:
        return _refused(request, invalid)
    _remember(request, table.about, "xlsx")
    return not_cached(
        FileResponse(
            workbook.write(table.about, table.lines),
            as_attachment=True,
            filename=table.about.file_name("xlsx"),
            content_type=workbook.CONTENT_TYPE,
        )
    )


@staff_view
@require_safe
def ledger_csv(request: OfficeRequest) -> HttpResponseBase:
    try:
        table = _asked(request)
    except Invalid as invalid:
        return _refused(request, invalid)
    _remember(request, table.about, "csv")
    heading = [column.heading for column in COLUMNS]
    rows = ([spelled(column.cell(line)) for column in COLUMNS] for line in table.lines)
    answer = StreamingHttpResponse(csv_file.pieces(heading, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = content_disposition_header(True, table.about.file_name("csv"))
    return not_cached(answer)


def _asked(request: OfficeRequest) -> Table:
    """Every row that the ledger would show, page by page. Raises Invalid with the messages of day and filters."""
    day = {name: request.GET.get(name, "") for name in (*PARAMETERS, "plan")}
    moment, wrong = read_or_now(day, request.on)
    found = narrowed(request, moment)
    if wrong or not found.is_valid():
        raise Invalid({name: list(said) for name, said in {**wrong, **found.form.errors}.items()})
    told = about(request, found.qs, moment, read_choices(request.GET))
    return Table(told, lines(in_order(found.qs, ordering_of(request)), moment))


def _refused(request: OfficeRequest, invalid: Invalid) -> HttpResponse:
    """Nothing is taken away under a filter that was not understood."""
    problems = [(_LABELS.get(name, name), errors) for name, errors in invalid.errors.items()]
    context = {"problems": problems, "query": request.GET.urlencode()}
    return not_cached(render(request, "guanhu/ledger_export_refused.html", context, status=BAD_REQUEST))


def _remember(request: OfficeRequest, told: About, ending: str) -> None:
    if request.method != "GET":
        return
    filters = {
        name: "" if name in _NOT_KEPT else request.GET[name] for name in LABELS if request.GET.get(name)
    }
    note(
        request,
        Deed.EXPORT,
        subject=f"{told.plan.slug if told.plan else ''}:ledger.{ending}",
        data={"rows": told.total, "as_of": told.moment.on.isoformat(), "filters": filters},
    )
