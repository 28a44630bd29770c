"""Addresses of the staff's screens. Fixed words come before a task's code."""

from django.urls import path

from tasks import urls_desk, urls_files, urls_notices, urls_people, urls_slips
from tasks.views import (
    actions,
    completeness,
    gantt,
    ical,
    ledger,
    mine,
    period_report,
    propose,
    report,
    score,
    task,
    year_calendar,
)

urlpatterns = [
    *urls_files.urlpatterns,
    *urls_people.urlpatterns,
    *urls_slips.urlpatterns,
    *urls_desk.urlpatterns,
    *urls_notices.urlpatterns,
    path("tasks/", ledger.ledger, name="ledger"),
    path("tasks/mine/", mine.my_tasks, name="my-tasks"),
    path("tasks/report/", period_report.period_report, name="period-report"),
    path("tasks/new/", propose.propose, name="task-new"),
    path("tasks/<slug:code>/", task.task, name="task"),
    path("tasks/<slug:code>/report/", report.task_report, name="task-report"),
    path("tasks/<slug:code>/report/draft/", report.task_draft, name="task-draft"),
    path("tasks/<slug:code>/<slug:action>/", actions.task_action, name="task-action"),
    path("gantt/", gantt.chart, name="gantt"),
    path("calendar/", year_calendar.year_calendar, name="calendar"),
    path("calendar.ics", ical.calendar_file, name="calendar-file"),
    path("reports/", completeness.completeness, name="completeness"),
    path("score/", score.score, name="score"),
    path("score/<slug:code>/", score.unit_score, name="unit-score"),
]
