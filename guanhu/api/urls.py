"""The REST router: every address under /api/."""

from django.urls import URLPattern, include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.views import APIView

from glossary.api import TermDetail, TermList
from guanhu.api.conditional import conditional
from guanhu.api.dashboard import DashboardWithIndicators
from guanhu.indicators.api import IndicatorDetail, IndicatorList, IndicatorReadings
from tasks.api.changes import ChangesView
from tasks.api.evidence import EvidenceFile, EvidenceUpload
from tasks.api.plan_views import PillarList, PlanDetail, PlanList, UnitList
from tasks.api.trend import TrendView
from tasks.api.views import TaskDetail, TaskEvents, TaskList

app_name = "api"


def door(route: str, view: type[APIView], name: str) -> URLPattern:
    return path(route, conditional(view.as_view()), name=name)


v1 = [
    door("plans/", PlanList, "plans"),
    door("plans/<slug:plan>/", PlanDetail, "plan"),
    door("plans/<slug:plan>/pillars/", PillarList, "pillars"),
    door("plans/<slug:plan>/dashboard/", DashboardWithIndicators, "dashboard"),
    door("plans/<slug:plan>/trend/", TrendView, "trend"),
    door("plans/<slug:plan>/changes/", ChangesView, "changes"),
    door("units/", UnitList, "units"),
    door("tasks/", TaskList, "tasks"),
    door("tasks/<slug:code>/", TaskDetail, "task"),
    door("tasks/<slug:code>/events/", TaskEvents, "events"),
    door("tasks/<slug:code>/evidence/", EvidenceUpload, "evidence-upload"),
    door("evidence/<int:pk>/", EvidenceFile, "evidence"),
    door("indicators/", IndicatorList, "indicators"),
    door("indicators/<slug:code>/", IndicatorDetail, "indicator"),
    door("indicators/<slug:code>/readings/", IndicatorReadings, "readings"),
    door("terms/", TermList, "terms"),
    door("terms/<slug:slug>/", TermDetail, "term"),
]

urlpatterns = [
    path("v1/", include(v1)),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="api:schema"), name="docs"),
]
