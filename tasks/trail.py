"""How a door writes to the audit trail: who asked, from which address."""

from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from tasks import audit
from tasks.models import AuditEntry, Person
from tasks.states import Deed


def note(
    request: HttpRequest,
    deed: Deed,
    *,
    subject: str = "",
    data: dict[str, Any] | None = None,
    by: Person | None = None,
) -> AuditEntry:
    """Append one entry about what the request's person does: an export, an import, a download, a change of rights.

    `subject` is a code or an address inside the site, `data` holds ids, codes and counts: never names, never texts,
    never the code of a task that may be restricted. `by` stands in where nobody is logged in (yet, or any more).
    """
    asking = by or getattr(request, "user", None)
    person = asking if isinstance(asking, Person) else None
    return audit.record(deed, by=person, subject=subject, address=client_address(request), data=data)


def client_address(request: HttpRequest) -> str:
    """The client's address; "" where there is none (a unix socket, a test).

    Anybody can send X-Forwarded-For. It is believed only as far as `settings.GUANHU_PROXIES` of our own proxies
    wrote it: each adds one address at the end.
    """
    direct = _address(request.META.get("REMOTE_ADDR", ""))
    told = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if not settings.GUANHU_PROXIES or len(told) < settings.GUANHU_PROXIES:
        return direct
    return _address(told[-settings.GUANHU_PROXIES]) or direct


def _address(text: str) -> str:
    try:
        return str(ip_address(text.strip()))
    except ValueError:
        return ""
