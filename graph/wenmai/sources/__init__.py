"""Open graphs: RDF files, standard input, a store folder, or a SPARQL endpoint, behind one protocol.

All of them answer the same questions through the same doors: ``index`` (who is linked with whom), ``names`` (what did the
person mean), ``statements`` (who says so) and ``match`` (the triples of a pattern). Each opens when it is first used.
"""

from wenmai.sources.memory import Memory
from wenmai.sources.opening import open_source
from wenmai.sources.protocol import Kind, Source

__all__ = ["Kind", "Memory", "Source", "open_source"]
