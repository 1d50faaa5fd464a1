"""A question in plain words: simplified characters, and what is said in talk as it is written."""

from __future__ import annotations

import re
from functools import cache

SPOKEN: dict[str, str] = {
    r"多会儿|啥时候?|几时|何日": "什么时候",
    r"(?<!第)(?<!十)几号(?![楼线院])": "哪一天",
    r"为啥|咋回事": "为什么",
    r"有没有啥|有啥": "有什么",
    r"啥": "什么",
    r"咋样": "怎么样",
    r"咋": "怎么",
    r"哪儿|哪旮旯|啥地方|哪块儿": "哪里",
    r"搁哪": "在哪",
    r"俩(?!字)": "两个",
    r"仨": "三个",
    r"\b(what|who|where|when|how|which|that|there|it)['’]?s\b": r"\1 is",
    r"\b(what|who|where|when|how|they)['’]re\b": r"\1 are",
    r"\b(did|does|do|is|was|were|has|have|had|ca|could|would)n['’]t\b": r"\1 not",
    r"\b(?:pls|plz)\b": "please",
    r"\bgimme\b": "give me",
    r"\b(?:wanna|want to) know\b": "tell me",
    r"\b(?:abt|bout)\b": "about",
    r"\bwich\b": "which",
    r"\b(?:hwo|howw)\b": "how",
    r"\bwhne\b": "when",
    r"\b(?:whta|waht)\b": "what",
    r"\bwehre\b": "where",
    r"\bconn?ecti?on\b": "connection",
    r"\b(?:conected|connectd)\b": "connected",
    r"\b(?:diffrence|diference)\b": "difference",
}
"""What is said in talk, or mistyped, and how it is written."""


@cache
def _spoken() -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(pattern, re.IGNORECASE), written) for pattern, written in SPOKEN.items()]


def plainly(question: str) -> str:
    """A question in simplified characters and written words, without the spaces around it.

    >>> plainly("北京證券交易所啥時候開市？"), plainly("Who's Liu He?")
    ('北京证券交易所什么时候开市？', 'Who is Liu He?')
    """
    from wenmai.names.folding import simplify_all

    text = simplify_all([question.strip()])[0]
    for pattern, written in _spoken():
        text = pattern.sub(written, text)
    return text
