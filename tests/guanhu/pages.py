"""Reading pages as people and auditors do: links with numbers, inline code."""

import re
from html.parser import HTMLParser

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tasks.models import Person


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


class _Links(HTMLParser):
    """Collects (href, text) of every link."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._href: str | None = None
        self._text = ""

    def handle_starttag(self, tag, attrs):
        if tag == "a":
            self._href, self._text = dict(attrs).get("href", ""), ""

    def handle_data(self, data):
        self._text += data

    def handle_endtag(self, tag):
        if tag == "a" and self._href is not None:
            self.found.append((self._href, " ".join(self._text.split())))
            self._href = None


def links(response: HttpResponse) -> list[tuple[str, str]]:
    parser = _Links()
    parser.feed(response.content.decode())
    return parser.found


def counted_lists(response: HttpResponse) -> list[tuple[str, int]]:
    """Links into the task list that say how many rows are there: the last number of their text."""
    ledger = reverse("ledger") + "?"
    found = [(href, re.findall(r"\d+", text)) for href, text in links(response) if href.startswith(ledger)]
    return [(href, int(numbers[-1])) for href, numbers in found if numbers]


def rows_of(client: Client, href: str) -> int:
    """How many rows the list behind a link really has, its pages walked."""
    codes: list[str] = []
    number = 1
    while True:
        response = client.get(f"{href}&page={number}")
        assert response.status_code == 200, href
        page = response.context["page"]
        codes += [row.task.code for row in response.context["rows"]]
        if not page.has_next():
            assert len(set(codes)) == len(codes)
            return len(codes)
        number += 1


def inline_code(html: str) -> list[str]:
    """What a strict Content-Security-Policy would refuse."""
    return re.findall(r"<script(?![^>]*\bsrc=)[^>]*>|<style\b|\sstyle=|\son[a-z]+=|javascript:", html)
