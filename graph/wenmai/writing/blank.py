"""Names for blank nodes that depend on what the graph says of them, not on what a parser called them.

Nodes are coloured by the triples they stand in, and coloured anew by the colours around them, until no colour splits
(colour refinement: Weisfeiler and Leman 1968; by Hopcroft's rule the largest part keeps its colour, so that a list of n
members takes about n steps and not n²). Nodes that still share a colour are almost always interchangeable: one of them is
given a colour of its own, and its surroundings are coloured again, until every node has its own.

Two graphs that differ in the names of blank nodes alone so get the same names, but for graphs made to defeat the method
(regular ones whose alike nodes are not interchangeable); for those the names still depend on the file alone. RDFC-1.0 would
name these too, but takes time that grows exponentially with them, and 8 s for a plain list of 400 equal members.
"""

from __future__ import annotations

from heapq import heappop, heappush
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pyoxigraph


class Shape(NamedTuple):
    """A quad with holes where its blank nodes stand, and the labels of those in the order of the holes."""

    text: str
    blanks: tuple[str, ...]


def name_blanks(quads: Iterable[pyoxigraph.Quad]) -> dict[str, str]:
    """A new label for the label of each blank node: ``b0``, ``b1`` and so on, the same for every spelling of the graph."""
    shapes = [shape for quad in quads if (shape := _shape(quad)).blanks]
    if not shapes:
        return {}
    colours = _Colours(shapes)
    colours.tell_apart()
    order = sorted(colours.of, key=colours.of.__getitem__)
    return {label: f"b{number}" for number, label in enumerate(order)}


def rename_blanks(term: Any, names: dict[str, str]) -> Any:
    """A term or quad with its blank nodes renamed, those within triple terms too."""
    import pyoxigraph as ox

    if isinstance(term, ox.BlankNode):
        return ox.BlankNode(names[term.value])
    if isinstance(term, ox.Triple | ox.Quad):
        return type(term)(*(rename_blanks(part, names) for part in term))
    return term


def _shape(quad: pyoxigraph.Quad) -> Shape:
    texts: list[str] = []
    blanks: list[str] = []
    _take(quad, texts, blanks)
    return Shape(" ".join(texts), tuple(blanks))


def _take(term: Any, texts: list[str], blanks: list[str]) -> None:
    """Take a term into the shape of its triple: blank nodes are left open there and listed in order of appearance."""
    import pyoxigraph as ox

    if isinstance(term, ox.BlankNode):
        texts.append("_:")
        blanks.append(term.value)
    elif isinstance(term, ox.Triple | ox.Quad):
        texts.append("<<")
        for part in term:
            _take(part, texts, blanks)
    else:
        texts.append(str(term))


class _Colours:
    """The colour of each blank node: a number that does not depend on labels while nodes of one colour are alike."""

    def __init__(self, shapes: Sequence[Shape]) -> None:
        shapes = sorted(shapes)  # whatever order they came in
        labels = sorted({label for shape in shapes for label in shape.blanks})
        self.of = dict.fromkeys(labels, 0)
        self._cells: dict[int, dict[str, None]] = {0: dict.fromkeys(labels)}
        self._open = [0]
        self._places: dict[str, dict[tuple[int, tuple[str, ...]], None]] = {label: {} for label in labels}
        sizes = [Shape(f"of {size}", (label,)) for label, size in _component_sizes(shapes, labels).items()]
        numbers = {text: number for number, text in enumerate(sorted({shape.text for shape in (*shapes, *sizes)}))}
        for text, blanks in (*shapes, *sizes):
            for label in blanks:
                self._places[label][numbers[text], blanks] = None
        self._refine(labels)

    def tell_apart(self) -> None:
        """Give every node a colour of its own."""
        while self._open:
            cell = self._cells[self._open[0]]
            if len(cell) == 1:
                heappop(self._open)
                continue
            label, _ = cell.popitem()
            self._paint([label])
            self._refine(self._around([label]))

    def _refine(self, labels: Iterable[str]) -> None:
        """Split the cells of nodes whose surroundings changed, and those of the nodes around them, until none splits."""
        while labels:
            cells: dict[int, list[str]] = {}
            for label in labels:
                if len(self._cells[self.of[label]]) > 1:
                    cells.setdefault(self.of[label], []).append(label)
            moved = [label for colour in sorted(cells) for label in self._split(colour, cells[colour])]
            labels = self._around(moved)

    def _split(self, colour: int, labels: list[str]) -> Iterator[str]:
        """Part a cell by the surroundings of its changed ``labels``; those that get a new colour.

        The nodes of the cell that did not change have the same surroundings still, and none of the new ones.
        """
        parts: dict[Any, list[str]] = {}
        for label in labels:
            parts.setdefault(self._surroundings(label), []).append(label)
        ordered = [parts[key] for key in sorted(parts)]
        unchanged = len(self._cells[colour]) - len(labels)
        largest = max(range(len(ordered)), key=lambda place: len(ordered[place]))
        if len(ordered[largest]) > unchanged:
            if unchanged:
                rest = dict.fromkeys(labels)
                ordered.append([label for label in self._cells[colour] if label not in rest])
            ordered.pop(largest)
        for part in ordered:
            for label in part:
                del self._cells[colour][label]
            self._paint(part)
            yield from part

    def _paint(self, labels: list[str]) -> None:
        """Give labels that no cell holds a cell and a colour of their own."""
        colour = len(self._cells)
        self._cells[colour] = dict.fromkeys(labels)
        self.of.update(dict.fromkeys(labels, colour))
        heappush(self._open, colour)

    def _surroundings(self, label: str) -> tuple[tuple[int, tuple[int, ...]], ...]:
        """All places of a label, sorted, its own written -1: equal for labels that no renaming tells apart so far."""
        of = self.of
        return tuple(
            sorted(
                (shape, tuple(-1 if other == label else of[other] for other in blanks))
                for shape, blanks in self._places[label]
            )
        )

    def _around(self, labels: Iterable[str]) -> Iterable[str]:
        """The nodes that share a quad with one of the labels, each once."""
        return dict.fromkeys(
            other for label in labels for _, blanks in self._places[label] for other in blanks if other != label
        )


def _component_sizes(shapes: Iterable[Shape], labels: Iterable[str]) -> dict[str, int]:
    """How many blank nodes each is connected with: two triangles and one hexagon have the same colours otherwise."""
    root = {label: label for label in labels}

    def find(label: str) -> str:
        while root[label] != label:
            root[label] = label = root[root[label]]
        return label

    for shape in shapes:
        for other in shape.blanks[1:]:
            root[find(other)] = find(shape.blanks[0])
    sizes: dict[str, int] = {}
    for label in root:
        sizes[find(label)] = sizes.get(find(label), 0) + 1
    return {label: sizes[find(label)] for label in root}
