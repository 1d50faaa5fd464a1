"""Writing RDF: sorted, so that the same graph always gives the same bytes, and laid out to be read."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from wenmai.export.blank import name_blanks, rename_blanks
from wenmai.files import write_lines
from wenmai.terms import APPARATUS_TYPES, LABEL, PREFIXES, RDF, SKOS, TYPE, WM, XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import BinaryIO

    import pyoxigraph

    Writer = Callable[[BinaryIO, list[pyoxigraph.Quad], list[str]], None]

_LOCAL = re.compile(r"(?:[^\W]|:)(?:[\w·‿-]|[.:](?=[\w:-]))*")
"""A local name that every Turtle parser takes without an escape: letters of any script, digits, ``_``, ``-``, inner dots."""

WIDTH = 100
"""A longer list of objects is broken, one object a line."""

_INTEGER = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?[0-9]*\.[0-9]+")
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_FIRST = (
    TYPE,
    LABEL,
    *(WM + name for name in ("shortName", "externalAlias")),
    SKOS + "altLabel",
    *(RDF + name for name in ("subject", "predicate", "object")),
    *(
        WM + name
        for name in ("document", "start", "end", "begins", "ends", "about", "indicator", "from", "to", "value")
    ),
)
"""Predicates that come first, in this order; the others follow in the order of their IRIs."""

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NO_PROPERTIES = frozenset(
    RDF + name
    for name in (
        "RDF", "ID", "about", "aboutEach", "aboutEachPrefix", "bagID", "parseType", "resource", "nodeID", "datatype",
        "Description", "li",
    )
)  # fmt: skip
"""What RDF/XML reads as its own syntax (``rdf:li`` as a number)."""

_START = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd"
)
_NCNAME = re.compile(f"[{_START}][-.0-9\u00b7\u0300-\u036f\u203f\u2040{_START}]*\\Z")
"""The end of an IRI that can be the name of an XML element (XML 1.0, 2.3), as far as every parser has it."""


class Short:
    """IRIs as a person writes them, under the prefixes that the graph uses."""

    def __init__(self, iris: Iterable[str]) -> None:
        spaces = sorted(
            ((space, prefix) for prefix, space in PREFIXES.items()), key=lambda item: (-len(item[0]), item[1])
        )
        self._spaces = spaces
        self.used: dict[str, str] = {}
        self._known: dict[str, str] = {}
        for iri in iris:
            self(iri)

    def __call__(self, iri: str) -> str:
        """``prefix:name``, or ``<iri>`` where no prefix fits."""
        found = self._known.get(iri)
        if found is None:
            found = self._known[iri] = self._shorten(iri)
        return found

    def _shorten(self, iri: str) -> str:
        for space, prefix in self._spaces:
            if iri.startswith(space):
                name = iri[len(space) :]
                if _LOCAL.fullmatch(name):
                    self.used[prefix] = space
                    return f"{prefix}:{name}"
                break
        return f"<{iri}>"


def ordered(quads: Iterable[pyoxigraph.Quad]) -> list[pyoxigraph.Quad]:
    """Distinct quads in the order of graph, subject, predicate, object, blank nodes named by what is said of them.

    So a graph gives the same bytes whatever a parser called its blank nodes.
    """
    found = set(quads)
    names = name_blanks(found)
    return sorted((rename_blanks(quad, names) for quad in found) if names else found, key=_order)


def _order(quad: pyoxigraph.Quad) -> tuple[str, ...]:
    return str(quad.graph_name), str(quad.subject), quad.predicate.value, str(quad.object)


def write_turtle(stream: BinaryIO, quads: list[pyoxigraph.Quad], notices: list[str]) -> None:
    """Turtle: an entity, the statements that cite its facts after it, a blank line; passages and documents in their turn."""
    merged = _merge(quads, "Turtle", notices)
    write_lines(stream, _turtle(merged, Short(_iris(merged)), ""))


def write_trig(stream: BinaryIO, quads: list[pyoxigraph.Quad], notices: list[str]) -> None:  # noqa: ARG001
    """TriG: as Turtle, a block for each named graph after the default graph."""
    import pyoxigraph as ox

    short = Short(_iris(quads))
    graphs: dict[str, list[pyoxigraph.Quad]] = {}
    names: dict[str, str] = {}
    for quad in quads:
        name = "" if isinstance(quad.graph_name, ox.DefaultGraph) else _term(quad.graph_name, short)
        names[name] = str(quad.graph_name)
        graphs.setdefault(name, []).append(quad)
    write_lines(stream, _turtle(graphs.pop("", []), short, ""))
    for name in sorted(graphs, key=lambda name: names[name]):
        write_lines(stream, ["", f"{name} {{", *_turtle(graphs[name], short, "    ", head=False), "}"])


def _turtle(quads: list[pyoxigraph.Quad], short: Short, indent: str, *, head: bool = True) -> Iterator[str]:
    subjects: dict[str, list[pyoxigraph.Quad]] = {}
    for quad in quads:
        subjects.setdefault(str(quad.subject), []).append(quad)
    if head:
        width = max(map(len, short.used), default=0)
        yield from (f"@prefix {prefix + ':':{width + 1}} <{short.used[prefix]}> ." for prefix in sorted(short.used))
    previous = None if not head else ("", False)
    for (owner, is_line), subject in sorted((_owner(rows), subject) for subject, rows in subjects.items()):
        rows = subjects[subject]
        if previous is not None and not (is_line and previous in ((owner, False), (owner, True))):
            yield ""
        previous = owner, is_line
        yield from _block(rows, short, indent, one_line=is_line)


def _owner(rows: list[pyoxigraph.Quad]) -> tuple[str, bool]:
    """What a subject stands with: a statement with its own subject, passages together, an entity by itself."""
    import pyoxigraph as ox

    values = {quad.predicate.value: quad.object for quad in rows}
    kind = getattr(values.get(TYPE), "value", "")
    reified = values.get(RDF + "reifies")
    if isinstance(reified, ox.Triple):
        return str(reified.subject), True
    if kind == WM + "Passage":
        return "~passages", True
    if kind in APPARATUS_TYPES and RDF + "subject" in values:
        return str(values[RDF + "subject"]), True
    return str(rows[0].subject), False


def _block(rows: list[pyoxigraph.Quad], short: Short, indent: str, *, one_line: bool) -> Iterator[str]:
    objects: dict[str, list[str]] = {}
    for quad in rows:
        objects.setdefault(quad.predicate.value, []).append(_term(quad.object, short))
    order = sorted(objects, key=lambda iri: (_FIRST.index(iri) if iri in _FIRST else len(_FIRST), iri))
    subject = _term(rows[0].subject, short)
    parts = []
    for iri in order:
        long = sum(map(len, objects[iri])) > WIDTH and not one_line
        between = f" ,\n{indent}        " if long else " , "
        parts.append(f"{_predicate(iri, short)} {between.join(objects[iri])}")
    if one_line or len(parts) == 1:
        yield f"{indent}{subject} {' ; '.join(parts)} ."
        return
    yield f"{indent}{subject}"
    yield from (f"{indent}    {part} ;" for part in parts[:-1])
    yield f"{indent}    {parts[-1]} ."


def _term(term: Any, short: Short) -> str:
    import pyoxigraph as ox

    if isinstance(term, ox.NamedNode):
        return short(term.value)
    if isinstance(term, ox.Triple):
        return f"<<( {_term(term.subject, short)} {_predicate(term.predicate.value, short)} {_term(term.object, short)} )>>"
    return _literal(term, short) if isinstance(term, ox.Literal) else str(term)


def _literal(term: pyoxigraph.Literal, short: Short) -> str:
    import pyoxigraph as ox

    kind = term.datatype.value
    if kind == XSD + "boolean" and term.value in ("true", "false"):
        return term.value
    if (kind == XSD + "integer" and _INTEGER.fullmatch(term.value)) or (
        kind == XSD + "decimal" and _DECIMAL.fullmatch(term.value)
    ):
        return term.value
    if term.language:
        return str(term) if _CONTROLS.search(term.value) else f'"{term.value.translate(_ESCAPES)}"{_tag(term)}'
    quoted = str(ox.Literal(term.value)) if _CONTROLS.search(term.value) else f'"{term.value.translate(_ESCAPES)}"'
    return quoted if kind == XSD + "string" else f"{quoted}^^{short(kind)}"


def _predicate(iri: str, short: Short) -> str:
    return "a" if iri == TYPE else short(iri)


def _tag(term: Any) -> str:
    """The language tag of a literal, with its direction (RDF 1.2) where it has one."""
    return f"@{term.language}--{term.direction}" if term.direction else f"@{term.language}"


def _iris(quads: Iterable[pyoxigraph.Quad]) -> Iterator[str]:
    import pyoxigraph as ox

    def within(term: Any) -> Iterator[str]:
        if isinstance(term, ox.NamedNode):
            yield term.value
        elif isinstance(term, ox.Triple):
            for part in term:
                yield from within(part)
        elif isinstance(term, ox.Literal) and not term.language and term.datatype.value != XSD + "string":
            yield term.datatype.value

    for quad in quads:
        for term in quad:
            yield from within(term)


def _merge(quads: list[pyoxigraph.Quad], name: str, notices: list[str]) -> list[pyoxigraph.Quad]:
    """The quads as one graph; what a format without named graphs loses is said."""
    import pyoxigraph as ox

    graphs = {quad.graph_name for quad in quads} - {ox.DefaultGraph()}
    if graphs:
        notices.append(f"{name} has no named graphs: the {len(graphs)} of this graph are merged into one")
    return sorted({ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads}, key=_order)


def write_ntriples(stream: BinaryIO, quads: list[pyoxigraph.Quad], notices: list[str]) -> None:
    """N-Triples, sorted."""
    _dump(stream, _merge(quads, "N-Triples", notices), "N_TRIPLES")


def write_nquads(stream: BinaryIO, quads: list[pyoxigraph.Quad], notices: list[str]) -> None:  # noqa: ARG001
    """N-Quads, sorted."""
    _dump(stream, quads, "N_QUADS")


def _dump(stream: BinaryIO, quads: list[pyoxigraph.Quad], name: str, **options: Any) -> None:
    import pyoxigraph as ox

    statements: Any = [quad.triple for quad in quads] if name in ("N_TRIPLES", "RDF_XML") else quads
    ox.serialize(statements, stream, format=getattr(ox.RdfFormat, name), **options)


def write_rdfxml(stream: BinaryIO, quads: list[pyoxigraph.Quad], notices: list[str]) -> None:
    """RDF/XML, of RDF 1.2 where the graph needs it; what XML cannot hold is left out and counted."""
    import pyoxigraph as ox

    merged = _merge(quads, "RDF/XML", notices)
    kept, left = [], Counter[str]()
    for quad in merged:
        why = _unfit_for_xml(quad)
        if why:
            left[why] += 1
        else:
            kept.append(quad)
    for why, count in sorted(left.items()):
        notices.append(f"RDF/XML cannot hold {count} triples ({why}); they are left out")
    if any(_is_of_1_2(quad.object) for quad in kept):
        notices.append("this RDF/XML is of RDF 1.2 (triples as terms, base directions): older programs do not read it")
    written = ox.serialize(
        [quad.triple for quad in kept], format=ox.RdfFormat.RDF_XML, prefixes=Short(_iris(kept)).used
    )
    stream.write((written or b"").replace(b"\r", b"&#13;"))  # XML parsers read a bare carriage return as a line feed


def write_jsonld(stream: BinaryIO, quads: list[pyoxigraph.Quad], notices: list[str]) -> None:
    """JSON-LD 1.1: one object for each subject, under a context of prefixes alone, so that it needs no network."""
    import pyoxigraph as ox

    writable = [quad for quad in quads if not isinstance(quad.object, ox.Triple)]
    if len(writable) < len(quads):
        notices.append(f"JSON-LD cannot hold {len(quads) - len(writable)} triples as terms; they are left out")
    compact = _Compact(writable)
    graphs: dict[str, dict[str, dict[str, Any]]] = {}
    for quad in writable:
        name = "" if isinstance(quad.graph_name, ox.DefaultGraph) else compact.name(quad.graph_name)
        subject = compact.name(quad.subject)
        node = graphs.setdefault(name, {}).setdefault(subject, {"@id": subject})
        compact.add(node, quad)
    body: list[Any] = list(graphs.pop("", {}).values())
    body += [{"@id": name, "@graph": list(graphs[name].values())} for name in sorted(graphs)]
    document = {"@context": dict(sorted(compact.used.items())), "@graph": body}
    stream.write(json.dumps(document, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n")


def _unfit_for_xml(statement: Any) -> str:
    """Why RDF/XML cannot hold a triple; ``""`` when it can."""
    import pyoxigraph as ox

    predicate, value = statement.predicate.value, statement.object
    if predicate in _NO_PROPERTIES or not _NCNAME.search(re.split(r"[/#:]", predicate)[-1]):
        return "their predicate cannot be the name of an XML element"
    if isinstance(value, ox.Literal) and _CONTROLS.search(value.value):
        return "they hold control characters"
    return _unfit_for_xml(value) if isinstance(value, ox.Triple) else ""


def _is_of_1_2(term: Any) -> bool:
    """Whether only RDF 1.2 has such a term: a triple, or a text with a base direction."""
    import pyoxigraph as ox

    return isinstance(term, ox.Triple) or (isinstance(term, ox.Literal) and term.direction is not None)


class _Compact:
    """Compact IRIs for JSON-LD: only under prefixes that no IRI of the graph has for its scheme."""

    def __init__(self, quads: list[pyoxigraph.Quad]) -> None:
        schemes = {iri.partition(":")[0] for iri in _iris(quads)}
        self._spaces = sorted(
            ((space, prefix) for prefix, space in PREFIXES.items() if prefix not in schemes),
            key=lambda item: (-len(item[0]), item[1]),
        )
        self.used: dict[str, str] = {}

    def name(self, term: Any) -> str:
        """A resource's name; a relative-looking rest would be misread, so it stays whole."""
        import pyoxigraph as ox

        if not isinstance(term, ox.NamedNode):
            return str(term)
        iri: str = term.value
        for space, prefix in self._spaces:
            rest = iri.removeprefix(space)
            if rest and len(rest) < len(iri) and not rest.startswith("//"):
                self.used[prefix] = space
                return f"{prefix}:{rest}"
        return iri

    def add(self, node: dict[str, Any], quad: pyoxigraph.Quad) -> None:
        """Put one triple into its subject's object."""
        import pyoxigraph as ox

        if quad.predicate.value == TYPE and not isinstance(quad.object, ox.Literal):
            node.setdefault("@type", []).append(self.name(quad.object))
            return
        node.setdefault(self.name(quad.predicate), []).append(self._value(quad.object))

    def _value(self, term: Any) -> dict[str, str]:
        import pyoxigraph as ox

        if not isinstance(term, ox.Literal):
            return {"@id": self.name(term)}
        if term.language:
            direction = {"@direction": str(term.direction)} if term.direction else {}
            return {"@value": term.value, "@language": term.language, **direction}
        if term.datatype.value == XSD + "string":
            return {"@value": term.value}
        return {"@value": term.value, "@type": self.name(term.datatype)}
