"""What somebody wants to be told, and how."""

from typing import Any, NamedTuple

from django import forms

from tasks.models import NoticeChoice
from tasks.states import NoticeKind

EXPLAINED: dict[NoticeKind, str] = {
    NoticeKind.ASSIGNED: "任务交给本单位或转由您办理,恢复办理、重新督办",
    NoticeKind.DUE_SOON: "任务时限快到",
    NoticeKind.REPORT_DUE: "本期进展还没有报送",
    NoticeKind.OVERDUE: "任务或回复已过时限",
    NoticeKind.RETURNED: "报送退回重报,办结申请退回补办,申请改派",
    NoticeKind.URGED: "提醒单、催办单、督办单",
    NoticeKind.INSTRUCTED: "领导批示",
    NoticeKind.ANSWERED: "您发出的督查单或批示有了回复",
    NoticeKind.EXTENSION: "延期的申请和答复",
    NoticeKind.REVIEW: "办结申请等待审核",
    NoticeKind.CLOSED: "任务办结、暂缓或不再实施",
    NoticeKind.CONSULTED: "年度计划征求意见",
    NoticeKind.HELP: "责任单位提请协调",
}
WAYS = (("in_app", "站内"), ("mail", "邮件"))


class Row(NamedTuple):
    """One kind with its two boxes."""

    kind: NoticeKind
    explained: str
    boxes: list[forms.BoundField]


class ChoicesForm(forms.Form):
    """Two boxes for every kind of notice."""

    def __init__(self, held: dict[NoticeKind, NoticeChoice], *args: Any, **options: Any) -> None:
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)
        for kind, choice in held.items():
            for way, word in WAYS:
                self.fields[f"{kind.value}-{way}"] = forms.BooleanField(
                    label=f"{kind.label}:{word}", required=False, initial=getattr(choice, way)
                )

    @property
    def table(self) -> list[Row]:
        """The kinds in their order."""
        return [
            Row(kind, EXPLAINED[kind], [self[f"{kind.value}-{way}"] for way, _ in WAYS])
            for kind in NoticeKind
        ]

    @property
    def wanted(self) -> dict[NoticeKind, tuple[bool, bool]]:
        """For each kind: in the application, by e-mail."""
        said = self.cleaned_data
        return {kind: (said[f"{kind.value}-in_app"], said[f"{kind.value}-mail"]) for kind in NoticeKind}
