"""The face of a task: everything that a list filters or a summary counts, at one moment."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models

from tasks.states import MEASURED, OPEN, Cadence, Colour, Consultation, Kind, Outcome, State, TaskRole


class Face(models.Model):
    """Abstract: `Task` is the current face, `TaskEvent` the face after it.

    Percentages are 0 to 100; `light` is empty unless the task is open. `supporting` holds unit codes as
    ",a,b," so that one filter works on today's rows and on the log alike. `currents` maps a target's code to
    what stands reported for it (自报), as a decimal string in the target's unit; `verified` the same of what the
    supervisors have confirmed (核定).

    `first_period` is that of acceptance; `cadence_from` the first one in the present cadence, empty where the cadence
    was never changed since.

    `unverified` lists the versions of reports that still wait to be verified, the oldest first. `awaiting` lists
    letters without an answer: {"version", "action", "level", "answer_by"}; `answer_by` is the earliest of them.
    """

    title = models.CharField("任务", max_length=200)
    measure = models.ForeignKey("tasks.Measure", models.PROTECT, related_name="+", verbose_name="举措")
    kind = models.CharField("类别", max_length=12, choices=Kind)
    role = models.CharField("角色", max_length=12, choices=TaskRole, default=TaskRole.DELIVER)
    weight = models.DecimalField("权重", max_digits=6, decimal_places=2, default=Decimal(1))
    restricted = models.BooleanField("限定知悉", default=False)

    lead_unit = models.ForeignKey(
        "tasks.Unit", models.PROTECT, related_name="+", null=True, blank=True, verbose_name="牵头单位"
    )
    assignment_confirmed = models.BooleanField("责任单位已确认", default=False)
    supporting = models.CharField("配合单位", max_length=400, blank=True, default="")
    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="分管领导",
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="责任人",
    )

    starts_on = models.DateField("起始日")
    due_on = models.DateField("时限")
    original_due_on = models.DateField("原定时限", null=True, blank=True)
    pending_extension = models.DateField("申请延期至", null=True, blank=True)
    extension_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="申请延期人",
    )
    extended_on = models.DateField("最近延期日", null=True, blank=True)
    cadence = models.CharField("报送周期", max_length=12, choices=Cadence, default=Cadence.MONTHLY)
    consultation = models.CharField(
        "征求意见", max_length=8, choices=Consultation, blank=True, default=Consultation.NONE
    )
    expected_on = models.DateField("预计日期", null=True, blank=True)
    submitted_on = models.DateField("申请办结日", null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="申请办结人",
    )
    first_period = models.CharField("首报期次", max_length=10, blank=True, default="")
    cadence_from = models.CharField("现行周期首期", max_length=10, blank=True, default="")
    last_period = models.CharField("最近报送期次", max_length=10, blank=True, default="")

    state = models.CharField("状态", max_length=12, choices=State, default=State.PROPOSED)
    outcome = models.CharField("办结结果", max_length=16, choices=Outcome, blank=True, default="")
    progress = models.DecimalField("进度(%)", max_digits=5, decimal_places=2, null=True, blank=True)
    planned = models.DecimalField("计划(%)", max_digits=5, decimal_places=2, null=True, blank=True)
    currents = models.JSONField("指标现值", default=dict, blank=True)
    verified = models.JSONField("核定值", default=dict, blank=True)
    unverified = models.JSONField("待核定报送", default=list, blank=True)
    unverified_count = models.PositiveSmallIntegerField("待核定报送数", default=0)
    awaiting = models.JSONField("待回复", default=list, blank=True)
    answer_by = models.DateField("回复期限", null=True, blank=True)
    checkpoint_count = models.PositiveSmallIntegerField("阶段目标数", default=0)

    light = models.CharField("亮灯", max_length=8, choices=Colour, blank=True, default="")
    light_time = models.CharField("时限灯", max_length=8, choices=Colour, blank=True, default="")
    light_plan = models.CharField("计划灯", max_length=8, choices=Colour, blank=True, default="")
    light_reporting = models.CharField("报送灯", max_length=8, choices=Colour, blank=True, default="")
    light_reason = models.TextField("亮灯原因", blank=True, default="")
    light_recover = models.TextField("如何转绿", blank=True, default="")
    overdue = models.BooleanField("任务逾期", default=False)
    checkpoint_overdue = models.BooleanField("节点逾期", default=False)
    unreported = models.BooleanField("本期未报送", default=False)
    needs_help = models.BooleanField("需领导协调", default=False)

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_measured(self) -> bool:
        return self.kind in MEASURED

    @property
    def supporting_codes(self) -> list[str]:
        return [code for code in self.supporting.split(",") if code]

    @property
    def owed_from(self) -> str:
        """The first period, of the present cadence, for which a report is owed; "" before acceptance."""
        return self.cadence_from or self.first_period

    @property
    def colour(self) -> Colour | None:
        return Colour(self.light) if self.light else None

    @classmethod
    def face_fields(cls) -> tuple[str, ...]:
        """Attribute names of the face's columns (`measure_id`, `light`, …), in order."""
        return tuple(field.attname for field in Face._meta.local_fields)

    def face(self) -> dict[str, Any]:
        """The face's columns and values."""
        return {name: getattr(self, name) for name in Face.face_fields()}


def join_codes(codes: list[str]) -> str:
    """Unit codes as `supporting` stores them."""
    return f",{','.join(codes)}," if codes else ""
