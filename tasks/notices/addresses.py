"""Addresses of our pages as others reach them."""

from django.conf import settings


def absolute(path: str) -> str:
    """The whole address of a page; empty where the settings do not say how the site is reached from outside."""
    return f"{settings.GUANHU_ADDRESS}{path}" if settings.GUANHU_ADDRESS else ""
