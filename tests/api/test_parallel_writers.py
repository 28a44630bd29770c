"""Fifty reports on one task with the same version, sent at once: one is taken, the others are told."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from rest_framework.test import APIClient

from guanhu.models import ApiToken
from tasks.models import TaskEvent
from tasks.states import Action, Kind
from tests.api.conftest import TODAY
from tests.api.doors import url
from tests.cast import TaskMaker, make_cast, make_plan

WRITERS, AT_ONCE = 50, 10


@pytest.mark.django_db(transaction=True)
def test_one_report_is_taken_and_the_others_conflict() -> None:
    plan, cast = make_plan(), make_cast()
    plan.swept_to = TODAY
    plan.save()
    task = TaskMaker(plan, cast)(kind=Kind.CONTINUING)
    _, token = ApiToken.objects.create(cast.reporter, scope="write")
    barrier = Barrier(AT_ONCE)

    def post(number: int) -> int:
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=f"Token {token}")
        body = {"action": "report", "version": task.version, "period": "2020-03", "note": f"第 {number} 份"}
        if number < AT_ONCE:
            barrier.wait(timeout=30)
        try:
            return client.post(url(task, "events/"), body).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        assert Counter(pool.map(post, range(WRITERS))) == {201: 1, 409: WRITERS - 1}
    assert TaskEvent.objects.filter(task=task, action=Action.REPORT).count() == 1
