"""Workbooks and CSV files for tests of imports."""

import io
from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

ROSTER = ("姓名", "用户名", "手机", "邮箱", "单位", "角色")
UNITS = ("代码", "名称", "类型", "上级")
DAYS = ("日期", "上班/放假", "说明")


def xlsx(*lines: Sequence[Any]) -> bytes:
    book = Workbook()
    for line in lines:
        book.active.append(list(line))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def csv(*lines: Sequence[str], encoding: str = "utf-8-sig") -> bytes:
    return "\r\n".join(",".join(line) for line in lines).encode(encoding)


def file(content: bytes, name: str = "表.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def upload(browser: Any, kind: str, *lines: Sequence[Any]) -> Any:
    """Send a workbook to be previewed."""
    return browser.post(f"/people/import/{kind}/", {"file": file(xlsx(*lines))})


def confirm(browser: Any, kind: str, preview: Any) -> Any:
    """Send the preview back."""
    return browser.post(f"/people/import/{kind}/", {"rows": preview.context["sealed"]})
