"""Why a case of the W3C suites does not pass: every deviation is known by name, and has its reason."""

from __future__ import annotations

from fnmatch import fnmatchcase

BY_VALUE = "A store keeps typed literals by value: `001` and `1` are one integer, and it answers with `1`. The case tells them apart."
REMOTE = "The context is on another machine (or in another file), and wenmai reads only what it was given."
GRAPH = "The engine binds the variable of `GRAPH` while it evaluates the group, not after it."
EMPTY_PATH = "The engine finds no zero-length path from or to a constant that the graph does not hold."
DOTS = "The engine leaves dot segments (`/./`) of a base IRI in the IRIs resolved against it."
DIRECTION = "The engine keeps the base direction of a text, as RDF 1.2 has it; JSON-LD 1.1 drops it by default."

LABEL = "A blank node is named by what the graph says of it, so that two spellings of a graph give the same bytes."
XML_LITERAL = "The engine keeps an XML literal as it is written; RDF 2004 asked for canonical XML."
BY_CONTENT = (
    "A file is read by its content: this one is well-formed in another format than its ending says; `--input-format` holds it "
    "to one."
)
LENIENT = (
    "JSON-LD is read leniently, so that a bad IRI is counted and told instead of dropped without a word; the engine then keeps "
    "what hangs on a key that means nothing."
)
LOOSE_TERMS = "The engine accepts any expression as the subject of a triple term that an expression writes; the result has no value then."

REASONS = {
    ("SPARQL 1.0", "open-world/open-eq-01"): BY_VALUE,
    ("SPARQL 1.0", "expr-builtin/str-*"): BY_VALUE,
    ("SPARQL 1.0", "expr-builtin/sameTerm-*"): BY_VALUE,
    ("SPARQL 1.0", "expr-equals/Equality 1-? -- graph"): BY_VALUE,
    ("SPARQL 1.0", "distinct/*: Distinct"): BY_VALUE,
    ("SPARQL 1.0", "open-world/date-2"): (
        "The engine holds a date with a time zone and one without for different; XPath holds them for not comparable."
    ),
    ("SPARQL 1.0", "graph/*"): GRAPH,
    (
        "SPARQL 1.0",
        "expr-builtin/case-insensitive booleans",
    ): "The engine reads `true` and `false` in small letters only.",
    ("SPARQL 1.0", "syntax-sparql3/syn-bad-26.rq"): (
        "The engine reads `?x<?a&&?b>?y` as two comparisons; by the rule of the longest token it would be an IRI, and wrong."
    ),
    ("SPARQL 1.1 query", "aggregates/GROUP_CONCAT with *"): (
        "The engine's `GROUP_CONCAT` gives a plain string; texts of one language would give a text of that language."
    ),
    ("SPARQL 1.1 query", "aggregates/COUNT: no GROUP BY inside of GRAPH"): GRAPH,
    ("SPARQL 1.1 query", "bindings/VALUES inside GRAPH *"): GRAPH,
    ("SPARQL 1.1 query", "negation/outer GRAPH operator *"): GRAPH,
    ("SPARQL 1.1 query", "functions/BNODE(str)"): (
        "The engine makes one blank node for a text; the standard, one for a text in each solution."
    ),
    ("SPARQL 1.1 query", "property-path/* on the empty dataset"): EMPTY_PATH,
    ("SPARQL 1.1 result formats", "csv-tsv-res/csv03 *"): BY_VALUE,
    ("RDF/XML", "xml-canon-test00?"): XML_LITERAL,
    ("RDF/XML 1.2", "rdf12-xml-an-1[34]"): XML_LITERAL,
    ("Turtle", "turtle-syntax-bad-struct-0[13]"): BY_CONTENT,
    ("TriG", "trig-syntax-bad-struct-03"): BY_CONTENT,
    ("N-Triples", "nt-syntax-bad-*-01"): BY_CONTENT,
    ("N-Quads", "nt-syntax-bad-*-01"): BY_CONTENT,
    ("N-Triples 1.2", "C14N triple-term-02"): LABEL,
    ("N-Quads 1.2", "C14N triple-term-02"): LABEL,
    ("SPARQL 1.2", "grouping/Group-1"): BY_VALUE,
    ("SPARQL 1.2", "grouping/Reuse of SELECT variable *"): (
        "The engine lets no expression of a grouped `SELECT` use another one's variable."
    ),
    ("SPARQL 1.2", "syntax-triple-terms-negative/* in the subject position * (expression)"): LOOSE_TERMS,
    ("SPARQL 1.2", "syntax/Nested aggregate functions"): "The engine takes an aggregate within an aggregate.",
    ("JSON-LD to RDF", "#t012[23] *"): DOTS,
    ("JSON-LD to RDF", "#te062 *"): DOTS,
    ("JSON-LD to RDF", "#te091 *"): DOTS,
    ("JSON-LD to RDF", "#tdi0? *"): DIRECTION,
    ("JSON-LD to RDF", "#tc013 *"): "The engine applies the context of the type map's container to what lies in it.",
    (
        "JSON-LD to RDF",
        "#tli12 *",
    ): "The engine refuses an `@base` that is no IRI; the case expects it to be passed over.",
    **{("JSON-LD to RDF", f"#{name} *"): LENIENT for name in ("tc018", "te065", "te123", "ter23", "ter50", "tpr38")},
    **{("JSON-LD to RDF", f"#{name} *"): REMOTE for name in ("tc031", "tc034", "te12[678]", "tso0[5689]", "tso11")},
}
"""A reason for each suite and pattern of names."""


def reason(suite: str, name: str) -> str:
    """The reason why a case does not pass; ``""`` when none is known."""
    return next(
        (text for (of, pattern), text in REASONS.items() if of == suite and fnmatchcase(name + " ", pattern + " ")), ""
    )
