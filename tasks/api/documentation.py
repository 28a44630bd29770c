"""What the API document says about tasks: descriptions and examples, kept out of the views' way."""

from datetime import date
from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, PolymorphicProxySerializer

from tasks.api import examples
from tasks.api.actions import VERBS, input_class
from tasks.states import TRANSITIONS, State

TASK_LIST = (
    "您能看到的任务。筛选条件同时成立;逗号分隔的取值为“或”;`state=open` 为在办(待签收、办理中、待审核)。"
    "`problem=2.1` 是回应报告指出的某个问题(方面.序号)的任务,`problem_group=2` 是回应该方面任一问题的任务;"
    "问题和任务、举措的对应不随 `as_of` 变。"
    "按 `as_of` 或 `period` 看时,`search` 只查那天的名称和编号;`targets` 是那天的目标,分解指标 `quota` 和出处是现行的。"
    "每行是任务去掉 `detail`、`checkpoints`、`items`、`source.quote`、`allowed_actions`。不认识的参数是 400。"
)
TASK = "一项任务的现状。`ETag` 以任务版本开头,可直接作为 `If-Match` 送回。不存在或不对您开放时是 404。"
PROPOSE = "立项:把一项承诺列入计划。限督查室。`lead_unit` 在交办之前只是建议。答复是新任务。"
EVENTS = "该任务的全部办理记录,旧的在前;`face` 是该动作之后的任务。"
DASHBOARD = (
    "按板块和牵头单位的统计,不含不再实施的任务。"
    "每个数带 `href`,打开的列表恰好有这么多行;`lights` 只计在办任务。"
)
TREND = (
    "每个已关账的期次一行,取自办理记录,不受以后的变化影响:各色灯、办结、逾期、未报送,可量化任务的平均进度和计划。"
    "每个数带 `href`,打开的列表是那一天的、恰好有这么多行;`change` 是与上一期之差。"
)
CHANGES = (
    "从一天结束时到另一天结束时的净变化,只取自办理记录:`turned` 亮灯变了(此前未亮灯的,只列红灯和黄灯)、"
    "`slipped` 新成任务逾期或节点逾期、`closed` 办结、`extended` 时限后移、`new` 新立项、`reopened` 重新督办、"
    "`suspended` 暂缓、`cancelled` 不再实施。同一任务可以在几处;期间变了又变回的不列。"
    "每条带起止两天的任务和最后一次使它变化的记录。起始日晚于截至日,或日子还没有到,是 400。"
)
UPLOAD = (
    "multipart 表单,字段 `file` 一个文件。返回的 `id` 写入随后动作的 `evidence`。同样的内容只存一份。"
    "类型看内容,须与文件名后缀一致:不接受的类型、含宏的文件和压缩包是 415;"
    "空文件、加密或损坏的文件是 400;超过上限是 413。"
    "七天内没有写入任何动作的文件会被清理。"
)
DOWNLOAD = (
    "文件本身,总是作为附件。能看到任务的人才能下载;尚未写入动作的只有上传人能下载。"
    "发送前核对 SHA-256:文件丢失或与上传时不符是 410。每次下载记入审计记录。"
)
UPLOAD_BODY: Any = {
    "multipart/form-data": {
        "type": "object",
        "required": ["file"],
        "properties": {"file": {"type": "string", "format": "binary"}},
    }
}
IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    description="您看到的任务版本:任务的 ETag,或版本号。也可用请求体的 version;都没有时是 428",
)

MOMENT = [
    OpenApiParameter(
        "as_of", date, description="截至哪天(当日结束时)的情况,只取自办理记录;默认今天;将来的日子是 400"
    ),
    OpenApiParameter("period", str, description="某一期关账次日的情况,如 2020-09;与 as_of 只能给一个"),
]
MOMENT_AND_COMPARISON = [
    *MOMENT,
    OpenApiParameter("compare_to", str, description="与哪天或哪一期(更早)对比:各数的 `change`"),
]


def _table() -> str:
    rows = ["| action | 动作 | 办理人 | 状态 | 之后 | 必填 | 可填 |", "|---|---|---|---|---|---|---|"]
    for action in VERBS:
        row = TRANSITIONS[action]
        before = "、".join(State(state).label for state in row.sources)
        after = State(row.target).label if row.target else "不变"
        needs, takes = ", ".join(row.needs) or "无", ", ".join(row.takes) or "无"
        rows.append(
            f"| `{action.value}` | {action.label} | {row.who.label} | {before} | {after} | {needs} | {takes} |"
        )
    return "\n".join(rows)


PERFORM = (
    "对任务做一个动作。须带您看到的版本(`version` 或 `If-Match`);"
    "若其后有冲突的记录,答复 409 和任务现状 `current`。状态、计划状态不允许,或没有可办的对象,也是 409;"
    "不是您能办的是 403。\n\n"
    "- 报送进展时各类任务的必报项不同:指标类、控制类 `quantities`,项目类 `stage`,节点类 `expected_on`;"
    "按子项计数的任务报 `items`。\n"
    "- `in_reply_to` 是所针对的办理记录的 `id`:回复哪件督查单或批示、核定、退回或撤回哪条报送。"
    "省略时,回复唯一的一件,核定全部待核定报送,退回和撤回最近的一条。\n"
    "- 督查室代办:`report` 和 `accept` 用 `on_behalf_of` 写明所代单位(代填、代签收),"
    "`instruct` 用 `leader` 写明哪位领导(代录批示);都须附书面材料 `evidence`。牵头、配合单位和领导本人不填。\n"
    "- 同意分工、提出修改意见只在计划征求意见时;调整、不再实施在归档之前都可以;其余在执行和收官时。\n\n"
    + _table()
)


def any_action() -> PolymorphicProxySerializer:
    """One of the actions, told apart by `action`."""
    return PolymorphicProxySerializer(
        component_name="AnyAction",
        serializers={str(action): input_class(action) for action in VERBS},
        resource_type_field_name="action",
    )


PROPOSE_EXAMPLES = [OpenApiExample("立项", value=examples.PROPOSAL, request_only=True)]
PERFORM_EXAMPLES = [
    OpenApiExample("报送进展", value=examples.REPORT, request_only=True),
    OpenApiExample("退回补办", value=examples.RETURN, request_only=True),
    OpenApiExample("催办", value=examples.URGE, request_only=True),
    OpenApiExample("回复", value=examples.ANSWER, request_only=True),
    OpenApiExample("核定", value=examples.VERIFY, request_only=True),
    OpenApiExample("申请延期", value=examples.REQUEST_EXTENSION, request_only=True),
]
TASK_EXAMPLES = [OpenApiExample("指标类任务", value=examples.TASK, response_only=True, status_codes=["200"])]
