"""Turtle and TriG, laid out to be read: an entity, and after it the statements that cite its facts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from wenmai.system.files import write_lines
from wenmai.terms import APPARATUS_TYPES, LABEL, PREFIXES, RDF, SKOS, TYPE, WM, XSD
from wenmai.writing.order import merged
from wenmai.writing.short import Short, iris_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    import pyoxigraph

    from wenmai.writing.short import Prefixes

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
    *(RDF + name for name in ("subject", "predicate", "object", "reifies")),
    *(
        WM + name
        for name in ("document", "start", "end", "begins", "ends", "about", "indicator", "from", "to", "value")
    ),
)
"""Predicates that come first, in this order; the others follow in the order of their IRIs."""

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def write_turtle(
    stream: BinaryIO, quads: list[pyoxigraph.Quad], notices: list[str], prefixes: Prefixes = PREFIXES
) -> None:
    """Turtle: an entity, the statements that cite its facts after it, a blank line; passages and documents in their turn."""
    quads = merged(quads, "Turtle", notices)
    write_lines(stream, _turtle(quads, Short(iris_of(quads), prefixes), ""))


def write_trig(
    stream: BinaryIO,
    quads: list[pyoxigraph.Quad],
    notices: list[str],  # noqa: ARG001
    prefixes: Prefixes = PREFIXES,
) -> None:
    """TriG: as Turtle, a block for each named graph after the default graph."""
    import pyoxigraph as ox

    short = Short(iris_of(quads), prefixes)
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
