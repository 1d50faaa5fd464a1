r"""OBO 1.2 and 1.4, line by line: what ROBOT and the OWL API make of its usual tags.

Source: Mungall and others, *OBO Flat File Format 1.4 Syntax and Semantics*, 5 (the mapping to OWL 2). A term is an IRI below
``http://purl.obolibrary.org/obo/``; ``relationship`` and ``intersection_of`` become restrictions, the dbxrefs of a definition or a
synonym an ``owl:Axiom`` with ``oboInOwl:hasDbXref``. Tags that are not known become properties of ``oboInOwl`` by their name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wenmai.errors import GraphSyntaxError, InputError
from wenmai.reading.networks.elements import quote_name
from wenmai.terms import LABEL, OWL, RDF, RDFS, TYPE, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pyoxigraph as ox

    Subject = ox.NamedNode | ox.BlankNode

OBO = "http://purl.obolibrary.org/obo/"
OIO = "http://www.geneontology.org/formats/oboInOwl#"
DEFINITION = OBO + "IAO_0000115"

MOST_LINE = 1 << 24
"""How long a line may be, in bytes."""

_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"\s*(.*)', re.DOTALL)
_XREFS = re.compile(r"\[((?:[^\[\]\\]|\\.)*)\]\s*(?:\{.*\})?\s*$")
_TRAILING = re.compile(r"(?<!\\)\s*\{[^{}\"]*(?:\"(?:[^\"\\]|\\.)*\"[^{}\"]*)*\}\s*$")
_ESCAPES = {"n": "\n", "W": " ", "t": "\t"}
_FLAGS = {
    "is_transitive": "TransitiveProperty",
    "is_symmetric": "SymmetricProperty",
    "is_asymmetric": "AsymmetricProperty",
    "is_reflexive": "ReflexiveProperty",
    "is_functional": "FunctionalProperty",
    "is_inverse_functional": "InverseFunctionalProperty",
}
_TEXTS = {"name": LABEL, "comment": RDFS + "comment", "namespace": OIO + "hasOBONamespace"}
_SYNONYMS = {"EXACT": "Exact", "BROAD": "Broad", "NARROW": "Narrow", "RELATED": "Related"}
_KINDS = {"Term": OWL + "Class", "Typedef": OWL + "ObjectProperty", "Instance": OWL + "NamedIndividual"}
_LINKS = {
    "disjoint_from": OWL + "disjointWith",
    "inverse_of": OWL + "inverseOf",
    "domain": RDFS + "domain",
    "range": RDFS + "range",
    "instance_of": TYPE,
    "equivalent_to": OWL + "equivalentClass",
    "replaced_by": OBO + "IAO_0100001",
    "consider": OIO + "consider",
    "subset": OIO + "inSubset",
}
_SHORTHANDS = {
    "part_of": "BFO_0000050", "has_part": "BFO_0000051", "occurs_in": "BFO_0000066", "located_in": "RO_0001025",
    "derives_from": "RO_0001000", "has_participant": "RO_0000057", "participates_in": "RO_0000056",
    "develops_from": "RO_0002202", "regulates": "RO_0002211", "negatively_regulates": "RO_0002212",
    "positively_regulates": "RO_0002213", "adjacent_to": "RO_0002220", "overlaps": "RO_0002131",
    "preceded_by": "BFO_0000062", "precedes": "BFO_0000063", "only_in_taxon": "RO_0002160", "in_taxon": "RO_0002162",
}  # fmt: skip
"""The short names of relations that most OBO files use, by the ids that their typedefs cross-refer to."""

_PREFIXES = {"owl": OWL, "rdf": RDF, "rdfs": RDFS, "xsd": XSD, "oboInOwl": OIO, "IAO": OBO + "IAO_"}


def read_obo(pieces: Iterable[bytes], name: str) -> Iterator[ox.Quad]:
    """The quads of an OBO file, stanza by stanza.

    Raises:
        GraphSyntaxError: a line is neither a tag with its value nor the beginning of a stanza.
    """
    reader, stanza, kind = _Obo(), list[tuple[str, str]](), ""
    for number, line in enumerate(_lines(pieces, name), 1):
        text = _uncommented(line)
        if not text:
            continue
        if text.startswith("["):
            yield from reader.stanza(kind, stanza)
            stanza, kind = [], text.strip("[] ")
            continue
        tag, colon, value = text.partition(":")
        if not colon or " " in tag.strip():
            raise GraphSyntaxError(
                name, f"{text[:80]!r} is no tag with a value (read as OBO)", line=number, column=None
            )
        stanza.append((tag.strip(), value.strip()))
    yield from reader.stanza(kind, stanza)
    yield from reader.unsaid()


def _lines(pieces: Iterable[bytes], name: str) -> Iterator[str]:
    rest, number = b"", 0
    for piece in pieces:
        *lines, rest = (rest + piece).split(b"\n")
        if len(rest) > MOST_LINE:
            raise InputError(f"{name} has a line of more than 16 MiB after line {number:,}, which no OBO file has")
        for line in lines:
            number += 1
            yield _decoded(line, name, number)
    yield _decoded(rest, name, number + 1)


def _decoded(line: bytes, name: str, number: int) -> str:
    try:
        return line.decode().strip()
    except UnicodeDecodeError:
        raise InputError(
            f"{name} is not UTF-8 in line {number:,}; 'iconv -f ENCODING -t UTF-8 FILE' converts it"
        ) from None


def _uncommented(line: str) -> str:
    """A line without a comment: ``!`` outside quotes, at its beginning or after white space."""
    if "!" not in line:
        return line
    inside = False
    for place, char in enumerate(line):
        if char == '"' and line[place - 1 : place] != "\\":
            inside = not inside
        elif char == "!" and not inside and (place == 0 or line[place - 1].isspace()):
            return line[:place].rstrip()
    return line


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[1]), text)


class _Obo:
    """Reads stanzas; the header's ``idspace`` lines are prefixes, its ``ontology`` names what all is defined by."""

    def __init__(self) -> None:
        import pyoxigraph

        self._ox = pyoxigraph
        self._spaces = dict(_PREFIXES)
        self._count = 0
        self._related: dict[str, str] = {}
        self._typed: set[str] = set()
        self._ontology: ox.NamedNode | None = None

    def stanza(self, kind: str, tags: list[tuple[str, str]]) -> Iterator[ox.Quad]:
        """The quads of one stanza; the header has no kind."""
        if not kind:
            yield from self._header(tags)
            return
        if kind not in _KINDS:
            return
        identity = next((value for tag, value in tags if tag == "id"), None)
        if identity is None:
            return
        subject = self._node(identity)
        if kind == "Typedef":
            self._typed.add(subject.value)
        told = any(tag == "is_metadata_tag" and value == "true" for tag, value in tags)
        yield self._quad(subject, TYPE, self._ox.NamedNode(OWL + "AnnotationProperty" if told else _KINDS[kind]))
        if subject.value.startswith(OBO) and ":" in identity:
            yield self._quad(subject, OIO + "id", self._ox.Literal(identity))
        parts = []
        for tag, value in tags:
            plain = _TRAILING.sub("", value) if tag not in ("def", "synonym") else value
            if tag in ("intersection_of", "union_of"):
                parts.append((tag, plain))
            elif tag != "id":
                yield from self._tag(subject, kind, tag, plain)
        yield from self._defined(subject, parts)

    def unsaid(self) -> Iterator[ox.Quad]:
        """The names of relations that no typedef of the file names, and of what the mapping itself brings: they go by their ids here."""
        for iri, identity in sorted(self._related.items()):
            if iri not in self._typed:
                yield self._quad(self._ox.NamedNode(iri), TYPE, self._ox.NamedNode(OWL + "ObjectProperty"))
                yield self._quad(self._ox.NamedNode(iri), LABEL, self._ox.Literal(identity.replace("_", " ")))

    def _header(self, tags: list[tuple[str, str]]) -> Iterator[ox.Quad]:
        for tag, value in tags:
            if tag == "idspace" and len(found := value.split(" ")) > 1:
                self._spaces[found[0]] = found[1]
        name = next((value for tag, value in tags if tag == "ontology"), None)
        if name is None:
            return
        address = name if "://" in name else f"{OBO}{quote_name(name)}.owl".replace("%2F", "/")
        self._ontology = self._ox.NamedNode(address)
        yield self._quad(self._ontology, TYPE, self._ox.NamedNode(OWL + "Ontology"))
        for tag, value in tags:
            if tag == "data-version":
                yield self._quad(self._ontology, OWL + "versionInfo", self._ox.Literal(value))
            elif tag in ("remark", "saved-by", "default-namespace", "date"):
                yield self._quad(self._ontology, OIO + tag, self._ox.Literal(value))
            elif tag == "property_value":
                yield from self._value(self._ontology, value)

    def _tag(self, subject: ox.NamedNode, kind: str, tag: str, value: str) -> Iterator[ox.Quad]:
        """What one tag of a stanza says."""
        if tag in _TEXTS:
            yield self._quad(subject, _TEXTS[tag], self._ox.Literal(_unescaped(value)))
        elif tag in ("xref", "alt_id"):
            predicate = OIO + ("hasDbXref" if tag == "xref" else "hasAlternativeId")
            yield self._quad(subject, predicate, self._ox.Literal(_unescaped(value.partition(' "')[0])))
        elif tag == "def":
            yield from self._annotated(subject, DEFINITION, value)
        elif tag.endswith("synonym"):
            yield from self._synonym(subject, tag, value)
        elif tag in _FLAGS or tag == "is_obsolete":
            yield from self._flag(subject, tag, value)
        else:
            yield from self._linked(subject, kind, tag, value)

    def _flag(self, subject: ox.NamedNode, tag: str, value: str) -> Iterator[ox.Quad]:
        if value == "true" and tag == "is_obsolete":
            yield self._quad(subject, OWL + "deprecated", self._true())
        elif value == "true":
            yield self._quad(subject, TYPE, self._ox.NamedNode(OWL + _FLAGS[tag]))

    def _linked(self, subject: ox.NamedNode, kind: str, tag: str, value: str) -> Iterator[ox.Quad]:
        """What a tag says of another term; one that is not known, as a text."""
        if tag == "is_a":
            yield self._quad(subject, RDFS + ("subClassOf" if kind == "Term" else "subPropertyOf"), self._node(value))
        elif tag == "relationship":
            yield from self._relationship(subject, kind, value)
        elif tag == "property_value":
            yield from self._value(subject, value)
        elif tag == "holds_over_chain":
            head, cells = self._list([self._node(part) for part in value.split()])
            yield self._quad(subject, OWL + "propertyChainAxiom", head)
            yield from cells
        elif tag in _LINKS:
            yield self._quad(subject, self._link(tag, kind), self._node(value.partition(" ")[0]))
        elif tag not in ("is_metadata_tag", "is_class_level"):
            yield self._quad(subject, OIO + quote_name(tag), self._ox.Literal(_unescaped(value)))

    def _link(self, tag: str, kind: str) -> str:
        if tag == "equivalent_to" and kind == "Typedef":
            return OWL + "equivalentProperty"
        return OWL + "propertyDisjointWith" if tag == "disjoint_from" and kind == "Typedef" else _LINKS[tag]

    def _relationship(self, subject: ox.NamedNode, kind: str, value: str) -> Iterator[ox.Quad]:
        """A class is below *some* of another; an instance is linked by the property itself."""
        relation, _, target = value.partition(" ")
        if not target:
            return
        if kind == "Instance":
            yield self._quad(subject, self._node(relation).value, self._node(target.split(" ")[0]))
            return
        restriction, quads = self._some(relation, target)
        yield from quads
        yield self._quad(subject, RDFS + "subClassOf", restriction)

    def _some(self, relation: str, target: str) -> tuple[ox.BlankNode, list[ox.Quad]]:
        node, prop = self._blank(), self._node(relation)
        self._related.setdefault(prop.value, relation)
        return node, [
            self._quad(node, TYPE, self._ox.NamedNode(OWL + "Restriction")),
            self._quad(node, OWL + "onProperty", prop),
            self._quad(node, OWL + "someValuesFrom", self._node(target.strip().split(" ")[0])),
        ]

    def _defined(self, subject: ox.NamedNode, parts: list[tuple[str, str]]) -> Iterator[ox.Quad]:
        """A class that is the intersection, or the union, of others."""
        for tag, predicate in (("intersection_of", "intersectionOf"), ("union_of", "unionOf")):
            members: list[Subject] = []
            for found, value in parts:
                if found != tag:
                    continue
                relation, _, target = value.partition(" ")
                if target:
                    restriction, quads = self._some(relation, target)
                    yield from quads
                    members.append(restriction)
                else:
                    members.append(self._node(value))
            if len(members) > 1:
                whole = self._blank()
                head, cells = self._list(members)
                yield self._quad(subject, OWL + "equivalentClass", whole)
                yield self._quad(whole, TYPE, self._ox.NamedNode(OWL + "Class"))
                yield self._quad(whole, OWL + predicate, head)
                yield from cells

    def _list(self, members: Sequence[Subject]) -> tuple[Subject, list[ox.Quad]]:
        cells = [self._blank() for _ in members]
        quads = []
        for place, (cell, member) in enumerate(zip(cells, members, strict=True)):
            rest = cells[place + 1] if place + 1 < len(cells) else self._ox.NamedNode(RDF + "nil")
            quads += [self._quad(cell, RDF + "first", member), self._quad(cell, RDF + "rest", rest)]
        return cells[0], quads

    def _synonym(self, subject: ox.NamedNode, tag: str, value: str) -> Iterator[ox.Quad]:
        found = _QUOTED.match(value)
        scope = found[2].split(" ")[0] if found else ""
        kind = _SYNONYMS.get(scope) or _SYNONYMS.get(tag.partition("_")[0].upper(), "Related")
        yield from self._annotated(subject, f"{OIO}has{kind}Synonym", value)

    def _annotated(self, subject: ox.NamedNode, predicate: str, value: str) -> Iterator[ox.Quad]:
        """A quoted text, and as an axiom the dbxrefs that it cites."""
        found = _QUOTED.match(value)
        text = self._ox.Literal(_unescaped(found[1] if found else value))
        yield self._quad(subject, predicate, text)
        cited = _XREFS.search(found[2]) if found else None
        xrefs = [one.strip() for one in re.split(r"(?<!\\),", cited[1])] if cited else []
        names = [_unescaped(re.sub(r'\s+"(?:[^"\\]|\\.)*"$', "", one)) for one in xrefs if one]
        if names:
            axiom = self._blank()
            yield self._quad(axiom, TYPE, self._ox.NamedNode(OWL + "Axiom"))
            yield self._quad(axiom, OWL + "annotatedSource", subject)
            yield self._quad(axiom, OWL + "annotatedProperty", self._ox.NamedNode(predicate))
            yield self._quad(axiom, OWL + "annotatedTarget", text)
            for one in names:
                yield self._quad(axiom, OIO + "hasDbXref", self._ox.Literal(one))

    def _value(self, subject: ox.NamedNode, value: str) -> Iterator[ox.Quad]:
        """``property_value``: a literal with its type, or another resource."""
        relation, _, rest = value.partition(" ")
        found = _QUOTED.match(rest)
        predicate = self._node(relation).value
        if found:
            kind = found[2].split(" ")[0]
            datatype = self._node(kind) if kind.startswith("xsd:") else self._ox.NamedNode(XSD + "string")
            yield self._quad(subject, predicate, self._ox.Literal(_unescaped(found[1]), datatype=datatype))
        elif rest:
            yield self._quad(subject, predicate, self._node(rest.split(" ")[0]))

    def _node(self, identity: str) -> ox.NamedNode:
        """The IRI of an id: as it is, by a prefix, as a class of OBO, or as a short name of this ontology."""
        identity = _unescaped(identity.strip())
        if "://" in identity or identity.startswith("urn:"):
            try:
                return self._ox.NamedNode(identity)
            except ValueError:
                return self._ox.NamedNode(OBO + quote_name(identity))
        prefix, colon, local = identity.partition(":")
        if colon and prefix in self._spaces:
            return self._ox.NamedNode(self._spaces[prefix] + quote_name(local))
        if colon:
            return self._ox.NamedNode(f"{OBO}{quote_name(prefix)}_{quote_name(local)}")
        if identity in _SHORTHANDS:
            return self._ox.NamedNode(OBO + _SHORTHANDS[identity])
        space = self._ontology.value.removesuffix(".owl") if self._ontology is not None else OBO + "obo"
        return self._ox.NamedNode(f"{space}#{quote_name(identity)}")

    def _blank(self) -> ox.BlankNode:
        self._count += 1
        return self._ox.BlankNode(f"o{self._count}")

    def _true(self) -> ox.Literal:
        return self._ox.Literal("true", datatype=self._ox.NamedNode(XSD + "boolean"))

    def _quad(self, subject: Subject, predicate: str, value: Subject | ox.Literal) -> ox.Quad:
        return self._ox.Quad(subject, self._ox.NamedNode(predicate), value)
