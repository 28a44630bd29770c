"""The Celery application. Jobs live in files called `jobs.py`, so that "task" stays a word of the domain."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guanhu.settings")

app = Celery("guanhu")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(related_name="jobs")
