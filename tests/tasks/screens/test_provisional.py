"""暂定数: ticked in a report, said in the timeline and beside the figure, until a final one takes its place."""

from html import unescape

from django.test import Client
from django.urls import reverse

from indicators.models import Reading
from tasks.models import Task
from tasks.states import Kind
from tests.cast import Cast, TaskMaker


def send(browser: Client, task: Task, **given: str) -> None:
    version = str(Task.objects.values_list("version", flat=True).get(pk=task.pk))
    body = {"version": version, "period": "2020-03", "note": "统计快报", "headway": "news", **given}
    assert browser.post(reverse("task-report", args=(task.code,)), body).status_code == 302


def test_a_provisional_figure_is_marked_wherever_it_is_read(
    cast: Cast, make_task: TaskMaker, client: Client
) -> None:
    task = make_task(kind=Kind.CONTROL, title="空气质量")
    client.force_login(cast.reporter)
    form = unescape(client.get(reverse("task-report", args=(task.code,))).content.decode())
    assert "暂定数,以统计公布为准" in form

    send(client, task, **{"amount-1": "26", "provisional-1": "on"})
    page = unescape(client.get(reverse("task", args=(task.code,))).content.decode())
    assert "补报三月期:26 微克/立方米(暂定)" in page
    assert "含暂定数" in page
    assert [reading.provisional for reading in Reading.objects.all()] == [True]

    send(client, task, **{"amount-1": "26"})
    page = unescape(client.get(reverse("task", args=(task.code,))).content.decode())
    assert "含暂定数" not in page
    assert [reading.provisional for reading in Reading.objects.order_by("pk")] == [True, False]
