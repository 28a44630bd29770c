"""Spans: what a period in words covers."""

from datetime import date

import pytest

from indicators.spans import days, months, span


@pytest.mark.parametrize(
    ("text", "first", "last", "length", "touched"),
    [
        ("2020", date(2020, 1, 1), date(2020, 12, 31), 366, 12),
        ("2021", date(2021, 1, 1), date(2021, 12, 31), 365, 12),
        ("2020-Q1", date(2020, 1, 1), date(2020, 3, 31), 91, 3),
        ("2020-Q4", date(2020, 10, 1), date(2020, 12, 31), 92, 3),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29), 29, 1),
        ("2021-02", date(2021, 2, 1), date(2021, 2, 28), 28, 1),
        ("2020-12", date(2020, 12, 1), date(2020, 12, 31), 31, 1),
        ("2020-09-30", date(2020, 9, 30), date(2020, 9, 30), 1, 1),
    ],
)
def test_a_span_runs_from_its_first_to_its_last_day(text, first, last, length, touched):
    assert span(text) == (first, last)
    assert days(span(text)) == length
    assert months(span(text)) == touched


@pytest.mark.parametrize(
    "text",
    ["", "20", "2020-Q5", "2020-Q0", "2020-13", "2020-00", "2020-9", "2020-02-30", "2020-09-00", "2020-09-31",
     "0000", "2020 ", "２０２０", "2020-H1", "九月", "2020-09\n", "2020\x00"],
)  # fmt: skip
def test_what_is_no_span_is_refused_in_chinese(text):
    with pytest.raises(ValueError, match="期间"):
        span(text)
