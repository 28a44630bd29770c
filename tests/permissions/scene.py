"""One of everything that an address can name: one's own, another unit's, a restricted one, and none."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model

from glossary.models import Term
from guanhu.bulletin import drafting, issuing
from guanhu.bulletin.models import Bulletin
from indicators.models import Indicator, Target
from tasks import evidence, workflow
from tasks.clock import now
from tasks.models import Delegation, Evidence, Notice, Plan, PlanRules, SavedFilter, Task, TaskTarget
from tasks.notices import upkeep
from tasks.states import Action, Kind
from tests import files
from tests.cast import Cast, TaskMaker
from tests.permissions.routes import Route

ROLES = (
    "anonymous", "nobody", "reporter", "head", "other_reporter", "other_head", "supervisor", "leader",
    "other_leader", "administrator", "auditor",
)  # fmt: skip
"""Columns of the table; all but the first are members of the cast. Reporter and head work in the lead unit of what
is `own` and of what is `restricted`, where `leader` is in charge."""
ON = date(2020, 4, 15)

Parts = Mapping[str, Any]
Named = Mapping[str, Parts]
"""Which object → the parts of the address that name it."""
NO_OBJECT: Named = {"-": {}}


@dataclass(slots=True)
class Scene:
    """Tasks with a report and a file each, by what they are to the columns."""

    plan: Plan
    cast: Cast
    tasks: dict[str, Task] = field(default_factory=dict)
    files: dict[str, Evidence] = field(default_factory=dict)
    events: dict[str, int] = field(default_factory=dict)


def build(plan: Plan, cast: Cast, make_task: TaskMaker) -> Scene:
    """Everything waits for something: a report to verify, a letter to answer, an extension to decide."""
    scene = Scene(plan, cast)
    PlanRules.objects.create(plan=plan, effective_on=ON, score_on=True)
    for name, given in (
        ("own", {}),
        ("other", {"lead_unit": cast.other, "leader": cast.other_leader}),
        ("restricted", {"restricted": True}),
    ):
        task = make_task(kind=Kind.CONTINUING, **given)
        paper = evidence.store(task, cast.supervisor, SimpleUploadedFile("现场.jpg", files.picture()))
        unit = task.lead_unit
        workflow.report(
            task, by=cast.supervisor, on=ON, version=None, period="2020-03", note="已开展", on_behalf_of=unit,
            evidence=[paper.pk],
        )  # fmt: skip
        given_by = {"by": None, "on": ON, "version": None}
        workflow.request_extension(task, reason="受阻", due_on=date(2021, 2, 1), **given_by)
        slip = workflow.urge(task, level="blue", text="请抓紧", answer_by=date(2020, 4, 24), **given_by)
        scene.tasks[name], scene.files[name] = Task.objects.get(pk=task.pk), Evidence.objects.get(pk=paper.pk)
        scene.events[name] = slip.pk
    _things_of_people(scene)
    _bulletins(scene)
    return scene


def _things_of_people(scene: Scene) -> None:
    cast, own = scene.cast, scene.tasks["own"]
    for name in ("own", "restricted"):
        figure = Indicator.objects.create(code=f"{name}-figure", name=name, unit="个", kind="cumulative")
        if name == "restricted":
            goal = Target.objects.create(
                code="restricted.1",
                indicator=figure,
                name=name,
                year=2020,
                comparator=">=",
                value=5,
                unit="个",
            )
            TaskTarget.objects.create(task=scene.tasks[name], target=goal)
    Term.objects.create(slug="land", ordinal=1, term="土地整备", definition="对土地进行综合整治。")
    SavedFilter.objects.create(person=cast.reporter, name="红灯", query="light=red")
    away = {
        "starts_on": date(2020, 6, 1),
        "ends_on": date(2020, 6, 9),
        "made_by": cast.head,
        "made_at": now(),
    }
    Delegation.objects.create(person=cast.head, delegate=cast.reporter, **away)
    upkeep.finish(ON)
    Notice.objects.filter(person=cast.reporter).exclude(task=own).delete()
    one = Notice.objects.filter(person=cast.reporter).order_by("pk").first()
    assert one is not None
    Notice.objects.filter(person=cast.reporter).exclude(pk=one.pk).delete()


def _bulletins(scene: Scene) -> None:
    """The bulletin of March, issued, and a draft of the same words for April."""
    plan = Plan.objects.get(pk=scene.plan.pk)
    draft = drafting.begin(plan, "2020-03", by=scene.cast.supervisor, today=ON)
    issuing.issue(draft, seen=draft.version, by=scene.cast.supervisor, today=ON)
    draft.pk, draft._state.adding, draft.period = None, True, "2020-04"
    draft.save()


def drafts_of(scene: Scene) -> Named:
    return {"-": {"pk": Bulletin.objects.get(period="2020-04").pk}, "missing": {"pk": 10**9}}


def tasks_of(scene: Scene) -> Named:
    return {name: {"code": task.code} for name, task in scene.tasks.items()} | {
        "missing": {"code": "2020-9-99"}
    }


def files_of(scene: Scene) -> Named:
    return {name: {"pk": file.pk} for name, file in scene.files.items()} | {"missing": {"pk": 10**9}}


def units_of(scene: Scene) -> Named:
    return {
        "own": {"code": scene.cast.lead.code},
        "other": {"code": scene.cast.other.code},
        "missing": {"code": "nowhere"},
    }


def plans_of(part: str) -> Callable[[Scene], Named]:
    return lambda scene: {"-": {part: scene.plan.slug}, "missing": {part: "1999"}}


def pillars_of(scene: Scene) -> Named:
    return {"-": {"slug": "2020", "ordinal": 2}, "missing": {"slug": "2020", "ordinal": 9}}


def indicators_of(scene: Scene) -> Named:
    """`own` belongs to no task, the restricted one to a restricted task."""
    return {name: {"code": f"{name}-figure"} for name in ("own", "restricted")} | {
        "missing": {"code": "nowhere"}
    }


def slips_of(scene: Scene) -> Named:
    found = {name: {"code": task.code, "pk": scene.events[name]} for name, task in scene.tasks.items()}
    return found | {"missing": {"code": scene.tasks["own"].code, "pk": 10**9}}


def one_of(part: str, value: Any, missing: Any) -> Callable[[Scene], Named]:
    """An object of the office that everybody shares, and one that is not there."""
    return lambda scene: {"-": {part: value}, "missing": {part: missing}}


def reporters(model: type[Model], **owner: str) -> Callable[[Scene], Named]:
    """What belongs to the reporter of the lead unit, and one that is not there."""

    def find(scene: Scene) -> Named:
        mine = model._default_manager.get(**{key: getattr(scene.cast, who) for key, who in owner.items()})
        return {"own": {"pk": mine.pk}, "missing": {"pk": 10**9}}

    return find


def people_of(scene: Scene) -> Named:
    return {"-": {"pk": scene.cast.other_reporter.pk}, "missing": {"pk": 10**9}}


OBJECTS: tuple[tuple[str, Callable[[Scene], Named]], ...] = (
    ("tasks/<slug:code>/slips/", slips_of),
    ("tasks/filters/<int:pk>", reporters(SavedFilter, person="reporter")),
    ("api/v1/tasks/<slug:code>", tasks_of),
    ("tasks/<slug:code>", tasks_of),
    ("api/v1/evidence/<int:pk>", files_of),
    ("evidence/<int:pk>", files_of),
    ("score/<slug:code>", units_of),
    ("units/<slug:code>", units_of),
    ("plans/<slug:slug>/pillars/", pillars_of),
    (
        "plans/<slug:slug>/year/to/",
        lambda scene: {
            "-": {"slug": scene.plan.slug, "state": "closing"},
            "missing": {"slug": "1999", "state": "closing"},
        },
    ),
    ("plans/<slug:slug>", plans_of("slug")),
    ("api/v1/plans/<slug:plan>", plans_of("plan")),
    ("api/v1/indicators/<slug:code>", indicators_of),
    ("indicators/<slug:code>", indicators_of),
    ("api/v1/terms/<slug:slug>", one_of("slug", "land", "nowhere")),
    ("bulletins/drafts/<int:pk>", drafts_of),
    (
        "bulletins/<int:year>",
        lambda scene: {"-": {"year": 2020, "number": 1}, "missing": {"year": 2020, "number": 9}},
    ),
    ("desk/<slug:key>", one_of("key", "assigned", "nowhere")),
    ("help/<slug:slug>", one_of("slug", "head", "nowhere")),
    ("people/delegation/<int:pk>", reporters(Delegation, person="head")),
    ("people/import/<slug:kind>", one_of("kind", "roster", "nowhere")),
    ("people/<int:pk>", people_of),
    ("notices/<int:pk>", reporters(Notice, person="reporter")),
    (
        "admin/",
        lambda scene: {"missing": {"object_id": "0", "id": "0", "app_label": "tasks", "content_type_id": 0}},
    ),
)
"""How an address begins, and what it names. One that begins like none of these stands in the table as unknown."""

BY_ACTION: Mapping[str, Callable[[Action], Any]] = {
    "task-action": lambda action: {"action": action.value},
    "api:events": lambda action: {"json": {"action": action.value, "version": 0}},
}
"""Addresses that stand for many actions: a row for each."""


class UnknownObject(LookupError):
    """A route takes parts that nobody has said how to fill."""


def objects(route: Route, scene: Scene) -> Named:
    """What the route's parts can name. Raises UnknownObject."""
    if not set(route.takes) - {"action"}:
        return NO_OBJECT
    for beginning, find in OBJECTS:
        if route.pattern.startswith(beginning):
            return find(scene)
    raise UnknownObject(f"{route.name}: {route.pattern}")
