"""What a bulletin says: the dashboard's numbers for the period, of what everybody on the staff may see, in words."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guanhu.bulletin import contents, drafting, facts
from guanhu.bulletin.numbers import COUNTS, LIGHTS, Numbers, numbers, ratio
from tasks.models import Task
from tests.guanhu.bulletin.conftest import SEPTEMBER, TODAY, Office
from tests.guanhu.many import multiply
from tests.guanhu.pages import client_of

pytestmark = pytest.mark.once


def dashboard_figures(office: Office, person: object) -> dict[str, object]:
    """What the dashboard of the period counts for a person, under the bulletin's keys."""
    page = client_of(person).get(reverse("dashboard"), {"plan": "2020", "period": "2020-09"})
    board = page.context["board"]
    scopes = {"all": board.totals}
    scopes |= {f"pillar/{row.pillar.ordinal}": row.totals for row in board.pillars}
    scopes |= {f"unit/{row.unit.code}": row.totals for row in board.units}
    found: dict[str, object] = {}
    for scope, totals in scopes.items():
        found |= {f"{scope}/{name}": getattr(totals, name).value for name in COUNTS}
        found |= {f"{scope}/{colour}": totals.lights[colour].value for colour in LIGHTS}
        found[f"{scope}/measured"] = totals.measured.tasks.value
        mean = totals.measured
        found |= {f"{scope}/progress": str(mean.progress) if mean.progress is not None else None}
        found |= {f"{scope}/planned": str(mean.planned) if mean.planned is not None else None}
    for row in board.units:
        found[f"unit/{row.unit.code}/reported"] = ratio(row.reported_on_time)
        found[f"unit/{row.unit.code}/closed"] = ratio(row.closed_on_time)
    return found


def test_its_numbers_are_the_dashboards_for_the_period_of_somebody_without_special_rights(
    office: Office,
) -> None:
    figures = office.draft().numbers["figures"]
    board = dashboard_figures(office, office.cast.auditor)
    assert len(board) > 80
    assert {key: figures.get(key) for key in board} == board
    sees_more = dashboard_figures(office, office.cast.supervisor)
    assert sees_more["all/tasks"] == board["all/tasks"] + 1


def test_the_text_says_what_is_red_who_is_named_and_what_is_asked(office: Office) -> None:
    texts = office.draft().texts
    assert texts["title"] == "关于2020年重点工作9月份推进情况的通报"
    assert "纳入通报的任务5项，其中可办结任务4项，已办结1项（占25.0%）；常态化工作1项" in texts["overall"]
    assert "已完成（含提前）1项（占25.0%）" in texts["overall"]
    assert "观盛二路开工（城市建设办公室）：已逾期（应于2020年9月10日完成）" in texts["red"]
    assert "转绿条件：" in texts["red"]
    assert "本期发出提醒单1张、催办单1张、督办单0张，其中已回复1张" in texts["slips"]
    named = texts["slips"].split("点名通报")[1]
    assert "观盛二路开工" in named and "提醒单第1号" in named
    assert "社区公园" not in named
    assert "环境清洁日（经济服务办公室）：请协调清运车辆。提请分管领导协调。" in texts["help"]
    assert "首期通报" in texts["change"]
    assert "十月期报送截止10月28日" in texts["next"]


def test_a_task_that_is_kept_close_is_nowhere_in_it(office: Office) -> None:
    draft = office.draft()
    paper = drafting.paper(draft, drafting.current(draft, TODAY).facts, mark="")
    everything = str(contents.to_json(paper)) + str(draft.numbers) + str(draft.texts)
    assert "信访" not in everything
    assert "限定知悉的任务不在其内" in draft.texts["opening"]
    assert "土地整备入库" in everything


def test_the_attachments_have_a_row_for_every_pillar_unit_and_lit_task(office: Office) -> None:
    draft = office.draft()
    pillars, units, lit = drafting.paper(draft, drafting.current(draft, TODAY).facts, mark="").tables
    assert [row[0] for row in pillars.rows] == ["智造观湖", "品质观湖", "合计"]
    assert [row[0] for row in units.rows] == ["城市建设办公室", "经济服务办公室"]
    figures = Numbers.from_json(draft.numbers)
    assert len(lit.rows) == figures.count("all/red") + figures.count("all/yellow") >= 2
    for table in (pillars, units, lit):
        assert sum(table.widths) == 156
        assert all(len(row) == len(table.heading) == len(table.figures) for row in table.rows)


def test_its_price_does_not_depend_on_the_number_of_tasks(office: Office) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            numbers(facts.load(office.plan, "2020-09", facts.position_now(), TODAY))
        return len(caught)

    few = queries()
    multiply(office.plan, 5)
    assert queries() == few < 20


def test_what_happens_later_changes_nothing_about_the_day(office: Office, land: Task) -> None:
    before = numbers(facts.load(office.plan, "2020-09", facts.position_now(), TODAY))
    Task.objects.filter(pk=land.pk).update(light="green")
    assert numbers(facts.load(office.plan, "2020-09", facts.position_now(), date(2020, 11, 2))) == before
    assert before.figures["task/" + land.code] in ("red", "yellow")
    assert drafting.periods_of(office.plan, TODAY)[0].on == SEPTEMBER
