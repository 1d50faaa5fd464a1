"""Where the packaged graph, vocabulary, shapes and questions lie: in the wheel, or at the root of a checkout."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

_HERE = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))  # pathlib takes longer to load than a lookup takes
_WHEEL = os.path.join(_HERE, "packaged_files")


def _place(in_wheel: str, in_checkout: str) -> str:
    wheel = os.path.join(_WHEEL, in_wheel)
    return wheel if os.path.exists(wheel) else os.path.join(_HERE, "..", "..", in_checkout)


def _find(in_wheel: str, in_checkout: str) -> Path:
    from pathlib import Path

    return Path(os.path.normpath(_place(in_wheel, in_checkout)))


def triples_path() -> str:
    """Where :func:`triples` are, as a string."""
    return os.path.normpath(_place("triples.ttl", "data/triples.ttl"))


def vocabulary_path() -> str:
    """Where the :func:`vocabulary` is, as a string."""
    return os.path.normpath(_place("vocabulary.ttl", "ontology/vocabulary.ttl"))


def profile_paths() -> list[str]:
    """The files of the profiles that come with wenmai, by name."""
    folder = os.path.join(_HERE, "profiles", "vocabularies")
    return sorted(os.path.join(folder, name) for name in os.listdir(folder) if name.endswith(".toml"))


def index_folder(key: str) -> str:
    """Where the wheel holds the indexes of what it packages, made when it was built; a checkout has none."""
    return os.path.join(_WHEEL, f"{key}.graph")


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
