"""Addresses of files, and of the audit trail, in which every download stands."""

from django.urls import path

from tasks.views import audit, evidence, uploads

urlpatterns = [
    path("tasks/<slug:code>/files/", uploads.task_files, name="task-files"),
    path("evidence/<int:pk>/", evidence.download, name="evidence"),
    path("evidence/<int:pk>/thumbnail/", evidence.thumbnail, name="evidence-thumbnail"),
    path("audit/", audit.trail, name="audit"),
]
