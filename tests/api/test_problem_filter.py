"""`problem` and `problem_group` narrow the list of tasks over REST, today and on a day past; the document says so."""

import pytest
from rest_framework.test import APIClient

from tests.api.conftest import Client
from tests.api.doors import V1, assert_problem, codes
from tests.cast import Cast, TaskMaker
from tests.tasks.problems import admit

TASKS = V1 + "tasks/"


@pytest.fixture
def client(cast: Cast, client_of: Client) -> APIClient:
    return client_of(cast.supervisor)


def test_problems_narrow_the_list_and_nonsense_is_refused_or_finds_nothing(
    client: APIClient, plan, make_task: TaskMaker
) -> None:
    own, by_measure, other = make_task(), make_task(pillar=1), make_task()
    admit(plan, "1.1", tasks=[own], measures=["1.1"])
    admit(plan, "1.2", tasks=[own])
    admit(plan, "2.1", tasks=[other])
    for day in ("", "&as_of=2020-04-01"):
        assert codes(client.get(f"{TASKS}?problem=1.1{day}")) == sorted([own.code, by_measure.code])
        assert codes(client.get(f"{TASKS}?problem_group=1{day}")) == sorted([own.code, by_measure.code])
        assert codes(client.get(f"{TASKS}?problem=1.2&plan=2020{day}")) == [own.code]
    assert codes(client.get(f"{TASKS}?problem=nobody")) == []
    assert_problem(client.get(f"{TASKS}?problem_group=many"), 400, "invalid")
    assert_problem(client.get(f"{TASKS}?problems=1.1"), 400, "invalid")


def test_a_restricted_answer_is_found_by_those_alone_who_may_see_it(
    client: APIClient, client_of: Client, cast: Cast, plan, make_task: TaskMaker
) -> None:
    admit(plan, "1.1", tasks=[hidden := make_task(restricted=True)])
    assert codes(client.get(f"{TASKS}?problem=1.1")) == [hidden.code]
    assert codes(client_of(cast.other_reporter).get(f"{TASKS}?problem=1.1")) == []


def test_the_document_names_both_filters(client: APIClient) -> None:
    document = client.get("/api/schema/").data
    given = {one["name"] for one in document["paths"]["/api/v1/tasks/"]["get"]["parameters"]}
    assert {"problem", "problem_group", "measure"} <= given
    assert "problem=2.1" in document["paths"]["/api/v1/tasks/"]["get"]["description"]
