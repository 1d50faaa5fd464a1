"""JSON-LD with a context of its own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from wenmai.languages import counted
from wenmai.terms import PREFIXES, TYPE, XSD
from wenmai.writing.short import iris_of, longest_first

if TYPE_CHECKING:
    from typing import BinaryIO

    import pyoxigraph

    from wenmai.writing.short import Prefixes


def write_jsonld(
    stream: BinaryIO, quads: list[pyoxigraph.Quad], notices: list[str], prefixes: Prefixes = PREFIXES
) -> None:
    """JSON-LD 1.1: one object for each subject, under a context of prefixes alone, so that it needs no network."""
    import pyoxigraph as ox

    writable = [quad for quad in quads if not isinstance(quad.object, ox.Triple)]
    if len(writable) < len(quads):
        count = len(quads) - len(writable)
        notices.append(f"JSON-LD has no triple terms (RDF 1.2): left out: {counted(count, 'triples')} with one")
    compact = _Compact(writable, prefixes)
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


class _Compact:
    """Compact IRIs for JSON-LD: only under prefixes that no IRI of the graph has for its scheme."""

    def __init__(self, quads: list[pyoxigraph.Quad], prefixes: Prefixes) -> None:
        schemes = {iri.partition(":")[0] for iri in iris_of(quads)}
        # A prefix of JSON-LD 1.1 has a name, and ends as an IRI's parts do (4.1.5).
        self._spaces = longest_first(
            (prefix, space)
            for prefix, space in prefixes.items()
            if prefix and prefix not in schemes and space.endswith((":", "/", "?", "#", "[", "]", "@"))
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
