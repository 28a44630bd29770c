"""名词解释."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from glossary.entries import by_initial, matching
from glossary.models import Term

_LONGEST_SEARCH = 60


@login_required
@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """All terms by their initial; `q` narrows them."""
    words = request.GET.get("q", "").strip()[:_LONGEST_SEARCH]
    terms = list(Term.objects.all())
    found = matching(terms, words)
    context = {"groups": by_initial(found), "found": len(found), "all": len(terms), "q": words}
    return render(request, "glossary/glossary.html", context)
