"""花名册 and 责任单位 from tables: what is shown, what is written, what is refused."""

import pytest
from django.test import Client

from tasks.errors import Invalid, NotAllowed
from tasks.imports import roster, units
from tasks.imports.preview import Preview, Status
from tasks.imports.run import commit
from tasks.imports.sheets import Row
from tasks.models import AuditEntry, Membership, Person, Unit, UnitName
from tasks.states import Deed, MemberRole
from tests.cast import Cast
from tests.tasks.screens.pages import TODAY
from tests.tasks.tables import ROSTER, UNITS

pytestmark = pytest.mark.django_db


def table(columns: tuple[str, ...], *lines: tuple[str, ...]) -> list[Row]:
    padded = ((*line, *[""] * (len(columns) - len(line))) for line in lines)
    return [Row(number, dict(zip(columns, line, strict=True))) for number, line in enumerate(padded, start=2)]


def people(*lines: tuple[str, ...]) -> list[Row]:
    return table(ROSTER, *lines)


def offices(*lines: tuple[str, ...]) -> list[Row]:
    return table(UNITS, *lines)


def said(preview: Preview) -> list[tuple[str, str]]:
    return [(line.status.value, ";".join(line.said)) for line in preview.lines]


def test_new_people_get_an_account_a_membership_and_a_password_that_works_once(cast: Cast, settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    rows = people(
        ("王小明", "", "13800000000", "", "城市建设办公室", ""),
        ("李红", "lihong", "", "", "luhu", "单位负责人"),
    )
    assert [line.status for line in roster.preview(rows, TODAY).lines] == [Status.NEW, Status.NEW]
    assert not Person.objects.filter(username="lihong").exists()
    made = commit(roster, rows, by=cast.administrator, on=TODAY)
    assert [(one.name, one.username, one.unit) for one in made] == [
        ("王小明", "wangxiaoming", "城市建设办公室"),
        ("李红", "lihong", "luhu"),
    ]
    wang = Person.objects.get(username="wangxiaoming")
    assert (
        wang.must_change_password and wang.check_password(made[0].password) and wang.mobile == "13800000000"
    )
    held = set(
        Membership.objects.filter(person__username__in=("wangxiaoming", "lihong")).values_list(
            "role", flat=True
        )
    )
    assert held == {"reporter", "head"}
    answer = Client().post("/login/", {"username": "lihong", "password": made[1].password})
    assert answer.status_code == 302


def test_a_second_import_of_the_same_table_changes_nothing(cast: Cast) -> None:
    rows = people(("王小明", "", "", "", "luhu", ""), ("王小明", "", "", "", "luhu", "单位负责人"))
    assert len(commit(roster, rows, by=cast.administrator, on=TODAY)) == 1
    before = (Person.objects.count(), Membership.objects.count())
    again = people(("王小明", "", "", "", "luhu", ""), ("王小明", "", "", "", "luhu", "单位负责人"))
    assert [status for status, _ in said(roster.preview(again, TODAY))] == ["same", "same"]
    assert commit(roster, again, by=cast.administrator, on=TODAY) == []
    assert (Person.objects.count(), Membership.objects.count()) == before


def test_changes_are_shown_in_words_and_leave_the_password_alone(cast: Cast) -> None:
    rows = people(("经办甲", "reporter", "139 0000", "a@b.cn", "城市建设办公室", "经办人"),
                  ("经办甲", "reporter", "", "", "鹭湖社区", "单位负责人"))  # fmt: skip
    assert said(roster.preview(rows, TODAY)) == [
        ("changed", "手机:无 → 139 0000;邮箱:无 → a@b.cn"),
        ("changed", "新增任职:鹭湖社区 单位负责人"),
    ]
    before = cast.reporter.password
    assert commit(roster, rows, by=cast.administrator, on=TODAY) == []
    cast.reporter.refresh_from_db()
    assert (cast.reporter.mobile, cast.reporter.password) == ("139 0000", before)
    assert not cast.reporter.must_change_password
    assert cast.reporter.memberships.filter(unit=cast.community, role=MemberRole.HEAD).exists()


def test_people_and_memberships_that_the_table_leaves_out_stay(cast: Cast) -> None:
    before = set(Membership.objects.values_list("pk", flat=True))
    commit(roster, people(("王小明", "", "", "", "luhu", "")), by=cast.administrator, on=TODAY)
    assert before < set(Membership.objects.values_list("pk", flat=True))


def test_namesakes_get_a_number_and_one_person_on_two_lines_gets_one_account(cast: Cast) -> None:
    Person.objects.create_user("wangwei", name="王伟")
    rows = people(("王伟", "", "1380000", "", "luhu", ""), ("王薇", "", "1390000", "", "luhu", ""),
                  ("王伟", "", "1380000", "", "jingji", ""))  # fmt: skip
    assert {one.username for one in commit(roster, rows, by=cast.administrator, on=TODAY)} == {
        "wangwei2", "wangwei3",
    }  # fmt: skip
    assert Membership.objects.filter(person__username="wangwei2").count() == 2


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (("", "a", "", "", "luhu", ""), "姓名应为"),
        (("王某", "空 格", "", "", "luhu", ""), "用户名只能"),
        (("王某", "a", "电话", "", "luhu", ""), "手机号码有误"),
        (("王某", "a", "", "不是邮箱", "luhu", ""), "邮箱地址有误"),
        (("王某", "a", "", "", "没有的单位", ""), "没有单位“没有的单位”"),
        (("王某", "a", "", "", "", ""), "请填写单位"),
        (("王某", "a", "", "", "luhu", "局长"), "角色应为"),
        (("王某", "a", "", "", "luhu", "系统管理员"), "在后台逐个设置"),
        (("王某", "REPORTER", "", "", "luhu", ""), "只差大小写"),
        (("???", "", "", "", "luhu", ""), "无法转为拼音"),
    ],
)
def test_a_line_that_is_wrong_says_why_and_stops_the_whole_table(
    cast: Cast, line: tuple[str, ...], message: str
) -> None:
    rows = people(("李红", "lihong", "", "", "luhu", ""), line)
    good, bad = roster.preview(rows, TODAY).lines
    assert good.status == Status.NEW and bad.status == Status.ERROR and message in ";".join(bad.said)
    with pytest.raises(Invalid):
        commit(roster, rows, by=cast.administrator, on=TODAY)
    assert not Person.objects.filter(username="lihong").exists()


def test_lines_that_contradict_or_repeat_each_other_are_wrong(cast: Cast) -> None:
    rows = people(
        ("王某", "a", "", "", "luhu", ""),
        ("张某", "a", "", "", "jingji", ""),
        ("王某", "a", "", "", "luhu", ""),
    )
    assert [line.status for line in roster.preview(rows, TODAY).lines] == [
        Status.NEW,
        Status.ERROR,
        Status.ERROR,
    ]
    _, other, twice = roster.preview(rows, TODAY).lines
    assert "第 2 行" in other.said[0] and "与第 2 行重复" in twice.said[0]


def test_switched_off_accounts_and_units_are_refused(cast: Cast) -> None:
    Person.objects.filter(pk=cast.clerk.pk).update(is_active=False)
    Unit.objects.filter(pk=cast.other.pk).update(active=False)
    rows = people(("社区经办", "clerk", "", "", "luhu", ""), ("王某", "a", "", "", "经济服务办公室", ""))
    assert [line.said[0] for line in roster.preview(rows, TODAY).lines] == [
        "该账号已停用,请先在后台启用。",
        "单位“经济服务办公室”已撤并。",
    ]


def test_a_former_name_of_a_unit_is_understood(cast: Cast) -> None:
    UnitName.objects.create(unit=cast.community, name="鹭湖居委会", until=TODAY)
    rows = people(("王某", "a", "", "", "鹭湖居委会", ""))
    commit(roster, rows, by=cast.administrator, on=TODAY)
    assert Membership.objects.get(person__username="a").unit == cast.community


@pytest.mark.parametrize("who", ["supervisor", "head", "auditor"])
def test_only_administrators_import(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        commit(roster, people(("王某", "a", "", "", "luhu", "")), by=getattr(cast, who), on=TODAY)


def test_the_trail_says_what_an_import_gave_without_names_or_passwords(cast: Cast) -> None:
    (one,) = commit(roster, people(("王小明", "", "", "", "luhu", "")), by=cast.administrator, on=TODAY)
    entry = AuditEntry.objects.get(deed=Deed.IMPORT)
    pk = Person.objects.get(username=one.username).pk
    assert entry.data["new"] == [pk] and entry.data["memberships"] == [f"{pk}:luhu:reporter"]
    assert one.password not in str(entry.data) and "王小明" not in str(entry.data)


def test_100_people_cost_as_many_queries_as_10(cast: Cast, django_assert_max_num_queries) -> None:
    def lines(count: int, mark: str) -> list[Row]:
        return people(*((f"王{n}", f"{mark}{n}", "", "", "luhu", "") for n in range(count)))

    with django_assert_max_num_queries(40) as few:
        commit(roster, lines(10, "a"), by=cast.administrator, on=TODAY)
    with django_assert_max_num_queries(len(few) + 2):
        commit(roster, lines(100, "b"), by=cast.administrator, on=TODAY)


def test_units_are_made_renamed_and_placed(cast: Cast) -> None:
    rows = offices(
        ("luhu", "鹭湖社区居委会", "社区", "经济服务办公室"),
        ("xin", "新科室", "", "new-top"),
        ("new-top", "新中心", "其他", ""),
    )
    assert said(units.preview(rows, TODAY)) == [
        ("changed", "改名:鹭湖社区 → 鹭湖社区居委会;上级:无 → jingji"),
        ("new", ""),
        ("new", ""),
    ]
    commit(units, rows, by=cast.administrator, on=TODAY)
    found = {unit.code: unit for unit in Unit.objects.select_related("parent")}
    assert (found["luhu"].name, found["luhu"].parent) == ("鹭湖社区居委会", cast.other)
    assert (found["xin"].kind, found["xin"].parent) == ("office", found["new-top"])
    assert UnitName.objects.get().name == "鹭湖社区"
    again = units.preview(rows, TODAY)
    assert not again.changes_something and again.is_good


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (("中文", "新科室"), "代码应为"),
        (("xin", ""), "名称应为"),
        (("xin", "鹭湖社区"), "已有名为“鹭湖社区”的单位"),
        (("xin", "新科室", "局"), "类型应为"),
        (("xin", "新科室", "", "没有"), "没有上级单位“没有”"),
        (("xin", "新科室", "", "xin"), "不能是自身"),
        (("a", "甲二"), "代码与第 2 行重复"),
    ],
)
def test_units_that_are_wrong_say_why_and_nothing_is_written(
    cast: Cast, line: tuple[str, ...], message: str
) -> None:
    rows = offices(("a", "甲科室"), line)
    assert message in ";".join(units.preview(rows, TODAY).lines[1].said)
    with pytest.raises(Invalid):
        commit(units, rows, by=cast.administrator, on=TODAY)
    assert not Unit.objects.filter(code="a").exists()


def test_units_cannot_stand_under_each_other(cast: Cast) -> None:
    rows = offices(("a", "甲科室", "", "b"), ("b", "乙科室", "", "a"))
    assert not units.preview(rows, TODAY).is_good
