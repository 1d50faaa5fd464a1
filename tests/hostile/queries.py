"""Queries that would take all time, all memory or the whole stack, each named for what it does."""

from __future__ import annotations


def doubled(times: int) -> str:
    """A string that is appended to itself ``times`` times."""
    steps = " ".join(f"BIND(CONCAT(?x{i}, ?x{i}) AS ?x{i + 1})" for i in range(times))
    return f"SELECT (STRLEN(?x{times}) AS ?length) {{ BIND('abcdefgh' AS ?x0) {steps} }}"


def crossed(times: int) -> str:
    """Triple patterns that share no variable."""
    return " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(times))


CROSS = crossed(4)
ALL = "STR(?c0), STR(?c1), STR(?c2), STR(?c3)"
CHAIN = " ".join(f"?n{i} ex:knows ?n{i + 1} ." for i in range(12))

CATASTROPHES = {
    "count of a cross product": f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}",
    "count of distinct rows": f"SELECT (COUNT(DISTINCT *) AS ?n) {{ {CROSS} }}",
    "distinct rows of a cross product": f"SELECT DISTINCT * {{ {CROSS} }}",
    "rows sorted": f"SELECT * {{ {CROSS} }} ORDER BY ?c0 ?c1 ?c2 ?c3",
    "rows sorted backwards by an expression": f"SELECT * {{ {CROSS} }} ORDER BY DESC(MD5(CONCAT(STR(?c0), STR(?c1))))",
    "rows grouped": f"SELECT ?a0 ?a1 ?a2 (COUNT(*) AS ?n) {{ {CROSS} }} GROUP BY ?a0 ?a1 ?a2",
    "rows joined to one string": f"SELECT (GROUP_CONCAT(STR(?c0)) AS ?all) {{ {CROSS} }}",
    "sum over a cross product": f"SELECT (SUM(STRLEN(STR(?c0)) + STRLEN(STR(?c3))) AS ?n) {{ {CROSS} }}",
    "least of a cross product": f"SELECT (MIN(CONCAT(STR(?c0), STR(?c1), STR(?c2))) AS ?n) {{ {CROSS} }}",
    "ask for what is not there": f"ASK {{ {CROSS} FILTER(CONCAT({ALL}) = 'nowhere') }}",
    "filter that nothing passes": f"SELECT * {{ {CROSS} FILTER(STRLEN(CONCAT(STR(?c0), STR(?c3))) > 10000) }}",
    "offset far away": f"SELECT * {{ {CROSS} }} OFFSET 1000000000000 LIMIT 1",
    "construct a cross product": f"CONSTRUCT {{ ?a0 ?b1 ?c2 }} {{ {CROSS} FILTER(CONCAT(STR(?c0), STR(?c3)) = 'nowhere') }}",
    "describe everything often": f"DESCRIBE ?a0 ?a1 ?a2 {{ {CROSS} FILTER(CONCAT(STR(?c0), STR(?c3)) = 'nowhere') }}",
    "union of cross products": f"SELECT (COUNT(*) AS ?n) {{ {{ {CROSS} }} UNION {{ {CROSS} }} }}",
    "optional over a cross product": f"SELECT (COUNT(*) AS ?n) {{ {crossed(3)} OPTIONAL {{ ?x ?y ?z FILTER(?z != ?c0) }} }}",
    "minus over a cross product": f"SELECT (COUNT(*) AS ?n) {{ {crossed(3)} MINUS {{ ?a0 ?y ?z . ?q ?r ?s }} }}",
    "exists over a cross product": f"SELECT (COUNT(*) AS ?n) {{ {crossed(3)} FILTER NOT EXISTS {{ ?x ?y ?c0, ?none }} }}",
    "values against values": "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"VALUES ?v{i} {{ {' '.join(map(str, range(60)))} }}" for i in range(6))
    + " }",
    "subqueries crossed": "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"{{ SELECT ?a{i} {{ ?a{i} ?b{i} ?c{i} }} }}" for i in range(5))
    + " }",
    "paths of any length crossed": "SELECT (COUNT(*) AS ?n) { ?a ex:knows* ?b . ?c ex:knows* ?d . ?e ex:knows* ?f }",
    "paths of any length both ways": "SELECT (COUNT(*) AS ?n) { ?a (ex:knows|^ex:knows)+ ?b . ?c (ex:knows|^ex:knows)+ ?d }",
    "a star within a star": "SELECT (COUNT(*) AS ?n) { ?a ((ex:knows*)*/(ex:knows+)*)* ?b . ?c (ex:knows*/ex:knows*)* ?d }",
    "a negated path crossed": "SELECT (COUNT(*) AS ?n) { ?a (!ex:none)+ ?b . ?c (!ex:none)+ ?d . ?e (!ex:none)+ ?f }",
    "a long walk": f"SELECT (COUNT(*) AS ?n) {{ {CHAIN} }}",
    "a long sequence path": f"SELECT (COUNT(*) AS ?n) {{ ?a {'/'.join(['(ex:knows|^ex:knows)'] * 14)} ?b }}",
    "a clique of paths": "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"?n{i} (ex:knows|^ex:knows)+ ?n{j} ." for i in range(8) for j in range(i))
    + " }",
    "a thousand patterns to order": "SELECT * { " + " ".join(f"?s ?p{i} ?v{i} ." for i in range(1000)) + " }",
    "a sequence of a thousand steps": f"SELECT * {{ ?a {'/'.join(['ex:knows'] * 1000)} ?b }}",
    "a list of a thousand members": f"SELECT * {{ ?s ?p ({' '.join(f'?m{i}' for i in range(1000))}) }}",
    "a string doubled 40 times": doubled(40),
    "a string doubled 40 times and sorted": doubled(40) + " ORDER BY ?length",
    "a string replaced by longer ones": "SELECT (STRLEN(?y) AS ?n) { "
    + "BIND('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' AS ?x0) "
    + " ".join(f"BIND(REPLACE(?x{i}, 'a', 'aaaaaaaaaaaaaaaa') AS ?x{i + 1})" for i in range(9))
    + " BIND(?x9 AS ?y) }",
    "a string encoded again and again": "SELECT (STRLEN(?x24) AS ?n) { BIND('%%%%%%%%%%%%%%%%' AS ?x0) "
    + " ".join(f"BIND(ENCODE_FOR_URI(CONCAT(?x{i}, ?x{i})) AS ?x{i + 1})" for i in range(24))
    + " }",
    "a regular expression that repeats repeats": f"SELECT * {{ {CROSS} FILTER REGEX(CONCAT({ALL}), '((a{{1,50}}){{1,50}}){{1,50}}x') }}",
    "a regular expression for each row": f"SELECT (COUNT(*) AS ?n) {{ {CROSS} FILTER REGEX(STR(?c0), CONCAT(STR(?c1), '.*')) }}",
    "hashes of a cross product": f"SELECT (COUNT(*) AS ?n) {{ {CROSS} FILTER(SHA512(STR(?c0)) = SHA512(STR(?c3))) }}",
    "new identifiers without end": f"SELECT DISTINCT (STRUUID() AS ?id) {{ {CROSS} }}",
    "random numbers sorted": f"SELECT * {{ {CROSS} }} ORDER BY RAND()",
    "blank nodes without end": f"CONSTRUCT {{ [] ex:of ?a0, ?a1, ?a2 }} {{ {CROSS} FILTER(CONCAT(STR(?c0), STR(?c3)) = 'nowhere') }}",
}
"""Each needs hours or gigabytes on :data:`GRAPH`."""

STACK_BOMBS = {
    "groups": "SELECT * " + "{" * 4_400 + "}" * 4_400,
    "groups left open": "SELECT * " + "{" * 4_400,
    "groups by the million": "SELECT * " + "{" * 1_000_000,
    "brackets": f"SELECT * {{ FILTER({'(' * 9_400}1{')' * 9_400}) }}",
    "brackets left open": "SELECT * { FILTER(" + "(" * 9_400,
    "a long sum": f"SELECT * {{ FILTER({'+'.join('1' * 14_000)}) }}",
    "a long product": f"SELECT * {{ FILTER({'*'.join('1' * 14_000)}) }}",
    "a long or": f"SELECT * {{ ?s ?p ?o FILTER({' || '.join(f'?o = {i}' for i in range(20_000))}) }}",
    "a long and": f"SELECT * {{ ?s ?p ?o FILTER({' && '.join(f'?o != {i}' for i in range(20_000))}) }}",
    "negations": f"SELECT * {{ FILTER({'!' * 30_000}true) }}",
    "functions": f"SELECT * {{ FILTER({'STR(' * 5_000}1{')' * 5_000}) }}",
    "existences": "SELECT * { " + "FILTER EXISTS { ?s ?p ?o " * 5_000 + "}" * 5_001,
    "subqueries": "SELECT * { " + "{ SELECT * { " * 5_000 + "}}" * 5_000 + " }",
    "unions": f"SELECT * {{ {' UNION '.join(['{ ?s ?p ?o }'] * 20_000)} }}",
    "optionals": f"SELECT * {{ {'OPTIONAL { ?s ?p ?o ' * 5_000}{'}' * 5_001}",
    "a long path": f"SELECT * {{ ?s {'/'.join(['ex:p'] * 20_000)} ?o }}",
    "stars on stars": f"SELECT * {{ ?s {'(' * 5_000}ex:p{')*' * 5_000} ?o }}",
    "blank nodes": f"SELECT * {{ ?s ?p {'[ ex:p ' * 5_000}1{']' * 5_000} }}",
    "lists": f"SELECT * {{ ?s ?p {'(' * 5_000}1{')' * 5_000} }}",
    "triples in triples": f"SELECT * {{ ?s ?p {'<<( ex:a ex:p ' * 5_000}1{')>>' * 5_000} }}",
}
"""Each ends a process that hands it to pyoxigraph 0.5 on an ordinary stack."""

DEEP_BUT_FAIR = {
    "groups": "SELECT * " + "{" * 900 + "}" * 900,
    "brackets": f"SELECT * {{ FILTER({'(' * 900}1{')' * 900}) }}",
    "functions": f"SELECT * {{ FILTER({'STR(' * 900}1{')' * 900} = '1') }}",
    "existences": "SELECT * { " + "FILTER EXISTS { " * 400 + "}" * 401,
    "negations": f"SELECT * {{ FILTER({'!' * 9_000}true) }}",
    "a long sum": f"SELECT * {{ FILTER({'+'.join('1' * 4_000)}) }}",
    "a long or": f"SELECT * {{ FILTER({' || '.join(['false'] * 2_000)} || true) }}",
    "a long list of values": f"SELECT (COUNT(*) AS ?n) {{ VALUES ?x {{ {' '.join(map(str, range(100_000)))} }} }}",
    "a long list of choices": f"ASK {{ FILTER(1 IN ({', '.join(map(str, range(50_000)))})) }}",
}
"""Long queries that a program may write in earnest: each is answered."""

GRAPH = "@prefix ex: <urn:ex:> .\n" + "\n".join(
    f'ex:e{i} ex:knows ex:e{(i * 7 + 1) % 400}, ex:e{(i * 13 + 5) % 400} ; ex:label "entity {i}" .' for i in range(400)
)
PREFIX = "PREFIX ex: <urn:ex:> "
