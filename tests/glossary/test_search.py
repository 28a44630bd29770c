"""Searching the terms: every word counts, what was found is marked, the marked parts joined are the text."""

import pytest

from glossary.alphabet import Letter, bar, by_initial
from glossary.models import Term
from glossary.search import Found, Part, search

TERMS = [
    Term(slug=slug, ordinal=number, term=term, definition=f"{term}的解释{more}", aliases=aliases)
    for number, (slug, term, more, aliases) in enumerate(
        [
            ("sangui", "“三规”确权", "", ["“三规”", "三规确权"]),
            ("1and6", "“1+6”", ",涉及产业", ["1+6"]),
            ("anquan", "安全会客厅", ",面谈安全", []),
            ("4k", "4K 产业", "", []),
            ("fangxiaoxuan", "“防消宣”一体化工作模式", "", ["消防宣传一体化"]),
        ]
    )
]


def slugs(asked: str) -> list[str]:
    return [found.term.slug for found in search(TERMS, asked)]


def only(asked: str) -> Found:
    (found,) = search(TERMS, asked)
    return found


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", ["sangui", "1and6", "anquan", "4k", "fangxiaoxuan"]),
        ("三规", ["sangui"]),
        ("解释", ["sangui", "1and6", "anquan", "4k", "fangxiaoxuan"]),
        ("产业", ["1and6", "4k"]),
        ("4k", ["4k"]),
        ("1+6", ["1and6"]),
        ("安全 解释", ["anquan"]),
        ("安全 产业", []),
        ("aqhkt", ["anquan"]),
        ("AnQuan", ["anquan"]),
        ("an quan", ["anquan"]),
        ("xiaofang", ["fangxiaoxuan"]),
        ("xyz", []),
        (".*", []),
    ],
)
def test_every_word_is_in_the_term_or_spells_it(asked: str, found: list[str]) -> None:
    assert slugs(asked) == found


def test_what_was_found_is_marked_in_name_and_explanation() -> None:
    found = only("安全")
    assert found.name == (Part("安全", True), Part("会客厅"))
    assert [part.text for part in found.definition if part.hit] == ["安全", "安全"]
    assert not any(part.hit for part in only("会客厅 面谈").name if part.text == "安全")


def test_what_was_spelled_is_marked_in_the_name() -> None:
    assert only("hkt").name == (Part("安全"), Part("会客厅", True))
    assert only("xiaofang").name == (Part("“防消宣”一体化工作模式"),)  # another wording was meant


def test_the_parts_joined_are_the_text() -> None:
    for found in search(TERMS, "解释"):
        assert "".join(part.text for part in found.definition) == found.term.definition
    assert [part for found in search(TERMS, "") for part in found.name if part.hit] == []


def test_other_wordings_are_those_that_the_name_does_not_contain() -> None:
    assert only("三规").others == ["三规确权"]
    assert only("1+6").others == []


def test_terms_stand_under_their_initials_and_the_bar_links_to_those_alone() -> None:
    groups = by_initial(search(TERMS, ""))
    assert {group.letter.initial: [one.term.slug for one in group.terms] for group in groups} == {
        "#": ["1and6", "4k"],
        "A": ["anquan"],
        "F": ["fangxiaoxuan"],
        "S": ["sangui"],
    }
    letters = bar(groups)
    assert len(letters) == 27
    assert [letter.initial for letter in letters if letter.filled] == ["#", "A", "F", "S"]
    assert Letter("#", True).anchor == "letter-0" and Letter("A", True).anchor == "letter-A"
    assert by_initial([]) == [] and not any(letter.filled for letter in bar([]))
