"""The live explorer: one server for people, programs and assistants.

``running`` opens, forks and listens; ``app`` lets in and passes on; ``pool`` and ``nursery`` are the workers' two lanes and where
they come from, ``threads`` does without them. In a worker, ``routes`` leads to ``protocol`` and ``description`` (SPARQL), ``graph_store``,
``api`` and ``openapi``, ``entities``, ``pages`` with ``picture`` and ``triples``.
"""
