"""Plays the demonstration, day by day: each day the sweep first, then what people do."""

import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from random import Random

from django.conf import settings
from django.db import transaction

from guanhu.accounts import first_password
from guanhu.demonstration.cast import Cast, make_cast
from guanhu.demonstration.closing import closing
from guanhu.demonstration.days import FIRST, LAST, every_day, month_end
from guanhu.demonstration.habits import Sittings, report_days
from guanhu.demonstration.moves import Move
from guanhu.demonstration.papers import Tray
from guanhu.demonstration.planning import assignments, handing_out
from guanhu.demonstration.reporting import reports
from guanhu.demonstration.rounds import rounds
from guanhu.demonstration.stories import STORIES
from guanhu.demonstration.story import told_of
from guanhu.demonstration.supervision import CASES, supervising
from guanhu.demonstration.telling import tell
from guanhu.seeds.folder import read_seeds
from guanhu.seeds.loader import load
from tasks.models import OfficeDate, Person, Plan, Task
from tasks.states import Action, Colour
from tasks.sweep import sweep

SEED = 2020
"""Of the one source of chance: the demonstration is the same everywhere."""


class NotFresh(Exception):
    """The database holds something already. The message is a Chinese sentence."""


def demonstrate(say: Callable[[str], None] = lambda line: None) -> str:
    """Fill a fresh database; returns the password of all accounts, also kept in the data folder.

    One transaction: interrupted, it leaves the database as it was. Raises NotFresh, and SeedsRefused.
    """
    tray = Tray()
    try:
        with transaction.atomic(), _quiet_sweeps():
            return _demonstrate(tray, say)
    except BaseException:
        tray.throw_out()
        raise


def _demonstrate(tray: Tray, say: Callable[[str], None]) -> str:
    _refuse_unless_fresh()
    OfficeDate.objects.create(today=FIRST)
    load(read_seeds(settings.SEEDS_DIR), FIRST)
    password = first_password()
    cast = make_cast(password)
    plan = Plan.objects.get()
    say(f"计划与账号已建立:{Task.objects.count()} 项任务,{Person.objects.count()} 个账号")
    _play(plan, cast, _script(plan, cast), tray, say)
    OfficeDate.objects.update(today=LAST)
    return password


def _refuse_unless_fresh() -> None:
    if Task.objects.exists() or Person.objects.exists():
        raise NotFresh("演示数据只能装入空库:本库已有任务或账号,请另设 GUANHU_DATA 文件夹或新建数据库。")


def _script(plan: Plan, cast: Cast) -> dict[date, list[Move]]:
    """Everything that anybody does, by day; on one day in the order in which it is told here."""
    chance = Random(SEED)
    tasks = list(Task.objects.filter(plan=plan).with_names().order_by("code"))
    given = assignments(tasks, told_of(tasks, STORIES), cast, chance)
    sittings = Sittings(chance)
    cases = told_of(tasks, CASES)
    script: dict[date, list[Move]] = defaultdict(list)
    for one in given:
        days = report_days(one, sittings)
        told = supervising(one, cases.get(one.task.pk, ()), cast)
        for move in (*handing_out(one, cast), *reports(one, days, cast), *closing(one, cast), *told):
            script[move.on].append(move)
    return script


def _play(
    plan: Plan, cast: Cast, script: dict[date, list[Move]], tray: Tray, say: Callable[[str], None]
) -> None:
    done: Counter[str] = Counter()
    for day in every_day():
        sweep(plan, day)
        done.update(_live(day, script.pop(day, []), tray))
        done.update(rounds(plan, day, cast))
        tell(day)
        if day in (LAST, month_end(day.month)):
            counts = ",".join(f"{row.label} {done[row]}" for row in Action if done[row])
            lit = Counter(Task.objects.open().values_list("light", flat=True))
            say(f"{day.month} 月:{counts};{','.join(f'{colour.label} {lit[colour]}' for colour in Colour)}")
            done.clear()
    if script:
        raise LookupError(f"有 {len(script)} 天的安排不在演示期内:{min(script)} 等。")


def _live(day: date, moves: list[Move], tray: Tray) -> Iterator[str]:
    """Do the day's moves. Everybody has opened the pages in the morning, and reopens one that he has changed."""
    seen = dict(Task.objects.filter(pk__in={move.task.pk for move in moves}).values_list("pk", "version"))
    for move in moves:
        files = [tray.hand_in(move.task, move.by, paper) for paper in move.papers]
        given = {**move.given, "evidence": files} if files else move.given
        event = move.verb(move.task, by=move.by, on=day, version=seen[move.task.pk], **given)
        seen[move.task.pk] = event.version
        yield event.action


@contextmanager
def _quiet_sweeps() -> Iterator[None]:
    """Two hundred days would be two hundred lines of log."""
    logger = logging.getLogger(sweep.__module__)
    level = logger.level
    logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logger.setLevel(level)
