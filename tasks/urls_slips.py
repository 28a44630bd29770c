"""Addresses of slips to print."""

from django.urls import path

from tasks.views import slips

urlpatterns = [
    path("tasks/<slug:code>/slips/<int:pk>/", slips.slip, name="task-slip"),
    path("slips/", slips.several, name="slips"),
]
