"""Examples of the API document. Tests hold them against the schema and send them to the doors."""

from typing import Any

PROPOSAL: dict[str, Any] = {
    "plan": "2020",
    "title": "新增公共停车位 500 个",
    "measure": "2.1",
    "kind": "quantity",
    "targets": [{"name": "公共停车位", "comparator": ">=", "value": "500", "unit": "个"}],
    "checkpoints": [
        {"due_on": "2020-06-30", "value": "200"},
        {"due_on": "2020-12-31", "value": "500"},
    ],
}
REPORT: dict[str, Any] = {
    "action": "report",
    "version": 3,
    "period": "2020-03",
    "note": "完成两宗地块的征收,入库 2.6 公顷。",
    "quantities": [{"value": "2.6", "unit": "公顷"}],
    "next_step": "推进第三宗地块谈判。",
}
RETURN: dict[str, Any] = {"action": "return", "version": 4, "reason": "请补充竣工验收材料。"}
URGE: dict[str, Any] = {
    "action": "urge",
    "version": 3,
    "level": "orange",
    "text": "八月进度滞后,请书面说明原因、措施和完成时间。",
    "answer_by": "2020-04-22",
}
ANSWER: dict[str, Any] = {"action": "answer", "version": 4, "text": "已增派两组人员,本月底前补齐。"}
VERIFY: dict[str, Any] = {"action": "verify", "version": 4, "note": "已核对入库单。"}
REQUEST_EXTENSION: dict[str, Any] = {
    "action": "request_extension",
    "version": 3,
    "due_on": "2021-03-31",
    "reason": "第三宗地块征收补偿标准尚未批复,已完成前两宗。",
}
TASK: dict[str, Any] = {
    "code": "2020-2-07",
    "plan": "2020",
    "pillar": {"ordinal": 2, "name": "品质观湖"},
    "measure": {"ordinal": 2, "name": "打赢空间拓展大会战"},
    "title": "土地整备入库 28 公顷以上",
    "kind": "quantity",
    "role": "deliver",
    "state": "active",
    "light": {
        "colour": "red",
        "reason": "滞后计划 31 个百分点",
        "time": "green",
        "plan": "red",
        "reporting": "green",
        "to_recover": "余下每月需 5.2 公顷,近三月平均 1.9",
    },
    "progress": 44.0,
    "planned": 75.0,
    "starts_on": "2020-01-01",
    "due_on": "2020-12-31",
    "original_due_on": "2020-12-31",
    "overdue": False,
    "overdue_days": 0,
    "checkpoint_overdue": True,
    "unreported": False,
    "last_period": "2020-09",
    "lead_unit": {"code": "tudi", "name": "土地整备办公室"},
    "supporting_units": [{"code": "chengjian", "name": "城市建设办公室", "quota": "4"}],
    "leader": {"username": "leader", "name": "分管领导"},
    "assignee": None,
    "assignment_confirmed": True,
    "weight": "1",
    "restricted": False,
    "needs_help": False,
    "pending_extension": None,
    "extended_on": None,
    "cadence": "monthly",
    "consultation": "agreed",
    "unverified": [8],
    "awaiting": [{"version": 9, "action": "urge", "level": "orange", "answer_by": "2020-10-12"}],
    "answer_by": "2020-10-12",
    "outcome": None,
    "targets": [
        {
            "code": "2020-2-07.1",
            "name": "土地整备入库",
            "indicator": "land-storage",
            "comparator": ">=",
            "value": "28",
            "value_max": None,
            "unit": "公顷",
            "milestone": None,
            "baseline": None,
            "current": "12.32",
            "verified": "10.2",
        }
    ],
    "carried_from": None,
    "source": {
        "document": None,
        "part": "三",
        "pillar": 2,
        "paragraph": 2,
        "start": None,
        "end": None,
        "quote": None,
    },
    "version": 9,
    "created_at": "2020-03-13T09:00:00+08:00",
    "updated_at": "2020-09-28T16:40:12+08:00",
    "detail": "",
    "checkpoints": [
        {
            "ordinal": 1,
            "due_on": "2020-09-30",
            "text": "累计 21 公顷",
            "value": "21",
            "percent": None,
            "met_on": None,
        }
    ],
    "items": [],
    "allowed_actions": ["report", "withdraw", "request_extension", "answer"],
}

_NO_FACE = (
    "code", "plan", "targets", "carried_from", "source", "version", "created_at", "updated_at", "detail", "checkpoints",
    "items", "allowed_actions",
)  # fmt: skip
_FACE = {name: value for name, value in TASK.items() if name not in _NO_FACE}
_YELLOW = {
    "colour": "yellow",
    "reason": "滞后计划 24 个百分点",
    "plan": "yellow",
    "to_recover": "余下每月需 4.1 公顷",
}
CHANGES: dict[str, Any] = {
    "plan": "2020",
    "from": "2020-09-21",
    "to": "2020-09-29",
    "turned": [
        {
            "task": "2020-2-07",
            "before": {**_FACE, "light": {**TASK["light"], **_YELLOW}, "checkpoint_overdue": False},
            "after": _FACE,
            "event": {
                "id": 4711,
                "position": 4711,
                "version": 9,
                "action": "light",
                "actor": None,
                "on_behalf_of": None,
                "at": "2020-09-29T00:00:05+08:00",
                "on": "2020-09-29",
            },
            "reason": "",
        }
    ],
    **{name: [] for name in ("slipped", "closed", "extended", "new", "reopened", "suspended", "cancelled")},
}
