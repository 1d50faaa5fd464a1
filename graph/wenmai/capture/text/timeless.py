"""The words of an indicator without the times that stand before or inside them."""

from __future__ import annotations

import re

from wenmai.capture.indicators import ANY_VERB, read_phrase

_TIME_WORDS = re.compile(
    r"^(?:[，、和与]?(?:到|至|截至|自|从|在|力争|确保)?(?:[12]\d{3}年(?:[-—–至到]{1,2}[12]\d{3}年)?(?:底|末|年末|年底|全年|上半年|前三季度|\d{1,2}月(?:份)?(?:\d{1,2}日)?)?|今年|去年|明年|全年|年末|年底|当年|“?十[一二三四五]五”?(?:时期|期间|末)?|五年来|一年来|过去[一二三四五]年|\d{1,2}月(?:份)?(?:[底末初]|[上中下]旬)?(?:之?前)?|上半年|前三季度|今后[三五]年)(?:以来|来|起|期间)?[，]?)+"
)


_INNER_TIME = re.compile(
    r"(?:^|.*?)(?P<time>(?:要|将|须|应|在|于|力争|确保|计划|到)?(?:\d{1,2}月(?:份)?(?:[底初末]|[上中下]旬)?(?:之?前)?|[12]\d{3}年(?:[底末]|年[底末])?(?:前)?|年[底内]前?))(?=[\u4e00-\u9fff]{2})"
)


def without_times(words: str) -> str:
    """Words without the time that opens them, or one inside with who is to do it before it (住建局要在8月底完成…).

    >>> without_times("2023年全县生产总值"), without_times("流量资费年内至少降低")
    ('全县生产总值', '流量资费至少降低')
    """
    words = words.lstrip("，、")
    match = _TIME_WORDS.match(words)
    words = words[match.end() :] if match else words
    rest = words
    while (inner := _INNER_TIME.match(rest)) and inner.end():
        if not _names(rest[inner.end() :]):
            head = rest[: inner.start("time")].rstrip("较比与同")
            return head + rest[inner.end() :] if head else rest
        rest = rest[inner.end() :]
    return rest


def _names(words: str) -> bool:
    """Whether words name something, or say what is done."""
    return bool(read_phrase(words, "", "%").base) or ANY_VERB.match(words) is not None
