"""Accounts: who works in the demonstration. All names are plainly invented, all share one generated password."""

from dataclasses import dataclass, field

from django.contrib.auth.hashers import make_password

from guanhu.accounts import ADMINISTRATOR, OFFICE
from tasks.models import Membership, Person, Unit
from tasks.states import MemberRole

SUPERVISION, LEADERSHIP, AUDIT = "ducha", "lingdao", "jigongwei"
"""Units of the supervisors, the leaders and the auditor."""

LEADERS = {
    "leader": ("领导甲", ("chengjian", "tudi", "jiaojing")),
    "leader.jingji": ("领导乙", ("jingji",)),
    "leader.chengguan": ("领导丙", ("chengguan", "zhifadui")),
    "leader.pingan": ("领导丁", ("pingan", "zongzhi", "sifa", "anjian")),
    "leader.wenti": ("领导戊", ("xuanchuan",)),
    "leader.minsheng": ("领导己", ("gonggong", "tuiyi", "wuzhuang")),
    "leader.dangjian": ("领导庚", ()),
}
"""Username → name and the units in their charge; whatever nobody has is the last one's."""

SHORT = {
    "dangzheng": "党政", "dangjian": "党建", "xuanchuan": "文体", "jingji": "经济", "chengjian": "城建",
    "tudi": "土地", "chengguan": "城管", "pingan": "平安", "gonggong": "公服", "sifa": "司法", "wuzhuang": "武装",
    "anjian": "安监", "jigongwei": "纪检", "zhifadui": "执法", "jiaojing": "交警", "zongzhi": "综治",
    "tuiyi": "退役",
}  # fmt: skip
"""What colleagues call a unit; without one, its name less 社区."""


@dataclass(slots=True)
class Cast:
    """Everybody who acts, by unit code where there is one for each unit."""

    supervisor: Person
    reviewer: Person
    leaders: dict[str, Person] = field(default_factory=dict)
    heads: dict[str, Person] = field(default_factory=dict)
    reporters: dict[str, Person] = field(default_factory=dict)

    def leader_of(self, unit: str) -> Person:
        """The leader in charge of a unit, by its code."""
        return self.leaders[unit]


def make_cast(password: str) -> Cast:
    """Write the accounts. The password is hashed once: a slow hash for each would take half a minute."""
    cast = _Casting(make_password(password))
    cast.person(
        ADMINISTRATOR, "系统管理员", OFFICE, MemberRole.ADMINISTRATOR, is_staff=True, is_superuser=True
    )
    made = Cast(
        supervisor=cast.person("supervisor", "督查员甲", SUPERVISION, MemberRole.SUPERVISOR),
        reviewer=cast.person("supervisor2", "督查员乙", SUPERVISION, MemberRole.SUPERVISOR),
    )
    cast.person("auditor", "审计员甲", AUDIT, MemberRole.AUDITOR)
    last = None
    for username, (name, codes) in LEADERS.items():
        last = cast.person(username, name, LEADERSHIP, MemberRole.LEADER)
        made.leaders |= dict.fromkeys(codes, last)
    for code, unit in cast.units.items():
        if code in (SUPERVISION, LEADERSHIP):
            continue
        short = SHORT.get(code, unit.name.removesuffix("社区"))
        made.heads[code] = cast.person(f"head.{code}", f"{short}负责人", code, MemberRole.HEAD)
        made.reporters[code] = cast.person(f"reporter.{code}", f"{short}经办人", code, MemberRole.REPORTER)
        made.leaders.setdefault(code, last)  # type: ignore[arg-type]  # LEADERS is not empty
    cast.write()
    return made


class _Casting:
    """Collects accounts and memberships, and writes each kind in one go."""

    def __init__(self, password_hash: str) -> None:
        self.units = {unit.code: unit for unit in Unit.objects.filter(active=True)}
        self._hash = password_hash
        self._people: list[Person] = []
        self._memberships: list[Membership] = []

    def person(self, username: str, name: str, unit: str, role: MemberRole, **flags: bool) -> Person:
        person = Person(username=username, name=name, password=self._hash, **flags)
        self._people.append(person)
        self._memberships.append(Membership(person=person, unit=self.units[unit], role=role))
        return person

    def write(self) -> None:
        Person.objects.bulk_create(self._people)
        Membership.objects.bulk_create(self._memberships)
