"""Every address of the site."""

from django.contrib import admin
from django.contrib.auth.views import LogoutView
from django.urls import include, path

from guanhu import (
    admitted_problems,
    changes_page,
    coordination,
    dashboard,
    entrance,
    glossary_page,
    health,
    help_pages,
    pillars,
    screen,
    units,
)
from guanhu.indicators import listing, page
from guanhu.ledger_export.view import ledger_csv, ledger_xlsx

urlpatterns = [
    path("", entrance.home, name="home"),
    path("healthz", health.live, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("login/", entrance.Login.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("password/", entrance.PasswordChange.as_view(), name="password_change"),
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("screen/", screen.screen, name="screen"),
    path("coordination/", coordination.coordination, name="coordination"),
    path("plans/<slug:slug>/pillars/<int:ordinal>/", pillars.pillar, name="pillar"),
    path("problems/", admitted_problems.problems, name="problems"),
    path("changes/", changes_page.changes, name="changes"),
    path("units/", units.units, name="units"),
    path("units/<slug:code>/", units.unit, name="unit"),
    path("indicators/", listing.indicators, name="indicators"),
    path("indicators/<slug:code>/", page.indicator, name="indicator"),
    path("indicators/<slug:code>/record/", page.record, name="indicator-record"),
    path("indicators/<slug:code>/readings.csv", page.readings_csv, name="indicator-csv"),
    path("ledger/export.xlsx", ledger_xlsx, name="ledger-xlsx"),
    path("ledger/export.csv", ledger_csv, name="ledger-csv"),
    path("bulletins/", include("guanhu.bulletin.urls")),
    path("help/", help_pages.help_page, name="help"),
    path("help/<slug:slug>/", help_pages.help_page, name="help-chapter"),
    path("glossary/", glossary_page.glossary, name="glossary"),
    path("api/", include("guanhu.api.urls")),
    path("admin/", admin.site.urls),
    path("", include("tasks.urls")),
]

handler400 = "guanhu.problems.bad_request"
handler403 = "guanhu.problems.permission_denied"
handler404 = "guanhu.problems.page_not_found"
handler500 = "guanhu.problems.server_error"
