"""`manage.py backtest_forecast`: what the forecasts of the past were worth, on the readings there are."""

from argparse import ArgumentParser
from collections.abc import Mapping
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from indicators.backtest import Score, Trial, scores, trials
from indicators.goals import goals_for
from indicators.kinds import Method
from indicators.models import Indicator, Target
from indicators.outlook_words import UNKNOWN
from indicators.quantities import plain
from indicators.rounding import rounded


class Command(BaseCommand):
    help = (
        "回测年末预测:在已有数据的每个月末预测到最后一期,与实际相比。"
        "命中为实际落在预测区间内的次数,平均误差为区间中值的平均绝对百分比误差(MAPE)。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--indicator", metavar="CODE", help="只回测这个指标")
        parser.add_argument("--year", type=int, metavar="Y", help="只回测这一年的目标")

    def handle(self, *args: Any, indicator: str | None, year: int | None, **options: Any) -> None:
        if indicator and not Indicator.objects.filter(code=indicator).exists():
            raise CommandError(f"没有代码为 {indicator} 的指标。")
        targets = Target.objects.filter(value__isnull=False).select_related("indicator")
        targets = targets.filter(indicator__code=indicator) if indicator else targets
        targets = targets.filter(year=year) if year else targets
        made: list[Trial] = []
        for goal in goals_for(targets.order_by("year", "code")).values():
            some = trials(goal)
            made += some
            self._say(f"{goal.year} {goal.name}", scores(some))
        self._say("合计", scores(made))

    def _say(self, name: str, found: Mapping[Method, Score | None]) -> None:
        said = ";".join(f"{method.label}{_words(score)}" for method, score in found.items())
        self.stdout.write(f"{name}:{said}")


def _words(score: Score | None) -> str:
    """命中 81/106,平均误差 20.8%; 数据不足"""
    if score is None:
        return UNKNOWN
    error = "无法计算(实际为 0)" if score.error is None else f"{plain(rounded(score.error, 1))}%"
    return f"命中 {score.covered}/{score.trials},平均误差 {error}"
