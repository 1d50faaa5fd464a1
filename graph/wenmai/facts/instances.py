"""The instances of a class."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wenmai.model import Instances

if TYPE_CHECKING:
    from wenmai.sources import Source


def list_instances(source: Source, iri: str, *, limit: int | None = 50, language: str = "zh") -> Instances:
    """The instances of the class ``iri``, the most connected first, ``limit`` at most (``None``: all); none of its subclasses'.

    What is an instance is said by ``rdf:type``, and by the predicates of that role that a profile knows.
    """
    from wenmai.names.labels import Labels

    index, labels = source.index, Labels(source.index, language)
    nodes = index.instances(iri)
    if not nodes:
        return Instances(0, ())
    degrees = index.degrees(nodes)
    order = sorted(zip(nodes, degrees, strict=True), key=lambda row: (-row[1], row[0]))
    shown = [node for node, _ in order[:limit]]
    index.announce(shown)
    return Instances(len(nodes), tuple(map(labels.node, shown)))


__all__ = ["Instances", "list_instances"]
