"""The administrator's pages: people, one-time passwords, imports."""

import io

import pytest
from django.core import signing
from openpyxl import load_workbook

from tasks.models import CalendarDay, Person, Unit
from tests.cast import Cast
from tests.tasks.screens.conftest import Login
from tests.tasks.screens.pages import text_of
from tests.tasks.tables import DAYS, ROSTER, UNITS, confirm, csv, file, upload

pytestmark = pytest.mark.django_db
PAGES = ("/people/", "/people/import/roster/", "/people/import/units/template/")


def test_people_are_found_by_name_account_and_unit(cast: Cast, login: Login):
    browser = login(cast.administrator)
    assert "经办甲" in text_of(browser.get("/people/")) and "经办乙" in text_of(browser.get("/people/"))
    for search in ("经办甲", "reporter", "城市建设 经办"):
        found = text_of(browser.get("/people/", {"search": search}))
        assert "经办甲" in found and "社区经办" not in found
    assert "没有符合条件" in text_of(browser.get("/people/", {"search": "没有此人\0"}))


def test_the_list_costs_the_same_for_more_people(cast: Cast, login: Login, django_assert_max_num_queries):
    browser = login(cast.administrator)
    browser.get("/people/")
    with django_assert_max_num_queries(15) as few:
        browser.get("/people/")
    budget = len(few)
    for number in range(20):
        Person.objects.create_user(f"more{number}", name=f"人{number}")
    with django_assert_max_num_queries(budget):
        browser.get("/people/")


@pytest.mark.parametrize("who", ["reporter", "head", "supervisor", "leader", "auditor", "nobody"])
def test_the_pages_are_the_administrators(cast: Cast, login: Login, who: str):
    browser = login(getattr(cast, who))
    reset = f"/people/{cast.clerk.pk}/password/"
    assert {browser.get(page).status_code for page in (*PAGES, reset)} == {403}
    assert browser.post(reset).status_code == 403
    assert browser.post("/people/import/roster/", {"rows": "x"}).status_code == 403
    assert 'href="/people/"' not in browser.get("/tasks/").content.decode()


def test_a_password_is_shown_once_and_by_nothing_but_a_post(cast: Cast, login: Login):
    browser, address = login(cast.administrator), f"/people/{cast.clerk.pk}/password/"
    before = Person.objects.get(pk=cast.clerk.pk).password
    assert "将生成一个一次性密码" in text_of(browser.get(address))
    assert Person.objects.get(pk=cast.clerk.pk).password == before
    answer = browser.post(address)
    assert len(answer.context["password"]) == 14 and answer.context["password"] in text_of(answer)
    assert answer["Cache-Control"] == "private, no-store"
    assert answer.context["password"] not in text_of(browser.get(address))
    assert browser.post(f"/people/{cast.administrator.pk}/password/").status_code == 422
    assert browser.get("/people/999999/password/").status_code == 404
    assert address in browser.get(f"/admin/tasks/person/{cast.clerk.pk}/change/").content.decode()


def test_a_roster_is_previewed_confirmed_and_its_passwords_listed_once(cast: Cast, login: Login):
    browser = login(cast.administrator)
    preview = upload(browser, "roster", ROSTER, ("王小明", "", "13800000000", "", "鹭湖社区", "经办人"))
    assert "新增 1 行" in text_of(preview) and "用户名 wangxiaoming" in text_of(preview)
    assert not Person.objects.filter(username="wangxiaoming").exists()
    done = confirm(browser, "roster", preview)
    (made,) = done.context["made"]
    assert made.password in text_of(done) and "data:text/csv" in done.content.decode()
    assert done["Cache-Control"] == "private, no-store"
    again = confirm(browser, "roster", preview)
    assert again.status_code == 302 and Person.objects.filter(name="王小明").count() == 1


def test_a_table_with_errors_offers_no_confirmation(cast: Cast, login: Login):
    lines = (("王小明", "", "", "", "鹭湖社区", ""), ("李红", "", "", "", "没有的单位", ""))
    answer = upload(login(cast.administrator), "roster", ROSTER, *lines)
    assert answer.status_code == 422 and answer.context["sealed"] == ""
    assert "没有写入任何内容" in text_of(answer) and "没有单位“没有的单位”" in text_of(answer)
    assert "确认导入" not in text_of(answer)


@pytest.mark.parametrize(
    ("name", "content"), [("表.xlsx", b"PK\x03\x04"), ("表.exe", b"MZ"), ("空.csv", b"")]
)
def test_a_file_that_is_no_table_is_refused_at_its_field(cast: Cast, login: Login, name: str, content: bytes):
    answer = login(cast.administrator).post("/people/import/roster/", {"file": file(content, name)})
    assert answer.status_code == 422 and set(answer.context["form"].errors) == {"file"}


def test_no_file_an_unknown_list_and_a_forged_preview_are_refused(cast: Cast, login: Login):
    browser = login(cast.administrator)
    assert "请选择文件" in text_of(browser.post("/people/import/roster/"))
    assert browser.get("/people/import/nothing/").status_code == 404
    forged = signing.dumps([[2, {}]], salt="import units")
    for sent in ("nonsense", forged):
        answer = browser.post("/people/import/roster/", {"rows": sent})
        assert answer.status_code == 422 and "预览已失效" in text_of(answer)


def test_what_changed_between_preview_and_confirmation_stops_it(cast: Cast, login: Login):
    browser = login(cast.administrator)
    preview = upload(browser, "roster", ROSTER, ("王小明", "", "", "", "鹭湖社区", ""))
    Unit.objects.filter(pk=cast.community.pk).update(active=False)
    answer = confirm(browser, "roster", preview)
    assert answer.status_code == 422 and "没有导入任何内容" in text_of(answer)
    assert not Person.objects.filter(name="王小明").exists()


def test_units_and_holidays_come_in_the_same_way(cast: Cast, login: Login):
    browser = login(cast.administrator)
    confirm(browser, "units", upload(browser, "units", UNITS, ("xin", "新科室", "", "")))
    assert Unit.objects.get(code="xin").name == "新科室"
    content = csv(DAYS, ("2020-12-31", "放假", "临时"), encoding="gb18030")
    preview = browser.post("/people/import/workdays/", {"file": file(content, "调休.csv")})
    assert confirm(browser, "workdays", preview).status_code == 302
    assert CalendarDay.objects.get().working is False


def test_the_template_has_the_columns_that_the_page_asks_for(cast: Cast, login: Login):
    answer = login(cast.administrator).get("/people/import/roster/template/")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert tuple(cell.value for cell in sheet[1]) == ROSTER
    assert "attachment" in answer["Content-Disposition"]
