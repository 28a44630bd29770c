"""`manage.py export_heads [FILE]`: the heads of all chains, to be kept away from this machine."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from tasks import clock, heads


class Command(BaseCommand):
    help = "导出各条摘要链的链头,供异地保存;以后用 verify_log --against 核对。已有的文件不覆盖。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", type=Path, nargs="?", help="默认:数据文件夹/heads/当天日期.json(每天自动导出)"
        )

    def handle(self, *args: Any, file: Path | None, **options: Any) -> None:
        now = clock.now()
        target = file or heads.daily_file(settings.HEADS_DIR, now)
        if not heads.write(target, now):
            raise CommandError(f"{target} 已存在,不覆盖。")
        self.stdout.write(str(target))
