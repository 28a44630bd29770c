"""The administration ties problems to what answers them and cuts the tie; it deletes no problem and sees no secret."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tasks.models import AuditEntry, Plan, Problem, ProblemAnswer
from tests.cast import Cast, TaskMaker
from tests.guanhu.pages import client_of
from tests.tasks.problems import admit


@pytest.fixture
def client(cast: Cast, office_day: date) -> Client:
    return client_of(cast.administrator)


def address(problem: Problem, which: str = "change") -> str:
    return reverse(f"admin:tasks_problem_{which}", args=(problem.pk,))


def send(client: Client, problem: Problem, *rows: dict[str, object]):
    """Save the problem's page with these rows of answers."""
    data = {
        "ordinal": problem.ordinal, "text": problem.text, "source_part": "一", "source_paragraph": 10,
        "answers-TOTAL_FORMS": len(rows),
        "answers-INITIAL_FORMS": sum("id" in row for row in rows),
    }  # fmt: skip
    for number, row in enumerate(rows):
        data |= {f"answers-{number}-{name}": value for name, value in row.items()}
        data[f"answers-{number}-problem"] = problem.pk
    return client.post(address(problem), data)


def test_an_answer_is_tied_and_cut_and_both_stand_in_the_audit_trail(
    client: Client, plan: Plan, make_task: TaskMaker
) -> None:
    task = make_task()
    problem = admit(plan, "1.1")
    assert send(client, problem, {"task": task.pk}).status_code == 302
    tie = ProblemAnswer.objects.get()
    assert (tie.task, tie.measure) == (task, None)
    assert AuditEntry.objects.latest("pk").data["added"] == [f"t{task.pk}"]
    assert send(client, problem, {"id": tie.pk, "task": task.pk, "DELETE": "on"}).status_code == 302
    assert not ProblemAnswer.objects.exists()
    assert AuditEntry.objects.latest("pk").data["removed"] == [f"t{task.pk}"]


def test_an_answer_that_is_both_or_neither_is_refused_in_chinese(
    client: Client, plan: Plan, make_task: TaskMaker
) -> None:
    task, problem = make_task(), admit(plan, "1.1")
    both = send(client, problem, {"task": task.pk, "measure": task.measure_id})
    assert "只选一项" in both.content.decode()
    assert not ProblemAnswer.objects.exists()


def test_restricted_ties_are_neither_shown_nor_offered(
    client: Client, plan: Plan, make_task: TaskMaker
) -> None:
    hidden, open_one = make_task(title="信访积案", restricted=True), make_task(title="公开任务")
    problem = admit(plan, "1.1", tasks=[hidden, open_one])
    html = client.get(address(problem)).content.decode()
    assert "公开任务" in html and "信访积案" not in html
    other = admit(plan, "1.2")
    assert send(client, other, {"task": hidden.pk}).status_code == 200
    assert not other.answers.exists()


def test_measures_of_another_plan_are_not_offered(client: Client, plan: Plan, make_task: TaskMaker) -> None:
    problem = admit(plan, "1.1")
    next_year = Plan.objects.create(
        slug="2021", year=2021, title="明年", starts_on=date(2021, 1, 1), ends_on=date(2021, 12, 31)
    )
    foreign = next_year.pillars.create(ordinal=1, name="别的板块").measures.create(ordinal=1, name="别的举措")
    html = client.get(address(problem)).content.decode()
    assert "智造观湖举措1" in html and "别的举措" not in html
    assert send(client, problem, {"measure": foreign.pk}).status_code == 200
    assert not ProblemAnswer.objects.exists()


def test_what_was_admitted_stays_admitted(client: Client, plan: Plan) -> None:
    problem = admit(plan, "1.1")
    assert client.post(address(problem, "delete"), {"post": "yes"}).status_code == 403
    group = reverse("admin:tasks_problemgroup_delete", args=(problem.group_id,))
    assert client.post(group, {"post": "yes"}).status_code == 403
    assert client.get(reverse("admin:tasks_problem_add")).status_code == 403
    assert client.get(reverse("admin:tasks_problemgroup_add")).status_code == 200
    assert Problem.objects.filter(pk=problem.pk).exists()
