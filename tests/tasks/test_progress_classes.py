"""通报分类: 超 ≤ −10, 达 < 10, 欠 ≥ 10 percentage points behind plan; continuing work apart."""

from dataclasses import dataclass
from decimal import Decimal

from tasks.progress_classes import ProgressClass, by_class, progress_class
from tasks.states import Kind, State


@dataclass
class Face:
    progress: Decimal | None = Decimal(50)
    planned: Decimal | None = Decimal(50)
    state: str = State.ACTIVE
    kind: str = Kind.QUANTITY


def of(progress: str, planned: str) -> ProgressClass | None:
    return progress_class(Face(Decimal(progress), Decimal(planned)))


def test_the_limits_of_the_classes_are_where_the_rules_say() -> None:
    assert of("60", "50") == ProgressClass.AHEAD
    assert of("59.99", "50") == of("50", "50") == of("40.01", "50") == ProgressClass.ON_PLAN
    assert of("40", "50") == of("0", "50") == ProgressClass.BEHIND


def test_what_is_closed_is_done_whatever_its_percentage() -> None:
    assert progress_class(Face(Decimal(10), Decimal(90), State.DONE)) == ProgressClass.DONE
    assert progress_class(Face(Decimal(10), Decimal(90), State.IN_REVIEW)) == ProgressClass.BEHIND


def test_what_has_no_percentage_or_stands_still_is_other() -> None:
    others = (
        Face(progress=None),
        Face(planned=None),
        Face(kind=Kind.MILESTONE),
        Face(state=State.SUSPENDED),
    )
    assert {progress_class(face) for face in others} == {ProgressClass.OTHER}


def test_continuing_work_and_what_was_given_up_have_no_class() -> None:
    faces = [Face(kind=Kind.CONTINUING), Face(state=State.CANCELLED), Face()]
    assert [progress_class(face) for face in faces] == [None, None, ProgressClass.ON_PLAN]
    assert by_class(faces) == {**dict.fromkeys(ProgressClass, 0), ProgressClass.ON_PLAN: 1}
