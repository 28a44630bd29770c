"""Terms in a page explain themselves, and nothing that somebody typed becomes markup."""

import re

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from glossary.models import Term

TEMPLATE = Template("{% load glossary_text %}{% marked one %}{% marked two %}")


@pytest.fixture
def term(db: None) -> Term:
    return Term.objects.create(
        slug="sangui", ordinal=1, term="“三规”确权", definition="对 <历史遗留> 的处理", aliases=["“三规”"]
    )


def shown(one: str, two: str = "") -> str:
    return TEMPLATE.render(Context({"one": one, "two": two, "request": RequestFactory().get("/")}))


def test_a_term_is_a_button_that_its_explanation_describes(term: Term) -> None:
    html = shown("推进“三规”确权工作")
    button = re.search(
        r'<button type="button" class="term" aria-describedby="([^"]+)">“三规”确权</button>', html
    )
    assert button
    assert f'role="tooltip" id="{button[1]}"' in html
    assert "的处理" in html


def test_other_words_are_left_alone(term: Term) -> None:
    assert shown("新建学校") == '<span class="marked">新建学校</span><span class="marked"></span>'


def test_markup_in_texts_and_explanations_is_escaped(term: Term) -> None:
    html = shown("<b>“三规”</b>")
    assert "&lt;b&gt;<button" in html
    assert "&lt;历史遗留&gt;" in html
    assert "<历史遗留>" not in html


def test_every_explanation_of_a_page_has_its_own_id(term: Term) -> None:
    ids = re.findall(r' id="([^"]+)"', shown("“三规”一", "“三规”二"))
    assert len(ids) == len(set(ids)) == 2


def test_a_page_reads_the_terms_once(term: Term, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        shown("“三规”一", "“三规”二")


def test_without_a_request_terms_are_marked_as_well(term: Term) -> None:
    html = Template("{% load glossary_text %}{% marked text %}").render(Context({"text": "“三规”"}))
    assert 'class="term"' in html
