"""Refusals that only the REST door knows."""

from rest_framework.exceptions import APIException


class VersionRequired(APIException):
    """428: an action on an existing task without the version that its writer saw."""

    status_code = 428
    default_detail = "请在 version 或 If-Match 中给出您看到的任务版本。"
    default_code = "version_required"
