"""What a number of an English sentence measures: the noun before its verb, behind it, or named in the clause before."""

from __future__ import annotations

import re
from typing import NamedTuple

from wenmai.capture.english_text.numbers import SCALES

UP = (
    r"rose|risen|rises?|rising|increas(?:ed?|es|ing)|grew|grows?|grown|growing|climb(?:ed|s|ing)?|expand(?:ed|s|ing)?|jump(?:ed|s)?|gain(?:ed|s)?|surg(?:ed?|es)|soar(?:ed|s)?"
    r"|improv(?:ed?|es)|advanc(?:ed?|es)|went up|(?:was|were|is|are|be) up|up"
)
DOWN = (
    r"fell|fallen|falls?|falling|declin(?:ed?|es|ing)|decreas(?:ed?|es|ing)|drop(?:ped|s|ping)?|shr[aiu]nk|shrinks?|contract(?:ed|s)|slipp?(?:ed|s)|dipp?(?:ed|s)|lower(?:ed)?|reduc(?:ed?|es|ing)"
    r"|cut(?:ting|s)?|went down|(?:was|were|is|are|be) down|down"
)
_TRANSITIVE = r"rais(?:ed?|es|ing)|increas(?:ed?|es|ing)|cut(?:ting|s)?|reduc(?:ed?|es|ing)|lower(?:ed|s|ing)?|bring(?:ing|s)?|brought|expand(?:ed|s|ing)?|grow(?:ing|s)?|grew|improv(?:ed?|es|ing)|boost(?:ed|s|ing)?|decreas(?:ed?|es|ing)|extend(?:ed|s|ing)?|lengthen(?:ed|s|ing)?|widen(?:ed|s|ing)?|lessen(?:ed|s|ing)?|eas(?:ed?|es|ing)|slash(?:ed|es|ing)?|trimm?(?:ed|s|ing)?"
STATE = (
    r"(?:is|are|was|were|be|been|being)(?:\s(?:set|kept|maintained|held|capped))?(?:\s(?:at|to|within|of))?|reach(?:ed|es|ing)?|hit(?:s|ting)?|total(?:l?ed|s|l?ing)?|st(?:ood|ands?|anding) at|amount(?:ed|s|ing)? to|c(?:ame|omes|oming) (?:to|in at)"
    r"|exceed(?:ed|s|ing)?|surpass(?:ed|es|ing)?|topp?(?:ed|s)?|remain(?:ed|s)?(?: at)?|stay(?:ed|s)?(?: at)?|averag(?:ed?|es|ing)|record(?:ed|s|ing)|maintain(?:ed|s)?(?: at)?|reached|keep(?:s|ing)? at|kept at|set at|ke(?:ep|pt) (?:it )?(?:at|within|below|under)"
)
SHARE = r"account(?:ed|s|ing)? for|ma(?:de|kes?|king) up|represent(?:ed|s|ing)?|compris(?:ed?|es|ing)|constitut(?:ed?|es|ing)"
AUX = (
    r"(?:(?:will|would|can|could|should|shall|may|has|have|had|having|is|are|was|were|be|been|also|further|again|only|already|then|now|expected|projected|forecast|estimated|anticipated|budgeted|planned|set|likely|scheduled|to"
    r"|steadily|sharply|slightly|significantly|continuously|successively|cumulatively|annually|jointly|together|all|each|both|still|in fact|respectively)\s+)*"
)
ADVERBS = r"(?:\s+(?:further|again|steadily|sharply|slightly|significantly|strongly,?|rapidly,?|quickly|robustly|only|respectively|annually|year[- ](?:on|over)[- ]year|on average|an average(?: of)?|at an average annual rate of|at an annual(?: average)? rate of|at a rate of|a (?:further|total|record)|another|by an average of|by a total of|in real terms|nominally|just))*"
BY = r"(?:\s+by)?(?:\s+(?:an|a)\s+(?:average|total|annual average)(?:\s+of)?)?"
_GROWN = re.compile(rf"^(?P<np>.*?)\b{AUX}(?P<verb>{UP}|{DOWN}){ADVERBS}{BY}{ADVERBS}$", re.IGNORECASE)
_TO_LEVEL = re.compile(rf"^(?P<np>.*?)\b{AUX}(?:{UP}|{DOWN}){ADVERBS}\s+(?:back\s+)?to{ADVERBS}$", re.IGNORECASE)
_CHANGED = re.compile(
    rf"^(?:.*\b)?(?P<verb>{_TRANSITIVE})\s+(?P<np>[^,;]{{3,80}}?)\s+(?P<way>by|to|below|under)(?:\s+(?:an|a)\s+(?:average|total)\s+of)?$",
    re.IGNORECASE,
)
_STATED = re.compile(
    rf"^(?P<np>.*?)\b{AUX}(?P<verb>{STATE}|{SHARE}){ADVERBS}(?:\s+a\s+(?:record|total(?:\s+of)?|new high of))?$",
    re.IGNORECASE,
)
_GROWTH_OF = re.compile(
    r"^(?P<np>.*?)\b(?:an?\s+)?(?P<adj>(?:(?:average|annual|yearly|real|nominal|year[- ]on[- ]year|overall|further|total|net|cumulative|projected|expected|steady)\s+)*)(?P<noun>growth|increases?|rise|surge|gain|expansion|decreases?|declines?|drop|fall|reductions?|cut|growth rate|rate of growth)"
    r"(?:\s+(?:rate|target|goal))?(?:\s+(?:is|was|be|will be|of|at|reached|hit|averaged|to|target of)){1,2}$",
    re.IGNORECASE,
)
_OF = re.compile(
    r"^(?P<np>.*?)\s+(?:(?:of|at|to|totall?ing|worth)|is|was)(?:\s+(?:a|the)\s+total\s+of)?$", re.IGNORECASE
)
_CHANGE_BEHIND = re.compile(
    r"^\s+(?:(?:year[- ]on[- ]year|annual|average|real|nominal|overall|net|further|projected|total|cumulative)\s+)*(?P<noun>growth|increase|rise|gain|jump|expansion|decrease|decline|drop|fall|reduction|cut)\b(?:\s+(?:in|of|for|to)\s+(?P<np>[^,;:.()]{3,90}))?",
    re.IGNORECASE,
)
_POSTED = re.compile(
    r"^(?P<np>.*?)\s+(?:posted|saw|seen|registered|recorded|achieved|achieving|showed|had|represents?|represented|marks?|marking|experienced|enjoyed|is|was|were)(?:\s+an?)?$",
    re.IGNORECASE,
)
_CHANGED_BY = re.compile(
    r"^.*\b(?P<noun>growth|increase|rise|gain|expansion|decrease|decline|drop|fall|reduction|cut)\s+in\s+(?P<np>[^,;]+?)\s+of$",
    re.IGNORECASE,
)
_ARTICLED = re.compile(r"^.*\ban?\s+(?P<np>[^,;]+)$", re.IGNORECASE)
_MONEY_IN = re.compile(
    r"^\s+in\s+(?P<np>(?:[a-z][\w-]*\s){0,3}(?:revenues?|income|expenses|expenditures?|spending|sales|savings|grants?|funding|funds|taxes|fees|losses|profits?|debt|bonds|investments?|exports|imports|aid|costs|assets|loans|reserves|cuts and exemptions|contributions|donations))\b",
    re.IGNORECASE,
)
_CHANGE_IN = re.compile(r"^\s+in\s+(?P<np>[^,;:.()]{3,80})", re.IGNORECASE)
_SHARE_OF = re.compile(r"^\s+of\s+(?P<np>(?:the|all|our|its|total|these|those)?\s?[^,;:.()]{3,80})", re.IGNORECASE)
_MONEY_FOR = re.compile(r"^\s+(?:in|for|on|to|of|towards?)\s+(?P<np>[^,;:.()]{3,60})", re.IGNORECASE)
_AMOUNT_OF = re.compile(
    r"^\s+(?:(?:worth\s+)?of|invested in|for|in)\s+(?P<np>[^,;:.()]{3,60}?)(?=\s+(?:were|was|will|should|are|is|has|have|had|by|to|from|in|on|during|through|across)\b|[,;:.()]|$)",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"^\s?(?P<np>(?!(?:of|in|and|or|to|for|by|on|at|from|with|as|is|are|was|were|will|has|have|than|per)\b)[A-Za-z][\w'’/-]*(?:\s(?!(?:were|was|are|is|will|have|has|had|that|which|who|to|by|from|for|on|at|with|during|while|as|be|been|than|across|since|through|under|over|between|last|this|per|compared|and|gained|received|moved|found|started|registered|entered|escaped|in|is|can|could|access|enjoyed|benefited)\b)[A-Za-z][\w'’/-]*){0,5})",
)
_FALLING = re.compile(rf"(?:{DOWN}|decreases?|declines?|drop|fall|reductions?|cut)", re.IGNORECASE)
_LEADS = re.compile(
    r"^(?:[\s,;:—–-]|(?:and|while|with|but|as|or|including|of which|among (?:which|them)|which|that|where|whereas|of these|thus|therefore|meanwhile|also|in addition|moreover|furthermore|overall|respectively|an|a|the|our|its|their|this|these|those|we|it|they|for|in|at|there|total|both|i\.e\.|namely|up|down|saw|seen|see|has|have|had|is|are|was|were|will|be|to|of|on average)\b[,\s]*)+",
    re.IGNORECASE,
)
_BOUNDARY = re.compile(
    r"[,;:()—–]|\.\s|\b(?:that|which|who|while|where|when|whereas|but|because|although|though|so|after|before|until|if|as(?!\s+a\s+(?:percentage|share|proportion))|expects?|expecting|expected|projects|aims?|aim to|plans?|forecasts|targets|intends?|anticipates?|estimates?|hopes?|seeks?|saw|see|sees|seen|let|ensure[sd]?|ensuring|keep|kept|keeping|bring|brought|compared(?:\s(?:to|with))?|(?:achieved?|achieving|registered|registering|posting|posted|recorded)(?=\s+(?:an?|average|growth|year|the)\b)|means?|shows?|showed|includes?|included)\b",
    re.IGNORECASE,
)
_POSSESSED = re.compile(
    r"^(?P<holder>(?:[A-Z][\w-]+(?:\s(?:of\s)?[A-Z][\w-]+){0,4})|the (?:city|country|county|town|borough|state|province|district|nation))['’]s?\s+"
)
_TRAILING = re.compile(
    r"\s+(?:and|or|but|with|to|of|for|in|on|at|by|the|a|an|is|are|was|were|has|have|had|will|be|been|which|that|also|still|now)$",
    re.IGNORECASE,
)
_NO_BASE = re.compile(
    r"^(?:between|from|to|by|since|across|it|they|we|this|that|these|those|there|which|he|she|i|you|one|some|more|all|each|both|rate|growth|increase|rise|total|number|amount|level|figure|year|period|average|rates?|up|down|another|what)$",
    re.IGNORECASE,
)
_MEASURED = re.compile(
    r"\b(?:rates?|ratio|prices?|index|income|revenues?|output|deficit|density|coverage|intensity|consumption|emissions?|capacity|investment|spending|expenditures?|sales|exports|imports|population|balance|reserves?|mortality|share|percentage|proportion|value|volume|turnover|budget|GDP|cost|surplus|debt|fund|yield|production|levels?)$",
    re.IGNORECASE,
)
"""What is measured, so that a number right behind it is its value: an unemployment rate within 5.5 percent."""

_TOLD_OF = re.compile(
    r"\s+(?:is|are|was|were|be|being)\s+(?:budgeted|projected|planned|set|expected|estimated|forecast|targeted|kept|held|maintained)$",
    re.IGNORECASE,
)
YEARLY = re.compile(
    r"\b(?:year[- ](?:on|over)[- ]year|from a year earlier|at comparable prices|in (?:nominal|real) terms)\b",
    re.IGNORECASE,
)
_ASIDE = re.compile(r",\s+(?:an?|one of the)\s[^,]+,\s*$", re.IGNORECASE)
"""What is said of a thing before its verb: output, an important indicator, rose …"""

_ON_TO = re.compile(
    r"^(?:[\s,]|year[- ](?:on|over)[- ]year|from a year earlier|annually|in (?:nominal|real) terms|at comparable prices)*\bto(?:\s+(?:a|about|some)(?:\s+(?:record|total)(?:\s+of)?)?)?$",
    re.IGNORECASE,
)
_LEVEL_OF = re.compile(r"^(?P<np>.*?)\s+(?:remained|stayed|stood|was|were|kept|held|is|are)\b.*\blevel$", re.IGNORECASE)
_OVER_TIME = re.compile(
    r"\s+(?:throughout|for|during|over|in|of)\s+(?:the\s+)?(?:whole\s+|full\s+)?(?:year|period|quarter|month)$",
    re.IGNORECASE,
)
_TAIL = re.compile(r"\s(?:by|to|for|from|through|with|among|between|covered|owned|run)\s", re.IGNORECASE)
_MOST_WORDS = 11


class EnglishPhrase(NamedTuple):
    """What a number measures: the name, how (``level``, ``growth``, ``points``, ``share``, ``increase``), whether more of it means less, whose it is, if named."""

    base: str
    measure: str
    falls: bool
    holder: str = ""
    counted: bool = False


_SCALES = frozenset(SCALES)
_PLURAL = re.compile(r"(?:people|children|staff|police|[a-z-]{2,}[a-rt-z]s|[a-z-]+sses)$", re.IGNORECASE)
_NO_PLURAL = frozenset(
    {
        "has",
        "was",
        "is",
        "its",
        "this",
        "as",
        "us",
        "across",
        "business",
        "access",
        "process",
        "express",
        "previous",
        "various",
        "campus",
        "less",
    }
)
_OF_AIM = re.compile(r"\b(?:target|goal|objective|forecast|projection|plan|budget|estimate)s?$", re.IGNORECASE)


def is_count(unit: str) -> bool:
    """Whether a unit is no measure: things are counted, by scale words or not."""
    return all(word in _SCALES for word in unit.split())


def read_english_phrase(left: str, right: str, unit: str, told: str) -> EnglishPhrase:
    """What a number measures, by the words before it (``left``) and behind it (``right``); ``told`` is what was named before.

    >>> read_english_phrase("Exports ", " over the previous year", "%", "")[:3]
    ('Exports', 'level', False)
    >>> read_english_phrase("The city's revenue grew by ", "", "%", "")[:4]
    ('revenue', 'growth', False, "The city")
    """
    left = left.rstrip()
    phrase = (
        _by_change_behind(left, right, unit, told)
        or _by_verb(left, right, unit, told)
        or _by_noun(left, right, unit, told)
        or _by_share(left, right, unit, told)
        or _by_measure(left, unit)
        or _by_count(right, unit)
    )
    if phrase is not None:
        return phrase
    return EnglishPhrase(told, _measure(unit, grown=False), falls=False)


def _measure(unit: str, *, grown: bool) -> str:
    if "point" in unit:
        return "points"
    if unit == "%":
        return "growth" if grown else "share"
    return "increase" if grown else "level"


def _by_change_behind(left: str, right: str, unit: str, told: str) -> EnglishPhrase | None:
    """A 5 percent increase in exports; 5 percent growth in exports."""
    found = _CHANGE_BEHIND.match(right)
    if found is None or (unit != "%" and not re.search(r"\b(?:an?|the)$", left)):
        return None
    subject = _POSTED.match(left)
    base, holder = english_name(found["np"] or (subject["np"] if subject else ""))
    return EnglishPhrase(base or told, _measure(unit, grown=True), bool(_FALLING.fullmatch(found["noun"])), holder)


def _by_verb(left: str, right: str, unit: str, told: str) -> EnglishPhrase | None:
    if told and _ON_TO.match(left):
        return EnglishPhrase(told, _measure(unit, grown=False), falls=False)
    level = _TO_LEVEL.match(left)
    if level:
        base, holder = english_name(level["np"])
        return EnglishPhrase(base or told, _measure(unit, grown=False), falls=False, holder=holder)
    changed = _CHANGED.match(left)
    if changed:
        base, holder = english_name(changed["np"])
        grown = changed["way"] == "by"
        return EnglishPhrase(
            base or told, _measure(unit, grown=grown), grown and bool(_FALLING.fullmatch(changed["verb"])), holder
        )
    grown = _GROWN.match(left)
    if grown:
        base, holder = english_name(grown["np"])
        if grown["verb"].lower() in ("up", "down") and re.search(r"[,;(]\s*$", grown["np"]):
            base = ""  # of what was told before: 38 percent of consumption, up 4 points
        if not base and unit != "%" and "point" not in unit and _COUNTED.match(right) and not told:
            return None
        return EnglishPhrase(base or told, _measure(unit, grown=True), bool(_FALLING.fullmatch(grown["verb"])), holder)
    return None


def _by_noun(left: str, right: str, unit: str, told: str) -> EnglishPhrase | None:  # noqa: PLR0911 - one a pattern
    changed = _CHANGED_BY.match(left)
    if changed:
        base, holder = english_name(changed["np"])
        return EnglishPhrase(
            base or told, _measure(unit, grown=True), bool(_FALLING.fullmatch(changed["noun"])), holder
        )
    growth = _GROWTH_OF.match(left)
    if growth:
        base, holder = english_name(growth["np"])
        behind = _CHANGE_IN.match(right)
        if behind and not base:
            base, holder = english_name(behind["np"])
        return EnglishPhrase(base or told, _measure(unit, grown=True), bool(_FALLING.fullmatch(growth["noun"])), holder)
    stated = _STATED.match(left)
    if stated:
        base, holder = english_name(stated["np"])
        if base or not _COUNTED.match(right):
            shared = re.fullmatch(SHARE, stated["verb"], re.IGNORECASE) is not None
            base = base or told
            return EnglishPhrase(
                f"{base} as a share" if shared and unit == "%" and base else base,
                _measure(unit, grown=False),
                falls=False,
                holder=holder,
            )
        return None
    of = _OF.match(left)
    if of:
        if re.search(r"[,;:]\s*$", of["np"]):
            return None  # …, of the 109 actions
        level, articled = _LEVEL_OF.match(of["np"]), _ARTICLED.match(of["np"])
        base, holder = english_name((level or articled or of)["np"])
        if base and _OF_AIM.search(base) and told:
            return EnglishPhrase(told, _measure(unit, grown=False), falls=False)
        if base:
            return EnglishPhrase(base, _measure(unit, grown=False), falls=False, holder=holder)
    return None


def _by_share(left: str, right: str, unit: str, told: str) -> EnglishPhrase | None:  # noqa: PLR0911 - one a pattern
    if unit == "%":
        of = _SHARE_OF.match(right)
        if of:
            return EnglishPhrase(english_name(of["np"])[0], "share", falls=False)
        return None
    if is_count(unit):
        return None
    money = _MONEY_IN.match(right)
    if money:
        return EnglishPhrase(english_name(money["np"])[0] or told, "level", falls=False)
    amount = _AMOUNT_OF.match(right)
    if amount and not english_name(left)[0]:
        return EnglishPhrase(english_name(amount["np"])[0] or told, "level", falls=False, counted=True)
    named = _COUNTED.match(right) if unit != "%" and "point" not in unit else None
    if named:
        return EnglishPhrase(_to_plural(named["np"].strip()), "level", falls=False)
    behind = _MONEY_FOR.match(right)
    verb = re.search(
        r"\b(?P<verb>invest|propos|request|appropriat|receiv|spen[dt]|allocat|provid|commit|set aside|earmark|raise|collect|budget|award|sav|pa(?:y|id)|grant|issu|add|cost|secur|attract|includ|contribut|fund|cut|lend)\w*(?:\s\w+){0,2}$",
        left,
        re.IGNORECASE,
    )
    if behind and verb:
        return EnglishPhrase(english_name(behind["np"])[0] or told, "level", falls=False, counted=True)
    return None


def _by_measure(left: str, unit: str) -> EnglishPhrase | None:
    """A noun of what is measured right before its value."""
    if not _MEASURED.search(left):
        return None
    base, holder = english_name(left)
    return EnglishPhrase(base, _measure(unit, grown=False), falls=False, holder=holder) if base else None


def _by_count(right: str, unit: str) -> EnglishPhrase | None:
    noun = _COUNTED.match(right) if is_count(unit) else None
    if noun is None:
        return None
    base = _to_plural(noun["np"].strip())
    return EnglishPhrase(base, "level", falls=False, counted=True)


def _to_plural(words: str) -> str:
    """A noun phrase up to its plural, which a verb may follow (residents used …); all of it where it has none."""
    parts = words.split()
    plural = [number for number, part in enumerate(parts) if _PLURAL.match(part) and part.lower() not in _NO_PLURAL]
    if not plural:
        return words
    last = plural[0]
    for number in plural[1:]:
        last = number if number == last + 1 else last
    return " ".join(parts[: last + 1])


def english_name(words: str) -> tuple[str, str]:
    """A noun phrase without what leads to it and what trails it, and whose it is.

    >>> english_name("and we expect that the city's general fund revenue")
    ('general fund revenue', 'the city')
    """
    words = _ASIDE.sub(" ", YEARLY.sub(" ", words))
    pieces = [piece for piece in _BOUNDARY.split(re.sub(r"\s*\([^()]*\)", "", words)) if piece and piece.strip(" ,;")]
    text = (pieces[-1] if pieces else "").strip(" ,;'’\"“”")
    holder = ""
    text = re.sub("[‘’'“”\"](?=\\s|$)|(?<=\\s)[‘’'“”\"]", "", text)
    for _ in range(3):
        before = text
        owner = _POSSESSED.match(text)
        if owner:
            holder, text = owner["holder"], text[owner.end() :]
        text = _LEADS.sub("", text)
        text = _TRAILING.sub("", _OVER_TIME.sub("", _TOLD_OF.sub("", text)))
        if text == before:
            break
    if len(text.split()) > _MOST_WORDS:
        text = _TAIL.split(text)[0]
    if len(text.split()) > _MOST_WORDS and " and " in text:
        text = _LEADS.sub("", text.rpartition(" and ")[2])
    if len(text.split()) > _MOST_WORDS or _NO_BASE.match(text) or not re.search("[A-Za-z]{2}", text):
        return "", holder
    return "economy" if text.lower() == "economic" else text.strip(), holder
