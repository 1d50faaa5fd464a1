"""How a question compares: since and before years, over and under numbers, most and least, first and last."""

from __future__ import annotations

import re

YEAR = re.compile(r"(?<![\d.])(1\d{3}|20\d{2})(?![\d.,]*\d)")
SINCE = re.compile(r"以后|之后|以来|年后|\bsince\b|\bafter\b|\bfrom\b|\blater than\b|\bnewer than\b")
BEFORE = re.compile(r"以前|之前|年前|\bbefore\b|\buntil\b|\bearlier than\b|\bprior to\b|\bolder than\b|\bby\b")
_NUMBER = r"\s*([\d,.]+)\s*(万|亿|million|billion|thousand)?"
MORE = re.compile(
    r"(?:超过|大于|多于|高于|不少于|至少|more than|over|above|greater than|larger than|higher than|longer than|at least|exceeding)"
    + _NUMBER
)
FEWER = re.compile(
    r"(?:少于|小于|低于|不到|不超过|至多|less than|fewer than|under|below|smaller than|lower than|shorter than|at most)"
    + _NUMBER
)
TIMES = {"万": 10**4, "亿": 10**8, "million": 10**6, "billion": 10**9, "thousand": 10**3}
FIRST = re.compile(r"最早|最老|最古老|\boldest\b|\bearliest\b|\bfirst\b")
LAST = re.compile(r"最新|最晚|最近|最年轻|\bnewest\b|\blatest\b|\byoungest\b|\bmost recent\b|\blast\b")
LEAST = re.compile(
    r"最少|最小|最低|最短|最浅|最轻|最便宜|\bleast\b|\bfewest\b|\bsmallest\b|\blowest\b|\bshortest\b|\bcheapest\b|\blightest\b|\bminimum\b|\bbottom\b"
)
MOST = re.compile(
    r"最大|最多|最高|最长|最深|最重|最贵|最快|从多到少|排名|\bmost\b|\blargest\b|\bbiggest\b|\bhighest\b|\blongest\b|\btallest\b|\bdeepest\b"
    r"|\bheaviest\b|\bgreatest\b|\bmaximum\b|\bfastest\b|\btop\b|\brichest\b|\b(?:largest|most populous)\b"
)


def without_extremes(text: str) -> str:
    """A text without the words for most, least, first, last, since, before, over and under, and without years."""
    for pattern in (MORE, FEWER, FIRST, LAST, LEAST, MOST, SINCE, BEFORE, YEAR):
        text = pattern.sub(" ", text)
    return text
