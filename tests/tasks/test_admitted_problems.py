"""Tasks cut by the problem that they answer: themselves or through their measure, today and on a day past."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import QueryDict

from tasks import access, workflow
from tasks.admitted_problems import GroupTotals, answered_by, by_group
from tasks.faces import as_tasks, faces
from tasks.filters import filter_of
from tasks.models import Measure, Plan, Problem, ProblemAnswer, Task
from tasks.moment import Moment
from tasks.problem_verdict import Standing
from tasks.states import Kind, State
from tests.cast import Cast, TaskMaker, make_plan
from tests.tasks.problems import admit

TODAY, BEFORE = date(2020, 7, 1), date(2020, 4, 30)

pytestmark = pytest.mark.django_db


@pytest.fixture
def answered(plan: Plan, cast: Cast, make_task: TaskMaker) -> dict[str, Task]:
    """`by_measure` answers 1.1 through measure 1.1, `both` 1.1 and 1.2 itself, `moved` left measure 1.1 in June."""
    made = {
        "by_measure": make_task(kind=Kind.CONTINUING, pillar=1),
        "both": make_task(kind=Kind.CONTINUING),
        "moved": make_task(kind=Kind.CONTINUING, pillar=1),
        "other": make_task(kind=Kind.CONTINUING, pillar=1, measure=2),
        "dropped": make_task(kind=Kind.CONTINUING, state=State.CANCELLED),
    }
    admit(plan, "1.1", measures=["1.1"], tasks=[made["both"]])
    admit(plan, "1.2", tasks=[made["both"]])
    admit(plan, "2.1", tasks=[made["dropped"]])
    admit(plan, "2.2")
    workflow.revise(
        made["moved"], by=cast.supervisor, on=date(2020, 6, 1), version=None, reason="归类有误",
        measure=Measure.objects.get(pillar__ordinal=2, ordinal=1),
    )  # fmt: skip
    return made


def found(cast: Cast, on: date, **query: str) -> set[int]:
    """Primary keys of the tasks that the filter leaves, as they stood on the day."""
    given = QueryDict(mutable=True)
    given.update(query)
    rows = faces(access.visible_tasks(cast.supervisor), Moment(TODAY, on))
    filtered = filter_of(given, rows)
    assert filtered.is_valid(), filtered.errors
    return {task.pk for task in as_tasks(filtered.qs)}


def keys(tasks: dict[str, Task], *names: str) -> set[int]:
    return {tasks[name].pk for name in names}


def test_a_filter_finds_what_answers_a_problem_today_and_by_the_measure_of_the_day_in_the_past(
    answered: dict[str, Task], cast: Cast
) -> None:
    assert found(cast, TODAY, problem="1.1") == keys(answered, "by_measure", "both")
    assert found(cast, BEFORE, problem="1.1") == keys(answered, "by_measure", "both", "moved")
    assert found(cast, TODAY, problem="1.2") == found(cast, BEFORE, problem="1.2") == keys(answered, "both")
    assert found(cast, TODAY, problem="2.2") == set()


def test_a_task_that_answers_two_problems_of_a_group_is_one_row_of_it(
    answered: dict[str, Task], cast: Cast
) -> None:
    assert found(cast, TODAY, problem_group="1") == keys(answered, "by_measure", "both")
    assert found(cast, TODAY, problem_group="2") == keys(answered, "dropped")
    assert found(cast, TODAY, problem_group="9") == set()


@pytest.mark.parametrize("code", ["9.9", "1", "1.", ".1", "a.b", "1.1.1", "11111111.1"])
def test_a_code_that_names_no_problem_finds_nothing(answered: dict[str, Task], cast: Cast, code: str) -> None:
    assert found(cast, TODAY, problem=code) == set()


def cut(plan: Plan, cast: Cast, on: date, before: date | None = None) -> list[GroupTotals]:
    def on_day(day: date) -> list[Task]:
        return as_tasks(faces(access.visible_tasks(cast.supervisor), Moment(TODAY, day)))

    base = {"plan": plan.slug, **Moment(TODAY, on).query}
    return by_group(plan, on_day(on), base, on_day(before) if before else None)


def test_problems_are_counted_one_by_one_and_groups_count_each_task_once(
    answered: dict[str, Task], plan: Plan, cast: Cast
) -> None:
    first, second = cut(plan, cast, TODAY)
    assert [row.totals.tasks.value for row in first.problems] == [2, 1]
    assert (first.totals.tasks.value, second.totals.tasks.value) == (2, 0)
    assert (
        "problem_group=1" in first.totals.tasks.query
        and "problem=1.2" in first.problems[1].totals.tasks.query
    )
    assert [row.verdict for row in second.problems] == ["没有任务回应,原有 1 项已不再实施", "没有任务回应"]
    assert [row.problem.code for row in second.unanswered] == ["2.1", "2.2"]
    assert first.unanswered == []


def test_a_past_day_and_a_comparison_speak_of_those_days(
    answered: dict[str, Task], plan: Plan, cast: Cast
) -> None:
    (past, _), (compared, _) = cut(plan, cast, BEFORE), cut(plan, cast, TODAY, before=BEFORE)
    assert past.problems[0].totals.tasks.value == 3
    assert f"as_of={BEFORE}" in past.problems[0].totals.tasks.query
    assert compared.problems[0].totals.tasks.change == compared.totals.tasks.change == -1
    assert past.problems[0].totals.tasks.change is None


def test_the_standing_follows_the_lights(answered: dict[str, Task], plan: Plan, cast: Cast) -> None:
    Task.objects.filter(pk=answered["both"].pk).update(light="red")
    rows = cut(plan, cast, TODAY)[0].problems
    assert [row.standing for row in rows] == [Standing.HELD_UP, Standing.HELD_UP]
    Task.objects.filter(pk=answered["both"].pk).update(light="green")
    assert cut(plan, cast, TODAY)[0].problems[1].standing == Standing.ON_PLAN


def test_a_cut_costs_two_queries_for_any_number_of_problems(
    answered: dict[str, Task], plan: Plan, django_assert_num_queries
) -> None:
    tasks = as_tasks(faces(Task.objects.all(), Moment.now(TODAY)))
    for code in ("3.1", "3.2", "4.1"):
        admit(plan, code, measures=["1.1", "2.1"])
    with django_assert_num_queries(2):
        assert len(by_group(plan, tasks, {})) == 4


def test_a_task_knows_which_problems_it_answers(answered: dict[str, Task], django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        assert [problem.code for problem in answered_by(answered["both"])] == ["1.1", "1.2"]
    assert [problem.code for problem in answered_by(answered["by_measure"])] == ["1.1"]
    assert not answered_by(answered["other"]).exists()


def test_an_answer_is_a_measure_or_a_task_and_each_once(answered: dict[str, Task]) -> None:
    problem, measure = Problem.objects.get(text="问题2.2"), Measure.objects.first()
    wrong = (
        {"measure": measure, "task": answered["both"]},
        {},
    )
    for given in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            ProblemAnswer.objects.create(problem=problem, **given)
    ProblemAnswer.objects.create(problem=problem, measure=measure)
    with pytest.raises(IntegrityError), transaction.atomic():
        ProblemAnswer.objects.create(problem=problem, measure=measure)
    ProblemAnswer.objects.create(problem=problem, task=answered["both"])


def test_another_years_work_answers_nothing(answered: dict[str, Task], plan: Plan) -> None:
    own = Problem.objects.get(text="问题2.2")
    Plan.objects.filter(pk=plan.pk).update(slug="2019")
    others = admit(make_plan(), "1.1")
    for given in ({"task": answered["both"]}, {"measure": answered["both"].measure}):
        ProblemAnswer(problem=own, **given).full_clean()
        with pytest.raises(ValidationError, match="不在同一个年度计划"):
            ProblemAnswer(problem=others, **given).full_clean()
