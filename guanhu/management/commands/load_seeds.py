"""`manage.py load_seeds`: the year's plan from the folder of seeds. Writes each row once, ever."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError

from guanhu.seeds.folder import read_seeds
from guanhu.seeds.loader import load
from guanhu.seeds.rows import Seeds
from guanhu.seeds.yaml_reader import SeedsRefused
from tasks.clock import today


class Command(BaseCommand):
    help = "Load the plan, its units, indicators, terms, tasks and problems. Rows loaded before are left as they are."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="say what is wrong with the files; write nothing"
        )
        parser.add_argument("--folder", type=Path, default=settings.SEEDS_DIR, help="default: %(default)s")

    def handle(self, *args: Any, folder: Path, check: bool, verbosity: int, **options: Any) -> None:
        try:
            seeds = read_seeds(folder)
            lines = _contents(seeds) if check else _load(seeds)
        except SeedsRefused as refused:
            raise CommandError(f"{len(refused.problems)} 处错误,未写入任何内容:\n{refused}") from None
        if verbosity:
            self.stdout.write("\n".join(lines))


def _contents(seeds: Seeds) -> list[str]:
    counts = (
        (len(seeds.pillars), "个板块"),
        (len(seeds.measures), "项举措"),
        (len(seeds.tasks), "项任务"),
        (sum(len(task.targets) for task in seeds.tasks), "个目标"),
        (len(seeds.units), "个责任单位"),
        (len(seeds.indicators), "个指标"),
        (len(seeds.terms), "个名词"),
        (sum(len(group.problems) for group in seeds.groups), "个问题"),
    )
    return [f"校验通过:{'、'.join(f'{number} {what}' for number, what in counts)}。未写入任何内容。"]


def _load(seeds: Seeds) -> list[str]:
    try:
        tallies = load(seeds, today())
    except IntegrityError as error:
        raise CommandError(f"装载时与他人同时写入的数据冲突,未写入任何内容,请重试:{error}") from error
    return [f"{kind.label}:新增 {tally.created},保持不动 {tally.left}" for kind, tally in tallies.items()]
