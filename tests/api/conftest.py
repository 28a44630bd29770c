"""Clients with tokens, on a simulated office day whose lights have been swept."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.cache import cache
from rest_framework.test import APIClient

from guanhu.models import ApiToken
from tasks.models import OfficeDate, Person, Plan

TODAY = date(2020, 4, 15)
Client = Callable[..., APIClient]


@pytest.fixture(autouse=True)
def office_day(db: None) -> date:
    cache.clear()
    OfficeDate.objects.create(today=TODAY)
    return TODAY


@pytest.fixture
def plan(plan: Plan) -> Plan:
    """Swept to the day, so that no test waits for the days between."""
    Plan.objects.filter(pk=plan.pk).update(swept_to=TODAY)
    plan.refresh_from_db()
    return plan


@pytest.fixture
def client_of() -> Client:
    """Makes a client that carries a token of the person."""

    def make(person: Person, scope: str = "write") -> APIClient:
        _, token = ApiToken.objects.create(person, scope=scope)
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=f"Token {token}")
        return client

    return make
