"""Reporting through the API: what each kind needs, and what it does not take."""

from typing import Any

import pytest

from tasks.states import Kind
from tests.api.conftest import Client
from tests.api.doors import assert_problem, perform
from tests.cast import QUARTERS, STAGES, Cast, TaskMaker

REPORTS = [
    (Kind.QUANTITY, QUARTERS, {"quantities": [{"value": "2.60", "unit": "公顷"}]}),
    (Kind.QUANTITY, QUARTERS, {"quantities": [{"target": "2020-2-01.1", "value": 2.6}]}),
    (Kind.QUANTITY, QUARTERS, {"quantities": [{"value": "２６．５"}], "actions": [1]}),
    (Kind.PROJECT, STAGES, {"stage": 1}),
    (Kind.MILESTONE, (), {"expected_on": "2020-10-01"}),
    (Kind.CONTROL, (), {"quantities": [{"value": "24.5", "unit": "μg/m3"}]}),
    (Kind.CONTINUING, (), {}),
]


@pytest.mark.parametrize(("kind", "checkpoints", "keys"), REPORTS)
def test_each_kind_reports_what_it_needs(
    make_task: TaskMaker, cast: Cast, client_of: Client, kind: Kind, checkpoints: Any, keys: Any
) -> None:
    task = make_task(kind=kind, checkpoints=checkpoints)
    client = client_of(cast.reporter)
    more = {"problem": "无", "next_step": "继续", "help": {"whom": "分管领导", "what": "协调用地"}}
    report = {"period": "2020-03", "note": "正常"} | keys
    response = perform(client, task, "report", **report, **more)
    assert response.status_code == 201, response.content.decode()
    body = response.json()
    assert body["task"]["last_period"] == "2020-03"
    assert body["task"]["needs_help"] is True
    assert body["event"]["data"]["help"] == more["help"]
    assert body["event"]["data"]["problem"] == "无"


@pytest.mark.parametrize(
    ("kind", "keys", "key"),
    [
        (Kind.QUANTITY, {}, "quantities"), (Kind.MILESTONE, {}, "expected_on"), (Kind.CONTROL, {}, "quantities"),
        (Kind.PROJECT, {}, "stage"),
        (Kind.QUANTITY, {"quantities": [{"value": "1"}], "stage": 1}, "stage"),
        (Kind.CONTINUING, {"stage": 0}, "stage"), (Kind.CONTINUING, {"expected_on": "2020-10-01"}, "expected_on"),
        (Kind.PROJECT, {"stage": 1, "actions": []}, "actions"), (Kind.PROJECT, {"stage": 4}, "stage"),
        (Kind.PROJECT, {"stage": True}, "stage"), (Kind.PROJECT, {"stage": 10**30}, "stage"),
        (Kind.PROJECT, {"stage": -1}, "stage"), (Kind.PROJECT, {"stage": "1"}, "stage"),
        (Kind.CONTINUING, {"title": "新"}, "title"), (Kind.CONTINUING, {"outcome": "completed"}, "outcome"),
        (Kind.CONTINUING, {"progress": 50}, "progress"), (Kind.CONTINUING, {"actions": [99]}, "actions"),
        (Kind.CONTINUING, {"evidence": [10**9]}, "evidence"), (Kind.CONTINUING, {"evidence": ["1"]}, "evidence"),
        (Kind.CONTINUING, {"help": {"whom": "谁"}}, "help"), (Kind.CONTINUING, {"help": "谁"}, "help"),
        (Kind.CONTINUING, {"help": {"whom": "谁", "what": ""}}, "help"),
        (Kind.CONTINUING, {"period": "2020-13"}, "period"), (Kind.CONTINUING, {"period": "2020-06"}, "period"),
        (Kind.CONTINUING, {"note": ""}, "note"), (Kind.CONTINUING, {"note": "长" * 10_001}, "note"),
        (Kind.QUANTITY, {"quantities": [{"value": "-1"}]}, "quantities"),
        (Kind.QUANTITY, {"quantities": [{"value": True}]}, "quantities"),
        (Kind.QUANTITY, {"quantities": [{"value": "1", "unit": "套"}]}, "quantities"),
        (Kind.QUANTITY, {"quantities": [{"value": "1", "target": "2020-9-01.1"}]}, "quantities"),
        (Kind.QUANTITY, {"quantities": [{"value": "1"}, {"value": "2"}]}, "quantities"),
        (Kind.QUANTITY, {"quantities": [{"amount": "1"}]}, "quantities"),
        (Kind.QUANTITY, {"quantities": {"value": "1"}}, "quantities"),
    ],
    ids=lambda value: str(value)[:50],
)  # fmt: skip
def test_a_report_with_what_its_kind_does_not_take_is_refused(
    make_task: TaskMaker, cast: Cast, client_of: Client, kind: Kind, keys: Any, key: str
) -> None:
    task = make_task(kind=kind, checkpoints=STAGES if kind == Kind.PROJECT else ())
    report = {"period": "2020-03", "note": "正常"} | keys
    body = assert_problem(perform(client_of(cast.reporter), task, "report", **report), 400, "invalid")
    assert key in body["errors"]


def test_a_supervisor_reports_for_a_unit_with_its_paper_alone(
    make_task: TaskMaker, cast: Cast, client_of: Client
) -> None:
    task = make_task(kind=Kind.CONTINUING)
    report = {"period": "2020-03", "note": "电话核实", "on_behalf_of": "chengjian"}
    client = client_of(cast.supervisor)
    assert "evidence" in assert_problem(perform(client, task, "report", **report), 400, "invalid")["errors"]
    assert_problem(perform(client_of(cast.reporter), task, "report", **report), 403, "forbidden")
