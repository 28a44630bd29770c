"""Stage goals and action lists by template, with dates that suit the end of the work. Pure."""

from datetime import date
from decimal import ROUND_FLOOR, Decimal
from math import ceil

from guanhu.demonstration.days import month_end
from tasks.states import Kind, TaskRole
from tasks.workflow.checkpoints import StageGoal

Template = tuple[tuple[str, int], ...]
Choices = tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
"""Texts by words of the title; the first that fits."""

BUILDING: Template = (
    ("完成立项", 10), ("落实用地和规划条件", 20), ("完成设计", 35), ("完成招标", 45), ("进场施工", 60),
    ("主体完工", 85), ("竣工验收", 100),
)  # fmt: skip
WORKS: Template = (
    ("完成现状摸底", 15), ("确定实施方案", 30), ("进场施工", 50), ("完成过半工程量", 75), ("完工验收", 100),
)  # fmt: skip
SYSTEM: Template = (
    ("完成调研摸底", 15), ("印发实施方案", 35), ("启动试点", 55), ("全面推开", 80), ("评估总结", 100),
)  # fmt: skip
ASSISTANCE: Template = (
    ("建立协调事项清单", 20), ("完成首轮对接", 40), ("协助办理前期手续", 60), ("协调解决主要问题", 80),
    ("完成年度服务总结", 100),
)  # fmt: skip

_PROJECTS = (
    (("改造", "整治", "修复", "清零", "升级", "打通", "提升", "下地", "完工", "示范段", "书吧", "博物馆", "村落",
      "阵地", "交心室"), WORKS),
    (("机制", "体系", "体制", "信息化", "工程”", "门禁", "示范", "品牌", "微实事", "合建", "友好", "健康社区", "熟食",
      "商圈"), SYSTEM),
)  # fmt: skip

_STEPS: Choices = (
    (("开工", "动工", "设站"), ("完成前期手续", "完成施工招标", "具备进场条件")),
    (("举办", "公开赛", "艺术节"), ("确定活动方案", "落实场地和安全预案")),
    (("编制", "清单", "地图", "计划", "图录"), ("完成调研收集", "形成征求意见稿")),
)
_OTHER_STEPS = ("明确工作方案", "完成阶段性任务")

_ACTIONS: Choices = (
    (("整治", "治理", "整改", "排查", "打击", "严打", "查违"),
     ("印发整治方案", "完成首轮排查整改", "开展集中整治", "完成复查“回头看”", "固化长效做法")),
    (("活动", "学习", "宣传", "宣教", "教育", "志愿", "弘扬", "演练", "展览", "传承"),
     ("印发年度安排", "完成上半年集中活动", "开展第三季度活动", "开展第四季度活动", "完成年度总结")),
    (("机制", "制度", "体系", "责任", "规范", "标准", "管理"),
     ("完成问题梳理", "修订完善制度", "在各社区推开", "检查执行情况", "完成年度评估")),
)  # fmt: skip
_OTHER_ACTIONS = ("建立工作台账", "完成半年小结", "开展专项推进", "检查落实情况", "完成年度总结")

_YEAR = {2: (6, 11), 3: (5, 8, 11), 5: (4, 6, 8, 10, 12), 7: (4, 5, 6, 7, 8, 10, 12)}
"""Months in which that many stages fall due over the year."""

_MEASURED = ("公顷", "亩", "%", "小时", "平方米", "万平方米", "万元", "亿元", "公里")
"""Units that are not counted piece by piece."""
FEW = 20
"""Of so few pieces nobody plans any for the first quarter."""


def _worded(title: str, choices: Choices, other: tuple[str, ...]) -> tuple[str, ...]:
    return next((texts for words, texts in choices if any(word in title for word in words)), other)


def stage_goals(
    title: str, kind: str, role: str, ends_on: date, value: Decimal | None, unit: str
) -> list[StageGoal]:
    """What must stand by when, for a task whose work is to end on `ends_on`. Empty for control tasks."""
    match kind:
        case Kind.QUANTITY if value is not None:
            return _amounts(value, unit, ends_on)
        case Kind.PROJECT:
            template = _project(title, role)
            dates = _spread(len(template), ends_on)
            return [
                StageGoal(day, text, percent=Decimal(percent))
                for day, (text, percent) in zip(dates, template, strict=True)
            ]
        case Kind.MILESTONE:
            return _texts(_worded(title, _STEPS, _OTHER_STEPS), ends_on)
        case Kind.CONTINUING:
            return _texts(_worded(title, _ACTIONS, _OTHER_ACTIONS), ends_on)
    return []


def _project(title: str, role: str) -> Template:
    if role != TaskRole.DELIVER:
        return ASSISTANCE
    return next((template for words, template in _PROJECTS if any(word in title for word in words)), BUILDING)


def _texts(texts: tuple[str, ...], ends_on: date) -> list[StageGoal]:
    return [StageGoal(day, text) for day, text in zip(_spread(len(texts), ends_on), texts, strict=True)]


def _spread(count: int, ends_on: date) -> list[date]:
    """Days for so many stages: months' ends over the year, or evenly up to an earlier end."""
    if ends_on.month >= 10:
        return [min(month_end(month), ends_on) for month in _YEAR[count]]
    months = range(4, ends_on.month + 1)
    slots = [month_end(month) for month in months]
    if len(slots) < count:
        slots = [day for month in months for day in (date(2020, month, 15), month_end(month))]
    return [min(slots[ceil((n + 1) * len(slots) / count) - 1], ends_on) for n in range(count)]


def _amounts(value: Decimal, unit: str, ends_on: date) -> list[StageGoal]:
    """Even parts of the value: at the ends of the quarters, or up to an earlier end of the work."""
    days = [month_end(month) for month in (3, 6, 9)]
    if ends_on.month < 10:
        days = [month_end(month) for month in (4, 6) if month < ends_on.month]
    goals: dict[Decimal, StageGoal] = {}
    for number, day in enumerate(days, start=1):
        amount = _part(value, number, len(days) + 1, unit)
        if amount and not (counted(unit) and value < FEW and day.month == 3):
            goals.setdefault(amount, StageGoal(day, value=amount))
    return [*goals.values(), StageGoal(ends_on, value=value)]


def _part(value: Decimal, number: int, of: int, unit: str) -> Decimal:
    """So many parts of the value; of what is counted, whole pieces only, three quarters of one being one."""
    exact = value * number / of
    if counted(unit):
        return (exact + Decimal("0.25")).quantize(Decimal(1), ROUND_FLOOR)
    return exact.quantize(Decimal("0.1"))


def counted(unit: str) -> bool:
    """Whether there are only whole ones of it."""
    return unit not in _MEASURED
