"""People at their browsers, on a simulated office day whose lights have been swept."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tasks.models import OfficeDate, Person, Plan
from tests.tasks.screens.pages import TODAY

Login = Callable[..., Client]


@pytest.fixture(autouse=True)
def office_day(db: None) -> date:
    """15 April: March is closed, April is the open period."""
    OfficeDate.objects.create(today=TODAY)
    return TODAY


@pytest.fixture
def plan(plan: Plan) -> Plan:
    """Swept to the day, so that no test waits for the days between."""
    Plan.objects.filter(pk=plan.pk).update(swept_to=TODAY)
    plan.refresh_from_db()
    return plan


@pytest.fixture(autouse=True)
def evidence_folder(tmp_path: Path, settings: Any) -> Path:
    """Uploads of one test, nobody else's."""
    settings.EVIDENCE_DIR = tmp_path / "evidence"
    return tmp_path / "evidence"


@pytest.fixture
def login() -> Login:
    """A browser in which the person has logged in."""

    def make(person: Person) -> Client:
        browser = Client()
        browser.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return browser

    return make


@pytest.fixture
def upload() -> Callable[..., SimpleUploadedFile]:
    """Makes a file to send."""

    def make(name: str = "签约汇总.pdf", content: bytes = b"%PDF-1.4 proof") -> SimpleUploadedFile:
        return SimpleUploadedFile(name, content, content_type="application/pdf")

    return make
