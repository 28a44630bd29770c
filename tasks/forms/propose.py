"""立项: a new commitment on the plan."""

from datetime import date
from decimal import Decimal
from typing import Any

from tasks import workflow
from tasks.forms.assign import units_for
from tasks.forms.quota_rows import posted_quotas, quota_rows
from tasks.forms.target_rows import posted_targets, target_rows
from tasks.forms.task_fields import TaskFieldsForm
from tasks.models import Person, Plan, TaskEvent
from tasks.states import Cadence, Kind, TaskRole


class ProposeForm(TaskFieldsForm):
    def __init__(self, plans: list[Plan], *args: Any, **options: Any) -> None:
        newest = plans[0] if plans else None
        options["initial"] = {
            "weight": Decimal(1),
            "cadence": Cadence.MONTHLY,
            "starts_on": newest.starts_on if newest else None,
            "due_on": newest.ends_on if newest else None,
        } | (options.get("initial") or {})
        super().__init__(plans, *args, **options)
        self.rows["targets"] = target_rows((), self.data or None)
        self.rows["quotas"] = quota_rows(units_for(None), "", self.data or None)

    def propose(self, *, by: Person, on: date) -> TaskEvent:
        """Raises what `workflow.propose` raises."""
        given = self.cleaned_data
        return workflow.propose(
            by=by,
            on=on,
            title=given["title"],
            detail=given["detail"],
            measure=given["measure"],
            kind=Kind(given["kind"]),
            role=TaskRole(given["role"]),
            weight=given["weight"],
            starts_on=given["starts_on"],
            due_on=given["due_on"],
            restricted=given["restricted"],
            lead_unit=given["lead_unit"],
            supporting_units=list(given["supporting_units"]),
            leader=given["leader"],
            targets=posted_targets(self.rows["targets"]),
            cadence=Cadence(given["cadence"]),
            items=given["items"],
            quotas=posted_quotas(self.rows["quotas"]),
        )
