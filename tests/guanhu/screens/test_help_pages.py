"""帮助: everybody starts with his own chapter, and every picture it shows is there."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from guanhu.help_pages import CHAPTERS
from tests.cast import Cast
from tests.guanhu.pages import client_of, inline_code

pytestmark = pytest.mark.usefixtures("plan", "office_day")
OWN = {
    "reporter": "reporter",
    "head": "head",
    "supervisor": "supervisor",
    "leader": "leader",
    "administrator": "administrator",
    "auditor": "auditor",
    "nobody": "reporter",
}


@pytest.mark.parametrize(("who", "chapter"), OWN.items())
def test_help_opens_at_ones_own_chapter(cast: Cast, who: str, chapter: str) -> None:
    answer = client_of(getattr(cast, who)).get("/help/")
    assert answer.headers["Location"] == f"/help/{chapter}/"


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.slug)
def test_every_chapter_opens_for_everybody_with_pictures_that_exist(cast: Cast, chapter: object) -> None:
    html = client_of(cast.reporter).get(f"/help/{chapter.slug}/").content.decode()  # type: ignore[attr-defined]
    assert "本系统不处理涉密信息" in html and inline_code(html) == []
    for name in re.findall(r'<img src="/static/([^"]+)"', html):
        assert finders.find(name), name


def test_a_chapter_that_is_none_is_not_there_and_strangers_log_in_first(cast: Cast) -> None:
    assert client_of(cast.reporter).get("/help/nobody/").status_code == 404
    assert Client().get("/help/head/").headers["Location"].startswith("/login/")
