"""Sentences in a language that the rules cannot read: they are counted and said, and nothing is made of them."""

from __future__ import annotations

import re

_HAN = re.compile("[\u3400-\u9fff]")
_KANA = re.compile("[\u3041-\u30ff]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_WORD = re.compile(r"[^\W\d_\u3041-\u9fff\uac00-\ud7a3]{2,}")

FEWEST_WORDS = 4
"""Fewer words without a Chinese character may be a bullet of a Chinese report (R&D/GDP: 3.5%)."""


def is_foreign(sentence: str) -> bool:
    """Whether a sentence is in another language than Chinese.

    >>> is_foreign("In 2025, GDP reached 612.4 billion yuan."), is_foreign("GDP达到6124亿元，同比增长5.2%。")
    (True, False)
    >>> is_foreign("GDPは5.2%増加した。"), is_foreign("R&D/GDP: 3.5%")
    (True, False)
    """
    han = len(_HAN.findall(sentence))
    if 3 * len(_KANA.findall(sentence)) > han or len(_HANGUL.findall(sentence)) > han:
        return True
    words = len(_WORD.findall(sentence))
    return words >= FEWEST_WORDS and words > han
