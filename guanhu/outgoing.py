"""How variables say what leaves the house: e-mail, and the webhook of notices. Strict, like `environment`."""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from guanhu.environment import Environment, refuse
from tasks.notices.signatures import key_of

MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
"""Plain, STARTTLS, TLS from the start."""
SHORTEST_KEY = 24
"""Bytes; what "Standard Webhooks" asks for."""


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail server; without a host nothing is ever sent."""

    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    starttls: bool = False
    tls: bool = False


def mail(env: Environment, name: str) -> Mail:
    """From smtp://user:password@host:port, smtp+tls:// or smtps://."""
    url = env.text(name)
    if not url:
        return Mail()
    parts = urlsplit(url)
    if parts.scheme not in MAIL_PORTS or not parts.hostname or _port(parts.netloc) is None:
        refuse(
            name,
            "use smtp://user:password@host:25, smtp+tls:// for STARTTLS or smtps:// for TLS.",
            "请写成 smtp://用户:密码@主机:25;STARTTLS 用 smtp+tls://,TLS 用 smtps://。",
        )
    return Mail(
        host=parts.hostname,
        port=parts.port or MAIL_PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starttls=parts.scheme == "smtp+tls",
        tls=parts.scheme == "smtps",
    )


def _port(place: str) -> int | None:
    """The port of an address, 0 where it names none; None where it is no port."""
    try:
        return urlsplit(f"//{place}").port or 0
    except ValueError:
        return None


def web_address(env: Environment, name: str) -> str:
    """An http(s) address without a slash at its end, or "" for none."""
    url = env.text(name)
    parts = urlsplit(url)
    if url and (parts.scheme not in ("http", "https") or not parts.hostname or _port(parts.netloc) is None):
        refuse(name, "this is not an http:// or https:// address.", "应为 http:// 或 https:// 地址。")
    return url.rstrip("/")


def webhook_secret(env: Environment, name: str, needed: bool) -> str:
    """The secret that signs notices; asked for where they are sent anywhere."""
    secret = env.text(name)
    if not secret and not needed:
        return ""
    try:
        key = key_of(secret)
    except ValueError:
        refuse(name, "after whsec_ there must be base64.", "whsec_ 之后应为 base64。")
    if len(key) < SHORTEST_KEY:
        refuse(
            name,
            f"a key of at least {SHORTEST_KEY} bytes is needed to sign notices.",
            f"签名密钥不得短于 {SHORTEST_KEY} 字节。",
        )
    return secret
