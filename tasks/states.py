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


class Cadence(TextChoices):
    """How often a task is reported on."""

    WEEKLY = "weekly", "每周"
    HALF_MONTHLY = "half_monthly", "每半月"
    MONTHLY = "monthly", "每月"
    QUARTERLY = "quarterly", "每季度"


class Consultation(TextChoices):
    """What the lead unit said to a draft row of the plan."""

    NONE = "", "未答复"
    AGREED = "agreed", "同意"
    OBJECTED = "objected", "有修改意见"


class Headway(TextChoices):
    """What a report says of its period before any figure."""

    NEWS = "news", "有新进展"
    ON_PLAN = "on_plan", "按计划推进"
    NO_NEWS = "no_news", "本期无新进展"


class Level(TextChoices):
    """The three slips by which a task is urged, the mildest first."""

    BLUE = "blue", "提醒单"
    ORANGE = "orange", "催办单"
    RED = "red", "督办单"


class Instruction(TextChoices):
    """How a leader's instruction is meant."""

    ORDINARY = "ordinary", "一般批示"
    URGENT = "urgent", "紧急批示"
    HARD = "hard", "疑难批示"
    PRAISE = "praise", "表扬"


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
    LEAD_UNIT = "lead_unit", "牵头单位负责人或经办人"
    REPORTING = "reporting", "牵头、配合单位经办人或负责人,督查室代填"
    REPORTED = "reported", "报送人本人"
    ACCEPTING = "accepting", "牵头单位负责人(按设置经办人可办),督查室代签收"
    INSTRUCTING = "instructing", "街道领导,督查室代录"
    SYSTEM = "system", "系统"


class Action(TextChoices):
    PROPOSE = "propose", "立项"
    AGREE = "agree", "同意分工"
    OBJECT = "object", "提出修改意见"
    BASELINE = "baseline", "基线冻结"
    ASSIGN = "assign", "交办"
    ACCEPT = "accept", "签收"
    DECLINE = "decline", "申请改派"
    HAND_OVER = "hand_over", "转办"
    REPORT = "report", "报送进展"
    WITHDRAW = "withdraw", "撤回报送"
    VERIFY = "verify", "核定"
    REJECT = "reject", "退回重报"
    REQUEST_EXTENSION = "request_extension", "申请延期"
    GRANT = "grant", "同意延期"
    REFUSE = "refuse", "不同意延期"
    URGE = "urge", "督促"
    INSTRUCT = "instruct", "批示"
    ANSWER = "answer", "回复"
    SUBMIT = "submit", "申请办结"
    TAKE_BACK = "take_back", "撤回申请"
    APPROVE = "approve", "同意办结"
    RETURN = "return", "退回补办"
    REVISE = "revise", "调整"
    SUSPEND = "suspend", "暂缓"
    RESUME = "resume", "恢复办理"
    CANCEL = "cancel", "不再实施"
    REOPEN = "reopen", "重新督办"
    LIGHT = "light", "亮灯"
    FLAG_OVERDUE = "flag_overdue", "逾期标记"


RUNNING = (PlanState.ACTIVE, PlanState.CLOSING)
"""Plans that are carried out: their tasks are lit, reported and closed."""
PREPARING = (PlanState.DRAFT, PlanState.CONSULTING)
"""Plans that are still being made."""


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the workflow table.

    `target` None leaves the state as it is; `needs` are the keys that must be given, `takes` those that may; `plans`
    the states of the plan in which it can be done; `waits_for` names a field of the face without which there is
    nothing to do (no answer without a letter). What a report needs depends on the task's kind: see `REPORT_NEEDS`.
    """

    action: Action
    sources: tuple[State, ...]
    target: State | None
    who: Who
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    conflicts: bool = True
    waits_for: str = ""
    plans: tuple[PlanState, ...] = RUNNING


EDITABLE = (
    "title", "detail", "measure", "kind", "role", "weight", "starts_on", "due_on", "restricted",
    "lead_unit", "supporting_units", "leader", "assignee", "checkpoints", "targets", "cadence", "items", "quotas",
)  # fmt: skip
"""Fields of a task that `propose` sets and `revise` may change."""

NOT_CLOSED = (State.PROPOSED, State.ASSIGNED, State.ACTIVE, State.IN_REVIEW, State.SUSPENDED)
_UNTIL_ARCHIVED = (*PREPARING, *RUNNING)

TRANSITIONS: dict[Action, Transition] = {
    row.action: row
    for row in (
        Transition(
            Action.PROPOSE, (), State.PROPOSED, Who.SUPERVISOR,
            needs=("title", "measure", "kind"),
            takes=(*(f for f in EDITABLE if f not in ("title", "measure", "kind")), "note"),
            plans=_UNTIL_ARCHIVED,
        ),
        Transition(
            Action.AGREE, (State.PROPOSED,), None, Who.HEAD, takes=("checkpoints", "note"),
            plans=(PlanState.CONSULTING,),
        ),
        Transition(
            Action.OBJECT, (State.PROPOSED,), None, Who.HEAD, needs=("text",), plans=(PlanState.CONSULTING,),
        ),
        Transition(
            Action.BASELINE, NOT_CLOSED, None, Who.SYSTEM, conflicts=False, plans=(PlanState.CONSULTING, *RUNNING),
        ),
        Transition(
            Action.ASSIGN, (State.PROPOSED, State.ASSIGNED, State.ACTIVE), State.ASSIGNED, Who.SUPERVISOR,
            needs=("lead_unit", "leader", "due_on"),
            takes=("supporting_units", "assignee", "starts_on", "checkpoints", "note"),
        ),
        Transition(
            Action.ACCEPT, (State.ASSIGNED,), State.ACTIVE, Who.ACCEPTING,
            takes=("checkpoints", "assignee", "note", "evidence", "on_behalf_of"),
        ),
        Transition(Action.DECLINE, (State.ASSIGNED,), State.PROPOSED, Who.HEAD, needs=("reason",), takes=("note",)),
        Transition(Action.HAND_OVER, OPEN, None, Who.HEAD, needs=("assignee",), takes=("note",)),
        Transition(
            Action.REPORT, (State.ACTIVE,), None, Who.REPORTING,
            needs=("period", "note"),
            takes=("headway", "quantities", "stage", "expected_on", "actions", "items", "problem", "next_step",
                   "help", "reason", "evidence", "on_behalf_of"),
        ),
        Transition(Action.WITHDRAW, OPEN, None, Who.REPORTED, takes=("in_reply_to", "note"), waits_for="unverified"),
        Transition(
            Action.VERIFY, OPEN, None, Who.SUPERVISOR,
            takes=("in_reply_to", "note"), conflicts=False, waits_for="unverified",
        ),
        Transition(
            Action.REJECT, OPEN, None, Who.SUPERVISOR,
            needs=("reason",), takes=("in_reply_to", "note"), waits_for="unverified",
        ),
        Transition(
            Action.REQUEST_EXTENSION, OPEN, None, Who.LEAD_UNIT,
            needs=("reason", "due_on"), takes=("note", "evidence"),
        ),
        Transition(
            Action.GRANT, OPEN, None, Who.REVIEWER,
            takes=("due_on", "leader", "note", "evidence"), waits_for="pending_extension",
        ),
        Transition(
            Action.REFUSE, OPEN, None, Who.REVIEWER,
            needs=("reason",), takes=("note",), waits_for="pending_extension",
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
            Action.URGE, OPEN, None, Who.SUPERVISOR, needs=("level", "text", "answer_by"), conflicts=False,
        ),
        Transition(
            Action.INSTRUCT, OPEN, None, Who.INSTRUCTING,
            needs=("text",), takes=("answer_by", "level", "leader", "evidence"), conflicts=False,
        ),
        Transition(
            Action.ANSWER, OPEN, None, Who.LEAD_UNIT,
            needs=("text",), takes=("in_reply_to", "evidence"), conflicts=False, waits_for="awaiting",
        ),
        Transition(
            Action.REVISE, NOT_CLOSED, None, Who.SUPERVISOR,
            needs=("reason",), takes=(*EDITABLE, "note"), plans=_UNTIL_ARCHIVED,
        ),
        Transition(
            Action.SUSPEND, (State.ACTIVE,), State.SUSPENDED, Who.SUPERVISOR, needs=("reason",), takes=("note",),
        ),
        Transition(
            Action.RESUME, (State.SUSPENDED,), State.ACTIVE, Who.SUPERVISOR, needs=("reason",), takes=("note",),
        ),
        Transition(
            Action.CANCEL, NOT_CLOSED, State.CANCELLED, Who.SUPERVISOR, needs=("reason",), takes=("note",),
            plans=_UNTIL_ARCHIVED,
        ),
        Transition(
            Action.REOPEN, (State.DONE,), State.ACTIVE, Who.SUPERVISOR, needs=("reason",), takes=("note",),
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
    Kind.QUANTITY: ("quantities", "actions", "items"),
    Kind.PROJECT: ("stage", "quantities", "items"),
    Kind.MILESTONE: ("expected_on", "actions", "quantities", "items"),
    Kind.CONTROL: ("quantities", "actions", "items"),
    Kind.CONTINUING: ("actions", "quantities", "items"),
}
"""The keys about progress that a report of this kind may carry; any other of them is refused."""

PROGRESS_KEYS = ("quantities", "stage", "expected_on", "actions", "items")


class NoticeKind(TextChoices):
    """Why somebody is told; people choose by these."""

    ASSIGNED = "assigned", "交办"
    DUE_SOON = "due_soon", "临近时限"
    REPORT_DUE = "report_due", "待报送"
    OVERDUE = "overdue", "逾期"
    RETURNED = "returned", "退回"
    URGED = "urged", "督促"
    INSTRUCTED = "instructed", "批示"
    ANSWERED = "answered", "回复"
    EXTENSION = "extension", "延期"
    REVIEW = "review", "待审核"
    CLOSED = "closed", "办结"
    CONSULTED = "consulted", "征求意见"
    HELP = "help", "需领导协调"


class Deed(TextChoices):
    """What the audit trail records: things done that are no action on a task."""

    LOGIN = "login", "登录"
    LOGIN_FAILED = "login_failed", "登录失败"
    LOGOUT = "logout", "退出"
    PASSWORD = "password", "修改密码"
    RIGHTS = "rights", "账号和权限"
    DELEGATION = "delegation", "请假代理"
    UNITS = "units", "单位调整"
    RULES = "rules", "规则和日历"
    PLAN = "plan", "计划状态"
    EXPORT = "export", "导出"
    DOWNLOAD = "download", "下载"
    IMPORT = "import", "导入"
    TOKEN = "token", "接口令牌"
    BULLETIN = "bulletin", "印发通报"
