"""Times the main pages, the API and the sweep on the demonstration: `make bench`.

Everything happens in one process and in a temporary folder, on SQLite unless DATABASE_URL names a fresh database:
what is measured is the code, not the network. `queries` counts the statements of one answer.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from datetime import timedelta
from statistics import median
from time import perf_counter

ROUNDS = 15


def seconds(work: Callable[[], object]) -> float:
    begun = perf_counter()
    work()
    return perf_counter() - begun


def main() -> None:
    import django  # the settings read the data folder, which must be named first

    django.setup()
    from django.core.management import call_command

    print(f"{'migrate':<44}{seconds(lambda: call_command('migrate', verbosity=0)):>10.1f} s")
    print(f"{'demonstrate':<44}{seconds(lambda: call_command('demonstrate', verbosity=0)):>10.1f} s")
    print(f"{'sweep of the next day':<44}{seconds(sweep_next_day):>10.1f} s\n")
    print(f"{'answer':<44}{'median':>10}{'worst':>13}{'queries':>10}")
    for username, address in ANSWERS:
        print(row(username, address))
    print(f"\n{'200 tasks urged at once':<44}{urge_two_hundred():>7.0f} ms")


def urge_two_hundred() -> float:
    """Milliseconds from the button to the list of results."""
    from django.test import Client

    from tasks.models import OfficeDate, Person, Task

    client = Client(headers={"host": "localhost"})
    client.force_login(Person.objects.get(username="supervisor"), "django.contrib.auth.backends.ModelBackend")
    tasks = Task.objects.filter(state__in=("active", "assigned")).order_by("code")[:200]
    sent = {
        "action": "urge", "step": "perform", "level": "blue", "text": "请抓紧推进",
        "answer_by": OfficeDate.objects.get().today, "task": [f"{task.code}:{task.version}" for task in tasks],
    }  # fmt: skip
    return 1000 * seconds(lambda: client.post("/desk/overdue/act/", sent))


def sweep_next_day() -> None:
    from tasks.models import OfficeDate, Plan
    from tasks.sweep import sweep

    row = OfficeDate.objects.get()
    row.today += timedelta(days=1)
    row.save()
    sweep(Plan.objects.get(), row.today)


ANSWERS = (
    ("leader", "/dashboard/"),
    ("leader", "/dashboard/?as_of=2020-08-29"),
    ("leader", "/changes/?from=2020-08-29"),
    ("leader", "/plans/2020/pillars/2/"),
    ("leader", "/units/"),
    ("supervisor", "/desk/"),
    ("supervisor", "/desk/unverified/"),
    ("supervisor", "/plans/2020/grid/"),
    ("supervisor", "/plans/2020/year/"),
    ("supervisor", "/tasks/"),
    ("supervisor", "/tasks/?as_of=2020-08-29"),
    ("supervisor", "/tasks/2020-2-07/"),
    ("reporter.tudi", "/tasks/mine/"),
    ("reporter.tudi", "/tasks/report/"),
    ("supervisor", "/api/v1/tasks/?plan=2020&page_size=200"),
    ("supervisor", "/api/v1/tasks/2020-2-07/"),
    ("supervisor", "/api/v1/plans/2020/dashboard/"),
)
"""Who asks for what. A page that is gone says so by its status."""


def row(username: str, address: str) -> str:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from tasks.models import Person

    client = Client(headers={"host": "localhost"})
    client.force_login(Person.objects.get(username=username), "django.contrib.auth.backends.ModelBackend")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        status = client.get(address).status_code
        count = len(queries)
    if status != 200:
        return f"{address:<44}{status:>10}"
    times = [1000 * seconds(lambda: client.get(address)) for _ in range(ROUNDS)]
    return f"{address:<44}{median(times):>7.0f} ms{max(times):>10.0f} ms{count:>10}"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="guanhu-bench-") as folder:
        os.environ |= {"GUANHU_DATA": folder, "DJANGO_SETTINGS_MODULE": "guanhu.settings", "DEBUG": "0"}
        sys.exit(main())
