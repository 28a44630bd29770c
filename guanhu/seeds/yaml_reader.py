"""Strict YAML, first half: from a file to nodes that know their line. Knows no ORM; `section` reads nodes."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A line of a file; lines count from one."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """What is wrong, where, as a Chinese sentence."""

    at: Place
    text: str

    def __str__(self) -> str:
        return f"{self.at}: {self.text}"


class SeedsRefused(Exception):
    """Nothing has been written. `problems` are all that were found, in the order of files and lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__("\n".join(map(str, self.problems)))


class _Loader(yaml.SafeLoader):
    """Composes nodes. Aliases would let one value stand in two places, and a small file become a huge one.

    The loader in C is faster, and dies of deep nesting without a word.
    """

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.composer.ComposerError(None, None, "不支持引用(*)", self.peek_event().start_mark)
        return super().compose_node(parent, index)


def compose(path: Path, file: str, problems: list[Problem]) -> yaml.Node | None:
    """The node that a file holds; None, with the reason in `problems`, if it holds none.

    `file` is the name that problems give.
    """

    def wrong(line: int, text: str) -> None:
        problems.append(Problem(Place(file, line), text))

    try:
        raw = path.read_bytes()
        text = raw.decode()
        node = yaml.compose(text, _Loader)
    except OSError:
        wrong(1, "文件不存在或无法读取。")
    except UnicodeDecodeError as error:
        wrong(raw[: error.start].count(b"\n") + 1, "不是 UTF-8 文本。")
    except yaml.reader.ReaderError as error:
        wrong(text[: error.position].count("\n") + 1, "含有不允许的控制字符。")
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line if error.problem_mark else 0
        wrong(line + 1, f"不是有效的 YAML:{error.problem}。")
    except RecursionError:
        wrong(1, "嵌套过深。")
    else:
        if node is None:
            wrong(1, "文件是空的。")
        return node
    return None


def place(node: yaml.Node, file: str) -> Place:
    return Place(file, node.start_mark.line + 1)
