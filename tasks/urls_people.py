"""Addresses of what concerns people, units and the office's calendar."""

from django.urls import path

from tasks.views import (
    accounts,
    closing_draft,
    delegation,
    departure,
    imports,
    saved_filters,
    unit_desk,
    units,
)

urlpatterns = [
    path("tasks/filters/", saved_filters.save, name="filter-save"),
    path("tasks/filters/<int:pk>/delete/", saved_filters.delete, name="filter-delete"),
    path("people/", accounts.people, name="people"),
    path("people/<int:pk>/password/", accounts.reset_password, name="person-password"),
    path("people/import/<slug:kind>/", imports.upload, name="import"),
    path("people/import/<slug:kind>/template/", imports.import_template, name="import-template"),
    path("people/delegation/", delegation.delegation, name="delegation"),
    path("people/delegation/<int:pk>/end/", delegation.end_delegation, name="delegation-end"),
    path("people/departure/", departure.departure, name="departure"),
    path("unit/desk/", unit_desk.unit_desk, name="unit-desk"),
    path("unit/desk/act/", unit_desk.unit_desk_act, name="unit-desk-act"),
    path("unit/desk/result/", unit_desk.unit_desk_result, name="unit-desk-result"),
    path("tasks/<slug:code>/closing/", closing_draft.prepare, name="closing-draft"),
    path("tasks/<slug:code>/closing/release/", closing_draft.release, name="closing-draft-release"),
    path("tasks/<slug:code>/closing/discard/", closing_draft.discard, name="closing-draft-discard"),
    path("units/<slug:code>/rename/", units.rename, name="unit-rename"),
    path("units/<slug:code>/merge/", units.merge, name="unit-merge"),
]
