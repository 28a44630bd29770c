"""Who works here, and in which unit."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models

from tasks.states import MemberRole, UnitKind


class Person(AbstractUser):
    """An account. Chinese names are one field; events refer to the id, never to the name."""

    first_name = None  # type: ignore[assignment]  # a Chinese name is not split
    last_name = None  # type: ignore[assignment]
    name = models.CharField("姓名", max_length=40)

    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = verbose_name_plural = "人员"
        ordering = ("username",)

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class Unit(models.Model):
    """A responsible unit: an office or a community. Never deleted: succeeded by another."""

    code = models.SlugField("代码", max_length=40, unique=True, help_text="英文字母、数字、连字符")
    name = models.CharField("名称", max_length=40, unique=True)
    kind = models.CharField("类型", max_length=12, choices=UnitKind, default=UnitKind.OFFICE)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, verbose_name="上级单位")
    assumed = models.BooleanField("假定", default=False, help_text="报告没有点名、按惯例设立,待确认")
    active = models.BooleanField("在用", default=True)
    succeeded_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name="并入单位"
    )
    ordinal = models.PositiveSmallIntegerField("次序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "责任单位"
        ordering = ("ordinal", "code")

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person's role in a unit."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships", verbose_name="人员")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships", verbose_name="单位")
    role = models.CharField("角色", max_length=16, choices=MemberRole)

    class Meta:
        verbose_name = verbose_name_plural = "任职"
        constraints = (
            models.UniqueConstraint(
                fields=("person", "unit", "role"),
                name="one_membership_each",
                violation_error_message="该任职已存在。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} · {self.unit} · {self.get_role_display()}"
