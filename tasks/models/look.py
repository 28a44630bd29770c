"""When somebody last looked at a plan's overview."""

from django.conf import settings
from django.db import models

from tasks.models.plan import Plan


class Look(models.Model):
    """One a person and plan: `on` is the latest office day on which he opened the overview, `before_on` the one before
    that. Written by `tasks.looks` alone."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="人员"
    )
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+", verbose_name="计划")
    on = models.DateField("最近查看日")
    before_on = models.DateField("此前查看日", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "查看记录"
        constraints = (models.UniqueConstraint(fields=("person", "plan"), name="one_look_each"),)

    def __str__(self) -> str:
        return f"{self.person_id} {self.plan_id} {self.on}"
