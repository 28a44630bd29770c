"""办结申请拟稿: a reporter prepares, the head releases; the setting makes it needless."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tasks import closing_drafts, evidence, timeline, workflow
from tasks.errors import Invalid, NotAllowed, Stale, WrongState
from tasks.models import ClosingDraft, Evidence, Person, Task, TaskEvent
from tasks.rulebook import rules_row
from tasks.states import Action, Kind, Outcome, State
from tasks.workflow.bulk import perform_all
from tests.cast import Cast, TaskMaker

TODAY = date(2020, 6, 1)
Prepare = Callable[..., ClosingDraft]


@pytest.fixture(autouse=True)
def evidence_folder(tmp_path: Path, settings: Any) -> None:
    settings.EVIDENCE_DIR = tmp_path


@pytest.fixture
def task(make_task: TaskMaker) -> Task:
    return make_task(kind=Kind.CONTINUING)


def paper(task: Task, person: Person, name: str = "总结.pdf") -> Evidence:
    content = f"%PDF-1.4 {name} {person}".encode()
    return evidence.store(task, person, SimpleUploadedFile(name, content))


def prepare(task: Task, by: Person, **more: Any) -> ClosingDraft:
    given = {"outcome": Outcome.COMPLETED, "note": "全年工作已完成", **more}
    return closing_drafts.prepare(task, by=by, on=TODAY, rules=rules_row(task.plan, TODAY), **given)


def release(draft: ClosingDraft, by: Person, version: int | None = None) -> TaskEvent:
    return closing_drafts.release(draft, by=by, on=TODAY, version=version)


def test_the_head_asks_in_his_own_name_with_what_the_reporter_prepared(cast: Cast, task: Task) -> None:
    file = paper(task, cast.reporter)
    event = release(prepare(task, cast.reporter, evidence=[file.pk]), cast.head)
    task.refresh_from_db()
    assert (task.state, task.submitted_by, task.outcome) == (State.IN_REVIEW, cast.head, Outcome.COMPLETED)
    assert (event.note, event.data["prepared_by"]) == ("全年工作已完成", cast.reporter.pk)
    assert [row["id"] for row in event.data["evidence"]] == [file.pk]
    assert Evidence.objects.get(pk=file.pk).event == event and not ClosingDraft.objects.exists()
    assert ("拟稿", "经办甲") in timeline.timeline(task)[0].entries[0].lines


def test_preparing_changes_nothing_of_the_task(cast: Cast, task: Task) -> None:
    before = task.events.count()
    prepare(task, cast.reporter)
    task.refresh_from_db()
    assert task.state == State.ACTIVE and task.events.count() == before


@pytest.mark.parametrize("who", ["reporter", "other_head", "supervisor", "leader"])
def test_only_the_head_of_the_unit_releases(cast: Cast, task: Task, who: str) -> None:
    draft = prepare(task, cast.reporter)
    with pytest.raises(NotAllowed):
        release(draft, getattr(cast, who))
    assert ClosingDraft.objects.exists()


@pytest.mark.parametrize("who", ["head", "other_reporter", "supervisor", "nobody"])
def test_only_a_reporter_of_the_lead_unit_prepares(cast: Cast, task: Task, who: str) -> None:
    with pytest.raises(NotAllowed):
        prepare(task, getattr(cast, who))
    assert not ClosingDraft.objects.exists()


def test_with_the_setting_on_the_reporter_asks_himself(cast: Cast, task: Task) -> None:
    task.plan.rules.update(reporters_may_submit=True)
    with pytest.raises(NotAllowed):
        prepare(task, cast.reporter)
    asked = workflow.submit(
        task, by=cast.reporter, on=TODAY, version=None, outcome=Outcome.MOSTLY, note="完成"
    )
    assert asked.action == Action.SUBMIT


def test_the_writer_and_the_head_change_it_and_nobody_else(cast: Cast, task: Task) -> None:
    file = paper(task, cast.reporter)
    prepare(task, cast.reporter, evidence=[file.pk])
    added = paper(task, cast.head, "补充.pdf")
    changed = prepare(task, cast.head, note="改过", evidence=[file.pk, added.pk])
    assert (changed.prepared_by, changed.note, changed.evidence) == (
        cast.reporter,
        "改过",
        [file.pk, added.pk],
    )
    colleague = Person.objects.create_user("colleague", name="经办丙")
    colleague.memberships.create(unit=cast.lead, role="reporter")
    with pytest.raises(NotAllowed):
        prepare(task, colleague)
    with pytest.raises(NotAllowed):
        closing_drafts.discard(changed, by=colleague, rules=rules_row(task.plan, TODAY))
    event = release(ClosingDraft.objects.get(), cast.head)
    assert {row["id"] for row in event.data["evidence"]} == {file.pk, added.pk}


@pytest.mark.parametrize("given", [{"note": ""}, {"evidence": [999999]}])
def test_what_cannot_be_asked_is_not_prepared(cast: Cast, task: Task, given: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        prepare(task, cast.reporter, **given)
    assert set(refused.value.errors) == set(given)


def test_neither_a_strangers_file_nor_one_that_is_used_goes_along(cast: Cast, task: Task) -> None:
    with pytest.raises(Invalid):
        prepare(task, cast.reporter, evidence=[paper(task, cast.head).pk])
    used = paper(task, cast.reporter)
    Evidence.objects.filter(pk=used.pk).update(event=task.events.first())
    with pytest.raises(Invalid):
        prepare(task, cast.reporter, evidence=[used.pk])


def test_completion_is_not_prepared_before_the_target_is_reached(cast: Cast, make_task: TaskMaker) -> None:
    task = make_task()
    with pytest.raises(Invalid) as refused:
        prepare(task, cast.reporter)
    assert set(refused.value.errors) == {"outcome"}
    assert prepare(task, cast.reporter, outcome=Outcome.UNFINISHED).outcome == Outcome.UNFINISHED


def test_a_head_who_has_not_seen_the_latest_is_told(cast: Cast, task: Task) -> None:
    seen, draft = task.version, prepare(task, cast.reporter)
    workflow.revise(task, by=cast.supervisor, on=TODAY, version=None, reason="更正", detail="改了说明")
    with pytest.raises(Stale):
        release(draft, cast.head, version=seen)
    assert ClosingDraft.objects.exists()


def test_a_task_that_is_not_under_way_takes_no_draft(cast: Cast, make_task: TaskMaker) -> None:
    task = make_task(state=State.ASSIGNED)
    with pytest.raises(WrongState):
        prepare(task, cast.reporter)


def test_whoever_asks_otherwise_ends_the_draft(cast: Cast, make_task: TaskMaker) -> None:
    one, many = make_task(kind=Kind.CONTINUING), make_task(kind=Kind.CONTINUING)
    prepare(one, cast.reporter), prepare(many, cast.reporter)
    workflow.submit(one, by=cast.head, on=TODAY, version=None, outcome=Outcome.MOSTLY, note="自行申请")
    assert ClosingDraft.objects.get().task == many
    perform_all(Action.SUBMIT, {many.pk: None}, by=cast.head, on=TODAY, note="成批", outcome=Outcome.MOSTLY)
    assert not ClosingDraft.objects.exists()


def test_the_head_sees_the_files_before_he_releases_and_nobody_else_does(cast: Cast, task: Task) -> None:
    file = paper(task, cast.reporter)
    assert not evidence.visible_to(cast.head).filter(pk=file.pk).exists()
    prepare(task, cast.reporter, evidence=[file.pk])
    sees = {who for who in ("head", "reporter", "other_head", "supervisor", "clerk")
            if evidence.visible_to(getattr(cast, who)).filter(pk=file.pk).exists()}  # fmt: skip
    assert sees == {"head", "reporter"}


def test_nobody_approves_what_he_released(cast: Cast, task: Task) -> None:
    cast.head.memberships.create(unit=cast.supervisor.memberships.get().unit, role="supervisor")
    head = Person.objects.get(pk=cast.head.pk)
    release(prepare(task, cast.reporter), head)
    with pytest.raises(NotAllowed):
        workflow.approve(task, by=head, on=TODAY, version=None)
