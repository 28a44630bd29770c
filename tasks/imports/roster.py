"""花名册 from a table: accounts and memberships are made or changed, never taken away."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from pypinyin import lazy_pinyin

from tasks import audit
from tasks.imports.preview import Credential, Line, Preview, Status
from tasks.imports.sheets import Row
from tasks.models import Membership, Person, Unit, UnitName
from tasks.passwords import digest_of_random, new_password
from tasks.states import Deed, MemberRole

TITLE = "花名册"
COLUMNS = ("姓名", "用户名", "手机", "邮箱", "单位", "角色")
EXAMPLES = (
    ("王小明", "wangxiaoming", "13800000000", "", "城市建设办公室", "经办人"),
    ("李红", "", "", "lihong@example.com", "城市建设办公室", "单位负责人"),
)
HINT = (
    "用户名不填则用姓名全拼(重名加数字);单位填名称或代码;角色为经办人、单位负责人、督查室、领导、审计员,"
    "不填为经办人。一人任多职写多行。手机、邮箱不填为不改。文件里没有的人员和任职保持不变。"
)
_ROLES = {role.label: role for role in MemberRole if role != MemberRole.ADMINISTRATOR}
_MOBILE = re.compile(r"\+?[0-9][0-9 -]{4,18}")
_KEPT = (("手机", "mobile"), ("邮箱", "email"))


@dataclass(slots=True)
class _Wanted:
    """A person as the table wants him; `lines` are his, `roles` what he is to be where."""

    person: Person
    new: bool
    lines: list[Line] = field(default_factory=list)
    roles: dict[tuple[int, str], Line] = field(default_factory=dict)
    changed: bool = False


@dataclass(slots=True)
class _Table:
    people: dict[str, Person]
    named: dict[str, list[Person]]
    held: set[tuple[int, int, str]]
    units: dict[str, Unit]
    wanted: dict[str, _Wanted] = field(default_factory=dict)
    given_out: dict[tuple[str, str], str] = field(default_factory=dict)
    """User names made up so far, by name and mobile."""


def preview(rows: Sequence[Row], on: date) -> Preview:
    """`on` plays no part: people are as they are today."""
    return Preview(_check(rows)[0])


def _check(rows: Sequence[Row]) -> tuple[list[Line], _Table]:
    table = _load()
    return [_line(row, table) for row in rows], table


def _load() -> _Table:
    """The same few queries for any number of rows."""
    people = list(Person.objects.all())
    named: dict[str, list[Person]] = {}
    for person in people:
        named.setdefault(person.name, []).append(person)
    units = {former.name: former.unit for former in UnitName.objects.select_related("unit")}
    for unit in Unit.objects.all():
        units |= {unit.code: unit, unit.name: unit}
    return _Table(
        people={person.username: person for person in people},
        named=named,
        held=set(Membership.objects.values_list("person_id", "unit_id", "role")),
        units=units,
    )


def _line(row: Row, table: _Table) -> Line:
    line = Line(row)
    unit, role = _unit(line, table), _role(line)
    _check_texts(line)
    if unit is None or role is None or line.status == Status.ERROR:
        return line
    wanted = _person(line, unit, table)
    if wanted is not None:
        _belongs(line, wanted, unit, role, table)
    return line


def _unit(line: Line, table: _Table) -> Unit | None:
    name = line.row.cells["单位"]
    unit = table.units.get(name)
    if unit is None:
        line.wrong(f"没有单位“{name}”,请先导入单位。" if name else "请填写单位。")
    elif not unit.active:
        line.wrong(f"单位“{name}”已撤并。")
    return unit


def _role(line: Line) -> MemberRole | None:
    label = line.row.cells["角色"] or MemberRole.REPORTER.label
    role = _ROLES.get(label)
    if label == MemberRole.ADMINISTRATOR.label:
        line.wrong("系统管理员请在后台逐个设置。")
    elif role is None:
        line.wrong(f"角色应为{'、'.join(_ROLES)}之一。")
    return role


def _check_texts(line: Line) -> None:
    cells = line.row.cells
    if not cells["姓名"] or len(cells["姓名"]) > 40:
        line.wrong("姓名应为 1 至 40 个字。")
    if cells["手机"] and not _MOBILE.fullmatch(cells["手机"]):
        line.wrong("手机号码有误。")
    if cells["邮箱"] and not _passes(validate_email, cells["邮箱"]):
        line.wrong("邮箱地址有误。")
    username = cells["用户名"]
    if username and (len(username) > 150 or not _passes(UnicodeUsernameValidator(), username)):
        line.wrong("用户名只能用字母、数字和 @ . + - _。")


def _passes(validator: object, text: str) -> bool:
    try:
        validator(text)  # type: ignore[operator]  # Django's validators are called
    except ValidationError:
        return False
    return True


def _person(line: Line, unit: Unit, table: _Table) -> _Wanted | None:
    """Whom the line is about; its user name is filled in where it was empty."""
    cells = line.row.cells
    cells["用户名"] = cells["用户名"] or _known(cells, unit, table) or _made_up(cells, table)
    username = cells["用户名"]
    if not username:
        line.wrong("姓名无法转为拼音,请填写用户名。")
        return None
    known = table.people.get(username)
    if known is None and any(username.lower() == other.lower() for other in table.people):
        line.wrong(f"已有只差大小写的用户名“{username}”。")
        return None
    if known is not None and not known.is_active:
        line.wrong("该账号已停用,请先在后台启用。")
        return None
    wanted = table.wanted.get(username)
    if wanted is None:
        person = known or Person(username=username, name=cells["姓名"])
        wanted = table.wanted[username] = _Wanted(person, new=known is None)
    return wanted if _takes(line, wanted) else None


def _known(cells: dict[str, str], unit: Unit, table: _Table) -> str:
    """The one active person of that name in that unit, if there is one."""
    found = [
        person.username
        for person in table.named.get(cells["姓名"], ())
        if person.is_active and any(held[:2] == (person.pk, unit.pk) for held in table.held)
    ]
    return found[0] if len(found) == 1 else ""


def _made_up(cells: dict[str, str], table: _Table) -> str:
    """The name in pinyin, with a number where it is taken; the same again for the same name and mobile."""
    key = (cells["姓名"], cells["手机"])
    if key not in table.given_out:
        plain = "".join(lazy_pinyin(cells["姓名"])).lower()
        stem = "".join(char for char in plain if char.isascii() and char.isalnum())
        taken = {name.lower() for name in (*table.people, *table.wanted, *table.given_out.values())}
        numbered = (f"{stem}{number}" for number in range(2, len(taken) + 3))
        free = next(name for name in (stem, *numbered) if name not in taken) if stem else ""
        table.given_out[key] = free
    return table.given_out[key]


def _takes(line: Line, wanted: _Wanted) -> bool:
    """Put the line's name, mobile and address into the person; False where an earlier line says something else."""
    cells, person = line.row.cells, wanted.person
    first = wanted.lines[0].row if wanted.lines else None
    if first and any(
        cells[column] and first.cells[column] and cells[column] != first.cells[column]
        for column in ("姓名", "手机", "邮箱")
    ):
        line.wrong(f"与第 {first.number} 行是同一用户名,但姓名、手机或邮箱不同。")
        return False
    if wanted.new and not wanted.lines:
        line.status = Status.NEW
    wanted.lines.append(line)
    for column, name in (("姓名", "name"), *_KEPT):
        before, after = getattr(person, name), cells[column]
        if after and before != after:
            setattr(person, name, after)
            wanted.changed = True
            if not wanted.new:
                line.changes(f"{column}:{before or '无'} → {after}")
    return True


def _belongs(line: Line, wanted: _Wanted, unit: Unit, role: MemberRole, table: _Table) -> None:
    key = (unit.pk, role.value)
    if key in wanted.roles:
        line.wrong(f"与第 {wanted.roles[key].row.number} 行重复。")
        return
    wanted.roles[key] = line
    if wanted.new:
        line.said.append(f"用户名 {wanted.person.username}")
    elif (wanted.person.pk, *key) not in table.held:
        line.changes(f"新增任职:{unit.name} {role.label}")
    if wanted.new and line.status == Status.SAME:
        line.changes(f"新增任职:{unit.name} {role.label}")


def commit(rows: Sequence[Row], *, by: Person, on: date) -> list[Credential]:
    """Write what the preview showed; the caller has checked it and holds the transaction. Returns the accounts made,
    with their one-time passwords."""
    table = _check(rows)[1]
    new = [wanted.person for wanted in table.wanted.values() if wanted.new]
    passwords = {person.username: new_password() for person in new}
    for person in new:
        person.password = digest_of_random(passwords[person.username])
        person.must_change_password = True
    Person.objects.bulk_create(new)
    changed = [wanted.person for wanted in table.wanted.values() if wanted.changed and not wanted.new]
    Person.objects.bulk_update(changed, ["name", "mobile", "email"])
    added = _add_memberships(table)
    data = {"rows": len(rows), "new": [person.pk for person in new], "changed": [p.pk for p in changed]}
    audit.record(Deed.IMPORT, by=by, subject="roster", data=data | {"memberships": added})
    units = {wanted.person.username: wanted.lines[0].row.cells["单位"] for wanted in table.wanted.values()}
    return [Credential(p.name, p.username, units[p.username], passwords[p.username]) for p in new]


def _add_memberships(table: _Table) -> list[str]:
    codes = {unit.pk: unit.code for unit in table.units.values()}
    wanted = [
        Membership(person=one.person, unit_id=unit_id, role=role)
        for one in table.wanted.values()
        for unit_id, role in one.roles
        if (one.person.pk, unit_id, role) not in table.held
    ]
    Membership.objects.bulk_create(wanted)
    return [f"{row.person_id}:{codes[row.unit_id]}:{row.role}" for row in wanted]
