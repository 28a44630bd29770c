"""Reading pages and filling in forms, as tests of the screens need it."""

import re
from datetime import date
from html import unescape
from typing import Any

from django.test import Client

from tasks.models import Task

TODAY = date(2020, 4, 15)
HTMX = {"HX-Request": "true"}


def text_of(response: Any) -> str:
    """The page as one line of words, tags taken out."""
    body = re.sub(r"<(script|style)\b.*?</\1>", " ", response.content.decode(), flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())


def report_data(task: Task, **fields: Any) -> dict[str, Any]:
    """A report for April as the form sends it."""
    return {"version": task.version, "period": "2020-04", "note": "完成签约 3 户", **fields}


def send_report(browser: Client, task: Task, **fields: Any) -> Any:
    return browser.post(f"/tasks/{task.code}/report/", report_data(task, **fields))


def act(browser: Client, task: Task, action: str, **fields: Any) -> Any:
    """Send the form of an action, made from the task as it is given here."""
    return browser.post(f"/tasks/{task.code}/{action}/", {"version": task.version, **fields})


def rows(prefix: str, *lines: dict[str, Any], blank: int = 1) -> dict[str, Any]:
    """A list inside a form: stage goals (`goals`) or targets (`targets`)."""
    sent: dict[str, Any] = {f"{prefix}-count": len(lines) + blank}
    for number, line in enumerate([*lines, *({} for _ in range(blank))]):
        sent |= {f"{prefix}-{number}-{name}": value for name, value in line.items()}
    return sent


def filled(browser: Client, task: Task, action: str, **changed: Any) -> dict[str, Any]:
    """The form of an action as it first stands, with some fields changed."""
    page = browser.get(f"/tasks/{task.code}/{action}/")
    form, sent = page.context["form"], {"version": page.context["version"]}
    sent |= {name: form[name].value() for name in form.fields if form[name].value() not in (None, "", False)}
    for rows in form.rows.values():
        sent[f"{rows.prefix}-count"] = rows.count
        for row in rows.forms:
            sent |= {
                row[name].html_name: row[name].value() for name in row.fields if row[name].value() is not None
            }
    return sent | changed


def revision(browser: Client, task: Task, **changed: Any) -> dict[str, Any]:
    """The form of 调整 as it stands, with some fields changed."""
    return filled(browser, task, "revise", **changed)


def do(browser: Client, task: Task, action: str, **changed: Any) -> Any:
    """Open the form of an action, change some fields, send it."""
    return browser.post(f"/tasks/{task.code}/{action}/", filled(browser, task, action, **changed))
