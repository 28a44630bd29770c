"""How indicators are spoken of on pages."""

from datetime import date

from indicators.kinds import IndicatorKind
from indicators.spans import span
from tasks import periods

HOW_COUNTED = {
    IndicatorKind.CUMULATIVE: "逐期相加:每期只报当期新增,全年是各期之和",
    IndicatorKind.LEVEL: "时点数:以最近一期为准,不相加",
    IndicatorKind.MEAN: "按天数加权平均,不按 12 个月简单平均",
    IndicatorKind.RATE: "比率:以最近一期为准,不相加、不平均",
}
SO_FAR = {IndicatorKind.CUMULATIVE: "累计", IndicatorKind.MEAN: "年内均值"}
"""What the running figure is called, for the kinds that have one."""
_QUARTERS = "一二三四"


def period_words(period: str) -> str:
    """2020 年 9 月, 2020 年三季度, 2020 年全年, 2020 年 9 月 30 日"""
    first, last = span(period)
    year = f"{period[:4]} 年"
    if "Q" in period:
        return f"{year}{_QUARTERS[int(period[-1]) - 1]}季度"
    if "W" in period or "H" in period:
        return f"{year}{periods.label(period)}"
    if first == last:
        return f"{year} {first.month} 月 {first.day} 日"
    return f"{year}全年" if len(period) == 4 else f"{year} {first.month} 月"


def short_words(period: str) -> str:
    """The same inside a year that is known: 9 月, 三季度, 全年."""
    return period_words(period)[6:].strip()


def shifted(period: str, years: int) -> str:
    """The same period of another year; "" where that year has none (29 February, week 53)."""
    moved = f"{int(period[:4]) + years:04}{period[4:]}"
    try:
        span(moved)
    except ValueError:
        return ""
    return moved


def ends(period: str) -> date:
    return span(period)[1]
