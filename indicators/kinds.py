"""Words of the indicators app: what sort of figure, compared how."""

from django.db.models import TextChoices


class IndicatorKind(TextChoices):
    """Decides the arithmetic of an indicator's readings."""

    CUMULATIVE = "cumulative", "累计量"
    LEVEL = "level", "时点值"
    MEAN = "mean", "均值"
    RATE = "rate", "比率"


class Direction(TextChoices):
    """Which way is good."""

    UP = "up", "越高越好"
    DOWN = "down", "越低越好"


class Comparator(TextChoices):
    """How a target compares what is with what should be."""

    AT_LEAST = ">=", "不低于"
    ABOVE = ">", "高于"
    BELOW = "<", "低于"
    AT_MOST = "<=", "不超过"
    EQUAL = "=", "达到"
    ABOUT = "~", "左右"
    RANGE = "range", "区间"
    MILESTONE = "milestone", "节点"


class Verdict(TextChoices):
    """Whether a target will be reached; too little to say (数据不足) is no verdict."""

    MET = "met", "已达成"
    ON_TRACK = "on_track", "预计可达成"
    AT_RISK = "at_risk", "有风险"
    MISSED = "missed", "难以达成"


class Method(TextChoices):
    """What a forecast goes by."""

    PACE = "pace", "按目前进度"
    SEASONAL = "seasonal", "按上年同期"


class Standing(TextChoices):
    """What became of a reading; without one it is as the unit reported it (自报) and counts."""

    VERIFIED = "verified", "核定"
    REJECTED = "rejected", "退回"
    WITHDRAWN = "withdrawn", "撤回"


VOID = (Standing.REJECTED, Standing.WITHDRAWN)
"""Readings that no longer count."""
