"""Where a quantity stands in its sentence: its clause, the words before and after it, and lists of names and values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wenmai.capture.text.quantities import Quantity

_STOPS = "，；。：！？\n（ "
_SMALL = re.compile(r"^\s*(?:[、，和及与并且]|以及|，?其中[，：]?)*\s*$")
_BEFORE_FROM = re.compile(r"(?:由|从)(?:[^，；。：、]{0,8}?(?:的)?)$")
_BETWEEN = re.compile(
    r"^[）)]?[^，；。：、\d]{0,14}?(?:到|至|为|成|降|升|增)(?:了|近|约|超过?)?(?:[12]\d{3}年(?:底|末|年底|年末)?的?)?(?:[^，；。：、\d]{0,4})$|^[^，；。：、\d]{0,4}(?:提高|提升|增加|下降|降低|减少|上升|增长|扩大|压缩|缩短)(?:到|至|为)[^，；。：、\d]{0,6}$"
)


class Placed(NamedTuple):
    """A quantity in its clause: the clause's start, the words before it (from ``left``) and behind it (to ``right``)."""

    quantity: Quantity
    clause: int
    left: int
    right: int
    bracket: int
    """Where the round bracket it stands in opens; -1 outside."""

    origin: Quantity | None = None
    """The value that it changed from."""


def place_quantities(text: str, start: int, end: int, found: Sequence[Quantity]) -> list[Placed]:
    """Each quantity of a sentence in its clause; the first value of a change goes with the second."""
    placed: list[Placed] = []
    origin: Quantity | None = None
    changes = _changes_apart(text, start, found)
    for number, quantity in enumerate(found):
        if number in changes:
            first = changes[number]
            if first is not None:
                head = (
                    found[number - 1].end
                    if number - 1 not in changes or changes[number - 1] is not None
                    else _end_before(found, number, changes, start)
                )
                clause = _clause_start(text, start, min(first.start, quantity.start))
                right = _right_end(text, quantity.end, end, found[number + 1] if number + 1 < len(found) else None)
                placed.append(
                    Placed(
                        quantity,
                        max(clause, head),
                        max(clause, head),
                        right,
                        _bracket(text, start, quantity.start),
                        first,
                    )
                )
            continue
        following = found[number + 1] if number + 1 < len(found) else None
        if following and _changes(text, start, quantity, following):
            origin = quantity
            continue
        before = (
            found[number - 1].end
            if number and not origin
            else (found[number - 2].end if origin and number > 1 else start)
        )
        head = origin.start - len(_from_words(text, start, origin)) if origin else quantity.start
        clause = _clause_start(text, start, head)
        left = max(clause, before)
        right = _right_end(text, quantity.end, end, following)
        placed.append(Placed(quantity, max(clause, before), left, right, _bracket(text, start, quantity.start), origin))
        origin = None
    return placed


def _end_before(found: Sequence[Quantity], number: int, changes: dict[int, Quantity | None], start: int) -> int:
    """Where the value before the first values of changes ends."""
    place = number - 1
    while place >= 0 and changes.get(place, found[place]) is None:
        place -= 1
    return found[place].end if place >= 0 else start


def _changes_apart(text: str, start: int, found: Sequence[Quantity]) -> dict[int, Quantity | None]:
    """The values of 分别从3、4增加到5、6: ``None`` for first ones, for a second one the first that it goes with."""
    changes: dict[int, Quantity | None] = {}
    for number, one in enumerate(found):
        if number in changes or not _EACH_FROM.search(text[max(start, one.start - 6) : one.start]):
            continue
        size = 1
        while number + size < len(found) and _SMALL.match(
            text[found[number + size - 1].end : found[number + size].start]
        ):
            size += 1
        last = number + 2 * size
        if (
            size > 1
            and last <= len(found)
            and _BETWEEN.match(text[found[number + size - 1].end : found[number + size].start])
        ):
            for place in range(size):
                changes[number + place] = None
                changes[number + size + place] = found[number + place]
    return changes


_EACH_FROM = re.compile("(?:分别|各)(?:由|从)$")


def words_before(text: str, placed: Placed, start: int) -> str:
    """The words between the clause's start and the number, a change's first value left out."""
    stop = placed.quantity.start
    if placed.origin:
        stop = placed.origin.start - len(_from_words(text, start, placed.origin))
    words = _STEPS.sub("", text[placed.left : stop])
    if words.endswith("、") and len(words) > 1:
        return ""
    said = _SAID_BEFORE.match(words)
    if said and not _NAMES_END.search(words) and not _SHARED.match(words):
        words = words[said.end() :]
    return words.rsplit("、", 1)[-1] if placed.left > placed.clause - 1 and _after_value(text, placed) else words


_STEPS = re.compile("(?:连续|接连|再)*(?:迈上|跃上|跨上|站上|突破|跨过)\\d+个[^、，]{2,8}(?:台阶|关口|大关)[、，]?")
"""Steps that a value went up before it is told."""

_SAID_BEFORE = re.compile(
    r"[^、]*(?:增加|减少|下降|提高|增长|提升|改善|扩大|缩小|上升|降低|放开|加快|增强|优化|改革|完成|突破|同步|协调)、(?=[^、]{4,}$)"
)
"""What is said of another thing before, in the same clause: …转移支付大幅增加、项目减少三分之二."""


def _after_value(text: str, placed: Placed) -> bool:
    """Whether the words follow another value and begin with what that one counted (``20个项目、总投资``)."""
    words = text[placed.left : placed.quantity.start]
    return (
        "、" in words
        and placed.left > 0
        and text[placed.left - 1] not in _STOPS
        and "分别" not in words
        and "均" not in words
    )


def _changes(text: str, start: int, first: Quantity, second: Quantity) -> bool:
    """Whether two quantities are the ends of a change: 由 9.1万户 下降到 7万户."""
    return bool(_BEFORE_FROM.search(text[max(start, first.start - 12) : first.start])) and bool(
        _BETWEEN.match(text[first.end : second.start])
    )


def _from_words(text: str, start: int, first: Quantity) -> str:
    match = _BEFORE_FROM.search(text[max(start, first.start - 12) : first.start])
    return match[0] if match else ""


def _clause_start(text: str, start: int, place: int) -> int:
    last = max(text.rfind(mark, start, place) for mark in _STOPS)
    closed = text.rfind("）", start, place)
    if closed > last or (last >= 0 and text[last] == "（" and closed > last):
        opened = text.rfind("（", start, closed)
        return _clause_start(text, start, opened) if opened > start else closed + 1
    return max(start, last + 1)


_REASONED = re.compile(
    r"的(?:增长|增速|速度|目标|预期|[^，；。、\d]{1,14}(?:增长|增速)(?:目标|预期|速度)?(?=[，；。、]))"
)
_REASONED_OF = re.compile("(?:把|将|对|关于|确定)[^，；。、]{0,6}(?:增长|增速)(?:的)?(?:预期|目标)+[^，；。、]{0,4}$")


def is_reasoned(text: str, placed: Placed) -> bool:
    """Whether a number is reasoned about, not set: 实现5%左右的增长, 把增长预期目标定在7.5%."""
    quantity = placed.quantity
    return bool(_REASONED.match(text, quantity.end) or _REASONED_OF.search(text[placed.clause : quantity.start]))


_POPULATION = re.compile("按(?:户籍|常住)人口(?:平均)?计算(?=，?(?:，全[省市区县])?$)")


def by_population(words: str) -> str:
    """By which population what follows is counted a head: 按户籍人口计算."""
    found = _POPULATION.search(words)
    return found[0] if found else ""


def without_brackets(words: str) -> str:
    """Words without what stands in round brackets."""
    return re.sub(r"（[^（）]*）", "", words)


def _bracket(text: str, start: int, place: int) -> int:
    opened, closed = text.rfind("（", start, place), text.rfind("）", start, place)
    return opened if opened > closed else -1


def _right_end(text: str, place: int, end: int, following: Quantity | None) -> int:
    stop = min(end, place + 26, following.start if following else end)
    match = re.compile(r"[，；。：、（）！？\n]").search(text, place, stop)
    return match.start() if match else stop


# Lists of names with lists of values ----------------------------------------------------------------------------------

_NAMES_END = re.compile(r"(?:分别|各|依次)")
_SPLIT = re.compile(r"、|和|与|及|以及")


def share_names(text: str, placed: Sequence[Placed]) -> dict[int, str]:
    """Names for the values of ``A、B和C分别增长1%、2%和3%``: the words before each value, by its number in the sentence."""
    shared: dict[int, str] = {}
    for number, one in enumerate(placed):
        match = _NAMES_END.search(text, one.left, one.quantity.start)
        if match is None and number not in shared:
            _share_both(text, placed, number, shared)
            _share_plainly(text, placed, number, shared)
        if match is None or number in shared:
            continue
        group = _group(text, placed, number, mixed=True)
        words = text[_list_start(text, one.left, match.start()) : match.start()]
        predicate = _CHANGED.sub("", text[match.end() : one.quantity.start])
        pace = _PACE.fullmatch(clean_list(words))
        predicate = pace[0] if pace else predicate
        names = (
            split_names(words, len(group))
            if clean_list(words) and not pace
            else _names_before(text, placed, number, shared, len(group))
        )
        if len(names) == len(group) > 1:
            shared.update({member: name + predicate for member, name in zip(group, names, strict=True)})
            _share_on(text, placed, group, names, shared)
    return shared


_PACE = re.compile("(?:同比|名义|实际)?(?:增速|增幅|涨幅|增长率?)")
"""What values of things that were named before are of: 甲1、乙2，增速分别为3%、4%."""

_CHANGED = re.compile(r"^(?:由|从).*?(?=[增提上下降升扩减缩拓])")
"""The first values of changes (分别从3、4增加到5、6)."""


def clean_list(words: str) -> str:
    """The words of a list without what only leads on: 累计, 同比."""
    return re.sub(r"^(?:[，、；]|累计|同比|比上年|较上年|年均|也|又|均)+", "", words)


def _names_before(text: str, placed: Sequence[Placed], number: int, shared: dict[int, str], count: int) -> list[str]:
    """The names of the values right before, for values that name none: 游客1、入境游客2，分别增长3%、4%."""
    if number < count or count < 2:
        return []
    before = [
        shared.get(one) or words_before(text, placed[one], placed[one].left) for one in range(number - count, number)
    ]
    return [re.sub(r"(?:[，、]|达到?|增至|为)+$", "", one.lstrip("，、")) for one in before]


def _share_both(text: str, placed: Sequence[Placed], number: int, shared: dict[int, str]) -> None:
    """Two values of what is said of town and country in one word: ``城乡居民收入1、2，分别增长3%、4%``."""
    words = text[placed[number].left : placed[number].quantity.start]
    group = _group(text, placed, number)
    if "城乡" not in words or len(group) != 2 or "均" in words.replace("人均", ""):
        return
    names = split_names(words, 2)
    shared.update(dict(zip(group, names, strict=True)))
    _share_on(text, placed, group, [re.sub(r"(?:达到?|为|分别)+$", "", name) for name in names], shared)


_AGREED = re.compile(
    "(?:(?:均|同比|合计|共计?|累计)*(?:增长|下降|提高|上涨|回落|增加|减少)|完成|达到?|为|增至)(?:到|至|了|约|近|超过?)?$"
)


def _share_plainly(text: str, placed: Sequence[Placed], number: int, shared: dict[int, str]) -> None:
    """As many values as names, with nothing but list marks between: 人次、花费增长5%、7%."""
    words = text[placed[number].left : placed[number].quantity.start]
    predicate = _AGREED.search(words)
    group = _group(text, placed, number) if predicate else []
    if predicate is None or len(group) < 2 or any(one in shared for one in group):
        return
    listed = without_brackets(words[: predicate.start()])
    parts = [part for part in _SPLIT.split(listed) if part]
    if len(parts) != len(group) or "其中" in listed or min(map(len, parts)) < 2:
        return
    names = split_names(listed, len(group))
    shared.update({member: name + predicate[0] for member, name in zip(group, names, strict=True)})
    _share_on(text, placed, group, names, shared)


def _share_on(text: str, placed: Sequence[Placed], group: list[int], names: list[str], shared: dict[int, str]) -> None:
    """A second list of values for the same names: 分别达到1、2，增长3%、4%."""
    after = group[-1] + 1
    if after >= len(placed):
        return
    words = text[placed[after].left : placed[after].quantity.start].strip("，、")
    if len(words) > 8 or not re.match(r"(?:分别|同比|增长|下降|提高|占|达到)", words):
        return
    second = _group(text, placed, after)
    if len(second) == len(names):
        predicate = words.replace("分别", "")
        shared.update({member: name + predicate for member, name in zip(second, names, strict=True)})


def _group(text: str, placed: Sequence[Placed], first: int, *, mixed: bool = False) -> list[int]:
    """The values that follow each other with nothing but list marks between, in one unit unless they are ``mixed``."""
    members = [first]
    for number in range(first + 1, len(placed)):
        between = text[placed[number - 1].quantity.end : placed[number].quantity.start]
        other_unit = placed[number].quantity.unit != placed[first].quantity.unit
        if not _SMALL.match(between) or not between or (other_unit and not mixed):
            break
        members.append(number)
    return members


def _list_start(text: str, left: int, place: int) -> int:
    return left + len(text[left:place]) - len(text[left:place].lstrip("，；：、 "))


def split_names(words: str, count: int) -> list[str]:
    """The names of a list, each in full: ``城、乡居民收入`` is 城居民收入 and 乡居民收入."""
    words = without_brackets(words)
    if "城乡" in words and count == 2 and not _SPLIT.search(words):
        return [words.replace("城乡", "城镇"), words.replace("城乡", "农村")]
    parts = [part for part in _SPLIT.split(words) if part]
    coarse = [part for part in words.split("、") if part]
    if len(parts) > count == len(coarse):
        parts = coarse
    if len(parts) > count:
        parts = parts[len(parts) - count :]
    if len(parts) < count or count < 2:
        return []
    last = parts[-1]
    ordinal = "第" if parts[0].startswith("第") else ""
    return [ordinal + one if one[0] in "一二三四" else one for one in (_completed(part, last) for part in parts)]


_PARALLEL = (
    ("城镇", "农村"),
    ("城市", "农村"),
    ("城", "乡"),
    ("第一", "第三"),
    ("第二", "第三"),
    ("一", "三"),
    ("二", "三"),
    ("出口", "进口"),
    ("进口", "出口"),
    ("一", "二"),
    ("初中", "高中"),
    ("常住", "户籍"),
    ("户籍", "常住"),
    ("本科", "硕士"),
    ("城镇居民", "农村居民"),
)


_HEAD_NOUN = re.compile(
    r"(?:(?:增加值|收入|投资|产值|出口)占[^、]*(?:比重|比例)|增加值|进出口(?:总?[额值])?|(?<!进)出口额?|进口额?|(?:出栏|存栏|客运|货运|用电|发电|吞吐|客流|成交|保有|装机)量|贸易额|销售额|零售额|营业收入|(?:人均)?可支配收入|收入|总?产值|投资|贷款余额|存款余额|余额|产量|销量|面积|浓度|排放量"
    r"|总额|营收|客流量|周转量|毛入[学园]率|参保率|覆盖率|普及率|达标率|合格率|优良率|占比|比重)$"
)
"""What the last name of a list says for all of them: 对东盟、欧盟进出口."""


def _completed(part: str, last: str) -> str:
    """A short first member of a list gets what the last one has behind its own first word."""
    for own, others in _PARALLEL:
        if part.endswith(own) and part != last and others in last[:8]:
            return part + last[last.index(others) + len(others) :]
    tail = _HEAD_NOUN.search(last)
    return (
        part + tail[0]
        if tail
        and part != last
        and len(part) <= 12
        and not re.search("[率额量]$", part)
        and not _HEAD_NOUN.search(part)
        else part
    )


_SHARED = re.compile(
    r"(?P<names>[^，；。：]+?)(?<![人年亩户日平地])(?:均|(?<![宜成首于望昌花新武丰江莲乐古京三])都(?=[达增超为实完下提保居高低突在有是]))(?!衡|匀|价|市|会)"
)


def shared_by_all(words: str) -> list[str]:
    """The names that one value is said of together: ``A、B均增长5%``; one name or none where it is not so."""
    match = _SHARED.match(without_brackets(words))
    if match is None:
        return []
    parts = [part for part in _SPLIT.split(match["names"]) if len(part) > 1]
    return [_completed(part, parts[-1]) + words[match.end() :] for part in parts] if len(parts) > 1 else []
