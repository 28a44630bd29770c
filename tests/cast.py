"""A cast, not random data: the people, units and plan that most tests play with."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from django.contrib.auth.hashers import make_password

from indicators.kinds import Comparator
from tasks import workflow
from tasks.models import Measure, Membership, Person, Pillar, Plan, PlanRules, Task, TaskEvent, Unit
from tasks.states import Kind, MemberRole, Outcome, PlanState, State, UnitKind
from tasks.workflow.checkpoints import StageGoal
from tasks.workflow.targets import TargetSpec

PROPOSED_ON = date(2020, 3, 13)
ASSIGNED_ON = date(2020, 3, 16)
ACCEPTED_ON = date(2020, 3, 18)
PASSWORD = "观湖-2020-guanhu"

LAND = TargetSpec("土地整备入库", Comparator.AT_LEAST, Decimal(28), unit="公顷")
QUARTERS = tuple(
    StageGoal(date(2020, month, day), value=Decimal(value))
    for month, day, value in ((3, 31, 7), (6, 30, 14), (9, 30, 21), (12, 31, 28))
)
STAGES = tuple(
    StageGoal(date(2020, month, day), text, percent=Decimal(percent))
    for month, day, text, percent in ((5, 31, "设计", 20), (8, 31, "开工", 50), (12, 20, "竣工", 100))
)
PM25 = TargetSpec("PM2.5 年均浓度", Comparator.BELOW, Decimal("26.5"), unit="微克/立方米", reading="mean")
OPENING = TargetSpec("观盛二路开工", Comparator.MILESTONE, milestone="开工")
TARGETS: dict[str, tuple[TargetSpec, ...]] = {
    Kind.QUANTITY: (LAND,),
    Kind.PROJECT: (),
    Kind.MILESTONE: (OPENING,),
    Kind.CONTROL: (PM25,),
    Kind.CONTINUING: (),
}


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody. `reporter` and `head` belong to 城市建设办 (lead), `other_*` to 经济服务办, `clerk` to 鹭湖社区."""

    lead: Unit
    other: Unit
    community: Unit
    reporter: Person
    head: Person
    other_reporter: Person
    other_head: Person
    clerk: Person
    supervisor: Person
    supervisor2: Person
    leader: Person
    other_leader: Person
    administrator: Person
    auditor: Person
    nobody: Person


def make_plan() -> Plan:
    """The plan of 2020, executed from the day of the report, two pillars with two measures each."""
    plan = Plan.objects.create(
        slug="2020",
        year=2020,
        title="2020 年重点工作",
        starts_on=date(2020, 1, 1),
        ends_on=date(2020, 12, 31),
        state=PlanState.ACTIVE,
        activated_on=PROPOSED_ON,
        swept_to=PROPOSED_ON,
    )
    PlanRules.objects.create(plan=plan, effective_on=plan.starts_on)
    for ordinal, name in ((1, "智造观湖"), (2, "品质观湖")):
        pillar = Pillar.objects.create(plan=plan, ordinal=ordinal, name=name)
        for number in (1, 2):
            Measure.objects.create(pillar=pillar, ordinal=number, name=f"{name}举措{number}")
    return plan


_UNITS = (
    ("chengjian", "城市建设办公室", UnitKind.OFFICE),
    ("jingji", "经济服务办公室", UnitKind.OFFICE),
    ("luhu", "鹭湖社区", UnitKind.COMMUNITY),
    ("ducha", "督查室", UnitKind.OFFICE),
    ("lingdao", "街道领导班子", UnitKind.LEADERSHIP),
)
_PEOPLE: tuple[tuple[str, str, str, MemberRole | None], ...] = (
    ("reporter", "经办甲", "chengjian", MemberRole.REPORTER),
    ("head", "主任甲", "chengjian", MemberRole.HEAD),
    ("other_reporter", "经办乙", "jingji", MemberRole.REPORTER),
    ("other_head", "主任乙", "jingji", MemberRole.HEAD),
    ("clerk", "社区经办", "luhu", MemberRole.REPORTER),
    ("supervisor", "督查甲", "ducha", MemberRole.SUPERVISOR),
    ("supervisor2", "督查乙", "ducha", MemberRole.SUPERVISOR),
    ("leader", "分管领导甲", "lingdao", MemberRole.LEADER),
    ("other_leader", "分管领导乙", "lingdao", MemberRole.LEADER),
    ("administrator", "管理员", "ducha", MemberRole.ADMINISTRATOR),
    ("auditor", "审计员", "ducha", MemberRole.AUDITOR),
    ("nobody", "无任职", "", None),
)


def make_cast() -> Cast:
    """Everybody, in few statements: nearly every test calls them."""
    first = Unit.objects.count()
    units = Unit.objects.bulk_create(
        Unit(code=code, name=name, kind=kind, ordinal=first + number)
        for number, (code, name, kind) in enumerate(_UNITS)
    )
    at = {unit.code: unit for unit in units}
    hashed = make_password(PASSWORD)
    made = Person.objects.bulk_create(
        _person(username, name, hashed, role) for username, name, _, role in _PEOPLE
    )
    people = {person.username: person for person in made}
    Membership.objects.bulk_create(
        Membership(person=people[username], unit=at[unit], role=role)
        for username, _, unit, role in _PEOPLE
        if role
    )
    return Cast(lead=at["chengjian"], other=at["jingji"], community=at["luhu"], **people)


def _person(username: str, name: str, hashed: str, role: MemberRole | None) -> Person:
    rules = role == MemberRole.ADMINISTRATOR
    return Person(username=username, name=name, password=hashed, is_staff=rules, is_superuser=rules)


class TaskMaker:
    """Makes tasks through the real verbs, up to the state asked for."""

    def __init__(self, plan: Plan, cast: Cast) -> None:
        self.plan, self.cast, self.made = plan, cast, 0

    def __call__(
        self,
        *,
        state: State = State.ACTIVE,
        kind: Kind = Kind.QUANTITY,
        pillar: int = 2,
        measure: int = 1,
        checkpoints: tuple[StageGoal, ...] | None = None,
        due_on: date = date(2020, 12, 31),
        supporting: tuple[Unit, ...] = (),
        lead_unit: Unit | None = None,
        leader: Person | None = None,
        accepted_on: date = ACCEPTED_ON,
        **overrides: Any,
    ) -> Task:
        self.made += 1
        fields = {"title": f"任务{self.made:03d}", "targets": TARGETS[kind], **overrides}
        event = workflow.propose(
            by=self.cast.supervisor,
            on=PROPOSED_ON,
            measure=Measure.objects.get(pillar__plan=self.plan, pillar__ordinal=pillar, ordinal=measure),
            kind=kind,
            lead_unit=lead_unit or self.cast.lead,
            **fields,
        )
        steps = self._steps(
            event.task, state, lead_unit, leader, due_on, supporting, checkpoints, accepted_on
        )
        for step in steps:
            step()
        return Task.objects.get(pk=event.task_id)

    def _steps(
        self,
        task: Task,
        state: State,
        lead_unit: Unit | None,
        leader: Person | None,
        due_on: date,
        supporting: tuple[Unit, ...],
        checkpoints: tuple[StageGoal, ...] | None,
        accepted_on: date,
    ) -> list[partial[TaskEvent]]:
        """What leads to the state, one verb after the other."""
        cast = self.cast
        assign = partial(
            workflow.assign,
            task,
            by=cast.supervisor,
            on=ASSIGNED_ON,
            version=None,
            lead_unit=lead_unit or cast.lead,
            leader=leader or cast.leader,
            due_on=due_on,
            supporting_units=supporting,
            checkpoints=checkpoints,
        )
        accept = partial(workflow.accept, task, by=None, on=accepted_on, version=None)
        submit = partial(
            workflow.submit,
            task,
            by=cast.head,
            on=date(2020, 6, 1),
            version=None,
            outcome=Outcome.MOSTLY,
            note="已基本办结",
        )
        approve = partial(workflow.approve, task, by=cast.supervisor2, on=date(2020, 6, 3), version=None)
        stop = {
            State.SUSPENDED: partial(workflow.suspend, task, by=cast.supervisor, version=None),
            State.CANCELLED: partial(workflow.cancel, task, by=cast.supervisor, version=None),
        }
        if state in stop:
            return [assign, accept, partial(stop[state], on=date(2020, 6, 1), reason="政策调整")]
        story = {State.ASSIGNED: assign, State.ACTIVE: accept, State.IN_REVIEW: submit, State.DONE: approve}
        order = [State.PROPOSED, *story]
        return [story[reached] for reached in order[1 : order.index(state) + 1]]
