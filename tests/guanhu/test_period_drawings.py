"""The drawings of the closed periods, columns and heat map, as numbers."""

from datetime import date

from guanhu.heat_map import heat_map
from guanhu.period_columns import columns, table
from tasks.models import Pillar
from tasks.states import Colour
from tasks.trend import PeriodLights

BASE = {"plan": "2020"}
PILLARS = [Pillar(pk=7, ordinal=1, name="智造观湖"), Pillar(pk=8, ordinal=2, name="品质观湖")]


def lights(period: str, **counts: int) -> PeriodLights:
    """All of them in the first pillar."""
    found = {str(c): counts.get(c, 0) for c in Colour}
    return PeriodLights(period, date(2020, int(period[-2:]), 29), found, 2, {7: found})


def test_a_column_is_stacked_from_the_ground_red_first() -> None:
    (column,) = columns([lights("2020-04", red=1, green=3)], BASE)
    assert [part.colour for part in column.slices] == ["red", "green"]
    red, green = column.slices
    assert green.height == 3 * red.height
    assert green.y + green.height == red.y
    assert (column.label, column.red) == ("4月", 1)
    assert column.words == "4月:红 1、绿 3"


def test_a_part_of_a_column_opens_the_tasks_of_that_light_on_that_day() -> None:
    (column,) = columns([lights("2020-04", red=1, green=3)], BASE | {"leader": "leader"})
    assert column.slices[1].count.value == 3
    assert column.slices[1].count.query == "plan=2020&leader=leader&as_of=2020-04-29&light=green&state=open"


def test_the_highest_column_fills_the_drawing_and_others_keep_proportion() -> None:
    low, high = columns([lights("2020-04", green=2), lights("2020-05", green=8)], BASE)
    assert high.slices[0].height == 4 * low.slices[0].height
    assert 0 <= high.top < low.top
    assert low.x < high.x


def test_without_open_tasks_there_are_no_columns() -> None:
    assert columns([], BASE) == columns([lights("2020-04")], BASE) == []


def test_the_table_says_the_same_the_latest_period_first() -> None:
    latest, first = table([lights("2020-04", red=1, green=3), lights("2020-05", yellow=4)], BASE)
    assert (latest.label, first.label) == ("五月期", "四月期")
    assert {colour: count.value for colour, count in first.lights} == {
        "green": 3, "yellow": 0, "red": 1, "grey": 0, "none": 0,
    }  # fmt: skip
    assert (first.open.value, first.done.value) == (4, 2)
    assert first.done.query == "plan=2020&as_of=2020-04-29&state=done"


def test_a_cell_of_the_map_counts_red_and_yellow_and_opens_them() -> None:
    found = heat_map(PILLARS, [lights("2020-04", red=1, yellow=2, green=7), lights("2020-05", green=9)], BASE)
    assert found is not None
    (april, may), empty = found.rows[0].cells, found.rows[1].cells
    assert (april.count.value, april.red, april.yellow, april.open) == (3, 1, 2, 10)
    assert april.count.query == "plan=2020&as_of=2020-04-29&pillar=1&light=red,yellow&state=open"
    assert april.words == "智造观湖 四月期:在办 10 项,红 1、黄 2"
    assert may.count.value == 0
    assert [cell.count.value for cell in empty] == [0, 0]
    assert (april.x, april.width, may.x) == (0, 50, 50)
    assert found.rows[0].top < found.rows[0].middle < found.rows[1].top < found.height


def test_the_shade_follows_the_share_of_the_open_tasks() -> None:
    given = [(0, 9), (1, 9), (2, 8), (3, 9), (3, 3)]
    rows = [lights("2020-04", yellow=bad, green=good) for bad, good in given]
    found = heat_map(PILLARS[:1], rows, BASE)
    assert found is not None
    assert [cell.shade for cell in found.rows[0].cells] == [0, 1, 2, 2, 3]


def test_without_a_closed_period_there_is_no_map() -> None:
    assert heat_map(PILLARS, [], BASE) is None
    assert heat_map([], [lights("2020-04", red=1)], BASE) is None
