"""A text as tokens that can be compared: words of one meaning become one, in both languages; what says nothing is left out.

Chinese is taken apart into pairs of characters (Nie and Ren 1999, *Chinese information retrieval: using characters or words?*),
English into words without their endings.
"""

from __future__ import annotations

import re
from functools import cache

MEANINGS: dict[str, str] = {
    "#when": r"什么时候|何时|哪一?[年月天日]|哪个[年月日]|几[月号年]|什么日子|时间|日期|年份|多久|\bwhen\b"
    r"|what (?:year|day|date|month|time)"
    r"|which (?:year|day|date|month)|\bdates?\b|how long ago",
    "#where": r"在哪|哪里|哪儿|何处|什么地方|哪[条个]?(?:路|街|区|地)|位于|坐落|地址"
    r"|\bwhere\b|(?:which|what) (?:place|road|street|district|city|town|country|region|hutong)\b|\blocated\b",
    "#who": r"谁|哪位|哪些人|什么人|哪[个家](?:单位|机构|部门|组织)"
    r"|(?:which|what) (?:body|institution|organi[sz]ation|department)\b|\bwho(?:m|se)?\b|which (?:person|people)|by whom",
    "#many": r"多少|(?<!哪)几[个家户项条位次届平座名部所本种只]|有几|数量|总数|总额|规模|多[大长高重宽远深]|百分之几|几成|占比"
    r"|\bhow (?:many|much|large|big|long|high|tall|wide|deep|far|heavy)\b|number of|\bamount\b|total",
    "#why": r"为什么|为何|原因|\bwhy\b|\breason\b",
    "#connect": r"关系|联系|关联|相连|连到|有关联|怎么[连到]|如何连|怎么串|如何串|串在一起|串起来|搭上|扯上|搭边|打交道|瓜葛|挂钩"
    r"|牵扯|牵连|交集|往来|连在一起|连起来|\bconnect\w*|\brelat(?:ed|ion|ionship|e)\b|\blink(?:ed|s)?\b"
    r"|\bpath\b|\bha(?:ve|s|d) to do with\b|\bhangs? together\b|\btie[sd]? (?:to|with|together)\b|\bassociat\w*",
    "#compare": r"比较|对比|相比|比起来|比一[比下]|区别|差异|一样|差别|不同|异同|共同点|共同之处|共性|相同|相似|相像|\bcompar\w*"
    r"|\bdiffer\w*|in common"
    r"|\bversus\b|\bshare\b(?! capital)|\bcontrast\w*|\bdistinguish\w*|\bvs\b|\bsimilar\w*|\balike\b",
    "#around": r"周边|周围|附近|邻居|围绕|旁边|一带|近旁|四周|挨着|\bnearby\b|\bclose to\b|\bvicinity\b|\baround\b|\bneighbou?rs?\b"
    r"|\bneighbou?rhood\b|\bnear\b|surround\w*",
    "#timeline": r"时间线|时间表|大事记|年表|生平|编年|沿革|经过|历程|先后|\btimeline\b|\bchronology\b|\bhistory of\b"
    r"|order of time|按时间|时间(?:顺序|排列)|\bchronolog\w*",
    "#figures": r"数据|数字|指标|统计|\bfigures?\b|\bstatistics?\b|\bnumbers\b|\bindicators?\b",
    "#what": r"是什么|什么是|是啥|指什么|什么意思|介绍|简介|讲讲|说说|\bstands? for\b|\bmeans?\b|\bmeaning\b"
    r"|\bwhat (?:is|are|was|were)\b|\bwho (?:is|was)\b|tell me about|\bdescribe\b|\babout\b",
    "#list": r"哪些|哪几|列出|列举|列一下|有什么|都有谁|都是什么|名单|清单|\bwhich\b|\blist\b|\ball (?:the )?\b"
    r"|\bshow (?:me )?(?:all|every)\b|name the",
    "#most": r"最大|最多|最高|最长|从多到少|排名|\bmost\b|\blargest\b|\bbiggest\b|\bhighest\b|\blongest\b|\btop\b",
    "#source": r"出处|来源|依据|原文|哪个位置|据谁|谁说|\bsource\b|\bevidence\b|who says|\bstated?\b|\bsays so\b|according to",
    "target": r"目标|指标要求|预期|打算|预计|计划达到|要实现|要成为|想变成|要变成|想成为|成为什么|力争|\btargets?\b|\bgoals?\b"
    r"|\baims?\b|meant to|\bexpected\b",
    "open": r"开市|开业|开放|开张|揭牌|亮相|与公众见面|\bopen(?:ed|s|ing)?\b|\breappear\w*",
    "close": r"闭市|关闭|停业|关停|关门|歇业|\bclos(?:e|ed|es|ing)\b|shut down",
    "found": r"创办|创立|成立|设立|创建|建立|建了|建成|\bfound(?:ed|er|ing)?\b|\bestablish\w*|\bset up\b|\bbuil[dt]\w*|\bcreat\w*",
    "hold": r"举办|召开|主办|举行|承办|\bh[eo]ld\b|\bhosted\b|took place|\borgani[sz]\w*",
    "award": r"授予|荣誉|称号|获奖|奖项|什么奖|哪些奖|得过?奖|奖励|激励|表彰|\baward\w*|\bhonou?rs?\b|\btitles?\b|\bcommend\w*"
    r"|\bprizes?\b",
    "announce": r"宣布|公布|发布|批复|批准|提出|\bannounc\w*|\breleas\w*|\bpublish\w*|\bapprov\w*|\bproposed?\b|\bset by\b",
    "change": r"(?<![想要])变成|变为|转变|转型|变化|增至|增到|增加|减少|下降|上升|\bbecom\w*|\bbecame\b|\bturn(?:ed)? into\b"
    r"|\bchang\w*|\bincreas\w*"
    r"|\brose\b|\brise\b|\bfall\b|\bfell\b|\bdecreas\w*|\bfewer\b",
    "other": r"以外|之外|其他|其它|别的|别人|另外|\bothers?\b|\belse\b",
    "before": r"之前|以前|此前|原来|原先|\bbefore\b|\boriginally\b|\bpreviously\b|\bformerly\b",
    "same": r"一回事|同一个|\bsame\b|\bequat\w*|\bidentical\b",
    "first": r"首个|首批|首届|首次|首位|第一|首条|\bfirst\b|\bleading\b",
    "plan": r"规划|计划|控规|\bplans?\b|\bplanned\b",
    "project": r"项目|工程|工作|措施|做法|机制|\bprojects?\b|\bprogrammes?\b|\bprograms?\b|\bwork\b|\bmeasures?\b|\bmechanisms?\b",
    "problem": r"问题|难题|痛点|困难|\bproblems?\b|\bissues?\b|\bdifficult\w*",
    "company": r"企业|公司|\bcompan(?:y|ies)\b|\bfirms?\b|\benterprises?\b",
    "institution": r"(?<!哪个)(?<!哪家)(?:机构|单位)|\binstitutions?\b|\bbod(?:y|ies)\b|\borgani[sz]ations?\b",
    "person": r"人物|人员|哪些人|什么人|(?:出现|提到|点名|提及)了?谁|有谁|\bpeople\b|\bpersons?\b|who is mentioned|\bwho is named\b",
    "place": r"地方|地点|场所|\bplaces?\b|\bsites?\b",
    "street": r"街道?|道路|马路|哪些路|胡同|大街|\bstreets?\b|\broads?\b|\bhutongs?\b",
    "money": r"金额|资金|投资|钱|外资|\bmoney\b|\bsums? of\b|\binvest\w*|\byuan\b|\bdollars?\b",
    "area": r"面积|平方米|绿地|\bareas? in\b|\bsquare met\w+|\bsize\b",
    "product": r"地区生产总值|生产总值|经济总量|\bgdp\b|\bgross (?:regional|domestic) product\b|\beconom\w+ output\b",
    "elderly": r"养老|老年|老人|床位|\belderly\b|\bcare\b|\bbeds?\b|\bnursing\b",
    "name": r"简称|别名|叫什么|称为|全称|\bnames?\b|\bcalled\b|\balias\w*|\bshort names?\b",
    "name-not": r"不见于|没有?(?:说|写|讲|交代)|未(?:说明|写明|提及)|没提|\bwithout (?:a |an |any )?(?:stated|named|given)"
    r"|\bnot (?:in|state\w*|sa\w+|mention\w*)\b|\bleaves? open\b|\bunstated\b",
    "rank": r"名次|位次|排第几|排名|\brank(?:s|ed|ings?)?\b|\bplace in\b|\bstand\b(?! for)",
    "period": r"时期|期间|五年|今后|未来|接下来|\bperiods?\b|\byears\b",
    "status": r"已实现|正在推进|没做完|未完成|没完成|尚未|\bunfinished\b|\bnot yet\b|(?:还在|正在)进行|进行中|推进|状态"
    r"|\bunder ?way\b|\bachieved\b|\bstatus\b|\bin progress\b|\bongoing\b|going on",
    "say": r"说|表示|指出|断言|\bsaid\b|\bsays?\b|\bclaims?\b|\bstates?\b",
    "edit": r"责任编辑|责编|主编|编辑|撰稿|执笔|作者|\bedit\w*",
    "demolish": r"拆除|拆违|拆掉|拆[了过]|\bdemolish\w*|\btorn down\b|\bt(?:ear|ore)\w* down\b|\bknock\w* down\b|\bpull\w* down\b",
    "growth": r"增长|增幅|增速|\bgr[oe]w\w*",
    "length": r"长度|全长|总长|多长|多少(?:公里|千米|米)|几公里|公里长|\blength\b|\bhow long (?:is|are|was|were)\b|\bkilomet\w+",
    "lead": r"领先|前列|\bleading\b|\bin front\b|\bfront rank\b|\bahead\b",
    "approx": r"近似|大约|约数|不(?:是正好|精确|准确)|突破|以内|超过|接近|\bapproximate\w*"
    r"|\bnearly\b|\bnot exact\b|\bover\b|\bwithin\b|\bbreak\w*|\bpassed\b|\bexceed\w*",
}
"""Expressions of one meaning, in both languages; those with ``#`` are ways of asking, the others are things asked about."""

EMPTY = frozenset(
    re.split(
        " ",
        "a an the of in on at to for from by with and or is are was were be been did do does done has have "
        "mentioned mention named listed had it its this that these those there which what i me my you your we "
        "our can could would will shall please tell show give get find s t as so than then any some how much "
        "many one ones report text says people",
    )
)
_FILLERS = re.compile(
    "报告|文中|大家|能不能|能否|可否|可以|麻烦|帮我|看一?[看下]|查一?[查下]|给我|那个|这个|那边|后来|现在|目前|到底|究竟|具体|分别|事[情儿]|之间|(?<=发生)过|哪一?项|一项|按|或者?|排[序列]?|提到|提及|出现|涉及|写到|点名|一共|总共|所有|知道|告诉|请问|一下|我想|[的了吗呢啊吧呀嘛是有在和与及都被把给会要这那其各又也就还到对为以从里中上个]"
)
_COUNTER = re.compile("(?<=[一二两三四五六七八九十])个")
"""What stands between a number and what is counted, in 七个方面, and may be left out."""

_WORD = re.compile(r"[a-z][a-z'’-]*|\d[\d,.]*")
_HAN = re.compile(r"[㐀-鿿]+")


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    return [(name, re.compile(pattern)) for name, pattern in MEANINGS.items()]


def meanings(text: str) -> frozenset[str]:
    """The meanings that a text expresses.

    >>> sorted(meanings("北交所什么时候开市?") & {"#when", "open"})
    ['#when', 'open']
    """
    lowered = text.casefold()
    return frozenset(name for name, pattern in _patterns() if pattern.search(lowered))


def tokens(text: str) -> frozenset[str]:
    """The tokens of a text: its meanings, its words, the pairs of its Chinese characters.

    >>> sorted(tokens("Which streets have trees?"))
    ['#list', 'street', 'tree']
    """
    left = without_meanings(text)
    words = {_stem(word) for word in _WORD.findall(left) if word not in EMPTY}
    pairs: set[str] = set()
    for run in _HAN.findall(_COUNTER.sub("", left)):
        for piece in _FILLERS.split(run):
            pairs.update(piece[place : place + 2] for place in range(len(piece) - 1))
    return frozenset(meanings(text) | words | pairs)


def _stem(word: str) -> str:
    """A word without a common ending, so that its forms are one."""
    word = word.removesuffix("'s").removesuffix("’s")
    for ending in ("ations", "ation", "ing", "ies", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word


def letters(text: str) -> int:
    """How much a text says: its letters, digits and Chinese characters without those that say nothing."""
    lowered = text.casefold()
    han = sum(len(_FILLERS.sub("", run)) for run in _HAN.findall(lowered))
    return 2 * han + sum(len(word) for word in _WORD.findall(lowered) if word not in EMPTY)


def without_meanings(text: str, *, ways_only: bool = False, same_length: bool = False) -> str:
    """A text without the expressions that are known, and so what is left to be understood.

    ``ways_only``: only the ways of asking are taken out; ``same_length``: each character of them becomes a bar.
    """
    left = text.casefold()
    for name, pattern in _patterns():
        if name[0] == "#" or not ways_only:
            left = pattern.sub(_barred if same_length else " ", left)
    return left


def _barred(found: re.Match[str]) -> str:
    return "|" * len(found.group())
