"""Tasks and their log."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from tasks import access, workflow
from tasks.api import documentation as docs
from tasks.api import representation
from tasks.api.actions import VERBS, arguments, input_class, performable, proposal
from tasks.api.event_serializers import EventSerializer, PerformedSerializer
from tasks.api.serializers import TaskRowSerializer, TaskSerializer
from tasks.api.versions import seen_version
from tasks.errors import Invalid, NotAllowed
from tasks.faces import column, dressed, faces, with_names
from tasks.filters import TaskFilter, filter_of
from tasks.forms.moment import PARAMETERS, read_moment
from tasks.models import Task, TaskEvent
from tasks.moment import Moment
from tasks.rulebook import rules_row
from tasks.states import Action


class TaskList(GenericAPIView):
    queryset = Task.objects.all()
    serializer_class = TaskRowSerializer
    filter_backends = (DjangoFilterBackend,)
    filterset_class = TaskFilter
    orderings = ("code", "due_on", "progress", "updated_at")
    default_ordering = "code"
    parameters = PARAMETERS
    columns: Mapping[str, str] = MappingProxyType({})

    @extend_schema(
        summary="任务列表",
        description=docs.TASK_LIST,
        parameters=docs.MOMENT,
        responses=TaskRowSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        moment = read_moment(request.query_params, request.on)
        rows = self._filtered(moment)
        self.columns = {name: column(rows, name) for name in (*self.orderings, "pk")}
        page = dressed(self.paginate_queryset(with_names(rows)))
        return self.get_paginated_response(representation.rows(page, request, moment.on))

    def _filtered(self, moment: Moment) -> QuerySet[Any]:
        asked, visible = self.request.query_params, access.visible_tasks(self.request.user)
        if plan := asked.get("plan"):
            visible = visible.filter(plan__slug=plan)
        found = filter_of(asked, faces(visible, moment))
        if not found.is_valid():
            raise Invalid({name: [str(text) for text in said] for name, said in found.errors.items()})
        return found.qs

    @extend_schema(
        summary="立项",
        description=docs.PROPOSE,
        request=input_class(Action.PROPOSE),
        responses={201: TaskSerializer},
        examples=docs.PROPOSE_EXAMPLES,
    )
    def post(self, request: Request) -> Response:
        if not access.may_propose(access.rights(request.user)):
            raise NotAllowed("只有督查室可以立项。")
        event = workflow.propose(by=request.user, on=request.on, **proposal(request.data))
        place = request.build_absolute_uri(reverse("api:task", args=(event.task.code,)))
        return Response(
            representation.represent(event.task, request), status=201, headers={"Location": place}
        )


class OfTask(GenericAPIView):
    """Base of what belongs to one task: not there for whom the task is not."""

    def task(self) -> Task:
        visible = access.visible_tasks(self.request.user)
        return get_object_or_404(visible.with_names(), code=self.kwargs["code"])


class TaskDetail(OfTask):
    serializer_class = TaskSerializer

    @extend_schema(summary="一项任务", description=docs.TASK, examples=docs.TASK_EXAMPLES)
    def get(self, request: Request, code: str) -> Response:
        return Response(representation.represent(self.task(), request))


class TaskEvents(OfTask):
    queryset = TaskEvent.objects.all()
    serializer_class = EventSerializer
    orderings = ("version",)
    default_ordering = "version"
    problems: ClassVar = {"POST": (409, 428)}

    @extend_schema(
        summary="一项任务的办理记录", description=docs.EVENTS, responses=EventSerializer(many=True)
    )
    def get(self, request: Request, code: str) -> Response:
        found = representation.with_actors(TaskEvent.objects.filter(task=self.task()))
        page = self.paginate_queryset(found)
        return self.get_paginated_response(representation.events(page, request))

    @extend_schema(
        summary="办理任务",
        description=docs.PERFORM,
        request=docs.any_action(),
        responses={201: PerformedSerializer},
        parameters=[docs.IF_MATCH],
        examples=docs.PERFORM_EXAMPLES,
    )
    def post(self, request: Request, code: str) -> Response:
        task = self.task()
        action = performable(request.data)
        self._check_right(action, task)
        version = seen_version(request, request.data)
        given: dict[str, Any] = arguments(action, task, request.data)
        event = VERBS[action](task, by=request.user, on=request.on, version=version, **given)
        return Response(representation.event_and_task(event, request), status=201)

    def _check_right(self, action: Action, task: Task) -> None:
        """Who may not do it hears that first, not what his body lacks; the verb checks again."""
        rules = rules_row(task.plan, self.request.on)
        if not access.may(access.rights(self.request.user), action, task, rules):
            raise NotAllowed(f"您不能对本任务执行“{action.label}”。")
