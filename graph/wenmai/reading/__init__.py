"""Reading RDF files: which format, which compression, and every quad in turn.

Turtle, N-Triples, N-Quads, TriG, RDF/XML and JSON-LD, plain or compressed with gzip, bzip2, xz or zstd, from a file, a
folder, a zip or tar archive, or standard input. Reading streams: memory does not grow with the file, compressed or not. What
a file could use to hurt its reader is refused before it is parsed: absurd nesting, external entities, remote contexts.
"""

from wenmai.reading.input import Input, open_inputs, quads
from wenmai.reading.options import ReadOptions
from wenmai.reading.places import expand_locations

__all__ = ["Input", "ReadOptions", "expand_locations", "open_inputs", "quads"]
