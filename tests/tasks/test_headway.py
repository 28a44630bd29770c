"""本期情况: 有新进展, 按计划推进, 本期无新进展; and what comes of having no news."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.models import Reading
from tasks import workflow
from tasks.errors import Invalid
from tasks.lights import Facts, Rules
from tasks.models import PlanRules, Task, TaskEvent
from tasks.states import Cadence, Headway, Kind
from tasks.sweep import sweep
from tasks.workflow.checkpoints import StageGoal
from tasks.workflow.items import ItemProgress, ItemSpec
from tasks.workflow.reporting import Quantity
from tests.cast import STAGES, Cast, TaskMaker
from tests.tasks.light_cast import TO_JUNE, Face, shine

FACE = Face(kind=Kind.CONTINUING)
CALM = (Headway.ON_PLAN, Headway.NO_NEWS)


def told(cadence: Cadence = Cadence.MONTHLY, **said: Headway) -> Facts:
    """Reports from March to June, with what some of them say; keys like p2020_05."""
    headway = {key[1:].replace("_", "-"): word for key, word in said.items()}
    return Facts(reported=TO_JUNE | headway.keys(), first_period="2020-03", headway=headway, cadence=cadence)


def test_without_news_twice_running_is_yellow_with_reason_and_way_back():
    found = shine(FACE, told(p2020_05=Headway.NO_NEWS, p2020_06=Headway.NO_NEWS))
    assert (found.colour, found.reporting, found.unreported) == ("yellow", "yellow", False)
    assert "连续 2 期“本期无新进展”,至六月期(满 2 期黄)" in found.reason
    assert "七月期报送新进展" in found.to_recover


@pytest.mark.parametrize(
    "said",
    [
        {"p2020_06": Headway.NO_NEWS},
        {"p2020_05": Headway.NO_NEWS, "p2020_06": Headway.NEWS},
        {"p2020_05": Headway.NO_NEWS, "p2020_06": Headway.ON_PLAN},
        {"p2020_04": Headway.NO_NEWS, "p2020_06": Headway.NO_NEWS},
        {"p2020_05": Headway.ON_PLAN, "p2020_06": Headway.ON_PLAN},
        {"p2020_06": Headway.NO_NEWS, "p2020_07": Headway.NO_NEWS},  # July is still open
    ],
)
def test_once_or_with_news_between_it_is_not(said):
    found = shine(FACE, told(**said))
    assert (found.reporting, found.to_recover) == ("green", "")


def test_how_often_is_a_setting_and_periods_are_those_of_the_cadence():
    twice = told(p2020_05=Headway.NO_NEWS, p2020_06=Headway.NO_NEWS)
    assert shine(FACE, twice, rules=Rules(stalled_yellow=3)).reporting == "green"
    quarters = Facts(
        reported=frozenset({"2020-Q1", "2020-Q2"}),
        first_period="2020-Q1",
        headway={"2020-Q1": Headway.NO_NEWS, "2020-Q2": Headway.NO_NEWS},
        cadence=Cadence.QUARTERLY,
    )
    assert "至二季度(满 2 期黄)" in shine(FACE, quarters).reason


def test_a_missing_report_counts_before_an_old_one_without_news():
    found = shine(
        FACE,
        Facts(
            reported=frozenset({"2020-04", "2020-05"}),
            first_period="2020-03",
            headway={"2020-04": Headway.NO_NEWS, "2020-05": Headway.NO_NEWS},
        ),
    )
    assert (found.reporting, found.unreported) == ("grey", True)
    assert "无新进展" not in found.reason


@pytest.mark.parametrize("headway", CALM)
@pytest.mark.parametrize("kind", list(Kind))
def test_without_news_nothing_more_is_needed(
    kind: Kind, headway: Headway, make_task: TaskMaker, cast: Cast
) -> None:
    task = make_task(kind=kind, checkpoints=STAGES if kind == Kind.PROJECT else ())
    event = send(task, cast, headway=headway)
    assert event.data["headway"] == headway
    assert event.note in ("本期按计划推进。", "本期无新进展。")
    assert Task.objects.get(pk=task.pk).last_period == "2020-04"


@pytest.mark.parametrize("headway", [None, Headway.NEWS])
def test_with_news_the_words_and_the_figure_are_needed(
    headway: Headway | None, make_task: TaskMaker, cast: Cast
) -> None:
    with pytest.raises(Invalid) as refused:
        send(make_task(), cast, headway=headway)
    assert refused.value.errors.keys() == {"note", "quantities"}


def test_an_amount_left_empty_is_nothing_more_and_takes_nothing_away(
    make_task: TaskMaker, cast: Cast
) -> None:
    task = make_task()
    event = send(task, cast, headway=Headway.NO_NEWS)
    assert [row["value"] for row in event.data["quantities"]] == ["0"]
    send(task, cast, note="签约", quantities=[Quantity(Decimal(2))])
    again = send(task, cast, headway=Headway.ON_PLAN)
    assert "quantities" not in again.data
    assert list(Task.objects.get(pk=task.pk).currents.values()) == ["2"]


def test_a_reading_left_empty_is_none_and_a_supporting_unit_adds_none(
    make_task: TaskMaker, cast: Cast
) -> None:
    send(make_task(kind=Kind.CONTROL), cast, headway=Headway.ON_PLAN)
    send(make_task(supporting=(cast.community,)), cast, by=cast.clerk, headway=Headway.ON_PLAN)
    assert not Reading.objects.exists()


def test_what_was_written_stays_and_pieces_are_counted_as_ever(make_task: TaskMaker, cast: Cast) -> None:
    task = make_task(items=(ItemSpec("横坑村"), ItemSpec("松元村")))
    event = send(task, cast, headway=Headway.ON_PLAN, note="两村进场", items=[ItemProgress(1, done=True)])
    assert event.note == "两村进场"
    assert list(Task.objects.get(pk=task.pk).currents.values()) == ["1"]


def test_the_light_turns_by_the_log_and_back_after_news(make_task: TaskMaker, cast: Cast) -> None:
    steps = (StageGoal(date(2020, 12, 1), "年终检查"),)
    task = make_task(kind=Kind.CONTINUING, checkpoints=steps)
    for month in (3, 4):
        send(task, cast, period=f"2020-{month:02}", on=date(2020, month, 25), headway=Headway.NO_NEWS)
    sweep(task.plan, date(2020, 4, 29))
    assert light_of(task) == "yellow"
    send(task, cast, period="2020-04", on=date(2020, 5, 6), note="补充进展", headway=Headway.NEWS)
    assert light_of(task) == "green"


def test_a_report_that_was_sent_back_says_nothing(make_task: TaskMaker, cast: Cast) -> None:
    task = make_task(kind=Kind.CONTINUING, checkpoints=(StageGoal(date(2020, 12, 1), "年终检查"),))
    send(task, cast, period="2020-03", on=date(2020, 3, 25), headway=Headway.NO_NEWS)
    send(task, cast, period="2020-04", on=date(2020, 4, 25), headway=Headway.NO_NEWS)
    workflow.reject(task, by=cast.supervisor, on=date(2020, 4, 27), version=None, reason="请写明情况")
    sweep(task.plan, date(2020, 4, 29))
    assert light_of(task) == "grey"


def test_the_plan_decides_how_often(make_task: TaskMaker, cast: Cast) -> None:
    task = make_task(kind=Kind.CONTINUING, checkpoints=(StageGoal(date(2020, 12, 1), "年终检查"),))
    PlanRules.objects.create(plan=task.plan, effective_on=date(2020, 3, 1), stalled_yellow=1)
    send(task, cast, period="2020-03", on=date(2020, 3, 25), headway=Headway.NO_NEWS)
    sweep(task.plan, date(2020, 3, 29))
    assert light_of(task) == "yellow"


def send(task: Task, cast: Cast, **given: object) -> TaskEvent:
    common = {"by": cast.reporter, "on": date(2020, 4, 15), "version": None, "period": "2020-04", "note": ""}
    return workflow.report(task, **common | given)  # type: ignore[arg-type]


def light_of(task: Task) -> str:
    return Task.objects.get(pk=task.pk).light
