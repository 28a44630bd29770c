"""Addresses of what concerns people, units and the office's calendar."""

from django.urls import path

from tasks.views import delegation

urlpatterns = [
    path("people/delegation/", delegation.delegation, name="delegation"),
    path("people/delegation/<int:pk>/end/", delegation.end_delegation, name="delegation-end"),
]
