"""What may not be done, as mixins of admin classes."""

from typing import cast

from django.db.models import Model
from django.http import HttpRequest

from tasks.views.common import OfficeRequest


def office(request: HttpRequest) -> OfficeRequest:
    """The request as the middleware leaves it: the site lets in nobody who is not logged in."""
    return cast(OfficeRequest, request)


class Kept:
    """Never deleted."""

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class Appended(Kept):
    """Added to, never changed."""

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class ReadOnly(Appended):
    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
