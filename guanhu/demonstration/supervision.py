"""Supervision, told task by task: slips, instructions, answers, extensions, a report sent back, work put aside."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from guanhu.demonstration.cast import Cast
from guanhu.demonstration.moves import Move
from guanhu.demonstration.planning import Assignment
from tasks import workflow
from tasks.models import Person, TaskEvent
from tasks.states import Instruction, Level


def _on(month: int, day: int) -> date:
    return date(2020, month, day)


@dataclass(frozen=True, slots=True)
class Step:
    """`who` is supervisor, leader (the one in charge), head or reporter (of the lead unit)."""

    on: date
    verb: Callable[..., TaskEvent]
    who: str
    given: dict[str, Any] = field(default_factory=dict)


def _urge(month: int, day: int, level: Level, text: str, answer_by: date) -> Step:
    return Step(
        _on(month, day), workflow.urge, "supervisor", {"level": level, "text": text, "answer_by": answer_by}
    )


def _answer(month: int, day: int, text: str, who: str = "head") -> Step:
    return Step(_on(month, day), workflow.answer, who, {"text": text})


def _extension(month: int, day: int, until: date, reason: str) -> Step:
    return Step(_on(month, day), workflow.request_extension, "head", {"due_on": until, "reason": reason})


def _instruct(month: int, day: int, text: str, **more: Any) -> Step:
    return Step(_on(month, day), workflow.instruct, "leader", {"text": text, **more})


CASES: dict[str, tuple[Step, ...]] = {
    "土地整备入库": (
        _urge(7, 6, Level.BLUE, "上半年入库滞后计划,请倒排工期。", _on(7, 13)),
        _answer(7, 10, "已倒排工期,每半月调度一次。"),
        _urge(8, 10, Level.ORANGE, "滞后进一步扩大,请说明逐月追赶安排。", _on(8, 17)),
        _answer(8, 14, "已按地块列出追赶表,两户分歧正逐户商谈。"),
        _instruct(9, 7, "两户分歧请专题研究,拿出时间表。", answer_by=_on(9, 14)),
        _answer(9, 11, "已召开专题会,争取十月中旬前完成签约。"),
        _urge(9, 21, Level.RED, "八月仍未追赶,请一周内书面说明原因和措施。", _on(9, 28)),
        _extension(9, 24, date(2021, 3, 31), "两户补偿分歧须由区里统一口径,年内难以全部入库。"),
    ),
    "观盛二路开工": (
        _urge(7, 8, Level.ORANGE, "已过约定开工日,请说明原因和新的开工日期。", _on(7, 15)),
        _answer(7, 14, "用地移交尚缺两宗,已报请区里加快。"),
        _urge(9, 22, Level.RED, "预计日期再次推后,请附用地移交的时间表。", _on(9, 29)),
    ),
    "全域产业地图": (
        _extension(9, 16, _on(11, 15), "已逾期,部分园区数据须重新核准,平台推迟上线。"),
    ),
    "社区环境适老化改造": (
        _extension(9, 23, date(2021, 2, 28), "改造经费下达较晚,施工单位十月才能进场。"),
    ),
    "观澜河滨水长廊": (
        _extension(8, 20, date(2021, 1, 31), "汛期停工约三周,工期顺延。"),
        Step(_on(8, 24), workflow.grant, "supervisor", {"note": "情况属实,同意。"}),
    ),
    "街道图书馆": (
        _extension(8, 12, date(2021, 3, 31), "装修设计会审后须重新招标。"),
        Step(
            _on(8, 18), workflow.grant, "supervisor",
            {"due_on": date(2021, 2, 28), "note": "同意延期,时限压缩一个月。"},
        ),
    ),
    "街巷、老旧小区": (
        _extension(8, 5, date(2021, 2, 28), "作业力量不足。"),
        Step(_on(8, 7), workflow.refuse, "supervisor", {"reason": "人手问题应在内部调剂解决,不作为延期理由。"}),
    ),
    "熟食中心": (_instruct(6, 18, "推进扎实,群众反映好。", level=Instruction.PRAISE),),
    "垃圾中转站新建": (
        _instruct(8, 25, "选址不能久拖,请牵头单位提出备选方案。", answer_by=_on(9, 1), level=Instruction.URGENT),
        _answer(9, 3, "已提出三处备选地块,正征求社区意见。"),
    ),
    "青工文体节": (
        Step(_on(7, 20), workflow.suspend, "supervisor", {"reason": "疫情防控期间暂停聚集性活动。"}),
    ),
    "环境清洁日": (
        Step(
            _on(9, 29), workflow.reject, "supervisor",
            {"reason": "只写了按计划推进,请补充本月开展次数和社区。"},
        ),
    ),
}  # fmt: skip
"""Kept under a part of the title, as `stories` are."""


def supervising(given: Assignment, steps: tuple[Step, ...], cast: Cast) -> Iterator[Move]:
    """The task's steps as moves."""
    code = given.unit.code
    people: dict[str, Person] = {
        "supervisor": cast.supervisor,
        "leader": given.leader,
        "head": cast.heads[code],
        "reporter": cast.reporters[code],
    }
    for step in steps:
        yield Move(step.on, given.task, step.verb, people[step.who], step.given)
