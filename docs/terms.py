"""The page of all terms, made from the vocabulary: ``python docs/terms.py`` writes ``docs/vocabulary.md``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph
from pyoxigraph import NamedNode, RdfFormat, Store

if TYPE_CHECKING:
    from collections.abc import Callable

    Cell = Callable[["Vocabulary", str], str]

ROOT = Path(__file__).resolve().parent.parent
VOCABULARY = ROOT / "ontology" / "vocabulary.ttl"
PAGE = ROOT / "docs" / "vocabulary.md"

WM = "urn:wenmai:term:"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SCHEMA = "https://schema.org/"
OWN = ("Bound", "Measure", "Position", "Status", "Unit")
"""The classes whose instances the vocabulary itself defines."""

HEAD = """\
# The vocabulary

All terms of wenmai's model, in namespace `urn:wenmai:term:` (prefix `wm:`). [The model](ontology.md) shows how they are
used together; `ontology/vocabulary.ttl` is where they are kept, and this page is made from it. What a property usually
joins is a description: nothing is inferred from it, and what must hold is in `ontology/shapes.ttl`.

本页列出模型的全部词条,由 `ontology/vocabulary.ttl` 生成。
"""


class Vocabulary(NamedTuple):
    """The triples of the vocabulary, with the prefixes of its file."""

    store: Store
    prefixes: dict[str, str]

    @classmethod
    def read(cls) -> Vocabulary:
        """The vocabulary as it is now."""
        parser = pyoxigraph.parse(path=str(VOCABULARY), format=RdfFormat.TURTLE)
        store = Store()
        store.extend(parser)
        return cls(store, parser.prefixes)

    def instances(self, kind: str) -> list[str]:
        """The terms of a class, by IRI."""
        found = self.store.quads_for_pattern(None, NamedNode(RDF + "type"), NamedNode(kind), None)
        return sorted(quad.subject.value for quad in found)

    def values(self, term: str, predicate: str) -> list[str]:
        """The resources that a term has, shortened."""
        found = self.store.quads_for_pattern(NamedNode(term), NamedNode(predicate), None, None)
        return sorted(self.short(quad.object.value) for quad in found if isinstance(quad.object, NamedNode))

    def text(self, term: str, predicate: str, language: str) -> str:
        """The text that a term has in a language."""
        found = self.store.quads_for_pattern(NamedNode(term), NamedNode(RDFS + predicate), None, None)
        return next(quad.object.value for quad in found if quad.object.language == language)

    def short(self, iri: str) -> str:
        """An IRI with its prefix."""
        fits = [(name, start) for name, start in self.prefixes.items() if iri.startswith(start)]
        name, start = max(fits, key=lambda pair: len(pair[1]))
        return f"{name}:{iri[len(start) :]}"


def page() -> str:
    """The page as the vocabulary has it."""
    vocabulary = Vocabulary.read()
    parts = [
        HEAD,
        _table(vocabulary, "Classes", RDFS + "Class", "a kind of", _kinds),
        _table(vocabulary, "Properties", RDF + "Property", "usually joins; a kind of", _joins),
    ]
    own = [_table(vocabulary, _title(vocabulary, name), WM + name, "", _unit) for name in OWN]
    return "\n".join([*parts, *own])


def _title(vocabulary: Vocabulary, own: str) -> str:
    name = vocabulary.text(WM + own, "label", "en").capitalize()
    return f"{name} ({vocabulary.text(WM + own, 'label', 'zh')})"


def _table(vocabulary: Vocabulary, title: str, kind: str, last: str, more: Cell) -> str:
    lines = [f"## {title}", "", f"| term | meaning | {last} |", "| --- | --- | --- |"]
    for term in vocabulary.instances(kind):
        meaning = "<br>".join(
            f"**{vocabulary.text(term, 'label', language)}**: {vocabulary.text(term, 'comment', language)}"
            for language in ("en", "zh")
        )
        cells = (f"`{vocabulary.short(term)}`", meaning, more(vocabulary, term))
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join([*lines, ""])


def _code(terms: list[str]) -> str:
    return ", ".join(f"`{term}`" for term in terms)


def _kinds(vocabulary: Vocabulary, term: str) -> str:
    return _code(vocabulary.values(term, RDFS + "subClassOf"))


def _joins(vocabulary: Vocabulary, term: str) -> str:
    ends = [_code(vocabulary.values(term, SCHEMA + end)) for end in ("domainIncludes", "rangeIncludes")]
    joins = f"{ends[0] or 'anything'} → {ends[1] or 'anything'}" if any(ends) else ""
    parents = _code(vocabulary.values(term, RDFS + "subPropertyOf"))
    return "<br>".join(part for part in (joins, parents) if part)


def _unit(vocabulary: Vocabulary, term: str) -> str:
    found = list(vocabulary.store.quads_for_pattern(NamedNode(term), NamedNode(WM + "factor"), None, None))
    bases = _code(vocabulary.values(term, WM + "baseUnit"))
    return f"{found[0].object.value} {bases}" if found else ""


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
