"""审计记录: who logged in, changed rights or rules, exported, imported, downloaded; for auditors and administrators."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tasks import access
from tasks.errors import NotAllowed
from tasks.forms.audit import TrailForm
from tasks.models import AuditEntry
from tasks.views.common import OfficeRequest, not_cached, staff_view

PAGE = 50
WORDS = {
    "from": "原",
    "to": "新",
    "fields": "字段",
    "added": "新增任职",
    "removed": "取消任职",
    "scope": "范围",
    "days": "天数",
    "rows": "行数",
    "format": "格式",
    "model": "内容",
    "id": "编号",
    "known": "账号存在",
    "locked": "已锁定",
    "new": "新建",
    "revoked": "已吊销",
    "on": "生效日",
}
"""What the keys of an entry's data are called; others are shown as they are."""
_FLAGS = {True: "是", False: "否"}


@staff_view
@require_safe
def trail(request: OfficeRequest) -> HttpResponse:
    """One page of the trail, the newest first, by person, deed and day."""
    if not access.may_read_trail(access.rights(request.user)):
        raise NotAllowed("审计记录只对审计员和系统管理员开放。")
    form = TrailForm(request.GET)
    page = Paginator(form.entries(), PAGE).get_page(request.GET.get("page"))
    rows = [(entry, told(entry)) for entry in page.object_list]
    return not_cached(render(request, "tasks/audit.html", {"form": form, "page": page, "rows": rows}))


def told(entry: AuditEntry) -> str:
    """The entry's data in one line."""
    return "; ".join(
        f"{WORDS.get(key, key)}: {_shown(value)}" for key, value in entry.data.items() if value != []
    )


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return _FLAGS[value]
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
