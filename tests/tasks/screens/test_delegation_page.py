"""我的代理: naming a delegate and ending it, on the page."""

import pytest

from tasks.models import Delegation
from tasks.states import State
from tests.cast import Cast, TaskMaker
from tests.tasks.screens.conftest import Login
from tests.tasks.screens.pages import act, text_of

pytestmark = pytest.mark.django_db
PAGE = "/people/delegation/"
WEEK = {"starts_on": "2020-04-15", "ends_on": "2020-04-21", "reason": "年休假"}


def test_a_person_names_a_delegate_who_then_signs_for_him(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task(state=State.ASSIGNED)
    assert act(login(cast.reporter), task, "accept").status_code == 403
    answer = login(cast.head).post(PAGE, {"delegate": "reporter", **WEEK}, follow=True)
    assert "经办甲 代理 主任甲" in text_of(answer) and "代理中" in text_of(answer)
    browser = login(cast.reporter)
    assert "代理 主任甲" in text_of(browser.get(PAGE))
    assert act(browser, task, "accept").status_code == 302
    assert "经办甲(代 主任甲)" in text_of(browser.get(f"/tasks/{task.code}/"))


def test_ending_early_is_one_button_for_who_named_it_and_not_for_the_delegate(cast: Cast, login: Login):
    login(cast.head).post(PAGE, {"delegate": "reporter", **WEEK})
    end = f"{PAGE}{Delegation.objects.get().pk}/end/"
    assert end not in login(cast.reporter).get(PAGE).content.decode()
    assert login(cast.reporter).post(end).status_code == 403
    assert login(cast.other_head).post(end).status_code == 404
    assert end in login(cast.head).get(PAGE).content.decode()
    assert "不再代理" in text_of(login(cast.head).post(end, follow=True))
    assert "已提前结束" in text_of(login(cast.head).get(PAGE))
    assert login(cast.head).get(end).status_code == 405


def test_a_head_does_it_for_his_staff_and_nobody_for_strangers(cast: Cast, login: Login):
    browser = login(cast.head)
    assert "经办甲(reporter)" in text_of(browser.get(PAGE))
    sent = browser.post(f"{PAGE}?person=reporter", {"delegate": "head", **WEEK})
    assert sent.status_code == 302 and Delegation.objects.get().made_by == cast.head
    assert browser.get(f"{PAGE}?person=other_reporter").status_code == 403
    assert browser.get(f"{PAGE}?person=nowhere").status_code == 404
    assert login(cast.administrator).get(f"{PAGE}?person=other_reporter").status_code == 200


def test_messages_stand_at_their_fields_and_nothing_is_written(cast: Cast, login: Login):
    sent = {"delegate": "other_head", "starts_on": "2020-02-30", "ends_on": ""}
    answer = login(cast.head).post(PAGE, sent)
    assert answer.status_code == 422 and set(answer.context["form"].errors) == set(sent)
    backwards = {**WEEK, "delegate": "reporter", "ends_on": "2020-04-01"}
    answer = login(cast.head).post(PAGE, backwards)
    assert answer.status_code == 422 and "截止日不得早于起始日" in text_of(answer)
    assert not Delegation.objects.exists()


def test_who_has_no_colleague_is_told_so(cast: Cast, login: Login):
    assert "没有其他在岗人员" in text_of(login(cast.clerk).get(PAGE))
    assert "没有其他在岗人员" in text_of(login(cast.nobody).get(PAGE))
