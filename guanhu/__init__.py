"""The composition root: it knows every app, no app knows it."""

from guanhu.celery import app as celery_app

__all__ = ["celery_app"]
