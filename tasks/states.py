"""The words of the domain and the workflow table. Pure: no ORM, no clock, no settings.

Every screen, button, API choice and test derives from `TRANSITIONS`.
Source of the table: the product's design, section 6.
"""

from dataclasses import dataclass

from django.db.models import TextChoices


class PlanState(TextChoices):
    DRAFT = "draft", "草案"
    CONSULTING = "consulting", "征求意见"
    ACTIVE = "active", "执行"
    CLOSING = "closing", "收官"
    ARCHIVED = "archived", "归档"


class State(TextChoices):
    PROPOSED = "proposed", "待交办"
    ASSIGNED = "assigned", "待签收"
    ACTIVE = "active", "办理中"
    IN_REVIEW = "in_review", "待审核"
    DONE = "done", "已办结"
    SUSPENDED = "suspended", "暂缓"
    CANCELLED = "cancelled", "不再实施"


OPEN = (State.ASSIGNED, State.ACTIVE, State.IN_REVIEW)


class Kind(TextChoices):
    QUANTITY = "quantity", "指标类"
    PROJECT = "project", "项目类"
    MILESTONE = "milestone", "节点类"
    CONTROL = "control", "控制类"
    CONTINUING = "continuing", "常态化"


MEASURED = (Kind.QUANTITY, Kind.PROJECT)
"""Kinds that have a percentage."""


class TaskRole(TextChoices):
    DELIVER = "deliver", "主办"
    COORDINATE = "coordinate", "协调"
    PURSUE = "pursue", "争取"


class Colour(TextChoices):
    RED = "red", "红灯"
    YELLOW = "yellow", "黄灯"
    GREY = "grey", "灰灯"
    GREEN = "green", "绿灯"
    NONE = "none", "未亮灯"


class Outcome(TextChoices):
    COMPLETED = "completed", "完成"
    MOSTLY = "mostly", "基本完成"
    UNFINISHED = "unfinished", "未完成"
    CARRIED_OVER = "carried_over", "结转下年"
    CONTINUING = "continuing", "转常态化"


class UnitKind(TextChoices):
    OFFICE = "office", "科室"
    COMMUNITY = "community", "社区"
    LEADERSHIP = "leadership", "领导班子"
    OTHER = "other", "其他"


class MemberRole(TextChoices):
    """What a membership of a unit makes of a person."""

    REPORTER = "reporter", "经办人"
    HEAD = "head", "单位负责人"
    SUPERVISOR = "supervisor", "督查室"
    LEADER = "leader", "领导"
    ADMINISTRATOR = "administrator", "系统管理员"
    AUDITOR = "auditor", "审计员"


class Who(TextChoices):
    """Who may perform an action; `access.may` says what each means for a given task."""

    SUPERVISOR = "supervisor", "督查室"
    REVIEWER = "reviewer", "督查室(非申请人)"
    HEAD = "head", "牵头单位负责人"
    HEAD_OR_REPORTER_BY_SETTING = "head_or_reporter_by_setting", "牵头单位负责人(按设置经办人可办)"
    REPORTING = "reporting", "牵头、配合单位经办人或负责人,督查室代填"
    SYSTEM = "system", "系统"


class Action(TextChoices):
    PROPOSE = "propose", "立项"
    ASSIGN = "assign", "交办"
    ACCEPT = "accept", "签收"
    DECLINE = "decline", "申请改派"
    REPORT = "report", "报送进展"
    SUBMIT = "submit", "申请办结"
    TAKE_BACK = "take_back", "撤回申请"
    APPROVE = "approve", "同意办结"
    RETURN = "return", "退回补办"
    REVISE = "revise", "调整"
    LIGHT = "light", "亮灯"
    FLAG_OVERDUE = "flag_overdue", "逾期标记"


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the workflow table.

    `target` None leaves the state as it is; `needs` are the keys that must be given, `takes` those that may.
    What a report needs depends on the task's kind: see `REPORT_NEEDS`.
    """

    action: Action
    sources: tuple[State, ...]
    target: State | None
    who: Who
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    conflicts: bool = True


EDITABLE = (
    "title", "detail", "measure", "kind", "role", "weight", "starts_on", "due_on", "restricted",
    "lead_unit", "supporting_units", "leader", "assignee", "checkpoints", "targets",
)  # fmt: skip
"""Fields of a task that `propose` sets and `revise` may change."""

TRANSITIONS: dict[Action, Transition] = {
    row.action: row
    for row in (
        Transition(
            Action.PROPOSE, (), State.PROPOSED, Who.SUPERVISOR,
            needs=("title", "measure", "kind"),
            takes=(*(f for f in EDITABLE if f not in ("title", "measure", "kind")), "note"),
        ),
        Transition(
            Action.ASSIGN, (State.PROPOSED, State.ASSIGNED, State.ACTIVE), State.ASSIGNED, Who.SUPERVISOR,
            needs=("lead_unit", "leader", "due_on"),
            takes=("supporting_units", "assignee", "starts_on", "checkpoints", "note"),
        ),
        Transition(
            Action.ACCEPT, (State.ASSIGNED,), State.ACTIVE, Who.HEAD_OR_REPORTER_BY_SETTING,
            takes=("checkpoints", "assignee", "note"),
        ),
        Transition(Action.DECLINE, (State.ASSIGNED,), State.PROPOSED, Who.HEAD, needs=("reason",), takes=("note",)),
        Transition(
            Action.REPORT, (State.ACTIVE,), None, Who.REPORTING,
            needs=("period", "note"),
            takes=("quantities", "stage", "expected_on", "actions", "problem", "next_step", "help", "reason",
                   "evidence", "on_behalf_of"),
        ),
        Transition(
            Action.SUBMIT, (State.ACTIVE,), State.IN_REVIEW, Who.HEAD_OR_REPORTER_BY_SETTING,
            needs=("outcome", "note"), takes=("evidence",),
        ),
        Transition(
            Action.TAKE_BACK, (State.IN_REVIEW,), State.ACTIVE, Who.HEAD_OR_REPORTER_BY_SETTING, takes=("note",),
        ),
        Transition(Action.APPROVE, (State.IN_REVIEW,), State.DONE, Who.REVIEWER, takes=("outcome", "note")),
        Transition(Action.RETURN, (State.IN_REVIEW,), State.ACTIVE, Who.REVIEWER, needs=("reason",), takes=("note",)),
        Transition(
            Action.REVISE,
            (State.PROPOSED, State.ASSIGNED, State.ACTIVE, State.IN_REVIEW, State.SUSPENDED), None, Who.SUPERVISOR,
            needs=("reason",), takes=(*EDITABLE, "note"),
        ),
        Transition(Action.LIGHT, OPEN, None, Who.SYSTEM, conflicts=False),
        Transition(Action.FLAG_OVERDUE, OPEN, None, Who.SYSTEM, conflicts=False),
    )
}  # fmt: skip

CONFLICTING = tuple(row.action for row in TRANSITIONS.values() if row.conflicts)

REPORT_NEEDS: dict[Kind, str] = {
    Kind.QUANTITY: "quantities",
    Kind.PROJECT: "stage",
    Kind.MILESTONE: "expected_on",
    Kind.CONTROL: "quantities",
}
"""The key a report of this kind cannot do without; continuing work needs its note only."""

REPORT_TAKES: dict[Kind, tuple[str, ...]] = {
    Kind.QUANTITY: ("quantities", "actions"),
    Kind.PROJECT: ("stage", "quantities"),
    Kind.MILESTONE: ("expected_on", "actions", "quantities"),
    Kind.CONTROL: ("quantities", "actions"),
    Kind.CONTINUING: ("actions", "quantities"),
}
"""The keys about progress that a report of this kind may carry; any other of them is refused."""

PROGRESS_KEYS = ("quantities", "stage", "expected_on", "actions")
