"""Taking a graph elsewhere: RDF, drawing programs, tables. The same graph always gives the same bytes.

``formats`` says what there is and writes it, ``choice`` which part of a graph; ``drawing`` are the files of drawing
programs, ``tables`` those of several files in a folder.
"""

from __future__ import annotations

from wenmai.export.formats import FORMATS, RDF_FORMATS, TABLES, Exported, export, format_of, write

__all__ = ["FORMATS", "RDF_FORMATS", "TABLES", "Exported", "export", "format_of", "write"]
