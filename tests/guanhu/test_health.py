"""Live and ready: what monitors ask, without a login and without a word too many."""

import pytest
from django.db import OperationalError
from django.test import Client
from kombu.exceptions import OperationalError as BrokerDown

from guanhu import health
from tasks.models import Plan
from tasks.states import PlanState


def ready() -> tuple[int, dict]:
    answer = Client().get("/readyz")
    return answer.status_code, answer.json()


def fails(error: Exception):
    def check(*args, **kwargs):
        raise error

    return check


def test_a_process_that_answers_is_live_whatever_its_database_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_answers", fails(OperationalError("down")))
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_a_migrated_database_is_ready(db: None) -> None:
    status, body = ready()
    assert status == 200
    assert body == {
        "status": "ok",
        "checks": dict.fromkeys(("database", "migrations", "broker", "sweep"), "ok"),
    }


def test_without_its_database_nothing_is_ready_and_no_reason_is_told(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "_answers", fails(OperationalError("password of db-7 is wrong")))
    status, body = ready()
    assert status == 503
    assert body == {"status": "unavailable", "checks": {"database": "failed", "migrations": "failed"}}


def test_pending_migrations_are_not_ready(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda *args: [("tasks", "0099")])
    status, body = ready()
    assert status == 503
    assert body["checks"]["migrations"] == "failed"


def test_without_a_broker_it_is_degraded_and_serves_on(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health.app, "connection_for_write", fails(BrokerDown("no Redis")))
    status, body = ready()
    assert (status, body["status"]) == (200, "degraded")
    assert body["checks"]["broker"] == "failed"
    assert body["checks"]["database"] == "ok"


def test_lights_of_an_earlier_day_are_degraded(plan: Plan) -> None:
    status, body = ready()
    assert (status, body["status"], body["checks"]["sweep"]) == (200, "degraded", "failed")
    plan.state = PlanState.ARCHIVED
    plan.save()
    assert ready()[1]["status"] == "ok"


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_health_is_read_and_never_written(db: None, address: str) -> None:
    assert Client().get(address).status_code == 200
    assert Client().post(address).status_code == 405
