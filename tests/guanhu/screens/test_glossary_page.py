"""名词解释: grouped by initial, searchable, an address for every term, and the tasks that name it."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from glossary.models import Term
from tasks.models import Plan, Task
from tasks.states import Kind
from tests.cast import Cast, TaskMaker
from tests.guanhu.many import multiply
from tests.guanhu.pages import client_of, counted_lists, inline_code, rows_of

PAGE = "/glossary/"
BUDGET = 12
TERMS = [
    ("“三规”确权", "sangui", ["“三规”"], 5),
    ("1+6", "1and6", [], 4),
    ("安全会客厅", "anquan", [], None),
    ("4K 产业", "4k", [], None),
]


@pytest.fixture
def terms(db: None) -> None:
    for ordinal, (term, slug, aliases, paragraph) in enumerate(TERMS):
        Term.objects.create(
            slug=slug,
            ordinal=ordinal,
            term=term,
            definition=f"{term}的<解释>",
            aliases=aliases,
            source_paragraph=paragraph,
        )


@pytest.fixture
def client(terms: None, cast: Cast, office_day: date) -> Client:
    return client_of(cast.other_reporter)


def shown(client: Client, **query: str) -> list[str]:
    sections = client.get(PAGE, query).context["sections"]
    return [line.found.term.slug for section in sections for line in section.lines]


def uses(client: Client) -> dict[str, list[str]]:
    sections = client.get(PAGE).context["sections"]
    lines = [line for section in sections for line in section.lines]
    return {line.found.term.slug: [t.title for t in line.uses.tasks] for line in lines if line.uses}


def test_terms_stand_under_their_initials_with_an_anchor_each(client: Client) -> None:
    page = client.get(PAGE)
    html = page.content.decode()
    assert shown(client) == ["1and6", "4k", "anquan", "sangui"]
    assert all(f'id="{slug}"' in html for _, slug, _, _ in TERMS) and 'id="elsewhere"' not in html
    assert 'href="#letter-S"' in html and 'id="letter-S"' in html
    assert 'href="#letter-B"' not in html and "<span>B</span>" in html
    assert "报告附录第 5 条" in html and html.count("报告附录第") == 2
    assert inline_code(html) == []


def test_a_search_marks_what_it_found_and_keeps_the_rest_away(client: Client) -> None:
    html = client.get(PAGE, {"q": "三规"}).content.decode()
    assert "<mark>三规</mark>" in html and "安全会客厅" not in html
    assert shown(client, q="aqhkt") == ["anquan"]
    assert "<mark>安全会客厅</mark>" in client.get(PAGE, {"q": "aqhkt"}).content.decode()
    assert "<mark>" not in client.get(PAGE).content.decode()


def test_a_search_that_finds_nothing_says_what_to_do(client: Client) -> None:
    html = client.get(PAGE, {"q": "不存在 的词&"}).content.decode()
    assert "没有找到" in html
    assert f'href="{reverse("glossary")}"' in html
    assert "/tasks/?search=%E4%B8%8D%E5%AD%98%E5%9C%A8%20%E7%9A%84%E8%AF%8D%26" in html
    assert "没有找到" not in client.get(PAGE).content.decode()


def test_what_was_searched_for_and_what_is_shown_is_escaped(client: Client) -> None:
    html = client.get(PAGE, {"q": '"><script>'}).content.decode()
    assert "&quot;&gt;&lt;script&gt;" in html and '"><script>' not in html
    assert "&lt;解释&gt;" in client.get(PAGE).content.decode()
    assert "<mark>&lt;解释&gt;</mark>" in client.get(PAGE, {"q": "<解释>"}).content.decode()


def test_every_term_names_the_tasks_that_name_it(client: Client, cast: Cast, make_task: TaskMaker) -> None:
    make_task(title="推进“三规”工作")
    make_task(title="企业走访", detail="办好安全会客厅 与 1+6 政策", kind=Kind.CONTINUING)
    make_task(title="编号 11+60 与安全会客")  # neither of the two
    make_task(title="安全会客厅里的信访积案", restricted=True)
    assert uses(client) == {"sangui": ["推进“三规”工作"], "1and6": ["企业走访"], "anquan": ["企业走访"]}
    assert uses(client_of(cast.reporter))["anquan"] == ["企业走访", "安全会客厅里的信访积案"]
    assert "信访积案" not in client.get(PAGE).content.decode()


def test_tasks_of_another_year_are_not_counted(client: Client, make_task: TaskMaker, plan: Plan) -> None:
    task = make_task(title="安全会客厅")
    assert uses(client) == {"anquan": ["安全会客厅"]}
    other = Plan.objects.create(
        slug="2019", year=2019, title="2019", starts_on=date(2019, 1, 1), ends_on=date(2019, 12, 31)
    )
    Task.objects.filter(pk=task.pk).update(plan=other)
    assert uses(client) == {}


def test_each_number_opens_a_list_of_exactly_that_many_rows(
    client: Client, cast: Cast, make_task: TaskMaker
) -> None:
    for number in range(6):
        make_task(title=f"落实“三规”确权第{number}批" if number % 2 else f"“三规”处理{number}")
    make_task(title="1+6 政策"), make_task(title="编号 11+60")
    make_task(title="“三规”信访", restricted=True)
    for person in (cast.other_reporter, cast.reporter):
        page = client_of(person).get(PAGE)
        found = counted_lists(page)
        assert [number for _, number in found] == [6 if person is cast.other_reporter else 7]
        assert rows_of(client_of(person), found[0][0]) == found[0][1]
        assert "还有 2 项" in page.content.decode() or "还有 3 项" in page.content.decode()
    # A search for 1+6 would find 11+60 as well: the number stands there without a link.
    assert "2020 年任务 1 项" in client.get(PAGE).content.decode()


def test_without_a_plan_the_terms_are_there_all_the_same(client: Client) -> None:
    assert Plan.objects.count() == 0
    assert shown(client) == ["1and6", "4k", "anquan", "sangui"] and uses(client) == {}


def test_without_terms_the_page_says_who_enters_them(cast: Cast, office_day: date) -> None:
    assert "系统管理员可在后台管理中录入" in client_of(cast.leader).get(PAGE).content.decode()


def test_the_page_is_for_people_who_are_logged_in(client: Client) -> None:
    assert client.get(PAGE).status_code == 200
    assert Client().get(PAGE).status_code == 302


def test_the_page_costs_the_same_for_few_tasks_and_for_many(
    client: Client, plan: Plan, make_task: TaskMaker, django_assert_max_num_queries
) -> None:
    make_task(title="安全会客厅")

    def cost() -> int:
        client.get(PAGE)
        with django_assert_max_num_queries(BUDGET) as queries:
            assert client.get(PAGE).status_code == 200
        return len(queries)

    few = cost()
    multiply(plan, 20)
    assert cost() == few
