"""Text as it stands on an official paper. Pure.

Screens write half-width punctuation and a space between Chinese and digits; papers do neither (GB/T 15834). XML
1.0 has no place for control characters and lone surrogates: they are left out, whatever a title holds.
"""

import re

_WIDE = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_CHINESE = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef、。“”‘’《》〔〕「」…—]"
_ILLEGAL = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPACE = re.compile(rf"(?<={_CHINESE})[ \u00a0]+|[ \u00a0]+(?={_CHINESE})|[ \u00a0]*([≥≤<>])[ \u00a0]*")
_AFTER = re.compile(rf"(?<={_CHINESE})([,;:?!])|([,;:?!])(?={_CHINESE})|(?<=[%\w])([;])")
_QUOTES = str.maketrans("「」", "“”")
_DAY = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_BRACKETS = re.compile(r"\(([^()]*)\)")


def printable(text: str) -> str:
    """The text without characters that XML cannot hold; line ends are plain."""
    return _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    """For a cell or a title: no line ends, no runs of blanks."""
    return " ".join(printable(text).split())


def in_print(text: str) -> str:
    """The house's screen spelling as papers spell it: full-width punctuation among Chinese, no blanks around
    digits, days in words."""
    text = _DAY.sub(_in_words, one_line(text).translate(_QUOTES))
    text = _BRACKETS.sub(_bracketed, text)
    text = _AFTER.sub(lambda found: _WIDE[found.group()], text)
    return _SPACE.sub(lambda found: found.group(1) or "", text)


def _in_words(found: re.Match[str]) -> str:
    year, month, day = (int(part) for part in found.groups())
    return f"{year}年{month}月{day}日"


def _bracketed(found: re.Match[str]) -> str:
    """Brackets are full-width on a Chinese paper, unless both they and their neighbours are plain ASCII."""
    before = found.string[: found.start()][-1:]
    plain = found.group(1).isascii() and (not before or before.isascii())
    return found.group() if plain else f"（{found.group(1)}）"
