"""Finding terms in a text: the longest wording, once each, never inside a number or a Latin word."""

import pytest

from glossary.finder import Entry, Piece, pieces


def entry(slug: str, *wordings: str) -> Entry:
    return Entry(slug, wordings[0], f"{slug} 的解释", wordings)


RULES = entry("sangui", "“三规”确权", "“三规”")
STEPS = entry("3+2", "“3+2”办事流程", "3+2")
SIX = entry("1+6", "1+6")
ALL = [RULES, STEPS, SIX]


def found(text: str, entries: list[Entry] | None = None) -> list[tuple[str, str]]:
    return [(p.text, p.entry.slug) for p in pieces(text, ALL if entries is None else entries) if p.entry]


def test_a_term_is_found_between_other_words() -> None:
    assert pieces("推进“三规”确权工作", ALL) == [Piece("推进"), Piece("“三规”确权", RULES), Piece("工作")]


def test_a_text_without_terms_stays_in_one_piece() -> None:
    assert pieces("新建 2 个垃圾中转站", ALL) == [Piece("新建 2 个垃圾中转站")]
    assert pieces("", ALL) == []
    assert pieces("“三规”", []) == [Piece("“三规”")]


def test_an_alias_is_as_good_as_the_term() -> None:
    assert found("落实“三规”要求") == [("“三规”", "sangui")]


def test_the_longest_wording_counts() -> None:
    assert found("“3+2”办事流程") == [("“3+2”办事流程", "3+2")]


def test_a_longer_term_wins_over_a_shorter_one_that_begins_before_it() -> None:
    short, long = entry("a", "平安建"), entry("b", "安建设工程")
    assert found("推进平安建设工程", [short, long]) == [("安建设工程", "b")]
    assert found("推进平安建材", [short, long]) == [("平安建", "a")]


def test_each_term_is_marked_where_it_first_occurs_and_there_alone() -> None:
    assert found("“三规”确权,再谈“三规”,又谈“三规”确权") == [("“三规”确权", "sangui")]
    assert [slug for _, slug in found("1+6 与 3+2 与 1+6")] == ["1+6", "3+2"]


@pytest.mark.parametrize("text", ["11+6 个", "1+65 个", "a1+6", "1+6x"])
def test_a_term_inside_a_number_or_a_latin_word_is_none(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("text", ["1+6", "按1+6办", "(1+6)", "“1+6”文件", "1+6,3 项"])
def test_the_same_term_by_itself_is_one(text: str) -> None:
    assert found(text) == [("1+6", "1+6")]


@pytest.mark.parametrize("text", ["甲“三规”乙1+6丙3+2丁“三规”", "1+61+6 1+6", "“三规”"])
def test_the_pieces_joined_are_the_text(text: str) -> None:
    assert "".join(piece.text for piece in pieces(text, ALL)) == text


def test_an_empty_wording_is_ignored() -> None:
    assert found("任何文字", [entry("empty", "")]) == []
