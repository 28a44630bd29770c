"""How variables say what leaves the house, and what is refused."""

import base64

import pytest

from guanhu import outgoing
from guanhu.environment import Environment, Nonsense

LONG = "whsec_" + base64.b64encode(b"x" * 24).decode()


def test_a_mail_server_is_read_with_its_parts() -> None:
    found = outgoing.mail(Environment({"EMAIL_URL": "smtp+tls://duban:s%40crt@mail.example"}), "EMAIL_URL")
    assert found == outgoing.Mail("mail.example", 587, "duban", "s@crt", starttls=True)
    found = outgoing.mail(Environment({"EMAIL_URL": "smtps://mail.example:4465"}), "EMAIL_URL")
    assert found == outgoing.Mail("mail.example", 4465, tls=True)


def test_without_the_variable_there_is_no_mail_server() -> None:
    assert outgoing.mail(Environment({}), "EMAIL_URL") == outgoing.Mail()


@pytest.mark.parametrize(
    "url", ["mail.example", "imap://mail.example", "smtp://", "smtp://mail.example:port"]
)
def test_a_mail_server_that_makes_no_sense_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(Nonsense, match=r"^EMAIL_URL: .* / ") as refused:
        outgoing.mail(Environment({"EMAIL_URL": url.replace("//", "//duban:hush@")}), "EMAIL_URL")
    assert "hush" not in str(refused.value)


def test_an_address_loses_its_last_slash_and_must_be_one() -> None:
    read = outgoing.web_address
    assert (
        read(Environment({"GUANHU_ADDRESS": "https://duban.example/"}), "GUANHU_ADDRESS")
        == "https://duban.example"
    )
    assert read(Environment({}), "GUANHU_ADDRESS") == ""
    for bad in ("duban.example", "ftp://duban.example", "https://", "https://duban.example:port"):
        with pytest.raises(Nonsense, match=r"^GUANHU_ADDRESS: "):
            read(Environment({"GUANHU_ADDRESS": bad}), "GUANHU_ADDRESS")


def test_a_webhook_needs_a_secret_that_is_long_enough() -> None:
    def read(secret: str, needed: bool = True) -> str:
        return outgoing.webhook_secret(Environment({"SECRET": secret}), "SECRET", needed)

    assert read(LONG) == LONG and read("y" * 24) == "y" * 24 and read("", needed=False) == ""
    for bad in ("", "short", "whsec_short", "whsec_" + base64.b64encode(b"x" * 23).decode(), "whsec_***"):
        with pytest.raises(Nonsense, match=r"^SECRET: ") as refused:
            read(bad)
        assert not bad or bad not in str(refused.value)
