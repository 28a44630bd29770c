"""`manage.py demonstrate`: fills a fresh database with an invented office at work, up to 30 September 2020."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from guanhu.accounts import PASSWORD_FILE
from guanhu.demonstration.run import NotFresh, demonstrate
from guanhu.seeds.yaml_reader import SeedsRefused
from tasks.models import OfficeDate, Pillar, Task
from tasks.states import Colour, State


class Command(BaseCommand):
    help = (
        "Load the plan and seven invented months of work into a fresh database, with demonstration accounts."
    )

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        try:
            password = demonstrate(self.stdout.write if verbosity else lambda line: None)
        except NotFresh as refused:
            raise CommandError(str(refused)) from None
        except SeedsRefused as refused:
            raise CommandError(f"{refused}\n未写入任何内容。") from None
        if verbosity:
            self.stdout.write("\n".join(lights_table()))
            self.stdout.write(f"账号密码:{password}(存于 {PASSWORD_FILE})")


def lights_table() -> list[str]:
    """Open tasks by pillar and light, and those closed, in the order of the pillars."""
    heads = "".join(f"{colour.label:>5}" for colour in Colour)
    lines = [f"亮灯(截至 {OfficeDate.objects.get()})", f"{'板块':<6}{'任务':>6}{heads} 已办结 待交办"]
    rows = list(Task.objects.values_list("measure__pillar__ordinal", "light", "state"))
    groups = [
        (pillar.name, [row for row in rows if row[0] == pillar.ordinal]) for pillar in Pillar.objects.all()
    ]
    for name, group in [*groups, ("合计", rows)]:
        lit = "".join(f"{sum(row[1] == colour for row in group):>7}" for colour in Colour)
        closed = [sum(row[2] == state for row in group) for state in (State.DONE, State.PROPOSED)]
        lines.append(f"{name:<6}{len(group):>6}{lit}{closed[0]:>8}{closed[1]:>7}")
    return lines
