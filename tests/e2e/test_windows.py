"""The watch itself: what it is there to notice, it notices; a page without fault passes."""

import pytest

from tests.e2e.windows import OpenWindow, Window

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

_ADD = "html => document.querySelector('main').insertAdjacentHTML('beforeend', html)"


@pytest.fixture
def login_page(open_window: OpenWindow) -> Window:
    window = open_window()
    window.open("/login/")
    return window


def test_a_page_without_fault_passes(login_page: Window) -> None:
    login_page.assert_well_made()


@pytest.mark.parametrize(
    ("deed", "event", "said"),
    [
        ("console.error('broken')", "console", "console error: broken"),
        ("console.warn('doubtful')", "console", "console warning: doubtful"),
        ("setTimeout(() => { throw new Error('not caught') })", "pageerror", "uncaught: not caught"),
        ("fetch('/no-such-page/')", "console", "status of 404"),
        ("new Image().src = 'http://outside.example/x.png'", "console", "Content Security Policy"),
    ],
)
def test_what_goes_wrong_in_the_console_is_noticed(
    login_page: Window, deed: str, event: str, said: str
) -> None:
    with login_page.page.expect_event(event):
        login_page.page.evaluate(f"() => {{ {deed}; }}")
    assert said in " ".join(login_page.complaints)
    with pytest.raises(AssertionError):
        login_page.assert_quiet()


def test_a_request_that_leaves_the_server_is_noticed(login_page: Window) -> None:
    with login_page.page.expect_request("http://outside.example/"):
        login_page.page.evaluate("() => { location = 'http://outside.example/'; }")
    with pytest.raises(AssertionError, match="request outside"):
        login_page.assert_quiet()


def test_an_answer_that_belongs_to_the_story_is_no_complaint(login_page: Window) -> None:
    login_page.foresee(404)
    assert login_page.open("/no-such-page/").status == 404
    login_page.assert_quiet()


def test_a_page_wider_than_the_window_is_noticed(login_page: Window) -> None:
    login_page.page.evaluate(_ADD, f"<pre>{'宽' * 400}</pre>")
    with pytest.raises(AssertionError, match="wider"):
        login_page.assert_fits()


def test_a_field_without_a_name_is_noticed(login_page: Window) -> None:
    login_page.page.evaluate(_ADD, "<input>")
    with pytest.raises(AssertionError, match="label"):
        login_page.assert_accessible()


def test_pale_words_are_noticed_where_colours_are_measured(login_page: Window) -> None:
    login_page.page.evaluate(_ADD, '<p id="pale">看不清</p>')
    login_page.page.locator("#pale").evaluate("words => { words.style.color = '#ddd'; }")
    login_page.assert_accessible(colours=False)
    with pytest.raises(AssertionError, match="color-contrast"):
        login_page.assert_accessible()
