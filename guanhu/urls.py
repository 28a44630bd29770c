"""Every address of the site."""

from django.contrib import admin
from django.contrib.auth.views import LogoutView
from django.urls import include, path

from glossary.views import glossary
from guanhu import dashboard, entrance, health, help_pages, pillars, units

urlpatterns = [
    path("", entrance.home, name="home"),
    path("healthz", health.live, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("login/", entrance.Login.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("password/", entrance.PasswordChange.as_view(), name="password_change"),
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("plans/<slug:slug>/pillars/<int:ordinal>/", pillars.pillar, name="pillar"),
    path("units/", units.units, name="units"),
    path("units/<slug:code>/", units.unit, name="unit"),
    path("help/", help_pages.help_page, name="help"),
    path("help/<slug:slug>/", help_pages.help_page, name="help-chapter"),
    path("glossary/", glossary, name="glossary"),
    path("api/", include("guanhu.api.urls")),
    path("admin/", admin.site.urls),
    path("", include("tasks.urls")),
]

handler400 = "guanhu.problems.bad_request"
handler403 = "guanhu.problems.permission_denied"
handler404 = "guanhu.problems.page_not_found"
handler500 = "guanhu.problems.server_error"
