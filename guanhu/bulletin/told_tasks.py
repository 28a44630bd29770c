"""The sections of a bulletin that tell of tasks: red ones, slips, wishes, what changed, what comes next. Pure."""

from collections.abc import Sequence

from guanhu.bulletin.basis import Basis, numbered
from guanhu.bulletin.difference import Turned
from guanhu.bulletin.print_text import in_print
from tasks.models import Task
from tasks.naming import WORKDAYS
from tasks.periods import ends_on, following, label
from tasks.states import Level

MOST = 15
"""Tasks told one by one in a section; the attachment has them all."""


def red(basis: Basis) -> list[str]:
    """红灯任务及原因"""
    found = basis.facts.red
    if not found:
        return ["本期没有红灯任务。" + ("黄灯任务见附件3。" if basis.facts.lit else "")]
    more = f"其余{len(found) - MOST}项见附件3。" if len(found) > MOST else "黄灯任务见附件3。"
    told = [f"{n}．{_why(task)}" for n, task in enumerate(found[:MOST], start=1)]
    return [f"本期红灯任务{len(found)}项，原因和转绿条件如下。", *told, more]


def _why(task: Task) -> str:
    recover = f"转绿条件：{_ended(task.light_recover)}" if task.light_recover else ""
    return in_print(f"{_of_unit(task)}：{_ended(task.light_reason)}{recover}")


def _of_unit(task: Task) -> str:
    return in_print(f"{task.title}({task.lead_unit or '未定牵头单位'})")


def _ended(text: str) -> str:
    return text.rstrip("。;；") + "。"


def slips(basis: Basis) -> list[str]:
    """督查督办情况"""
    facts = basis.facts
    issued = "、".join(f"{level.label}{facts.slips.issued[level]}张" for level in Level)
    said = f"本期发出{issued}，其中已回复{facts.slips.answered}张；截至本期仍待回复的督查单共{facts.slips.waiting}张。"
    if not facts.named:
        return [said, f"经督促满{WORKDAYS}个工作日仍逾期且未作回复的任务：无。"]
    told = [_named_line(n, one.task, one.letter.title) for n, one in enumerate(facts.named, start=1)]
    return [said, f"以下{len(told)}项任务经督促满{WORKDAYS}个工作日仍逾期且未作回复，予以点名通报。", *told]


def _named_line(number: int, task: Task, slip: str) -> str:
    return in_print(f"{number}．{_of_unit(task)}:{slip},至今未回复。")


def wishes(basis: Basis) -> list[str]:
    """需领导协调事项"""
    asked = basis.facts.wishes
    if not asked:
        return ["本期没有提请领导协调的事项。"]
    return [
        in_print(f"{n}．{_of_unit(one.task)}:{_ended(one.what)}{_whom(one.whom)}")
        for n, one in enumerate(asked, start=1)
    ]


def _whom(whom: str) -> str:
    return f"提请{whom}协调。" if whom else ""


def change(basis: Basis) -> list[str]:
    """与上期比较"""
    if basis.change is None:
        return ["本期为首期通报，无上期可比。"]
    moved = [row for row in basis.change.rows if row.change not in ("", "持平")]
    said = "，".join(f"{in_print(row.label)}由{row.before}变为{row.now}" for row in moved) or "各项数字持平"
    return [
        f"与上期（{basis.before}）相比，{said}。",
        _turned("新转红灯", basis.change.turned_red, "上期"),
        _turned("转出红灯", basis.change.recovered, "现为"),
    ]


def _turned(head: str, tasks: Sequence[Turned], beside: str) -> str:
    told = "、".join(
        in_print(f"{one.title}({beside}{one.word.removeprefix(beside)})") for one in tasks[:MOST]
    )
    more = "等" if len(tasks) > MOST else ""
    return f"{head}{len(tasks)}项" + (f"：{told}{more}。" if told else "。")


def next_steps(basis: Basis) -> list[str]:
    """下一步工作要求"""
    facts = basis.facts
    units = list(dict.fromkeys(str(task.lead_unit) for task in facts.red if task.lead_unit))
    owing = facts.board.totals.unreported.value
    day, month = facts.next_due_day, ends_on(following(facts.period)).month
    heads = []
    if facts.red:
        heads.append(("抓紧整改", f"{'、'.join(units)}要对照转绿条件，逐项明确措施和完成时间，尽快转绿。"))
    late = f"本期未报送的{owing}项任务一并补报。" if owing else ""
    heads.append(
        (
            "按期报送",
            f"{label(following(facts.period))}报送截止{day.month}月{day.day}日，请各单位按期报送。{late}",
        )
    )
    if facts.due_next:
        told = "、".join(in_print(task.title) for task in facts.due_next[:MOST])
        more = "等" if len(facts.due_next) > MOST else ""
        heads.append(
            (
                "盯紧临期任务",
                f"{month}月底前到期的任务{len(facts.due_next)}项：{told}{more}，牵头单位要按期办结。",
            )
        )
    if facts.slips.waiting:
        heads.append(
            ("回复督查单", f"待回复的督查单{facts.slips.waiting}张，有关单位要在回复期限前书面回复。")
        )
    return numbered(heads)
