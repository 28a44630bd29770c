"""The first words of a bulletin: every section written from its facts, in the way of such papers. Pure.

What comes out is a draft: people edit it. Nothing is said that the facts do not give.
"""

from collections.abc import Callable

from guanhu.bulletin import told_numbers, told_tasks
from guanhu.bulletin.basis import Basis
from guanhu.bulletin.contents import Section
from guanhu.bulletin.facts import Facts
from guanhu.bulletin.print_text import in_print, printable
from tasks.periods import ends_on, label

MASTHEAD = "观湖街道督查通报"
SIGNED_BY = "观湖街道督查室"
TO = "各社区，机关各办公室（中心、所、队）："


def texts(basis: Basis) -> dict[str, str]:
    """Every text of the paper, by its key."""
    sections = {str(section): write(section, basis) for section in Section}
    return {
        "title": title(basis.facts),
        "to": TO,
        "opening": opening(basis.facts),
        **sections,
        "signed_by": SIGNED_BY,
    }


def write(key: str, basis: Basis) -> str:
    """One section, or the opening, written anew. Lines are the paper's paragraphs."""
    if key == "opening":
        return opening(basis.facts)
    return printable("\n".join(_WRITERS[Section(key)](basis)))


def title(facts: Facts) -> str:
    month = ends_on(facts.period).month
    return in_print(f"关于{facts.plan.title}{month}月份推进情况的通报")


def opening(facts: Facts) -> str:
    source = f"按照《{facts.plan.source_title}》部署，" if facts.plan.source_title else ""
    day = f"{facts.on.year}年{facts.on.month}月{facts.on.day}日"
    said = (
        f"{source}督查室对{facts.plan.title}{label(facts.period)}的办理情况进行了汇总，数据截至{day}，"
        "限定知悉的任务不在其内。现将有关情况通报如下。"
    )
    return in_print(said)


_WRITERS: dict[Section, Callable[[Basis], list[str]]] = {
    Section.OVERALL: told_numbers.overall,
    Section.PILLARS: told_numbers.pillars,
    Section.UNITS: told_numbers.units,
    Section.RED: told_tasks.red,
    Section.SLIPS: told_tasks.slips,
    Section.HELP: told_tasks.wishes,
    Section.CHANGE: told_tasks.change,
    Section.NEXT: told_tasks.next_steps,
}
