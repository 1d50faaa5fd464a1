"""Times of every spelling: EDTF, years before our era and beyond four digits, held against Python's own calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenmai.times.edtf import Dated, days, is_later, order

DAYS = st.dates(min_value=date(1, 1, 1))


@given(DAYS)
def test_a_day_a_month_and_a_year_end_as_the_calendar_has_it(day):
    text = day.isoformat()
    assert days(text) == (text, text)
    first, last = days(text[:7])
    after = (date.fromisoformat(first) + timedelta(31)).replace(day=1) if text[:7] != "9999-12" else None
    assert first == f"{text[:7]}-01"
    assert after is None or date.fromisoformat(last) + timedelta(1) == after
    assert days(text[:4]) == (f"{text[:4]}-01-01", f"{text[:4]}-12-31")


@given(st.lists(st.tuples(st.integers(-99_999, 99_999), st.integers(1, 12), st.integers(1, 28)), min_size=2))
def test_days_are_put_in_order_whatever_their_year(rows):
    texts = [f"{'-' * (year < 0)}{abs(year):04d}-{month:02d}-{day:02d}" for year, month, day in rows]
    assert sorted(texts, key=order) == [text for _, text in sorted(zip(rows, texts, strict=True))]
    assert is_later(texts[0], texts[1]) == (rows[0] > rows[1])


@pytest.mark.parametrize(
    ("text", "begin", "end", "shown"),
    [
        ("-0063-09-23", "-0063-09-23", "-0063-09-23", "-0063-09-23"),
        ("1816~", "1816-01-01", "1816-12-31", "1816~"),
        ("1984?", "1984-01-01", "1984-12-31", "1984~"),
        ("198X", "1980-01-01", "1989-12-31", "1980/1989"),
        ("Y17000", "17000-01-01", "17000-12-31", "Y17000"),
        ("2001-21", "2001-03-01", "2001-05-31", "2001-03/2001-05"),
        ("1985-XX", "1985-01-01", "1985-12-31", "1985"),
        ("1964/2008", "1964-01-01", "2008-12-31", "1964/2008"),
        ("../1985", "", "1985-12-31", "../1985"),
        ("2020-05-01T12:00:00+08:00", "2020-05-01", "2020-05-01", "2020-05-01"),
    ],
)
def test_each_spelling_has_its_first_and_last_day(text, begin, end, shown):
    assert Dated.parse(text) == Dated(begin, end, shown)


@pytest.mark.parametrize("text", ["", "13", "2020-13", "2019-02-29", "20XX-05", "2020-25", "May 2020", "1/2", "Q1"])
def test_what_is_no_time_is_none(text):
    assert Dated.parse(text) is None
