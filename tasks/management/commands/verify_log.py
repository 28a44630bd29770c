"""`manage.py verify_log`: walk every chain, of tasks and of the audit trail."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tasks import audit, heads, log
from tasks.models import AuditHead, Task


class Command(BaseCommand):
    help = "核验全部办理记录和审计记录的摘要链:伪造、删除、改写的记录会被指出,并以非零状态退出。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--against",
            type=Path,
            action="append",
            default=[],
            metavar="FILE",
            help="export_heads 导出的链头文件(可重复):证明其后没有删改在它之前的记录",
        )

    def handle(self, *args: Any, against: list[Path], **options: Any) -> None:
        try:
            known = [(file, heads.read(file)) for file in against]
        except heads.Unreadable as unreadable:
            raise CommandError(str(unreadable)) from None
        found = [*_broken(), *(f"{flaw}({file.name})" for file, said in known for flaw in heads.flaws(said))]
        for flaw in found:
            self.stderr.write(flaw)
        if found:
            raise CommandError(f"{len(found)} 处有问题。")
        entries = (AuditHead.objects.first() or AuditHead()).number
        self.stdout.write(f"{Task.objects.count()} 项任务的办理记录完好,{entries} 条审计记录完好")
        for file, said in known:
            self.stdout.write(f"与 {file.name}({said['at']})相符")


def _broken() -> Iterator[str]:
    for flaw in log.flaws(Task.objects.order_by("pk")):
        yield f"{flaw.task} 第 {flaw.version} 条:{flaw.what}"
    for number, what in audit.flaws():
        yield f"审计记录第 {number} 条:{what}"
