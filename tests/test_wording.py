"""Time wordings, resolved against the day of writing."""

from __future__ import annotations

from datetime import date

import pytest

from wenmai.audit.wording import resolve

WRITTEN = date(2021, 12, 20)


@pytest.mark.parametrize(
    ("wording", "meaning"),
    [
        ("今年11月15日", "2021-11-15"),
        ("今年", "2021-01-01/2021-12-31"),
        ("本年度", "2021-01-01/2021-12-31"),
        ("去年11月", "2020-11-01/2020-11-30"),
        ("前年", "2019-01-01/2019-12-31"),
        ("明年2月", "2022-02-01/2022-02-28"),
        ("2017年11月", "2017-11-01/2017-11-30"),
        ("2020年2月", "2020-02-01/2020-02-29"),
        ("2019年", "2019-01-01/2019-12-31"),
        ("2021-12-20", "2021-12-20"),
        ("去年以来", "2020-01-01/.."),
        ("自2019年以来", "2019-01-01/.."),
        ("到2025年", "/2025-12-31"),
        ("2018年—2035年", "2018-01-01/2035-12-31"),
        ("过去五年", "2017-01-01/2021-12-31"),
        ("五年来", "2017-01-01/2021-12-31"),
        ("近三年", "2019-01-01/2021-12-31"),
        ("今后五年", "2022-01-01/2026-12-31"),
        ("“十四五”时期", "2021-01-01/2025-12-31"),
        ("‘十三五’", "2016-01-01/2020-12-31"),
        ("元代", "1271-01-01/1368-12-31"),
        ("新中国成立70周年", "2019-01-01/2019-12-31"),
        ("建党百年", "2021-01-01/2021-12-31"),
        ("截至目前", "/2021-12-20"),
        ("今天", "2021-12-20"),
        ("昨天", "2021-12-19"),
    ],
)
def test_a_wording_is_resolved(wording, meaning):
    assert str(resolve(wording, WRITTEN)) == meaning


@pytest.mark.parametrize(
    "wording",
    ["不久前", "2021年13月", "2021年2月30日", "2021-02-30", "11月15日", "连续七年", "五年", "二五", "", "今年春天"],
)
def test_what_no_rule_reads_is_unknown(wording):
    assert resolve(wording, WRITTEN) is None


@pytest.mark.parametrize(
    ("wording", "begin", "end", "agrees"),
    [
        ("今年6月1日", date(2021, 6, 1), date(2021, 6, 1), True),
        ("今年6月1日", date(2020, 6, 1), date(2020, 6, 1), False),
        ("去年以来", date(2020, 1, 1), None, True),
        ("去年以来", date(2020, 1, 1), date(2021, 12, 20), False),
        ("截至目前", None, WRITTEN, True),
        ("截至目前", date(2017, 1, 1), WRITTEN, True),
        ("截至目前", None, date(2021, 12, 31), False),
        ("近年来", None, WRITTEN, True),
        ("近年来", None, None, True),
        ("近年来", date(2019, 1, 1), None, False),
    ],
)
def test_a_recorded_time_agrees_or_not(wording, begin, end, agrees):
    meaning = resolve(wording, WRITTEN)
    assert meaning is not None
    assert meaning.agrees(begin, end) is agrees
