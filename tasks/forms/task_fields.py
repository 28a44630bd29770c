"""The fields that describe a task, for 立项 and 调整 alike."""

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.forms.models import ModelChoiceIterator

from tasks import access
from tasks.forms.assign import units_for
from tasks.forms.base import VerbForm
from tasks.forms.fields import Day, DecimalField, ShortText, Text
from tasks.forms.item_lines import ItemLines
from tasks.models import Measure, Person, Plan, Task, Unit
from tasks.states import Cadence, Kind, TaskRole


class MeasureField(forms.ModelChoiceField):
    """Measures under their pillars."""

    def __init__(self, **options: Any) -> None:
        super().__init__(Measure.objects.none(), **options)

    def of(self, plans: list[Plan]) -> None:
        rows = Measure.objects.filter(pillar__plan__in=plans).select_related("pillar__plan")
        self.queryset = rows.order_by("pillar__plan__year", "pillar__ordinal", "ordinal")
        self.widget.choices = _Grouped(self)


class _Grouped(ModelChoiceIterator):
    """Options grouped by pillar, in the queryset's order."""

    def __iter__(self) -> Any:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        groups: dict[str, list[Any]] = {}
        for measure in self.queryset:
            groups.setdefault(measure.pillar.name, []).append(
                (measure.pk, f"{measure.pillar.ordinal}.{measure.ordinal} {measure.name}")
            )
        yield from groups.items()


class TaskFieldsForm(VerbForm):
    last: ClassVar[tuple[str, ...]] = ("items",)
    side_by_side = (
        ("kind", "role", "weight"),
        ("starts_on", "due_on", "cadence"),
        ("lead_unit", "leader", "assignee"),
    )

    title = ShortText(label="任务", max_length=200)
    detail = Text(label="说明", rows=3, required=False)
    measure = MeasureField(label="所属举措")
    kind = forms.ChoiceField(label="类别", choices=Kind.choices)
    role = forms.ChoiceField(label="角色", choices=TaskRole.choices)
    weight = DecimalField(label="权重", min_value=Decimal(0), max_value=Decimal(100))
    starts_on = Day(label="起始日")
    due_on = Day(label="时限")
    cadence = forms.ChoiceField(label="报送周期", choices=Cadence.choices, initial=Cadence.MONTHLY)
    lead_unit = forms.ModelChoiceField(
        label="牵头单位",
        queryset=Unit.objects.none(),
        to_field_name="code",
        required=False,
        empty_label="待定",
    )
    supporting_units = forms.ModelMultipleChoiceField(
        label="配合单位",
        queryset=Unit.objects.none(),
        to_field_name="code",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    leader = forms.ModelChoiceField(
        label="分管领导",
        queryset=Person.objects.none(),
        to_field_name="username",
        required=False,
        empty_label="待定",
    )
    restricted = forms.BooleanField(label="限定知悉(只有责任单位、分管领导和督查室可见)", required=False)
    items = ItemLines()

    def __init__(self, plans: list[Plan], *args: Any, task: Task | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        measure = self.fields["measure"]
        assert isinstance(measure, MeasureField)
        measure.of(plans)
        for name in ("lead_unit", "supporting_units"):
            self.fields[name].queryset = units_for(task)  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["leader"].queryset = access.leaders()  # type: ignore[attr-defined]  # likewise

    @property
    def is_divided(self) -> bool:
        """Whether pieces or shares are there, or something is wrong with them."""
        quotas = self.rows["quotas"]
        said = any(row["value"].value() not in (None, "") for row in quotas.forms)
        return bool(self["items"].value() or self.errors.get("items") or quotas.problems or said)
