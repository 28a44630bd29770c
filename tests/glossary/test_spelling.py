"""Terms in pinyin: read as people say them, found by whole syllables, beginnings or initials."""

from pathlib import Path

import pytest
import yaml

from glossary.spelling import initial, reading, spelled, syllables

TERMS = Path(__file__).resolve().parents[2] / "seeds" / "terms.yaml"
INITIALS = "GJY#SLCLYFWWGSBWHMGXXSASFLLYY"
"""Of the report's 29 terms, in the order of its appendix, read aloud by hand."""


def report_terms() -> list[str]:
    return [str(row["term"]) for row in yaml.safe_load(TERMS.read_text(encoding="utf-8"))["terms"]]


def test_the_reports_terms_stand_under_the_letters_one_would_look_under() -> None:
    assert "".join(initial(term) or "#" for term in report_terms()) == INITIALS


@pytest.mark.parametrize(
    ("term", "spoken"),
    [
        ("路长制", "lu zhang zhi"),
        ("公厕革命", "gong ce ge ming"),
        ("一案双查", "yi an shuang cha"),
        ("安全会客厅", "an quan hui ke ting"),
        ("“三事分流”工作机制", "san shi fen liu ” gong zuo ji zhi"),
        ("八大行动", "ba da xing dong"),
        ("十个全覆盖", "shi ge quan fu gai"),
        ("垃圾分类3.0模式", "la ji fen lei 3 . 0 mo shi"),
    ],
)
def test_characters_with_several_readings_are_read_as_the_term_has_them(term: str, spoken: str) -> None:
    assert " ".join(reading(term)) == spoken


def test_what_begins_with_a_figure_has_no_letter_and_a_latin_word_has_its_own() -> None:
    assert [initial(text) for text in ("“1+6”", "5G 基站", "“3+2”办事流程", "+", "")] == [""] * 5
    assert [initial(text) for text in ("CBD", "“plc”改造", "《办法》")] == ["C", "P", "B"]


@pytest.mark.parametrize("letters", ["luzhangzhi", "lzz", "lzhzh", "luzz", "lzhangz", "zz", "luchangzhi"])
def test_letters_spell_a_term_whole_abbreviated_or_by_initials(letters: str) -> None:
    assert spelled(letters, syllables("路长制")) is not None


@pytest.mark.parametrize("letters", ["lzx", "luzhangzhiz", "uzhang", "z", "zl", ""])
def test_letters_that_are_no_beginnings_of_its_syllables_do_not(letters: str) -> None:
    assert spelled(letters, syllables("路长制")) is None


def test_a_single_letter_counts_at_the_beginning_alone() -> None:
    assert spelled("l", syllables("路长制")) == (0, 1)
    assert spelled("z", syllables("路长制")) is None


def test_the_place_of_what_is_spelled_is_that_of_its_characters() -> None:
    term = "“五老”服务社区经验做法"
    start, end = spelled("wulao", syllables(term)) or (0, 0)
    assert term[start:end] == "五老"
    start, end = spelled("wlfw", syllables(term)) or (0, 0)
    assert term[start:end] == "五老”服务"  # signs between the characters do not stand in the way
    assert spelled("wlf", syllables("无废城市")) is None


def test_a_long_question_is_answered_at_once() -> None:
    assert spelled("y" * 60, syllables("一" * 80)) is not None
    assert spelled("y" * 59 + "x", syllables("一" * 80)) is None
