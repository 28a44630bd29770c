"""The simulated office date of a demonstration."""

from django.db import models


class OfficeDate(models.Model):
    """One row exists in a demonstration database and in no other: the day on which the office stands still."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    today = models.DateField("办公日期")

    class Meta:
        verbose_name = verbose_name_plural = "演示办公日期"
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="office_date_is_one_row"),)

    def __str__(self) -> str:
        return self.today.isoformat()
