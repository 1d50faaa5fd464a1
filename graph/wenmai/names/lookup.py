"""From what a person wrote to the one IRI that is meant: of an entity, a predicate or a class.

All three may be written as an IRI, as ``prefix:name`` with the graph's own prefixes, or as a name: a label in any language, an
alias, the end of the IRI, or the pinyin of one of them or its initials. What means several things is never guessed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wenmai.errors import AmbiguousName, NameNotFound
from wenmai.languages import is_chinese
from wenmai.model import Match
from wenmai.names import vocabulary
from wenmai.notices import notice
from wenmai.statements.standing import STATUSES
from wenmai.terms import local_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from wenmai.index import Index
    from wenmai.sources import Source


def find_entity(source: Source, name: str, language: str = "zh", *, tell: Callable[[str], object] = notice) -> str:
    """The IRI of the entity that ``name`` means; an IRI is taken as it is, known or not.

    ``tell`` is given one sentence, in ``language``'s labels, when ``name`` is only a part of the entity's name or its pinyin.

    Raises:
        AmbiguousName: several entities share the name.
        NameNotFound: none has it.
    """
    iri = source.prefixes.read(name, lambda iri: source.index.find(iri) is not None)
    if iri is not None:
        if source.index.find(iri) is not None:
            return iri  # names need not be loaded for it
        from wenmai.names.search import known_spelling

        return known_spelling(source.index, iri)
    iri = source.names.resolve(name, language)
    if not _is_called(source.index, iri, name):
        tell(taken_for(name, source.index.term_label(iri, language), language))
    return iri


def taken_for(name: str, label: str, language: str) -> str:
    """That what a person wrote was understood as the name of something.

    >>> taken_for("jrj", "Financial Street", "en"), taken_for("jrj", "金融街", "zh")
    ("'jrj' is taken for Financial Street", "'jrj'理解为金融街")
    """
    return f"{name!r}理解为{label}" if is_chinese(language) else f"{name!r} is taken for {label}"


def find_described(source: Source, name: str, language: str = "zh", *, tell: Callable[[str], object] = notice) -> str:
    """The IRI of what can be described: an entity as :func:`find_entity` finds it, else a class that has instances.

    Raises:
        AmbiguousName: several entities, or several classes, share the name.
        NameNotFound: none has it.
    """
    try:
        return find_entity(source, name, language, tell=tell)
    except (NameNotFound, AmbiguousName) as missing:
        whole = isinstance(missing, AmbiguousName) and missing.candidates[0].how in ("label", "alias", "iri")
        if whole or not source.enumerable:
            raise
        try:
            return find_class(source, name)
        except (NameNotFound, AmbiguousName):
            raise missing from None


def find_predicate(source: Source, name: str) -> str:
    """The IRI of the predicate that ``name`` means, of those that the graph's links have.

    Raises:
        AmbiguousName: several predicates share the name.
        NameNotFound: none has it.
    """
    return _find_term(source.index, name, source.index.predicates, "predicate")


def find_predicate_among(source: Source, name: str, candidates: Iterable[str]) -> str:
    """The IRI of the predicate that ``name`` means, of some: those of values too, which no link has.

    Raises:
        AmbiguousName: several predicates share the name.
        NameNotFound: none has it.
    """
    return _find_term(source.index, name, candidates, "predicate")


def find_class(source: Source, name: str) -> str:
    """The IRI of the class that ``name`` means, of those that the graph's entities have.

    Raises:
        AmbiguousName: several classes share the name.
        NameNotFound: none has it.
    """
    return _find_term(source.index, name, source.index.classes(), "class")


def find_status(source: Source, name: str) -> str:
    """The IRI of the status that ``name`` means, of those that the graph's links have and wenmai's own.

    >>> from wenmai.sources import Memory
    >>> find_status(Memory.of([]), "planned"), find_status(Memory.of([]), "目标")
    ('urn:wenmai:term:Planned', 'urn:wenmai:term:Targeted')

    Raises:
        AmbiguousName: several statuses share the name.
        NameNotFound: none has it.
    """
    return _find_term(source.index, name, dict.fromkeys((*STATUSES, *source.index.statuses())), "status")


def _is_called(index: Index, iri: str, text: str) -> bool:
    """Whether ``text`` is a whole name of the entity (letter case and spaces around it aside), its IRI or the end of it."""
    node = index.find(iri)
    names = [] if node is None else [name for _, _, name, _ in index.texts(node)]
    names += [iri, local_name(iri), index.prefixes.name_of(iri)]
    return text.strip().casefold() in {name.casefold() for name in names}


def _find_term(index: Index, name: str, candidates: Iterable[str], what: str) -> str:
    known = tuple(candidates)
    iri = index.prefixes.read(name, known.__contains__)
    if iri in known:
        return str(iri)
    called = {iri: tuple(_called(index, iri)) for iri in known}
    for means in _ways(name):
        found = [iri for iri, texts in called.items() if any(map(means, texts))]
        if len(found) == 1:
            return found[0]
        if found:
            raise AmbiguousName(name, [_match(index, iri) for iri in found], what=what)
    raise NameNotFound(name, _nearest(index, name, called), what=what, prefix=index.prefixes.unknown(name))


def _ways(name: str) -> Iterator[Callable[[str], bool]]:
    """The ways in which a name may be meant, the strictest first: as written, folded, by its pinyin or its initials."""
    from wenmai.names.folding import fold, simplify
    from wenmai.names.pinyin import readings

    written, folded = name.strip(), fold(name)
    yield lambda text: text == written
    if not folded:
        return
    yield lambda text: fold(text) == folded
    yield lambda text: simplify(fold(text)) == simplify(folded)
    letters = folded.replace(" ", "")
    if letters.isascii():
        yield lambda text: any(letters in (way.lower(), _initials(way)) for way in readings(fold(text)))


def _initials(reading: str) -> str:
    return "".join(letter for letter in reading if letter.isupper()).lower()


def _called(index: Index, iri: str) -> Iterator[str]:
    """All that a predicate or a class goes by."""
    node = index.find(iri)
    yield from (local_name(iri), index.prefixes.shorten(iri))
    yield from (vocabulary.label(index, iri, language) for language in ("zh", "en"))
    yield from () if node is None else (text for _, _, text, _ in index.texts(node))


def _match(index: Index, iri: str) -> Match:
    return Match(iri, vocabulary.label(index, iri, "en"), index.prefixes.shorten(iri), "label", 100)


def _nearest(index: Index, name: str, called: dict[str, tuple[str, ...]]) -> list[Match]:
    from difflib import get_close_matches

    owner = {text.casefold(): iri for iri, texts in reversed(called.items()) for text in texts}
    near = dict.fromkeys(owner[text] for text in get_close_matches(name.casefold(), owner, n=3, cutoff=0.4))
    return [Match(iri, index.prefixes.shorten(iri), vocabulary.label(index, iri, "en"), "fuzzy", 0) for iri in near]
