"""What a number with a classifier counts: the noun right behind it (3个过千亿产业), with the verb that the words before it hold."""

from __future__ import annotations

import re

from wenmai.capture.text.units import SCALE

CLASSIFIERS = frozenset(
    "个家项条座所处名位件只台辆套部批轮类种支艘架块片株场次届对组幅栋幢间张头枚册篇门口宗笔起例户人"
)
"""Words between a number and what it counts."""

_SCALED = re.compile(rf"^{SCALE}")
_NO_NOUN = re.compile(
    r"(?:已|均|都|全部|全面|顺利|实现|入[选围]|获|荣|通过|完成|建成|开工|竣工|投[产用]|落[地户]|签约|达|增[长至加]|下降|提[高升前]|占|居|位[居列]|列|带动|惠及|覆盖|受益|成功|正式|陆续|相继"
    r"|如期|被|成为|进[入驻]|跻身|上[榜市升]|在|为(?!民)|是|有(?![机色限轨])|用于|予以|支持|推动|较|比|同比|创(?![新业意客])|超|不|分[别布]|和|及|与|以(?![工])|就业|参[加保与]|脱贫|摘帽|出列|以上|左右|次|[的之了])"
)
"""What no counted thing begins with: what is said of it."""

_NOUN_END = re.compile(
    r"[，；。：、（）()\n\d…]|(?:增长|下降|同比|比上年|较上年|占|达到?|(?<![元亩米岁级人户瓦吨])以上|以内|左右|分别|均|居(?=[全第前首])|位居|位列|带动|惠及|总投资|其中|投入使用|(?:累计)?完成(?=投资|年度|总)|已|于|顺利|如期|全部|全面|正式|陆续|相继|实现)"
    r"|(?:(?:加快|稳步|有序|扎实|全力|正在|圆满|高效)+(?:推进|建设|落地|实施|完成|运行)?|建成|投用|开工|竣工|投产|落地|启用|完工|运营)[^，；。：、]{0,4}(?=[，；。：、\n]|$)"
)
_HAN = re.compile("[“《]?[\\u3400-\\u9fffA-Z]")
LONGEST = 26


def counted_noun(right: str, unit: str) -> str:
    """The noun behind a number and its classifier; empty where none begins there.

    >>> counted_noun("过三千亿元城市，", "个"), counted_noun("入选国家名单", "家"), counted_noun("高铁建成运营，", "条")
    ('过三千亿元城市', '', '高铁')
    """
    if _SCALED.sub("", unit) not in CLASSIFIERS or not _HAN.match(right) or _NO_NOUN.match(right):
        return ""
    end = _NOUN_END.search(right)
    noun = (right[: end.start()] if end else right)[:LONGEST]
    noun = re.sub("(?:和|及|与|以及|并|等)$", "", noun)
    return noun if len(noun) > 1 else ""


_EXAMPLES = re.compile("[、]|等(?=.{0,4}$)|(?:和|与|及)(?=[^和与及]{2,}$)")


def leading_words(words: str, verbs: re.Pattern[str]) -> str:
    """What of the words before a number stays before the noun behind it: a verb, and what is no list of examples.

    ``words`` are cleaned, ``verbs`` matches a verb of doing.
    """
    first = verbs.match(words)
    if _EXAMPLES.search(words) or len(words) > 12:
        last = list(verbs.finditer(words))[-1:]
        if last and last[0].end() == len(words):
            return last[0][0]
        return first[0] if first else ""
    return words
