"""The glossary over REST."""

import pytest
from rest_framework.test import APIClient

from glossary.models import Term
from tests.api.conftest import Client
from tests.api.doors import V1, assert_problem
from tests.cast import Cast


@pytest.fixture
def client(cast: Cast, client_of: Client) -> APIClient:
    Term.objects.create(
        slug="fu-neng", ordinal=2, term="赋能", definition="使之具备能力。", aliases=["赋能型"]
    )
    Term.objects.create(slug="da-jie-fang", ordinal=1, term="大接访", definition="领导接待来访群众。")
    return client_of(cast.auditor, "read")


def test_terms_come_in_the_order_of_the_appendix(client: APIClient) -> None:
    body = client.get(V1 + "terms/", {"count": "true"}).json()
    assert [row["term"] for row in body["results"]] == ["大接访", "赋能"]
    assert body["count"] == 2


def test_a_term_explains_itself(client: APIClient) -> None:
    assert client.get(V1 + "terms/fu-neng/").json() == {
        "slug": "fu-neng",
        "ordinal": 2,
        "term": "赋能",
        "definition": "使之具备能力。",
        "aliases": ["赋能型"],
    }


def test_an_unknown_term_is_not_there(client: APIClient) -> None:
    assert_problem(client.get(V1 + "terms/no-such-term/"), 404, "not-found")


def test_terms_take_no_other_parameter(client: APIClient) -> None:
    assert_problem(client.get(V1 + "terms/fu-neng/?page_size=2"), 400, "invalid")
    assert_problem(client.get(V1 + "terms/?search=x"), 400, "invalid")
