"""The sections of a bulletin that tell its numbers: overall, pillars, units. Pure."""

from collections.abc import Sequence

from guanhu.bulletin.basis import Basis, numbered, share_of
from guanhu.bulletin.numbers import LIGHTS
from guanhu.bulletin.print_text import in_print
from tasks.periods import label
from tasks.progress_classes import GAP, ProgressClass
from tasks.states import Colour
from tasks.summaries import Totals, UnitTotals


def overall(basis: Basis) -> list[str]:
    """一、总体情况"""
    totals = basis.facts.board.totals
    lights = "、".join(f"{colour.label}{totals.lights[colour].value}项" for colour in LIGHTS)
    lit = sum(totals.lights[colour].value for colour in LIGHTS)
    scope = (
        f"纳入通报的任务{totals.tasks.value}项，其中可办结任务{totals.closable.value}项，"
        f"已办结{totals.closable_done.value}项{share_of(totals.closable_done.value, totals.closable.value)}；"
        f"常态化工作{totals.continuing.value}项，单列统计。"
    )
    late = (
        f"任务逾期{totals.overdue.value}项，节点逾期{totals.checkpoint_overdue.value}项，"
        f"本期未报送{totals.unreported.value}项，需领导协调{totals.needs_help.value}项。"
    )
    return numbered(
        (
            ("任务总量", scope),
            ("亮灯情况", f"在办任务{lit}项中，{lights}。"),
            ("逾期和报送", late),
            ("平均进度", _mean(totals)),
            ("分类情况", _classes(basis)),
        )
    )


def _mean(totals: Totals) -> str:
    found = totals.measured
    if found.progress is None or found.planned is None:
        return "本期没有可量进度的任务。"
    gap = found.progress - found.planned
    said = "与计划持平" if not gap else f"{'高于' if gap > 0 else '低于'}计划{abs(gap)}个百分点"
    return (
        f"有进度可量的任务{found.tasks.value}项，平均进度{found.progress}%，计划{found.planned}%，{said}；"
        "其余任务不计百分比。"
    )


def _classes(basis: Basis) -> str:
    counts = {one: basis.numbers.count(f"class/{one}") for one in ProgressClass}
    of = sum(counts.values())
    said = "、".join(f"{in_print(one.label)}{n}项{share_of(n, of)}" for one, n in counts.items())
    return (
        f"可办结任务按进度分为五类：{said}。超进度指进度超前计划{GAP}个百分点及以上，达进度指滞后不足{GAP}个百分点，"
        f"欠进度指滞后{GAP}个百分点及以上，其它指不以百分比计量或已暂缓的任务。"
    )


def pillars(basis: Basis) -> list[str]:
    """二、各板块情况"""
    said = [_pillar(row.pillar.name, row.totals) for row in basis.facts.board.pillars]
    return ["；".join(said) + "。各板块情况见附件1。"] if said else []


def _pillar(name: str, totals: Totals) -> str:
    mean, planned = totals.measured.progress, totals.measured.planned
    progress = f"，平均进度{mean}%（计划{planned}%）" if mean is not None else ""
    return (
        f"{name}{totals.tasks.value}项，已办结{totals.done.value}项，红灯{totals.lights[Colour.RED].value}项、"
        f"黄灯{totals.lights[Colour.YELLOW].value}项{progress}"
    )


def units(basis: Basis) -> list[str]:
    """三、各单位情况"""
    rows = basis.facts.board.units
    reported, owed = _sum(rows, "reported_on_time")
    closed, due = _sum(rows, "closed_on_time")
    missing = [row for row in rows if row.reported_on_time.n < row.reported_on_time.of]
    late = [row for row in rows if row.closed_on_time.n < row.closed_on_time.of]
    red = [row for row in rows if row.totals.lights[Colour.RED].value]
    reporting = f"{label(basis.facts.period)}应报送{owed}项，按期报送{reported}项{share_of(reported, owed)}。"
    closing = f"原定时限已到的任务{due}项，按期办结{closed}项{share_of(closed, due)}。"
    lit = "、".join(f"{row.unit.name}{row.totals.lights[Colour.RED].value}项" for row in red)
    heads = (
        ("报送情况", reporting + _behind("未全部按期报送的单位", missing, "reported_on_time")),
        ("办结情况", closing + _behind("未全部按期办结的单位", late, "closed_on_time")),
        ("红灯分布", f"红灯任务的牵头单位：{lit}。" if lit else "各单位均无红灯任务。"),
    )
    return [*numbered(heads), "各单位情况见附件2。"]


def _sum(units: Sequence[UnitTotals], name: str) -> tuple[int, int]:
    found = [getattr(row, name) for row in units]
    return sum(one.n for one in found), sum(one.of for one in found)


def _behind(head: str, rows: Sequence[UnitTotals], name: str) -> str:
    said = "、".join(f"{row.unit.name}（{getattr(row, name).n}/{getattr(row, name).of}）" for row in rows)
    return f"{head}：{said}。" if said else ""
