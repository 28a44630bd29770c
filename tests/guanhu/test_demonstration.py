"""The demonstration as a whole: one is made for all tests of this file, the way `manage.py demonstrate` does."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Count, F, Q

from guanhu.accounts import PASSWORD_FILE
from guanhu.demonstration.days import LAST, PERIODS
from guanhu.demonstration.run import NotFresh, demonstrate
from guanhu.management.commands.demonstrate import lights_table
from indicators.models import Reading
from tasks import access, clock, facts, log, periods, summaries
from tasks.changes import What, changes
from tasks.closed_periods import due_days_of
from tasks.faces import faces
from tasks.filters import filter_of
from tasks.models import Evidence, Face, Membership, Person, Plan, Task, TaskEvent
from tasks.moment import Moment
from tasks.refresh import refresh
from tasks.rulebook import calendar, rules_for_lights, rules_row
from tasks.states import Action, Colour, Kind, Level, MemberRole, State
from tasks.trend import lights_by_period
from tests.guanhu.replay import Numbers, Replay, numbers_of


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[list[str]]:
    """What the demonstration said while it was made; the password is the last line. Rolled back at the end."""
    said: list[str] = []
    with django_db_blocker.unblock(), transaction.atomic():
        said.append(demonstrate(said.append))
        yield said
        transaction.set_rollback(True)


# All of them ask for the database by mark: pytest-django runs marked tests before the others, and with some of each the
# demonstration would be made twice.
pytestmark = [pytest.mark.usefixtures("told"), pytest.mark.once, pytest.mark.django_db]


def reports() -> list[TaskEvent]:
    return list(TaskEvent.objects.filter(action=Action.REPORT))


def test_every_kind_has_reported_in_every_period() -> None:
    told_of = Counter((event.kind, event.period) for event in reports())
    assert all(told_of[kind, period] for kind in Kind for period in PERIODS)
    assert sum(told_of.values()) > 1200


def test_most_tasks_have_stage_goals_and_some_forty_are_unlit_for_want_of_them() -> None:
    unlit = Task.objects.filter(checkpoint_count=0, light=Colour.NONE, state=State.ACTIVE)
    assert 140 <= Task.objects.filter(checkpoint_count__gt=0).count() <= 185
    assert 30 <= unlit.count() <= 50
    assert all("未设" in task.light_reason or "未列" in task.light_reason for task in unlit)


def test_some_reports_came_late_most_in_time_and_some_never() -> None:
    late = [event for event in reports() if event.on > periods.due_day(event.period)]
    assert 40 <= len(late) < len(reports()) / 5
    silent = Task.objects.filter(state=State.ACTIVE).exclude(events__action=Action.REPORT)
    assert silent.count() >= 1


def test_a_dozen_tasks_are_closed_and_nobody_granted_his_own_request() -> None:
    granted = TaskEvent.objects.filter(action=Action.APPROVE)
    assert 12 <= granted.count() <= 15
    for event in granted:
        asked = TaskEvent.objects.filter(task=event.task_id, action=Action.SUBMIT).latest("version")
        assert asked.actor_id != event.actor_id


def test_three_requests_were_sent_back_of_which_one_was_made_again_and_granted() -> None:
    returned = Task.objects.filter(events__action=Action.RETURN)
    assert sorted(task.state for task in returned) == [State.ACTIVE, State.ACTIVE, State.DONE]
    assert Task.objects.filter(state=State.IN_REVIEW).count() == 2


def test_some_tasks_wait_for_a_signature_and_two_were_declined() -> None:
    assert Task.objects.filter(state=State.ASSIGNED).count() >= 3
    declined = Task.objects.filter(state=State.PROPOSED)
    assert declined.count() == 2
    assert all(task.events.filter(action=Action.DECLINE).exists() for task in declined)


def test_figures_were_corrected_downwards_with_a_reason() -> None:
    corrected = [event for event in reports() if event.note.startswith("更正")]
    assert len(corrected) == 3
    for event in corrected:
        period = {"task": event.task_id, "action": Action.REPORT, "period": event.period}
        before = TaskEvent.objects.get(version__lt=event.version, **period)
        first, second = (Decimal(one.data["quantities"][0]["value"]) for one in (before, event))
        assert second < first
        assert event.texts["reason"]


def test_supporting_units_add_parts_and_a_supervisor_fills_in_for_one_unit() -> None:
    parts = [event for event in reports() if event.data["supporting"]]
    assert len(parts) > 50
    assert any("quantities" in event.data for event in parts)
    filled_in = [event for event in reports() if event.on_behalf_of_id]
    assert [event.evidence.count() for event in filled_in] == [1]


def test_leaders_are_asked_for_help_and_files_prove_reports() -> None:
    assert 8 <= Task.objects.filter(needs_help=True).count() <= 14
    assert Evidence.objects.exclude(event=None).count() == Evidence.objects.count() > 40
    assert not Evidence.objects.filter(name__regex=r"^[ -~]+$").exists()


def test_the_log_holds_and_nothing_in_it_is_later_than_the_office_day() -> None:
    assert list(log.flaws(Task.objects.all())) == []
    assert not TaskEvent.objects.filter(on__gt=LAST).exists()
    assert clock.today() == LAST == Plan.objects.get().swept_to


def test_every_light_is_what_a_fresh_look_at_the_facts_gives() -> None:
    plan = Plan.objects.get()
    tasks = list(Task.objects.all())
    known, rules = facts.load(tasks), rules_for_lights(rules_row(plan, LAST))
    for task in tasks:
        stored = task.face()
        refresh(task, known[task.pk], LAST, rules, calendar(LAST))
        assert _differing(stored, task) == {}


def _differing(stored: dict[str, object], face: Face) -> dict[str, object]:
    return {
        name: (value, getattr(face, name)) for name, value in stored.items() if value != getattr(face, name)
    }


def test_the_picture_of_the_last_day_is_mixed_and_differs_by_pillar() -> None:
    lights = Counter(Task.objects.values_list("light", flat=True))
    assert 10 <= lights[Colour.RED] <= 16
    assert 20 <= lights[Colour.YELLOW] <= 30
    assert 25 <= lights[Colour.GREY] <= 35
    assert lights[Colour.GREEN] >= 90
    by_pillar = Task.objects.values("measure__pillar").annotate(
        **{colour: Count("pk", filter=Q(light=colour)) for colour in Colour}
    )
    assert len({tuple(row[colour] for colour in Colour) for row in by_pillar}) == 6


def test_land_storage_is_red_by_gap_and_by_pace() -> None:
    land = Task.objects.get(title__contains="土地整备入库")
    assert list(land.currents.values()) == ["12.3"]
    assert (land.light, land.planned) == (Colour.RED, Decimal("75.00"))
    assert "滞后计划 31.1 个百分点" in land.light_reason
    assert "近三期平均 1.9 公顷" in land.light_reason
    assert set(Reading.objects.filter(origin__startswith=land.code).values_list("unit", flat=True)) == {
        "公顷", "亩", "万平方米",
    }  # fmt: skip


def test_pm25_is_green_below_its_ceiling() -> None:
    air = Task.objects.get(title__contains="PM2.5")
    (mean,) = map(Decimal, air.currents.values())
    assert 20 < mean < Decimal("26.5")
    assert (air.light, air.progress) == (Colour.GREEN, None)


def test_every_lead_unit_has_a_head_and_a_reporter_of_its_own() -> None:
    for unit in {task.lead_unit for task in Task.objects.select_related("lead_unit")}:
        for role in (MemberRole.HEAD, MemberRole.REPORTER):
            assert Membership.objects.get(unit=unit, role=role).person.username == f"{role}.{unit.code}"
    assert not Task.objects.filter(leader=None).exclude(state=State.PROPOSED).exists()
    assert Task.objects.values("leader").distinct().count() >= 6


def test_the_named_accounts_share_the_password_that_is_kept_for_its_owner_alone(told: list[str]) -> None:
    for username in ("admin", "supervisor", "supervisor2", "leader", "auditor", "head.tudi", "reporter.tudi"):
        assert Person.objects.get(username=username).password == Person.objects.get(username="admin").password
    admin = Person.objects.get(username="admin")
    assert admin.check_password(told[-1])
    assert not admin.check_password(told[-1][:-1])
    assert len(told[-1]) >= 12
    assert PASSWORD_FILE.read_text().strip() == told[-1]
    assert PASSWORD_FILE.stat().st_mode & 0o777 == 0o600
    assert list(Person.objects.filter(is_superuser=True)) == [admin]


def test_progress_is_told_month_by_month_with_counts(told: list[str]) -> None:
    months = [line for line in told if " 月:" in line]
    assert [line.split(" ")[0] for line in months] == ["3", "4", "5", "6", "7", "8", "9"]
    assert all("报送进展 " in line and "红灯 " in line for line in months)


def test_the_table_of_lights_counts_every_task_once() -> None:
    *pillars, total = (line.split()[1:] for line in lights_table()[2:])
    assert [sum(map(int, column)) for column in zip(*pillars, strict=True)] == list(map(int, total))
    assert int(total[0]) == Task.objects.count()


def test_events_carry_the_versions_of_their_task_without_a_gap() -> None:
    counted = Task.objects.annotate(events_of=Count("events")).exclude(events_of=F("version"))
    assert not counted.exists()


def test_a_second_demonstration_is_refused_and_changes_nothing() -> None:
    before = (TaskEvent.objects.count(), Person.objects.count(), clock.today())
    with pytest.raises(NotFresh, match="空库"):
        demonstrate()
    with pytest.raises(CommandError, match="空库"):
        call_command("demonstrate", verbosity=0)
    assert (TaskEvent.objects.count(), Person.objects.count(), clock.today()) == before


def test_reports_up_to_august_are_verified_and_septembers_wait() -> None:
    waiting = Task.objects.filter(unverified_count__gt=0)
    periods_waiting = set(waiting.values_list("last_period", flat=True))
    assert waiting.count() > 100
    assert max(periods_waiting) == "2020-09"
    assert TaskEvent.objects.filter(action=Action.VERIFY).count() > 1000
    rejected = TaskEvent.objects.get(action=Action.REJECT)
    assert rejected.task.unreported and rejected.task.light == Colour.GREY


def test_slips_are_numbered_without_gaps_and_some_wait_past_their_day() -> None:
    for level in Level:
        urged = TaskEvent.objects.filter(action=Action.URGE, data__level=level).order_by("position")
        numbers = [event.data["number"] for event in urged]
        assert numbers == list(range(1, len(numbers) + 1)) and numbers
    assert Task.objects.filter(answer_by__lt=LAST).exists()
    assert TaskEvent.objects.filter(action=Action.ANSWER, data__late=True).exists()


def test_extensions_were_granted_refused_or_are_undecided_and_turned_no_red_light_green() -> None:
    decided = Counter(TaskEvent.objects.values_list("action", flat=True))
    assert (decided[Action.GRANT], decided[Action.REFUSE]) == (2, 1)
    assert Task.objects.exclude(pending_extension=None).count() == 3
    for event in TaskEvent.objects.filter(action=Action.GRANT):
        assert event.original_due_on and event.original_due_on < event.due_on
        before = TaskEvent.objects.get(task=event.task_id, version=event.version - 1)
        assert not (before.light == Colour.RED and event.light == Colour.GREEN)


# As of any day --------------------------------------------------------------------------------------------
def shown(person: Person, moment: Moment) -> Numbers:
    return numbers_of(summaries.dashboard(Plan.objects.get(), person, moment))


def test_every_day_of_the_year_shows_what_a_fresh_replay_of_the_log_gives() -> None:
    supervisor, tomorrow = Person.objects.get(username="supervisor"), LAST + timedelta(days=1)
    replay, days = Replay(set(Task.objects.values_list("pk", flat=True))), 0
    for day in replay.days(LAST):
        assert shown(supervisor, Moment(tomorrow, day)) == replay.numbers(day), day
        days += 1
    assert days > 200
    assert shown(supervisor, Moment.now(LAST)) == replay.numbers(LAST)
    assert len(replay.numbers(LAST)) > 600


def test_a_person_without_special_rights_sees_every_day_without_what_is_restricted() -> None:
    person = Person.objects.get(username="reporter.tudi")
    visible = set(access.visible_tasks(person).values_list("pk", flat=True))
    assert 0 < Task.objects.exclude(pk__in=visible).count() < 20
    replay = Replay(visible)
    for number, day in enumerate(replay.days(LAST)):
        if number % 15 == 0:
            assert shown(person, Moment(LAST + timedelta(days=1), day)) == replay.numbers(day), day
    assert replay.numbers(LAST) != shown(Person.objects.get(username="supervisor"), Moment.now(LAST))


def test_each_bar_of_the_trend_is_a_list_of_the_day_on_which_the_period_had_closed() -> None:
    plan, supervisor = Plan.objects.get(), Person.objects.get(username="supervisor")
    visible = access.visible_tasks(supervisor).filter(plan=plan)
    bars = lights_by_period(plan, due_days_of(plan), visible, LAST)
    assert [bar.period for bar in bars] == list(PERIODS)
    pillars = {pillar.pk: str(pillar.ordinal) for pillar in plan.pillars.all()}
    for bar in bars:
        rows = faces(visible, Moment(LAST, bar.on))
        for colour, count in bar.lights.items():
            assert filter_of({"light": colour, "state": "open"}, rows).qs.count() == count, (
                bar.period,
                colour,
            )
        for pillar, lights in bar.by_pillar.items():
            red = filter_of({"light": "red", "pillar": pillars[pillar]}, rows).qs.count()
            assert red == lights[Colour.RED], (bar.period, pillar)


def test_what_changed_in_september_leads_from_augusts_lights_to_todays() -> None:
    plan, supervisor = Plan.objects.get(), Person.objects.get(username="supervisor")
    august, now = Moment(LAST, date(2020, 8, 29)), Moment.now(LAST)
    turned = changes(plan, supervisor, august, now).lists[What.TURNED]
    lit = {task.code: task.light for task in summaries.shown(plan, supervisor, august)}
    today = {task.code: task.light for task in summaries.shown(plan, supervisor, now)}
    told = {row.task.code: row.task.light for row in turned}
    assert len(told) > 50
    assert told == {code: light for code, light in today.items() if light and lit[code] != light}
