"""Quick ways to a lit plan and to many tasks."""

from copy import copy
from datetime import date, timedelta

from tasks.models import LogPosition, Plan, Task, TaskEvent
from tasks.sweep import sweep


def light_up(plan: Plan, on: date) -> None:
    """The day's lights alone: sweeping the months before takes longer than these pages are worth."""
    plan.swept_to = on - timedelta(days=1)
    plan.save(update_fields=["swept_to"])
    sweep(plan, on)


def multiply(plan: Plan, times: int) -> None:
    """Copy every task of the plan with its log: rows to count, not a chain to verify."""
    position = LogPosition.objects.get().last
    for task in list(Task.objects.filter(plan=plan)):
        events, code = list(task.events.order_by("version")), task.code
        for _ in range(times):
            task.pk, task._state.adding, task.code = None, True, f"{code}-{position}"  # no two copies alike
            task.save()
            for event in events:
                position += 1
                event.pk, event._state.adding, event.task, event.position = None, True, task, position
            TaskEvent.objects.bulk_create(events)
    LogPosition.objects.update(last=position)


def lengthen(plan: Plan, events: int) -> None:
    """Let the plan's log hold so many events, the last ones repeated: rows to walk, not a chain to verify."""
    tasks = list(Task.objects.filter(plan=plan).order_by("pk"))
    known = (
        TaskEvent.objects.filter(task__plan=plan).order_by("version").in_bulk(field_name="position").values()
    )
    last = {event.task_id: event for event in known}
    position, more = LogPosition.objects.get().last, []
    for number in range(events - len(known)):
        event = copy(last[tasks[number % len(tasks)].pk])
        position += 1
        event.pk, event._state.adding, event.position, event.version = None, True, position, event.version + 1
        last[event.task_id] = event
        more.append(event)
    TaskEvent.objects.bulk_create(more, batch_size=500)
    for task in tasks:
        task.version = last[task.pk].version
    Task.objects.bulk_update(tasks, ["version"])
    LogPosition.objects.update(last=position)
