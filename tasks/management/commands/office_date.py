"""`manage.py office_date YYYY-MM-DD`: move a demonstration's clock forward."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tasks.models import OfficeDate
from tasks.sweep import behind, sweep


class Command(BaseCommand):
    help = "把演示库的办公日期向前拨到指定的一天,并逐日补亮灯。正式库没有模拟日期,不能使用。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("day", type=date.fromisoformat, metavar="YYYY-MM-DD")

    def handle(self, *args: Any, day: date, **options: Any) -> None:
        simulated = OfficeDate.objects.first()
        if simulated is None:
            raise CommandError("这不是演示库,办公日期就是今天,不能拨动。")
        if day < simulated.today:
            raise CommandError(f"办公日期只能向前拨:现在是 {simulated.today}。")
        simulated.today = day
        simulated.save()
        for plan in behind(day):
            sweep(plan, day)
        self.stdout.write(f"办公日期:{day}")
