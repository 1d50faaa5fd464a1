"""OWL 2 in functional and Manchester syntax and in OWL/XML: horned-owl reads them and writes RDF/XML, which is read as any other.

horned-owl (Phillip Lord and others, LGPL-3.0-or-later) is asked for by name: ``pip install 'wenmai[formats]'``. Imports are not
followed.
"""

from __future__ import annotations

import importlib
import re
from typing import TYPE_CHECKING, Any

from wenmai.errors import GraphSyntaxError, InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyoxigraph

SERIALIZATIONS = {"OWL_FUNCTIONAL": "ofn", "OWL_MANCHESTER": "omn", "OWL_XML": "owx"}
NAMES = {
    "OWL_FUNCTIONAL": "OWL in functional syntax",
    "OWL_MANCHESTER": "OWL in Manchester syntax",
    "OWL_XML": "OWL/XML, not RDF/XML",
}


def read_owl(pieces: Iterable[bytes], name: str, form: str, base: str | None) -> Iterator[pyoxigraph.Quad]:
    """The quads of an ontology.

    Raises:
        InputError: horned-owl is not installed. GraphSyntaxError: it does not take the file.
    """
    import pyoxigraph

    horned = _library(name, form)
    try:
        text = b"".join(pieces).decode()
        text = _resolved(text) if form == "OWL_XML" else text
        ontology = horned.open_ontology_from_string(text, SERIALIZATIONS[form])
        written = ontology.save_to_string("rdf")
    except UnicodeDecodeError as error:
        raise InputError(f"{name} is not UTF-8: the byte at offset {error.start:,} does not fit") from error
    except BaseException as error:  # a panic of the library is no Exception
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        raise GraphSyntaxError(
            name, f"{' '.join(str(error).split())[:300]} (read as {NAMES[form]} by horned-owl)", line=None, column=None
        ) from None
    yield from pyoxigraph.parse(written.encode(), pyoxigraph.RdfFormat.RDF_XML, base_iri=base)


def _resolved(text: str) -> str:
    """OWL/XML with the entities written out that its DOCTYPE declares, of which horned-owl knows none; the guard saw their bounds.

    >>> _resolved('<!DOCTYPE Ontology [<!ENTITY x "urn:x#">]><Class IRI="&x;Man"/>')
    '<Class IRI="urn:x#Man"/>'
    """
    declared = re.match(r"(\s*(?:<\?.*?\?>\s*)?)<!DOCTYPE[^>\[]*\[(.*?)\]\s*>", text, re.DOTALL)
    if declared is None:
        return text
    entities = dict(re.findall(r"<!ENTITY\s+([\w.-]+)\s+[\"']([^\"']*)[\"']\s*>", declared[2]))
    rest = re.sub(r"&([\w.-]+);", lambda found: entities.get(found[1], found[0]), text[declared.end() :])
    return declared[1] + rest


def _library(name: str, form: str) -> Any:
    try:
        return importlib.import_module("pyhornedowl")
    except ImportError:
        raise InputError(
            f"{name} is {NAMES[form]}; pip install 'wenmai[formats]' brings what reads it, or convert it: "
            "robot convert --input FILE --output FILE.ttl (ROBOT, or save it as Turtle in Protégé)"
        ) from None
