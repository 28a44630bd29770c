"""What is typed once for many tasks: one reason, one text, one date."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms

from tasks import access
from tasks.forms.fields import Day, Text
from tasks.models import Person, Plan, PlanRules
from tasks.rulebook import calendar, rules_row
from tasks.states import Action, Level, Outcome

WISH = "请抓紧推进,并在回复期限前书面回复原因、措施和完成时间。"


class BulkForm(forms.Form):
    """The fields of one action on many tasks; `given` is what the verb takes."""

    says: ClassVar[str] = ""
    """What will happen to every chosen task."""

    def __init__(self, plan: Plan, on: date, data: Any = None) -> None:
        self.rules: PlanRules = rules_row(plan, on)
        self.on = on
        super().__init__(data, label_suffix="", initial=self.proposed())

    def proposed(self) -> dict[str, Any]:
        """What stands in the fields at first."""
        return {}

    def given(self) -> dict[str, Any]:
        """The verb's keys; what was left empty is not given."""
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}


class UrgeForm(BulkForm):
    says = "每项任务各发一份督查单,逐份编号;牵头单位须在期限前回复。"

    level = forms.ChoiceField(label="等级", choices=Level.choices, widget=forms.RadioSelect)
    text = Text(label="内容", rows=4)
    answer_by = Day(label="回复期限")

    def proposed(self) -> dict[str, Any]:
        due = calendar(self.on).add_workdays(self.on, self.rules.answer_workdays)
        return {"level": Level.BLUE, "text": WISH, "answer_by": due}

    def clean_answer_by(self) -> date:
        day: date = self.cleaned_data["answer_by"]
        if day < self.on:
            raise forms.ValidationError("回复期限不能早于今天。")
        return day


class VerifyForm(BulkForm):
    says = "每项任务待核定的报送全部核定,数据从此计入核定数。"

    note = Text(label="核定意见", rows=2, required=False)


class ApproveForm(BulkForm):
    says = "每项任务按申请的结果办结。"

    outcome = forms.ChoiceField(
        label="办结结果", choices=[("", "按各自申请的结果"), *Outcome.choices], required=False
    )
    note = Text(label="审核意见", rows=2, required=False)


class GrantForm(BulkForm):
    says = "每项任务的时限改为申请的日期;原时限留存,亮灯不会因此转绿。"

    due_on = Day(label="新时限(不填则按各自申请的日期)", required=False)
    leader = forms.ModelChoiceField(
        label="同意的领导", queryset=Person.objects.none(), to_field_name="username", required=False
    )
    note = Text(label="意见", rows=2, required=False)

    def __init__(self, plan: Plan, on: date, data: Any = None) -> None:
        super().__init__(plan, on, data)
        leader = self.fields["leader"]
        leader.queryset = access.leaders()  # type: ignore[attr-defined]  # a ModelChoiceField
        leader.required = self.rules.extension_needs_leader


class _ReasonForm(BulkForm):
    reason = Text(label="理由", rows=3)


class ReturnForm(_ReasonForm):
    says = "每项任务退回办理中,时限照旧计算。"


class RefuseForm(_ReasonForm):
    says = "每项任务的时限不变。"


class SuspendForm(_ReasonForm):
    says = "每项任务暂缓:不亮灯,不用报送,直到恢复办理。"


class ResumeForm(_ReasonForm):
    says = "每项任务恢复办理,从本期起报送,时限不变。"


class CancelForm(_ReasonForm):
    says = "每项任务不再实施,从各项统计中去掉;办理记录保留。"


class SubmitForm(BulkForm):
    says = "每项常态化任务提交督查室审核,办结后不再报送。"

    outcome = forms.ChoiceField(label="办结结果", choices=Outcome.choices, widget=forms.RadioSelect)
    note = Text(label="全年办理情况", rows=4)


class AcceptForm(BulkForm):
    says = "每项任务按拟定的阶段目标签收,从本期起报送;要改阶段目标的请逐项签收。"

    note = Text(label="说明", rows=2, required=False)


class AgreeForm(BulkForm):
    says = "每项任务按草案同意,阶段目标不变;要改阶段目标的请逐项答复。"

    note = Text(label="说明", rows=2, required=False)


FORMS: Mapping[Action, type[BulkForm]] = {
    Action.URGE: UrgeForm,
    Action.VERIFY: VerifyForm,
    Action.APPROVE: ApproveForm,
    Action.RETURN: ReturnForm,
    Action.GRANT: GrantForm,
    Action.REFUSE: RefuseForm,
    Action.SUSPEND: SuspendForm,
    Action.RESUME: ResumeForm,
    Action.CANCEL: CancelForm,
    Action.SUBMIT: SubmitForm,
    Action.ACCEPT: AcceptForm,
    Action.AGREE: AgreeForm,
}
