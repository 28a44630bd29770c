"""常用筛选 on the ledger: kept under a name, opened by a link, deleted."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from tasks import saved_filters
from tasks.errors import Invalid
from tasks.forms.saved_filter import SavedFilterForm
from tasks.views.common import UNPROCESSABLE, OfficeRequest, staff_view
from tasks.views.ledger import shown


@staff_view
@require_POST
def save(request: OfficeRequest) -> HttpResponse:
    """The address carries the filters, as the list's own does; 422 is that list with the message."""
    form = SavedFilterForm(request.POST)
    if form.is_valid():
        try:
            saved = saved_filters.save(request.user, form.cleaned_data["name"], request.GET)
        except Invalid as invalid:
            form.add_error("name", invalid.message)
        else:
            messages.success(request, f"已保存常用筛选“{saved.name}”。")
            return redirect(f"{reverse('ledger')}?{saved.query}")
    return shown(request, form, UNPROCESSABLE)


@staff_view
@require_POST
def delete(request: OfficeRequest, pk: int) -> HttpResponse:
    if not saved_filters.delete(request.user, pk):
        raise Http404("没有这个常用筛选。")
    messages.success(request, "已删除常用筛选。")
    return redirect(reverse("ledger"))
