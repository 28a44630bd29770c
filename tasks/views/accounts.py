"""人员: the administrator's list of people, and a one-time password for somebody who has lost his."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from tasks import accounts
from tasks.errors import Invalid
from tasks.models import Person
from tasks.views.common import UNPROCESSABLE, OfficeRequest, not_cached, staff_view

PAGE = 50


@staff_view
@require_safe
def people(request: OfficeRequest) -> HttpResponse:
    """`?search=` finds names, accounts and units."""
    accounts.check_administers(request.user)
    found = Person.objects.order_by("username").prefetch_related("memberships__unit")
    search = request.GET.get("search", "").replace("\0", "").strip()[:100]
    for word in search.split():
        unit = Q(memberships__unit__name__icontains=word)
        found = found.filter(Q(name__icontains=word) | Q(username__icontains=word) | unit).distinct()
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return not_cached(render(request, "people/people.html", {"page": page, "search": search}))


@staff_view
@require_http_methods(["GET", "HEAD", "POST"])
def reset_password(request: OfficeRequest, pk: int) -> HttpResponse:
    """Asks first; the answer to the POST shows the password, once."""
    accounts.check_administers(request.user)
    person = get_object_or_404(Person, pk=pk)
    context: dict[str, object] = {"person": person}
    status = 200
    if request.method == "POST":
        try:
            context["password"] = accounts.reset_password(person, by=request.user)
        except Invalid as invalid:
            context["refused"], status = invalid.message, UNPROCESSABLE
    return not_cached(render(request, "people/password.html", context, status=status))
