"""The cache: a file that was opened once opens like a store the second time.

An *entry* is a folder, named for a hash of what was read: the bytes of each file, its place (relative IRIs and notices
depend on it), the options of reading and the version of the entries themselves. A file that changes has another name, so an
entry is never out of date. It holds::

    paths.index    graph/wenmai/index/__init__.py
    names.index    graph/wenmai/names/__init__.py
    triples.index  graph/wenmai/sources/cache/triples.py, with prefixes and notices
    quads.nq       every quad as the files write it, in their order, for what needs all of them

Beside the entries are small files of what was learnt of endpoints, and of questions in words (learnt.py).

An entry is written beside the others and takes its name by one rename, so that a killed process leaves nothing that is taken for
an entry. Nothing here ever fails a command: where the cache cannot be used, files are read.
"""

from wenmai.sources.cache.entry import Entry, find, keep
from wenmai.sources.cache.folder import cache_folder, clear, entries
from wenmai.sources.cache.learnt import clear_learnt, list_learnt, read_learnt, write_learnt

__all__ = [
    "Entry",
    "cache_folder",
    "clear",
    "clear_learnt",
    "entries",
    "find",
    "keep",
    "list_learnt",
    "read_learnt",
    "write_learnt",
]
