"""`manage.py start`, behind `make run`: the whole office on this machine with one command."""

import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from guanhu.accounts import PASSWORD_FILE
from guanhu.embedded import CannotStart, Group, answers_http, claim_folder, claim_port, die_with_parent, site
from guanhu.preparation import collect_static, fill, refuse_other_mode

HOST = "127.0.0.1"
DEMO_ACCOUNTS = "admin, supervisor, leader, head.<单位代码>, reporter.<单位代码> (reporter.tudi …)"


class Command(BaseCommand):
    help = "Prepare the data folder, then run web server, worker and clock until Ctrl-C."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--parent", type=int, help="end when this process, the parent, ends")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["parent"]:
            die_with_parent(options["parent"])
        os.umask(0o077)  # what the office stores is for its own account alone
        try:
            ended = self._run()
        except CannotStart as reason:
            raise CommandError(str(reason)) from None
        except KeyboardInterrupt:
            raise CommandError("已停止。 / Stopped.", returncode=130) from None
        if ended:
            raise CommandError(f"进程 {ended} 意外结束,已全部停止。 / The process {ended} ended; all stop.")
        self.stdout.write("已停止。 / Stopped.")

    def _run(self) -> str:
        """Returns the process that ended by itself, "" if asked to stop."""
        with claim_folder(settings.GUANHU_DATA), claim_port(HOST, settings.PORT) as listener:
            refuse_other_mode(settings.GUANHU_DEMO)
            self.stdout.write("正在准备数据… / Preparing the data …")
            environment = os.environ | {
                "DJANGO_SETTINGS_MODULE": "guanhu.settings",
                "GUANHU_DATA": str(settings.GUANHU_DATA),
                "GUANHU_COLLECTED": "1",
            }
            static_files_collected = collect_static(environment)
            fill(settings.GUANHU_DEMO)
            static_files_collected()
            connections.close_all()
            group = Group(environment, settings.BASE_DIR)
            return group.run(site(listener), self._answers, self._announce)

    def _answers(self) -> bool:
        return answers_http(HOST, settings.PORT, "/healthz")

    def _announce(self) -> None:
        address = f"http://{HOST}:{settings.PORT}"
        rows = (
            ("网址", "address", f"{address}/"),
            ("接口", "API", f"{address}/api/docs/"),
            ("账号", "accounts", DEMO_ACCOUNTS if settings.GUANHU_DEMO else "admin"),
            ("密码", "password", self._password()),
            ("数据", "data", str(settings.GUANHU_DATA)),
            ("停止", "stop", "Ctrl-C"),
        )
        title = "观湖督办(演示数据)" if settings.GUANHU_DEMO else "观湖督办"
        self.stdout.write(f"{title}已启动 / Guanhu is running")
        for chinese, english, value in rows:
            self.stdout.write(f"  {chinese} {english:<9} {value}")
        self.stdout.flush()

    def _password(self) -> str:
        if not PASSWORD_FILE.exists():
            return "—"
        first = PASSWORD_FILE.read_text(encoding="ascii").strip()
        return f"{first}  (初始密码, 存于 / initial, kept in {PASSWORD_FILE})"
