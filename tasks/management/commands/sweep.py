"""`manage.py sweep`: bring the lights up to the office day."""

from typing import Any

from django.core.management.base import BaseCommand

from tasks import clock
from tasks.sweep import behind, sweep


class Command(BaseCommand):
    help = "按办公日更新各计划的亮灯与逾期标记;重复执行不会改变任何东西。"

    def handle(self, *args: Any, **options: Any) -> None:
        on = clock.today()
        plans = behind(on)
        for plan in plans:
            done = sweep(plan, on)
            self.stdout.write(
                f"{plan.slug}: 补亮 {done.days} 天,记录 {done.events} 条,亮灯至 {plan.swept_to}"
            )
        if not plans:
            self.stdout.write(f"各计划亮灯已至 {on},无须更新")
