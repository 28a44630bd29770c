"""责任单位 from a table: made, renamed, placed under another; never deleted."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from tasks import audit, units_change
from tasks.imports.preview import Credential, Line, Preview, Status
from tasks.imports.sheets import Row
from tasks.models import Person, Unit
from tasks.states import Deed, UnitKind

TITLE = "责任单位"
COLUMNS = ("代码", "名称", "类型", "上级")
EXAMPLES = (("chengjian", "城市建设办公室", "科室", ""), ("luhu", "鹭湖社区", "社区", ""))
HINT = (
    "代码用英文字母、数字、连字符,导入后不能改;名称变了按改名办理,保留原名。类型为科室、社区、领导班子、其他,"
    "不填为科室;上级填单位的名称或代码。文件里没有的单位保持不变。"
)
_CODE = re.compile(r"[A-Za-z0-9_-]{1,40}")
_KINDS = {label: value for value, label in UnitKind.choices}
_LONGEST = 40


@dataclass(slots=True)
class _Wanted:
    line: Line
    unit: Unit
    name: str
    kind: str
    parent: str
    new: bool


@dataclass(slots=True)
class _Table:
    units: dict[str, Unit]
    wanted: dict[str, _Wanted] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    """Code by name, as it will be."""


def preview(rows: Sequence[Row], on: date) -> Preview:
    """`on` plays no part: units are as they are today."""
    return Preview(_check(rows)[0])


def _check(rows: Sequence[Row]) -> tuple[list[Line], _Table]:
    table = _Table({unit.code: unit for unit in Unit.objects.select_related("parent")})
    table.names = {unit.name: code for code, unit in table.units.items()}
    lines = [_line(row, table) for row in rows]
    for wanted in table.wanted.values():
        _check_parent(wanted, table)
        _describe(wanted)
    return lines, table


def _line(row: Row, table: _Table) -> Line:
    line = Line(row)
    code, name, kind, parent = (row.cells[column] for column in COLUMNS)
    if not _CODE.fullmatch(code):
        line.wrong("代码应为 1 至 40 个英文字母、数字、连字符。")
    elif code in table.wanted:
        line.wrong(f"代码与第 {table.wanted[code].line.row.number} 行重复。")
    if not name or len(name) > _LONGEST:
        line.wrong(f"名称应为 1 至 {_LONGEST} 个字。")
    elif table.names.get(name, code) != code:
        line.wrong(f"已有名为“{name}”的单位(代码 {table.names[name]})。")
    if kind and kind not in _KINDS:
        line.wrong(f"类型应为{'、'.join(_KINDS)}之一。")
    known = table.units.get(code)
    if known and not known.active:
        line.wrong("该单位已撤并。")
    if line.status != Status.ERROR:
        table.names[name] = code
        standard = known.kind if known else UnitKind.OFFICE
        unit = known or Unit(code=code)
        wanted = _Wanted(line, unit, name, _KINDS.get(kind, standard), parent, new=known is None)
        table.wanted[code] = wanted
    return line


def _check_parent(wanted: _Wanted, table: _Table) -> None:
    if not wanted.parent:
        return
    code = table.names.get(wanted.parent, wanted.parent)
    if code not in table.units and code not in table.wanted:
        wanted.line.wrong(f"没有上级单位“{wanted.parent}”。")
    elif wanted.unit.code in _above(code, table):
        wanted.line.wrong("上级单位不能是自身或自己的下属单位。")
    wanted.parent = code


def _above(code: str, table: _Table) -> Iterator[str]:
    """The unit and those it belongs to, as they will be."""
    seen: set[str] = set()
    while code and code not in seen:
        seen.add(code)
        yield code
        wanted, unit = table.wanted.get(code), table.units.get(code)
        if wanted and wanted.parent:
            code = table.names.get(wanted.parent, wanted.parent)
        else:
            code = unit.parent.code if unit and unit.parent else ""


def _describe(wanted: _Wanted) -> None:
    line, unit = wanted.line, wanted.unit
    if line.status == Status.ERROR:
        return
    if wanted.new:
        line.status = Status.NEW
        return
    if wanted.name != unit.name:
        line.changes(f"改名:{unit.name} → {wanted.name}")
    if wanted.kind != unit.kind:
        line.changes(f"类型:{unit.get_kind_display()} → {UnitKind(wanted.kind).label}")
    before = unit.parent.code if unit.parent else ""
    if wanted.parent and wanted.parent != before:
        line.changes(f"上级:{before or '无'} → {wanted.parent}")


def commit(rows: Sequence[Row], *, by: Person, on: date) -> list[Credential]:
    """Write what the preview showed; the caller has checked it and holds the transaction. Makes no account."""
    table = _check(rows)[1]
    last = max((unit.ordinal for unit in table.units.values()), default=0)
    made = [wanted for wanted in table.wanted.values() if wanted.new]
    for ordinal, wanted in enumerate(made, start=last + 1):
        wanted.unit = Unit.objects.create(
            code=wanted.unit.code, name=wanted.name, kind=wanted.kind, ordinal=ordinal
        )
        table.units[wanted.unit.code] = wanted.unit
    for wanted in table.wanted.values():
        if wanted.name != wanted.unit.name:
            units_change.rename(wanted.unit, wanted.name, by=by, on=on)
        _place(wanted, table)
    data = {"rows": len(rows), "new": [wanted.unit.code for wanted in made]}
    audit.record(Deed.IMPORT, by=by, subject="units", data=data)
    return []


def _place(wanted: _Wanted, table: _Table) -> None:
    unit = wanted.unit
    parent = table.units[wanted.parent] if wanted.parent else unit.parent
    if (unit.kind, unit.parent) != (wanted.kind, parent):
        unit.kind, unit.parent = wanted.kind, parent
        unit.save(update_fields=["kind", "parent"])
