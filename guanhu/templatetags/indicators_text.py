"""Indicators as templates print them. No rules here, and no queries."""

from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from guanhu.indicators import words
from indicators import outlook_words
from indicators.kinds import Verdict
from indicators.models import Indicator, Reading
from indicators.outlook import Outlook
from indicators.quantities import plain
from tasks import figures
from tasks.moment import Moment

register = template.Library()

_PILLS = {
    Verdict.MET: "pill--green",
    Verdict.ON_TRACK: "pill--blue",
    Verdict.AT_RISK: "pill--yellow",
    Verdict.MISSED: "pill--red",
}

register.filter("period_words", words.period_words)
register.filter("short_period", words.short_words)


@register.simple_tag
def verdict(seen: Outlook | None) -> SafeString:
    """The verdict on a target as a pill with its word."""
    if seen is None:
        return format_html('<span class="pill">{}</span>', "不再实施")
    if seen.verdict is None:
        return format_html('<span class="pill">{}</span>', outlook_words.UNKNOWN)
    return format_html('<span class="pill {}">{}</span>', _PILLS[seen.verdict], seen.verdict.label)


@register.simple_tag
def moved(change: Decimal, moment: Moment) -> SafeString:
    """▲ 1.8, with a sentence for those who do not see the sign."""
    sign, verb = ("▲", "增加") if change > 0 else ("▼", "减少") if change else ("", "未变")
    shown = figures.total(abs(change)) if change else "0"
    return format_html(
        '<span class="moved"><span class="sr">比 {} {}</span><span aria-hidden="true">{}</span> {}</span>',
        moment.compare_to, verb, sign, shown,
    )  # fmt: skip


@register.filter
def quantity(reading: Reading) -> str:
    """As it was reported: 34.9 万平方米, 12%"""
    return f"{plain(reading.value)}{'' if reading.unit == '%' else ' '}{reading.unit}"


@register.filter
def source_place(indicator: Indicator) -> str:
    """Where in the report it stands; empty where it comes from a task."""
    if not indicator.source_part:
        return ""
    paragraph: Any = indicator.source_paragraph
    return f"报告第{indicator.source_part}部分" + (f"第 {paragraph} 段" if paragraph else "")
