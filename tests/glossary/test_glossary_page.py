"""名词解释: grouped by initial, searchable, with an address for every term."""

import pytest
from django.test import Client
from django.urls import reverse

from glossary.entries import by_initial
from glossary.models import Term
from tasks.models import Person

PAGE = "/glossary/"


@pytest.fixture
def client(db: None) -> Client:
    client = Client()
    client.force_login(Person.objects.create_user("somebody", name="某人", password="x"))
    for ordinal, (term, slug, aliases) in enumerate(
        [
            ("“三规”确权", "sangui", ["“三规”"]),
            ("1+6", "1and6", []),
            ("安全会客厅", "anquan", []),
            ("4K 产业", "4k", []),
        ]
    ):
        Term.objects.create(
            slug=slug, ordinal=ordinal, term=term, definition=f"{term}的<解释>", aliases=aliases
        )
    return client


def terms(client: Client, **query: str) -> list[str]:
    groups = client.get(PAGE, query).context["groups"]
    return [term.slug for group in groups for term in group.terms]


def test_terms_stand_under_the_initial_of_their_pinyin(client: Client) -> None:
    groups = {group.initial: [t.slug for t in group.terms] for group in client.get(PAGE).context["groups"]}
    assert groups == {"#": ["1and6", "4k"], "A": ["anquan"], "S": ["sangui"]}
    assert by_initial([]) == []


def test_every_term_has_an_anchor(client: Client) -> None:
    html = client.get(PAGE).content.decode()
    assert 'id="sangui"' in html
    assert 'id="elsewhere"' not in html


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("三规", ["sangui"]),
        ("解释", ["1and6", "4k", "anquan", "sangui"]),
        ("4k", ["4k"]),
        ("安全 解释", ["anquan"]),
    ],
)
def test_search_finds_names_wordings_and_explanations(client: Client, words: str, found: list[str]) -> None:
    assert terms(client, q=words) == found


def test_a_search_that_finds_nothing_says_so_and_leads_back(client: Client) -> None:
    html = client.get(PAGE, {"q": "不存在的词"}).content.decode()
    assert "没有找到这样的名词" in html
    assert f'href="{reverse("glossary")}"' in html
    assert "没有找到这样的名词" not in client.get(PAGE).content.decode()


def test_what_was_searched_for_and_what_is_shown_is_escaped(client: Client) -> None:
    html = client.get(PAGE, {"q": '"><script>'}).content.decode()
    assert "&quot;&gt;&lt;script&gt;" in html
    assert '"><script>' not in html
    assert "&lt;解释&gt;" in client.get(PAGE).content.decode()


def test_the_page_is_for_people_who_are_logged_in(client: Client) -> None:
    assert client.get(PAGE).status_code == 200
    assert Client().get(PAGE).status_code == 302
