"""`manage.py verify_log`: walk every chain of the log."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tasks import log
from tasks.models import Task


class Command(BaseCommand):
    help = "核验全部办理记录的摘要链:伪造、删除、改写的记录会被指出,并以非零状态退出。"

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(log.flaws(Task.objects.order_by("pk")))
        for flaw in found:
            self.stderr.write(f"{flaw.task} 第 {flaw.version} 条:{flaw.what}")
        if found:
            raise CommandError(f"{len(found)} 项任务的记录有问题。")
        self.stdout.write(f"{Task.objects.count()} 项任务的办理记录完好")
