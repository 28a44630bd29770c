"""Who may take the table, with which filters, at what cost; and what is kept of it."""

from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from tasks.models import AuditEntry, Plan
from tasks.states import Deed
from tests.cast import Cast
from tests.guanhu.ledger_export.opened import CSV, XLSX, book_of, csv_rows, values
from tests.guanhu.many import multiply
from tests.guanhu.pages import client_of, links

pytestmark = pytest.mark.once

BUDGET = 26


@pytest.mark.parametrize("who", ["supervisor", "other_head", "auditor"])
def test_the_table_has_the_rows_that_the_ledger_counts(busy_plan: Plan, cast: Cast, who: str) -> None:
    client = client_of(getattr(cast, who))
    for query in (
        "",
        "light=red",
        "unit=chengjian&state=open",
        "as_of=2020-03-20",
        "search=公园",
        "pillar=9",
    ):
        page = client.get(f"/tasks/?{query}")
        assert len(values(client, query)) == page.context["total"], query
        assert len(csv_rows(client.get(f"{CSV}?{query}"))) == page.context["total"], query


def test_a_restricted_task_is_taken_by_those_for_whom_it_exists(busy_plan: Plan, cast: Cast) -> None:
    own, strange = client_of(cast.head), client_of(cast.other_head)
    assert "限定知悉" in values(own)["信访积案"]["状态"]
    assert "信访积案" not in values(strange)
    assert "信访积案" not in strange.get(CSV).getvalue().decode()
    notes = [cell.value for cell in book_of(strange.get(XLSX))["说明"]["A"]]
    assert "限定知悉" not in notes and "任务数" in notes


def test_the_file_is_named_after_plan_and_day_and_is_kept_nowhere(busy_plan: Plan, cast: Cast) -> None:
    client = client_of(cast.leader)
    for address, ending in ((XLSX, "xlsx"), (CSV, "csv")):
        response = client.get(f"{address}?as_of=2020-08-01")
        name = quote(f"任务分解表-2020-截至2020-08-01.{ending}")
        assert response["Content-Disposition"] == f"attachment; filename*=utf-8''{name}"
        assert response["Cache-Control"] == "private, no-store"
        response.getvalue()


@pytest.mark.parametrize("address", [XLSX, CSV])
def test_a_filter_that_is_not_understood_takes_nothing_away(
    busy_plan: Plan, cast: Cast, address: str
) -> None:
    client = client_of(cast.leader)
    for query, said in (
        ("light=purple", "亮灯:不认识“purple”"),
        ("light=purple&as_of=2021-01-02", "日期:2021-01-02 还没有到"),
        ("as_of=2021-01-02&light=purple", "亮灯:不认识“purple”"),
        ("as_of=2021-01-01", "日期:2021-01-01 还没有到"),
        ("period=2020-13", "期次:“2020-13”不是期次"),
        ("due_before=2020-02-30&plan=2020", "时限不晚于:"),
    ):
        page = client.get(f"{address}?{query}")
        assert page.status_code == 400 and said in page.content.decode(), query
        assert f'href="/tasks/?{query.replace("&", "&amp;")}"' in page.content.decode()
    assert not AuditEntry.objects.filter(deed=Deed.EXPORT).exists()


def test_each_export_is_in_the_trail_without_words_and_names(busy_plan: Plan, cast: Cast) -> None:
    client = client_of(cast.leader)
    client.head(XLSX)
    assert not AuditEntry.objects.filter(deed=Deed.EXPORT).exists()
    client.get(f"{XLSX}?plan=2020&pillar=2&leader=leader&search=公园&as_of=2020-08-01").getvalue()
    entry = AuditEntry.objects.get(deed=Deed.EXPORT)
    assert (entry.actor, entry.subject) == (cast.leader, "2020:ledger.xlsx")
    assert entry.data == {
        "rows": 1,
        "as_of": "2020-08-01",
        "filters": {"plan": "2020", "pillar": "2", "leader": "", "search": ""},
    }


def test_what_the_table_shows_is_said_in_words(busy_plan: Plan, cast: Cast) -> None:
    client = client_of(cast.leader)
    book = book_of(client.get(f"{XLSX}?pillar=2&light=red,yellow&unit=jingji"))
    assert "板块:品质观湖;亮灯:红灯、黄灯;责任单位:经济服务办公室" in book["任务分解表"]["A2"].value
    notes = {row[0].value: row[1].value for row in book["说明"].iter_rows() if len(row) > 1}
    assert (notes["板块"], notes["亮灯"]) == ("品质观湖", "任务数与含义"), (
        "the list of lights comes after the filters"
    )


def test_pages_offer_the_table_of_what_they_show(busy_plan: Plan, cast: Cast) -> None:
    client = client_of(cast.leader)
    ledger, taken = _offered(client, "/tasks/?state=open&as_of=2020-09-01")
    assert len(taken) == ledger.context["total"] > 0
    pillar, taken = _offered(client, "/plans/2020/pillars/2/")
    assert taken == {row.task.title for block in pillar.context["measures"] for row in block.rows}
    assert "环境清洁日" not in taken
    _, taken = _offered(client, "/units/luhu/")
    assert taken == {"社区公园"}


def _offered(client: Client, address: str) -> tuple[Any, set[str]]:
    """A page, and the names of the tasks in the table that it links to."""
    page = client.get(address)
    href = next(href for href, _ in links(page) if href.startswith(XLSX))
    return page, set(values(client, href.partition("?")[2]))


def test_strangers_log_in_first(client: Client, plan: Plan) -> None:
    for address in (XLSX, CSV):
        assert client.get(address)["Location"].startswith("/login/")
        assert client.post(address).status_code in (302, 405)


def test_the_table_costs_the_same_queries_for_ten_tasks_and_for_a_hundred(
    busy_plan: Plan, cast: Cast, django_assert_max_num_queries
) -> None:
    client = client_of(cast.leader)
    client.get("/tasks/")
    for times, day in ((0, ""), (9, ""), (0, "as_of=2020-09-01")):
        multiply(busy_plan, times)
        for address in (XLSX, CSV):
            with django_assert_max_num_queries(BUDGET):
                client.get(f"{address}?{day}").getvalue()
    assert len(csv_rows(client.get(CSV))) > 90
