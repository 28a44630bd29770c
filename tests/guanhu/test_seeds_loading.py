"""Each row of the seeds is written once, ever: what the office has made of it stays."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from threading import Barrier
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connections

from glossary.models import Term
from guanhu.models import SownKind, SownRow
from guanhu.seeds.folder import read_seeds
from guanhu.seeds.loader import load
from guanhu.seeds.sowing import Sowing, Tally
from guanhu.seeds.yaml_reader import SeedsRefused
from indicators.models import Indicator, Reading, Target
from tasks import log, workflow
from tasks.clock import today
from tasks.models import (
    Measure,
    Pillar,
    Plan,
    PlanRules,
    Problem,
    ProblemAnswer,
    ProblemGroup,
    Task,
    TaskEvent,
    Unit,
)
from tasks.states import Action, Kind, PlanState, State
from tests.guanhu import toy_seeds

DAY = date(2020, 3, 13)
WRITTEN = (
    Plan, Pillar, Measure, PlanRules, Unit, Indicator, Reading, Target, Term, Task, TaskEvent, ProblemGroup, Problem,
    ProblemAnswer, SownRow,
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return toy_seeds.write(tmp_path)


def contents() -> list[tuple[object, ...]]:
    """Every row of every table that a load writes."""
    return [row for model in WRITTEN for row in model._default_manager.order_by("pk").values_list()]


def sow(folder: Path) -> dict[SownKind, Tally]:
    return dict(load(read_seeds(folder), DAY))


@pytest.mark.django_db
def test_a_load_writes_the_plan_as_one_in_execution_since_that_day(folder: Path) -> None:
    sow(folder)
    plan = Plan.objects.get(slug="2020")
    assert (plan.state, plan.activated_on, plan.swept_to) == (PlanState.ACTIVE, DAY, DAY)
    assert PlanRules.objects.get(plan=plan).effective_on == plan.starts_on
    assert Measure.objects.get(pillar__ordinal=1, ordinal=2).source_paragraph == 2


@pytest.mark.django_db
def test_tasks_are_proposed_through_the_verb_with_a_suggestion_nobody_has_confirmed(folder: Path) -> None:
    sow(folder)
    task = Task.objects.get(code="2020-1-01")
    assert (task.state, task.lead_unit, task.supporting_codes) == (
        State.PROPOSED,
        Unit.objects.get(code="tudi"),
        ["luhu"],
    )
    assert not task.assignment_confirmed
    assert (task.source_part, task.source_pillar, task.source_paragraph) == ("三", 1, 1)
    assert list(task.events.values_list("action", "actor", "on")) == [(Action.PROPOSE, None, DAY)]
    assert list(log.flaws(Task.objects.all())) == []


@pytest.mark.django_db
def test_a_due_day_is_the_one_named_or_the_end_of_the_plan(folder: Path) -> None:
    sow(folder)
    due = dict(Task.objects.values_list("code", "due_on"))
    assert (due["2020-1-02"], due["2020-1-01"]) == (date(2020, 6, 30), date(2020, 12, 31))


@pytest.mark.django_db
def test_a_past_year_becomes_a_reading_as_the_report_writes_it(folder: Path) -> None:
    sow(folder)
    reading = Reading.objects.get(indicator__code="land-storage")
    assert (reading.period, reading.value, reading.unit, reading.origin) == (
        "2019",
        Decimal("34.9"),
        "万平方米",
        "",
    )


@pytest.mark.django_db
def test_targets_aim_at_the_indicator_named_or_at_one_of_their_own(folder: Path) -> None:
    sow(folder)
    assert Target.objects.get(indicator__code="land-storage").name == "土地整备入库"
    assert Target.objects.get(name="健身路径").indicator.kind == "level"
    assert Target.objects.get(name="观盛二路开工").indicator is None


@pytest.mark.django_db
def test_a_reduction_starts_from_what_was_and_nothing_else_has_a_baseline(folder: Path) -> None:
    sow(folder)
    baselines = dict(Target.objects.values_list("name", "baseline"))
    assert baselines == {"投诉": Decimal(86), "土地整备入库": None, "健身路径": None, "观盛二路开工": None}


@pytest.mark.django_db
def test_a_ceiling_above_what_was_is_no_reduction(folder: Path) -> None:
    toy_seeds.edit(folder, "indicators.yaml", 'value: "86"', 'value: "50"')
    sow(folder)
    assert Target.objects.get(name="投诉").baseline is None


@pytest.mark.django_db
def test_a_problem_is_sown_with_its_place_and_all_that_answers_it(folder: Path) -> None:
    sow(folder)
    answered, unanswered = Problem.objects.select_related("group")
    assert (answered.code, answered.text, answered.group.name) == ("1.1", "空间不够", "城市功能")
    assert (answered.source_part, answered.source_paragraph, answered.group.source_paragraph) == (
        "一",
        10,
        10,
    )
    assert {str(answer) for answer in answered.answers.all()} == {
        "打赢污染防治攻坚战", "2020-1-01 土地整备入库 28 公顷以上",
    }  # fmt: skip
    assert not unanswered.answers.exists()


@pytest.mark.django_db
def test_an_answer_that_the_office_has_taken_away_does_not_come_back(folder: Path) -> None:
    sow(folder)
    ProblemAnswer.objects.filter(task__isnull=False).delete()
    assert sow(folder)[SownKind.PROBLEM] == Tally(0, 2)
    assert [answer.task for answer in ProblemAnswer.objects.all()] == [None]


@pytest.mark.django_db
def test_loading_twice_changes_nothing(folder: Path) -> None:
    first = sow(folder)
    before = contents()
    second = sow(folder)
    assert contents() == before
    assert (first[SownKind.TASK], second[SownKind.TASK]) == (Tally(3, 0), Tally(0, 3))
    assert {tally.created for tally in second.values()} == {0}


@pytest.mark.django_db
def test_a_row_added_to_the_files_is_sown_by_the_next_load(folder: Path) -> None:
    sow(folder)
    toy_seeds.append(
        folder,
        "terms.yaml",
        "  - {ordinal: 3, slug: wulao, term: 五老, aliases: [五老], definition: 五种老人。,"
        " source: {part: 附, paragraph: 3}}\n",
    )
    assert sow(folder)[SownKind.TERM] == Tally(1, 2)
    assert Term.objects.get(slug="wulao").source_paragraph == 3


@pytest.mark.django_db
def test_what_the_office_has_edited_survives_a_load(folder: Path) -> None:
    sow(folder)
    Term.objects.filter(slug="luzhangzhi").update(definition="本街道的解释。")
    Unit.objects.filter(code="tudi").update(name="土地整备事务中心", assumed=False)
    Plan.objects.update(title="改过的名称", state=PlanState.CLOSING)
    task = Task.objects.get(code="2020-1-01")
    workflow.revise(task, by=None, on=DAY, version=None, reason="上级调整", title="土地整备入库 30 公顷以上")
    before = contents()
    sow(folder)
    assert contents() == before
    assert Term.objects.get(slug="luzhangzhi").definition == "本街道的解释。"
    assert Task.objects.get(code="2020-1-01").title == "土地整备入库 30 公顷以上"


@pytest.mark.django_db
def test_what_the_files_have_changed_since_is_not_written_over_the_office(folder: Path) -> None:
    sow(folder)
    toy_seeds.edit(folder, "terms.yaml", "主次干道由班子成员包干。", "另一种解释。")
    sow(folder)
    assert Term.objects.get(slug="luzhangzhi").definition == "主次干道由班子成员包干。"


@pytest.mark.django_db
def test_a_deleted_row_does_not_come_back(folder: Path) -> None:
    sow(folder)
    Term.objects.filter(slug="luzhangzhi").delete()
    assert sow(folder)[SownKind.TERM] == Tally(0, 2)
    assert list(Term.objects.values_list("slug", flat=True)) == ["yilu-yidang"]


@pytest.mark.django_db
def test_a_row_the_office_has_made_itself_under_the_same_key_is_left_to_it(folder: Path) -> None:
    Unit.objects.create(code="tudi", name="土地整备中心")
    assert sow(folder)[SownKind.UNIT] == Tally(1, 1)
    assert Unit.objects.get(code="tudi").name == "土地整备中心"
    assert Task.objects.get(code="2020-1-01").lead_unit == Unit.objects.get(name="土地整备中心")


@pytest.mark.django_db
def test_a_name_in_use_under_another_key_stops_the_load_and_leaves_nothing_half_done(folder: Path) -> None:
    Term.objects.create(slug="road-chief", ordinal=1, term="路长制", definition="本街道的解释。")
    before = contents()
    with pytest.raises(SeedsRefused, match=r"seeds/terms.yaml:2: 名称“路长制”已用于别的代码"):
        sow(folder)
    assert contents() == before


@pytest.mark.django_db
def test_a_new_task_under_a_deleted_measure_stops_the_load(folder: Path) -> None:
    tasks = (folder / "tasks" / "1.yaml").read_text(encoding="utf-8")
    toy_seeds.edit(folder, "tasks/1.yaml", tasks[tasks.index("  - code: 2020-1-03") :], "")
    sow(folder)
    Measure.objects.filter(ordinal=2).delete()
    (folder / "tasks" / "1.yaml").write_text(tasks, encoding="utf-8")
    with pytest.raises(SeedsRefused, match=r"seeds/tasks/1.yaml:24: 举措 1.2 已从数据库中删除"):
        sow(folder)
    assert not SownRow.objects.filter(key="2020-1-03").exists()


@pytest.mark.django_db
def test_a_failure_at_the_last_task_leaves_nothing_half_done(folder: Path) -> None:
    before = contents()
    propose = workflow.propose

    def fails_at_the_last(**fields: object) -> TaskEvent:
        if fields["code"] == "2020-1-03":
            raise IntegrityError("somebody was first")
        return propose(**fields)

    with patch("tasks.workflow.propose", fails_at_the_last), pytest.raises(IntegrityError):
        sow(folder)
    assert contents() == before == []


@pytest.mark.django_db
def test_the_command_says_what_it_created_and_what_it_left(folder: Path) -> None:
    def said() -> list[str]:
        out = StringIO()
        call_command("load_seeds", folder=folder, stdout=out)
        return out.getvalue().splitlines()

    assert "任务:新增 3,保持不动 0" in said()
    assert "任务:新增 0,保持不动 3" in said()
    assert Plan.objects.get().activated_on == today()


@pytest.mark.django_db
def test_a_broken_file_stops_the_command_before_anything_is_written(folder: Path) -> None:
    toy_seeds.edit(folder, "tasks/1.yaml", 'value: "28"', "value: 28")
    with pytest.raises(CommandError, match=r"\nseeds/tasks/1.yaml:11: .*请加引号") as error:
        call_command("load_seeds", folder=folder)
    assert error.value.returncode == 1
    assert contents() == []


def test_check_needs_no_database(folder: Path) -> None:
    out = StringIO()
    call_command("load_seeds", check=True, folder=folder, stdout=out)
    assert (
        "校验通过:1 个板块、2 项举措、3 项任务、4 个目标、2 个责任单位、2 个指标、2 个名词" in out.getvalue()
    )


def test_without_check_it_would_need_one(folder: Path) -> None:
    with pytest.raises(RuntimeError, match="Database access not allowed"):
        call_command("load_seeds", folder=folder)


@pytest.mark.django_db
def test_check_writes_nothing(folder: Path) -> None:
    call_command("load_seeds", check=True, folder=folder, stdout=StringIO())
    assert contents() == []


def test_check_finds_what_a_load_would_refuse(folder: Path) -> None:
    toy_seeds.edit(folder, "plan.yaml", "year: 2020", "year: 7:30")
    with pytest.raises(CommandError, match=r"seeds/plan.yaml:3: "):
        call_command("load_seeds", check=True, folder=folder)


def test_files_are_read_without_the_orm(folder: Path) -> None:
    assert [row.kind for row in read_seeds(folder).tasks] == [Kind.QUANTITY, Kind.MILESTONE, Kind.CONTROL]


def two_at_once(folder: Path, before: Callable[[], object]) -> list[str]:
    """What comes of two loads in threads of their own, as class names."""
    seeds = read_seeds(folder)

    def run(_: int) -> str:
        try:
            before()
            load(seeds, DAY)
            return "done"
        except IntegrityError as error:
            return type(error).__name__
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(run, range(2)))


@pytest.mark.django_db(transaction=True)
def test_two_loads_at_once_double_nothing_and_both_succeed(folder: Path) -> None:
    barrier = Barrier(2)
    assert two_at_once(folder, lambda: barrier.wait(timeout=30)) == ["done", "done"]
    assert (Task.objects.count(), TaskEvent.objects.count(), Reading.objects.count()) == (3, 3, 2)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_one_of_two_loads_fails(folder: Path) -> None:
    barrier, begin = Barrier(2), Sowing.__init__

    def both_begin_before_either_writes(sowing: Sowing, on: date) -> None:
        begin(sowing, on)
        barrier.wait(timeout=30)

    with (
        patch("guanhu.seeds.sowing._wait_for_turn"),
        patch.object(Sowing, "__init__", both_begin_before_either_writes),
    ):
        assert two_at_once(folder, lambda: None) == ["IntegrityError", "done"]
    assert Task.objects.count() == 3
