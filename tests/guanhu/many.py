"""Quick ways to a lit plan and to many tasks."""

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
        events = list(task.events.order_by("version"))
        for number in range(times):
            task.pk, task._state.adding, task.code = None, True, f"{task.code[:9]}-{number}"
            task.save()
            for event in events:
                position += 1
                event.pk, event._state.adding, event.task, event.position = None, True, task, position
            TaskEvent.objects.bulk_create(events)
    LogPosition.objects.update(last=position)
