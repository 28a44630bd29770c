"""The plan's year as steps: where it stands, where it can go, and what that would do."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count as Counted
from django.db.models import Q

from tasks.models import Plan, Task
from tasks.states import NOT_CLOSED, Consultation, Kind, PlanState
from tasks.workflow.year import NEXT

NEEDS: Mapping[PlanState, str] = {
    PlanState.DRAFT: "立项,拟定责任单位、时限和阶段目标。",
    PlanState.CONSULTING: "牵头单位同意分工、填报阶段目标,或提出修改意见。",
    PlanState.ACTIVE: "冻结基线;交办、签收,按期报送,亮灯督办。",
    PlanState.CLOSING: "每项任务给出办结结果;常态化任务成批办结。",
    PlanState.ARCHIVED: "结转下年的已结转;全部任务有结果,此后只读。",
}


@dataclass(frozen=True, slots=True)
class Step:
    state: PlanState
    here: bool
    passed: bool

    @property
    def needs(self) -> str:
        return NEEDS[self.state]


@dataclass(frozen=True, slots=True)
class Move:
    """A way on (or back). `effects` say what it would do, `refused` why it cannot be gone."""

    state: PlanState
    back: bool
    effects: tuple[str, ...]
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Numbers on which the moves depend."""

    unclosed: int
    without_unit: int
    objected: int
    silent: int
    continuing: int


def steps(plan: Plan) -> list[Step]:
    order = list(PlanState)
    here = order.index(PlanState(plan.state))
    return [Step(state, place == here, place < here) for place, state in enumerate(order)]


def moves(plan: Plan) -> list[Move]:
    """The ways from where the plan stands; one query."""
    known, order = _facts(plan), list(PlanState)
    here = PlanState(plan.state)
    return [
        Move(
            state,
            order.index(state) < order.index(here),
            _effects(here, state, known),
            f"还有 {known.unclosed} 项任务没有办结结果,不能归档。"
            if state == PlanState.ARCHIVED and known.unclosed
            else "",
        )
        for state in NEXT[here]
    ]


def _facts(plan: Plan) -> Facts:
    open_ones = Q(state__in=NOT_CLOSED)
    row = Task.objects.filter(plan=plan).aggregate(
        unclosed=Counted("pk", filter=open_ones),
        without_unit=Counted("pk", filter=open_ones & Q(lead_unit=None)),
        objected=Counted("pk", filter=open_ones & Q(consultation=Consultation.OBJECTED)),
        silent=Counted("pk", filter=open_ones & Q(consultation=Consultation.NONE)),
        continuing=Counted("pk", filter=open_ones & Q(kind=Kind.CONTINUING)),
    )
    return Facts(**row)


def _effects(here: PlanState, state: PlanState, known: Facts) -> tuple[str, ...]:
    match state:
        case PlanState.DRAFT:
            return ("责任单位暂不能答复;已有的答复保留。",)
        case PlanState.CONSULTING:
            lost = f"{known.without_unit} 项还没有牵头单位,无人答复。" if known.without_unit else ""
            return tuple(filter(None, (f"{known.unclosed} 项任务请各牵头单位答复。", lost)))
        case PlanState.ACTIVE if here == PlanState.CLOSING:
            return ("回到执行,任务照常督办。",)
        case PlanState.ACTIVE:
            return tuple(
                filter(None, (_frozen(known), _unanswered(here, known), "从今天起按计划亮灯、可以交办。"))
            )
        case PlanState.CLOSING:
            return (
                f"{known.unclosed} 项未办结的任务须逐项给出结果,其中常态化 {known.continuing} 项可成批办结。",
                "报送、亮灯照常,直到办结。",
            )
    return ("全部任务从此只读,不能再立项、调整。",)


def _frozen(known: Facts) -> str:
    return f"{known.unclosed} 项任务冻结基线:现在的时限和阶段目标作为考核依据,以后的改动都与它对照。"


def _unanswered(here: PlanState, known: Facts) -> str:
    if here != PlanState.CONSULTING or not (known.objected or known.silent):
        return ""
    return f"征求意见尚未完结:{known.objected} 项有修改意见,{known.silent} 项未答复。"
