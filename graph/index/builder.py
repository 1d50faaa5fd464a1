"""Building the path index: one pass over the quads, then one sort.

The pass keeps what it must in flat arrays of numbers (a link is twelve bytes) and one dictionary of IRIs; texts go to a
file when the index is built into a folder. Whether a resource is apparatus may be said long after it was first used,
so everything is filtered at the end.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, cast

from graph.index import FILE, KIND, NAMED, Index
from graph.index.sections import hold, read, write
from graph.terms import DCTERMS, RDF, STRUCTURAL, TYPE, WM

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from mmap import mmap
    from typing import Any, BinaryIO

    import pyoxigraph

PROV = "http://www.w3.org/ns/prov#"
SOURCES = (
    PROV + "wasDerivedFrom",
    PROV + "wasQuotedFrom",
    PROV + "hadPrimarySource",
    DCTERMS + "source",
    "http://purl.org/dc/elements/1.1/source",
)
"""Predicates by which other people's reified statements name their source."""

ROLES = {
    RDF + "subject": "subject",
    RDF + "predicate": "predicate",
    RDF + "object": "object",
    RDF + "reifies": "reifies",
    WM + "evidence": "evidence",
    WM + "document": "document",
    WM + "start": "start",
    WM + "end": "end",
    WM + "saidBy": "speaker",
    WM + "inferred": "inferred",
    WM + "when": "when",
    WM + "since": "since",
    WM + "until": "until",
    WM + "period": "when",
    WM + "begins": "begins",
    WM + "ends": "ends",
    WM + "approximate": "approximate",
    **dict.fromkeys(SOURCES, "source"),
}
"""Predicates that say who states a fact and when it holds."""

SPILL = 1 << 20
"""How many bytes of texts are kept in memory before they go to the file."""

TOGETHER = 1000
"""How many names are handed on at once."""

TEXT = 0x80000000
"""The bit that tells a literal from a resource in the arrays of roles."""

A_TYPE, KNOWN, ODD, A_NAME = -1, -2, -3, -4
"""Codes of predicates in :meth:`Builder.lines`: rdf:type, one that is read and not only walked, one for a parser, and,
counting down from the last, those of names."""

NODE = 1
"""The flag of a resource that is a node: an end of a link, or with a type or a literal."""


class Builder:
    """Collects quads and builds their index.

    Feed it with :meth:`tap`, whose quads pass through unchanged on their way to a store, then call :meth:`finish`.
    """

    def __init__(self, folder: str | None = None) -> None:
        self.folder = folder
        self.triples = 0
        self.ids: dict[str, int] = {}
        self.literals: dict[str, int] = {}
        self.flags = bytearray()
        self.predicates: dict[str, int] = {}
        self.links = (array("I"), array("I"), array("I"))
        self.graphs: tuple[array[int], array[int]] = (array("I"), array("I"))
        self.types = (array("I"), array("I"))
        self.roles: dict[str, tuple[array[int], array[int]]] = {
            role: (array("I"), array("I")) for role in sorted(set(ROLES.values()))
        }
        self._codes: dict[str, int] = {"<" + TYPE: A_TYPE}
        self.texts = Texts(folder)

    def __enter__(self) -> Builder:
        return self

    def __exit__(self, *_: object) -> None:
        self.texts.close()

    def add(self, quad: pyoxigraph.Quad) -> None:
        """Take one quad."""
        for _ in self.tap((quad,)):
            pass

    def tap(self, quads: Iterable[pyoxigraph.Quad]) -> Iterator[pyoxigraph.Quad]:  # noqa: C901, PLR0912 - see below
        """Pass quads through, taking note of each.

        This loop is most of the cost of a load beside the store's own: it is long so that it need not call.
        """
        from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode

        ids, flags, predicates = self.ids, self.flags, self.predicates
        subjects, numbers, objects = self.links
        names, roles, named = {iri: kind for kind, iri in enumerate(NAMED)}, ROLES, list[tuple[int, int, str, str]]()
        for quad in quads:
            yield quad
            self.triples += 1
            node: Any = quad.subject
            iri, target = quad.predicate.value, cast("Any", quad.object)
            name = node.value if type(node) is NamedNode else f"_:{node.value}"
            subject = ids.get(name)
            if subject is None:
                subject = ids[name] = len(ids)
                flags.append(0)
            kind = type(target)
            if kind is NamedNode or kind is BlankNode:
                name = target.value if kind is NamedNode else f"_:{target.value}"
                other = ids.get(name)
                if other is None:
                    other = ids[name] = len(ids)
                    flags.append(0)
                if iri in roles:
                    self._note(roles[iri], subject, other)
                if iri in STRUCTURAL:
                    if iri == TYPE:
                        self.types[0].append(subject)
                        self.types[1].append(other)
                        flags[subject] |= NODE
                    continue
                number = predicates.get(iri)
                if number is None:
                    number = predicates[iri] = len(predicates)
                if type(quad.graph_name) is not DefaultGraph:
                    self.graphs[0].append(len(subjects))
                    self.graphs[1].append(self._id(quad.graph_name))
                subjects.append(subject)
                numbers.append(number)
                objects.append(other)
            elif kind is Literal:
                flags[subject] |= NODE
                if iri in names:
                    named.append((subject, names[iri], target.language or "", target.value))
                    if len(named) == TOGETHER:
                        self.texts.take(named)
                        named = []
                elif iri in roles:
                    self._note(roles[iri], subject, self._literal(target.value) | TEXT)
            elif iri in roles:
                self._quote(roles[iri], subject, target)
        self.texts.take(named)

    def lines(self, block: str) -> list[str]:  # noqa: C901, PLR0912, PLR0915 - one loop that calls nothing, as in tap
        """Take whole lines of N-Triples as they are usually written; return those that need a parser.

        Far faster than a parser, and it need not find faults: whoever stores the same lines does.
        """
        ids, flags, codes = self.ids, self.flags, self._codes
        subjects, numbers, objects = self.links
        escaped = "\\" in block
        rest, names, last, subject, taken = [], list[tuple[int, int, str, str]](), "", 0, 0
        for line in block.split("\n"):
            parts = line.split("> ")
            if escaped and "\\" in line:
                rest.append(line)
                continue
            if len(parts) == 4:
                left, middle, right, end = parts
            elif len(parts) == 3:
                left, middle, right = parts
                end = ""
            else:
                if line:
                    rest.append(line)
                continue
            code = codes.get(middle)
            if code is None:
                code = self._code(middle)
            if code == ODD:
                rest.append(line)
                continue
            if left != last:
                name = left[1:]
                known = ids.get(name)
                if known is None or left[0] != "<":
                    if left[:1] != "<" or not name:
                        rest.append(line)
                        continue
                    known = ids[name] = len(ids)
                    flags.append(0)
                last, subject = left, known
            if end == "." and right[:1] == "<":
                name = right[1:]
                other = ids.get(name)
                if other is None:
                    if ">" in name or not name:
                        rest.append(line)
                        continue
                    other = ids[name] = len(ids)
                    flags.append(0)
                if code >= 0:
                    subjects.append(subject)
                    numbers.append(code)
                    objects.append(other)
                elif code == A_TYPE:
                    self.types[0].append(subject)
                    self.types[1].append(other)
                    flags[subject] |= NODE
                else:
                    self._resource(middle[1:], subject, other)
            elif right[:1] == '"' and line[-2:] == " ." and right.count('"') == 2:
                close = right.rindex('"')
                tag = right[close + 1 :] if end else right[close + 1 : -2]
                if tag[:3] != "^^<" if end else tag and (tag[0] not in "@^" or "--" in tag or " " in tag):
                    rest.append(line)
                    continue
                flags[subject] |= NODE
                if code <= A_NAME:
                    names.append((subject, A_NAME - code, tag[1:].lower() if tag[:1] == "@" else "", right[1:close]))
                elif code < 0 and middle[1:] in ROLES:
                    self._note(ROLES[middle[1:]], subject, self._literal(right[1:close]) | TEXT)
            else:
                rest.append(line)
                continue
            taken += 1
        self.triples += taken
        self.texts.take(names)
        return rest

    def _code(self, middle: str) -> int:
        """What to do with a predicate, written with its opening bracket: a number of links, or one of the codes below 0."""
        iri = middle[1:]
        if middle[:1] != "<" or not iri or " " in iri or ">" in iri:
            return ODD
        if iri in NAMED:
            code = A_NAME - NAMED.index(iri)
        elif iri in ROLES or iri in STRUCTURAL:
            code = KNOWN
        else:
            code = self.predicates.setdefault(iri, len(self.predicates))
        self._codes[middle] = code
        return code

    def _resource(self, iri: str, subject: int, other: int) -> None:
        """Take a triple of a known predicate whose object is a resource."""
        if iri in ROLES:
            self._note(ROLES[iri], subject, other)
        if iri not in STRUCTURAL:
            for column, value in zip(
                self.links, (subject, self.predicates.setdefault(iri, len(self.predicates)), other), strict=True
            ):
                column.append(value)

    def _id(self, resource: pyoxigraph.NamedNode | pyoxigraph.BlankNode) -> int:
        from pyoxigraph import NamedNode

        name = resource.value if isinstance(resource, NamedNode) else f"_:{resource.value}"
        number = self.ids.setdefault(name, len(self.ids))
        if number == len(self.flags):
            self.flags.append(0)
        return number

    def _literal(self, text: str) -> int:
        return self.literals.setdefault(text, len(self.literals))

    def _note(self, role: str, subject: int, value: int) -> None:
        about, values = self.roles[role]
        about.append(subject)
        values.append(value)

    def _quote(self, role: str, subject: int, triple: object) -> None:
        """Take ``_:r rdf:reifies <<( s p o )>>``, the reified statement of RDF 1.2."""
        from pyoxigraph import BlankNode, NamedNode, Triple

        if role != "reifies" or not isinstance(triple, Triple):
            return
        ends = (triple.subject, triple.predicate, triple.object)
        if all(isinstance(end, NamedNode | BlankNode) for end in ends):
            for part, end in zip(("subject", "predicate", "object"), ends, strict=True):
                self._note(part, subject, self._id(end))  # type: ignore[arg-type]
        self._note("reifies", subject, subject)

    def finish(self, store: str = "") -> Index:
        """Sort what was collected, and write the index if there is a folder; the builder is spent then."""
        from graph.index.assembly import Assembly

        facts, parts = Assembly(self).sections()
        self.texts.close()
        if self.folder is None:
            return Index(hold(KIND, facts, parts))
        path = f"{self.folder}/{FILE}"
        write(path, KIND, {**facts, "store": store}, parts)
        return Index(read(path, KIND, store))


class Texts:
    """The names met on the way: numbers in arrays, texts in memory or, when building into a folder, in a file."""

    def __init__(self, folder: str | None) -> None:
        self.nodes, self.kinds, self.languages, self.sizes = array("I"), array("B"), array("H"), array("I")
        self.tags: dict[str, int] = {}
        self._file: BinaryIO | None = None
        if folder is not None:
            from tempfile import TemporaryFile

            self._file = TemporaryFile(dir=folder)  # noqa: SIM115 - closed by close()
        self._blob = bytearray()

    def take(self, names: list[tuple[int, int, str, str]]) -> None:
        """Keep names, each (node, kind, language, text)."""
        if not names:
            return
        nodes, kinds, languages, texts = zip(*names, strict=True)
        tags = self.tags
        for language in languages:
            tags.setdefault(language, len(tags))
        encoded = [text.encode() for text in texts]
        self.nodes.extend(nodes)
        self.kinds.extend(kinds)
        self.languages.extend([min(tags[language], 0xFFFF) for language in languages])
        self.sizes.extend(map(len, encoded))
        self._blob += b"".join(encoded)
        if len(self._blob) > SPILL and self._file is not None:
            self._file.write(self._blob)
            self._blob.clear()

    def blob(self) -> bytes | mmap:
        """The texts, in the order they came, one behind the other."""
        if self._file is None:
            return bytes(self._blob)
        from mmap import ACCESS_READ, mmap

        self._file.write(self._blob)
        self._file.flush()
        return mmap(self._file.fileno(), 0, access=ACCESS_READ) if self._file.tell() else b""

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            self._file.close()
