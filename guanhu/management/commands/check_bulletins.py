"""Hold every issued bulletin against the log, its file's hash and the audit trail. Fails if one does not agree."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from guanhu.bulletin.checking import check
from guanhu.bulletin.models import BulletinIssue
from tasks import clock


class Command(BaseCommand):
    help = "核对全部已印发通报:数字与办理记录、文件与摘要、存档与审计记录"

    def handle(self, **_: Any) -> None:
        wrong, today = 0, clock.today()
        issued = BulletinIssue.objects.select_related("bulletin__plan").order_by("year", "number")
        for one in issued.iterator(chunk_size=10):
            found = check(one, today)
            wrong += not found.agree
            self.stdout.write(
                f"{one.reference}:{'一致' if found.agree else '不一致'}({found.figures} 个数字)"
            )
            for sentence in found.broken:
                self.stderr.write(f"  {sentence}")
            for row in found.differences:
                self.stderr.write(f"  {row.label}:通报 {row.before},办理记录 {row.now}")
        if wrong:
            raise CommandError(f"{wrong} 份通报与记录不一致。")
        self.stdout.write("已印发的通报均与记录一致" if issued.exists() else "还没有印发过通报")
