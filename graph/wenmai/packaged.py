"""Where the packaged graph, vocabulary, shapes and questions lie: in the wheel, or at the root of a checkout."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).resolve().parent
_WHEEL = _HERE / "packaged_files"


def _find(in_wheel: str, in_checkout: str) -> Path:
    wheel = _WHEEL / in_wheel
    return wheel if wheel.exists() else _HERE.parents[1] / in_checkout


def triples() -> Path:
    """The report's graph, ``data/triples.ttl``."""
    return _find("triples.ttl", "data/triples.ttl")


def vocabulary() -> Path:
    """The classes and properties, ``ontology/vocabulary.ttl``."""
    return _find("vocabulary.ttl", "ontology/vocabulary.ttl")


def shapes() -> Path:
    """The SHACL shapes, ``ontology/shapes.ttl``."""
    return _find("shapes.ttl", "ontology/shapes.ttl")


def questions() -> Path:
    """The folder of competency questions, ``ontology/questions/``."""
    return _find("questions", "ontology/questions")
