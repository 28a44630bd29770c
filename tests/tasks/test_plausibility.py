"""What looks odd about a report: pointed out, noted, never refused."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.kinds import IndicatorKind
from tasks import plausibility, timeline, workflow
from tasks.errors import Doubtful, Invalid
from tasks.models import Task, TaskEvent
from tasks.plausibility import Amount, Claim, StageMove, pointers, words
from tasks.states import Cadence, Headway, Kind
from tasks.workflow.reporting import Quantity
from tests.cast import STAGES, Cast, TaskMaker
from tests.indicators.goals import make_goal


def codes(claim: Claim) -> list[str]:
    return [str(pointer.code) for pointer in pointers(claim)]


def claim(**given: object) -> Claim:
    return Claim(**{"period": "2020-05", "note": "新签 3 户", **given})  # type: ignore[arg-type]


def amount(value: str, points: dict[str, str] | None = None, **more: object) -> Amount:
    goal = make_goal({"2020-03": "4", "2020-04": "6"} if points is None else points, **more)
    return Amount(goal, Decimal(value))


def test_an_ordinary_report_has_nothing_to_look_at():
    assert codes(claim(previous_note="新签 2 户", amounts=(amount("5"),))) == []
    assert codes(claim(headway=Headway.NO_NEWS, amounts=(amount("0"),))) == []


@pytest.mark.parametrize("previous", ["新签 3 户", " 新签3户\n"])
def test_words_copied_from_the_report_before_are_pointed_out(previous):
    assert codes(claim(previous_note=previous)) == ["copied"]
    assert codes(claim(previous_note="")) == []


@pytest.mark.parametrize(
    ("value", "points", "found"),
    [
        ("59", None, []),
        ("60", None, ["outlier"]),  # ten times the six of April
        ("301", {"2020-03": "200"}, ["outlier"]),  # three times the hundred of the year
        ("300", {"2020-03": "200"}, []),
        ("90", {}, []),
        ("90", {"2020-03": "0"}, []),
        ("90", {"2020-05": "1", "2020-04": "50"}, []),  # what is corrected is no measure
    ],
)
def test_amounts_far_beyond_everything_before_or_the_target(value, points, found):
    assert codes(claim(amounts=(amount(value, points),))) == found


def test_a_pointer_names_its_numbers():
    (pointer,) = pointers(claim(amounts=(amount("60"),)))
    assert pointer.text == "“文化活动”本期 60 场,达到以往最大一期(6)的 10 倍以上"


@pytest.mark.parametrize(
    ("points", "value", "found"),
    [({}, "100", ["leap"]), ({"2020-04": "0"}, "120", ["leap"]), ({"2020-04": "1"}, "9", []), ({}, "99", [])],
)
def test_from_nothing_to_everything_at_once(points, value, found):
    assert codes(claim(amounts=(amount(value, points),))) == found


def test_a_level_seen_for_the_first_time_leaps_nowhere():
    first = amount("100", {}, kind=IndicatorKind.LEVEL)
    assert codes(claim(amounts=(first,))) == []


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [("0", "100", ["leap"]), (None, "100", ["leap"]), ("20", "100", []), ("0", "50", []), ("0", None, [])],
)
def test_a_project_that_is_finished_before_it_has_begun(before, after, found):
    as_number = [None if text is None else Decimal(text) for text in (before, after)]
    assert codes(claim(stage=StageMove(*as_number))) == found


def test_totals_that_shrink_are_said_in_their_own_words():
    goal = make_goal({"2020-05": "9"})
    shrinking = Amount(goal, Decimal(4), replaced=Decimal(9), back="由 9 改为 4 场")
    assert [(p.code, p.text) for p in pointers(claim(amounts=(shrinking,)))] == [
        ("shrinking", "由 9 改为 4 场")
    ]


@pytest.mark.parametrize(
    "more",
    [{"moved": True}, {"stage": StageMove(Decimal(0), Decimal(20))}, {"amounts": (amount("1"),)}],
)
def test_no_news_with_news_contradicts_itself(more):
    assert codes(claim(headway=Headway.NO_NEWS, **more)) == ["contradiction"]
    assert codes(claim(headway=Headway.ON_PLAN, **more)) == []


def test_a_quarter_that_was_reported_by_month_in_part_is_not_counted_twice():
    found = pointers(claim(period="2020-Q2", amounts=(amount("9"),)))
    assert [p.text for p in found] == ["四月期已报过数,二季度请填含其在内的合计,不会重复计算"]
    assert codes(claim(period="2020-Q3", amounts=(amount("9"),))) == []


def test_a_month_inside_a_reported_quarter_and_a_week_across_its_end_are_told_apart():
    goal = make_goal({"2020-Q2": "9"})
    for period, said in {
        "2020-05": "二季度已报过数,五月期的数已含在内、不另计入;要更正请改报二季度",
        "2020-W27": "二季度已报过数,第 27 周请只填其余新增的部分",
    }.items():
        assert [p.text for p in pointers(claim(period=period, amounts=(Amount(goal, Decimal(1)),)))] == [said]


def test_each_code_has_its_words_and_unknown_ones_none():
    assert words(["copied", "leap", "later"]) == "文字与上次报送相同、由 0 一次到 100%"
    assert all(words([code]) for code in plausibility.Remark.values)


def test_a_report_goes_through_and_keeps_what_looked_odd(make_task: TaskMaker, cast: Cast) -> None:
    task = make_task()
    assert "remarks" not in send(task, cast, "2020-03", "2").data
    event = send(task, cast, "2020-04", "20")
    assert event.data["remarks"] == ["copied", "outlier"]
    (entry,) = timeline.since(Task.objects.get(pk=task.pk), event.version - 1)
    assert ("请核对", "文字与上次报送相同、数值异常大") in entry.lines


def test_who_is_asked_first_sends_nothing_until_he_has_looked(make_task: TaskMaker, cast: Cast) -> None:
    task = make_task()
    send(task, cast, "2020-03", "2", looked_at=())
    with pytest.raises(Doubtful) as asked:
        send(task, cast, "2020-04", "20", looked_at=("copied",))
    assert [pointer.code for pointer in asked.value.pointers] == ["outlier"]
    assert TaskEvent.objects.filter(task=task, action="report").count() == 1
    assert list(Task.objects.get(pk=task.pk).currents.values()) == ["2"]
    send(task, cast, "2020-04", "20", looked_at=("copied", "outlier"))
    assert list(Task.objects.get(pk=task.pk).currents.values()) == ["22"]


def test_a_figure_that_goes_back_with_its_reason_is_not_asked_about_again(
    make_task: TaskMaker, cast: Cast
) -> None:
    task = make_task()
    send(task, cast, "2020-04", "5", note="四月签约")
    with pytest.raises(Invalid, match="请说明原因"):
        send(task, cast, "2020-04", "4", looked_at=())
    event = send(task, cast, "2020-04", "4", reason="重复计入", looked_at=())
    assert event.data["remarks"] == ["shrinking"]


def test_the_same_words_for_the_same_period_or_another_unit_are_no_copy(
    make_task: TaskMaker, cast: Cast
) -> None:
    task = make_task(supporting=(cast.community,))
    send(task, cast, "2020-04", "5")
    assert "remarks" not in send(task, cast, "2020-04", "6").data
    assert "remarks" not in send(task, cast, "2020-05", "5", by=cast.clerk).data


def test_plain_sentences_are_the_same_in_every_period(make_task: TaskMaker, cast: Cast) -> None:
    task = make_task(kind=Kind.PROJECT, checkpoints=STAGES)
    calm = {"quantities": (), "note": "", "headway": Headway.ON_PLAN}
    assert "remarks" not in send(task, cast, "2020-03", "0", **calm).data
    assert "remarks" not in send(task, cast, "2020-04", "0", **calm).data


def test_a_changed_cadence_points_to_what_was_reported(make_task: TaskMaker, cast: Cast) -> None:
    task = make_task()
    send(task, cast, "2020-04", "5")
    workflow.revise(
        task,
        by=cast.supervisor,
        on=date(2020, 5, 2),
        version=None,
        reason="改为按季",
        cadence=Cadence.QUARTERLY,
    )
    later = {"note": "二季度", "on": date(2020, 6, 20)}
    with pytest.raises(Invalid, match="少于其中各期已报的 5"):
        send(task, cast, "2020-Q2", "3", **later)
    event = send(task, cast, "2020-Q2", "8", **later)
    assert event.data["remarks"] == ["overlap"]
    assert list(Task.objects.get(pk=task.pk).currents.values()) == ["8"]


def send(task: Task, cast: Cast, period: str, value: str, **more: object) -> TaskEvent:
    given = {
        "by": cast.reporter,
        "on": date(2020, 5, 1),
        "version": None,
        "note": "完成签约 3 户",
        "quantities": [Quantity(Decimal(value))],
        **more,
    }
    return workflow.report(task, period=period, **given)  # type: ignore[arg-type]
