"""Addresses of the supervisors' desk, of the plan's year and of the lists on which many rows are done at once."""

from django.urls import path

from tasks.views import desk, exports, grid, queue, unit_lists, year

urlpatterns = [
    path("desk/", desk.desk, name="desk"),
    path("desk/unreported/month.csv", exports.unreported_csv, name="unreported-csv"),
    path("desk/<slug:key>/", queue.queue, name="desk-queue"),
    path("desk/<slug:key>/act/", queue.queue_act, name="desk-act"),
    path("desk/<slug:key>/result/", queue.queue_result, name="desk-result"),
    path("desk/<slug:key>/reminders/", queue.queue_text, name="desk-text"),
    path("desk/<slug:key>/table.csv", exports.queue_csv, name="desk-csv"),
    path("plans/<slug:slug>/grid/", grid.plan_grid, name="plan-grid"),
    path("plans/<slug:slug>/year/", year.plan_year, name="plan-year"),
    path("plans/<slug:slug>/year/carry/", year.plan_carry, name="plan-carry"),
    path("plans/<slug:slug>/year/to/<slug:state>/", year.plan_move, name="plan-move"),
    path("plans/<slug:slug>/consult/", unit_lists.consult, name="plan-consult"),
    path("plans/<slug:slug>/consult/act/", unit_lists.consult_act, name="plan-consult-act"),
    path("plans/<slug:slug>/consult/result/", unit_lists.consult_result, name="plan-consult-result"),
    path("tasks/closing/", unit_lists.closing, name="closing"),
    path("tasks/closing/act/", unit_lists.closing_act, name="closing-act"),
    path("tasks/closing/result/", unit_lists.closing_result, name="closing-result"),
]
