"""Strict YAML, second half: a mapping read key by key. Nothing is guessed, all faults are collected.

PyYAML alone reads 7:30 as 450 and on as True, and lets the last of two equal keys win silently.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import yaml
from django.db.models import TextChoices

from guanhu.seeds.yaml_reader import Problem, compose, place
from indicators.quantities import parse_decimal

_TAG = "tag:yaml.org,2002:"
_READ_AS = {"int": "数字", "float": "数字", "bool": "真假值", "null": "空值", "timestamp": "日期"}
_WHOLE = re.compile(r"0|[1-9][0-9]{0,5}")
_AMOUNT = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

Row = TypeVar("Row")
Choice = TypeVar("Choice", bound=TextChoices)


def read(path: Path, file: str, problems: list[Problem], reader: "Callable[[Section], Row]") -> Row | None:
    """What `reader` makes of the mapping in a file; None, with the reason in `problems`, if it holds none.

    `file` is the name that problems give.
    """
    node = compose(path, file, problems)
    return None if node is None else _opened(node, file, problems, reader)


def _opened(
    node: yaml.Node, file: str, problems: list[Problem], reader: "Callable[[Section], Row]"
) -> Row | None:
    if not isinstance(node, yaml.MappingNode):
        problems.append(Problem(place(node, file), "这里应由“键: 值”组成。"))
        return None
    section = Section(node, file, problems)
    row = reader(section)
    section.close()
    return row


class Section:
    """One mapping, read key by key. A value that does not hold is noted as a problem, and a blank returned.

    `close` reports the keys that nobody asked for.
    """

    def __init__(self, node: yaml.MappingNode, file: str, problems: list[Problem]) -> None:
        self.at = place(node, file)
        self._file = file
        self._problems = problems
        self._before = len(problems)
        self._asked: set[str] = set()
        self._keys: dict[str, yaml.Node] = {}
        self._values: dict[str, yaml.Node] = {}
        for key, value in node.value:
            self._take(key, value)

    def _take(self, key: yaml.Node, value: yaml.Node) -> None:
        if not isinstance(key, yaml.ScalarNode) or key.tag != f"{_TAG}str":
            self._wrong(key, "键应为文字;若它会被读作数字、日期或真假值,请加引号。")
        elif key.value in self._keys:
            first = place(self._keys[key.value], self._file).line
            self._wrong(key, f"键“{key.value}”重复,第 {first} 行已有。")
        else:
            self._keys[key.value], self._values[key.value] = key, value

    @property
    def sound(self) -> bool:
        """Whether nothing wrong has been found since this section was opened."""
        return len(self._problems) == self._before

    def _wrong(self, node: yaml.Node, text: str) -> None:
        self._problems.append(Problem(place(node, self._file), text))

    def close(self) -> None:
        for key in self._keys.keys() - self._asked:
            self._wrong(self._keys[key], f"不认识的键“{key}”。")

    def _value(self, key: str, required: bool) -> yaml.Node | None:
        self._asked.add(key)
        if key in self._values:
            return self._values[key]
        if required:
            self._problems.append(Problem(self.at, f"缺少“{key}”。"))
        return None

    def _scalar(self, node: yaml.Node, key: str) -> str | None:
        """The text of a scalar that YAML reads as text."""
        if not isinstance(node, yaml.ScalarNode):
            self._wrong(node, f"“{key}”应为一个值,不是列表或键值对。")
        elif node.tag != f"{_TAG}str":
            read_as = _READ_AS.get(node.tag.removeprefix(_TAG), "其他类型")
            self._wrong(node, f"“{key}”的值 {node.value or '(空)'} 会被读作{read_as};请加引号写成文字。")
        else:
            return str(node.value)
        return None

    def _sentence(self, node: yaml.Node, key: str, most: int) -> str:
        text = self._scalar(node, key)
        if text is None:
            return ""
        if not text or text != text.strip() or text.splitlines() != [text]:
            self._wrong(node, f"“{key}”应为一行文字,不能为空,首尾不能有空白。")
        elif len(text) > most:
            self._wrong(node, f"“{key}”有 {len(text)} 个字,最多 {most} 个。")
        else:
            return text
        return ""

    def text(self, key: str, most: int, required: bool = True) -> str:
        """Text of at most `most` characters."""
        node = self._value(key, required)
        return self._sentence(node, key, most) if node else ""

    def code(self, key: str, most: int = 40, required: bool = True) -> str:
        """Lower-case letters, digits and hyphens."""
        found = self.text(key, most, required)
        if found and not _CODE.fullmatch(found):
            self._wrong(self._values[key], f"“{key}”只能由小写英文字母、数字和连字符组成:{found}。")
            return ""
        return found

    def whole(self, key: str, required: bool = True) -> int:
        """A whole number, 0 to 999999, without quotes."""
        node = self._value(key, required)
        if node is None:
            return 0
        plain = isinstance(node, yaml.ScalarNode) and node.tag == f"{_TAG}int"
        if not plain or not _WHOLE.fullmatch(node.value):
            self._wrong(node, f"“{key}”应为不加引号的整数。")
            return 0
        return int(node.value)

    def flag(self, key: str, required: bool = True) -> bool:
        """true or false; yes, no, on and off are refused."""
        node = self._value(key, required)
        if node is None:
            return False
        if node.tag != f"{_TAG}bool" or node.value not in ("true", "false"):
            self._wrong(node, f"“{key}”应为不加引号的 true 或 false。")
            return False
        return bool(node.value == "true")

    def choice(self, key: str, of: type[Choice]) -> Choice:
        """One of an enumeration's values."""
        node = self._value(key, required=True)
        found = self._member(node, key, of) if node else None
        return found or next(iter(of))

    def choice_or_none(self, key: str, of: type[Choice]) -> Choice | None:
        """One of an enumeration's values; None if the key is missing."""
        node = self._value(key, required=False)
        return self._member(node, key, of) if node else None

    def _member(self, node: yaml.Node, key: str, of: type[Choice]) -> Choice | None:
        found = self._scalar(node, key)
        if found is None or found in of.values:
            return None if found is None else of(found)
        self._wrong(node, f"“{key}”不认识“{found}”,应为 {'、'.join(of.values)} 之一。")
        return None

    def day(self, key: str, required: bool = True) -> date | None:
        """A quoted "YYYY-MM-DD"."""
        node = self._value(key, required)
        found = self._scalar(node, key) if node else None
        if node is None or found is None:
            return None
        try:
            if _DAY.fullmatch(found):
                return date.fromisoformat(found)
        except ValueError:
            pass
        self._wrong(node, f'“{key}”应为 "2020-12-31" 这样的日期,{found} 不是。')
        return None

    def amount(self, key: str, required: bool = True) -> Decimal | None:
        """A quoted number, "26.5": exact, never a float."""
        node = self._value(key, required)
        found = self._scalar(node, key) if node else None
        if node is None or found is None:
            return None
        if not _AMOUNT.fullmatch(found):
            self._wrong(node, f'“{key}”应为 "26.5" 这样的数值,“{found}”不是。')
            return None
        try:
            return parse_decimal(found)
        except ValueError as error:
            self._wrong(node, f"“{key}”:{error}。")
        return None

    def _items(self, key: str, required: bool) -> Sequence[yaml.Node]:
        node = self._value(key, required)
        if node is None:
            return ()
        if not isinstance(node, yaml.SequenceNode) or not node.value:
            self._wrong(node, f"“{key}”应为不空的列表。")
            return ()
        return node.value

    def words(self, key: str, most: int, required: bool = True) -> tuple[str, ...]:
        """A list of texts of at most `most` characters each, no two alike."""
        found: list[str] = []
        for node in self._items(key, required):
            word = self._sentence(node, key, most)
            if word and word in found:
                self._wrong(node, f"“{key}”中“{word}”重复。")
            elif word:
                found.append(word)
        return tuple(found)

    def rows(self, key: str, reader: "Callable[[Section], Row]", required: bool = True) -> tuple[Row, ...]:
        """A list of mappings, as `reader` makes rows of them."""
        found = (_opened(node, self._file, self._problems, reader) for node in self._items(key, required))
        return tuple(row for row in found if row is not None)

    def part(self, key: str, reader: "Callable[[Section], Row]", required: bool = True) -> Row | None:
        """The mapping under a key, as `reader` makes a row of it."""
        node = self._value(key, required)
        return None if node is None else _opened(node, self._file, self._problems, reader)
