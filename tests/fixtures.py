"""The cast as fixtures; loaded by `tests.conftest` as a plugin."""

import pytest

from tasks.models import Plan
from tests.cast import Cast, TaskMaker, make_cast, make_plan


@pytest.fixture
def plan(db: None) -> Plan:
    return make_plan()


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def make_task(plan: Plan, cast: Cast) -> TaskMaker:
    return TaskMaker(plan, cast)
