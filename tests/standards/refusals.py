"""Is any query of the W3C suites refused for what it does not do?

    python tests/standards/refusals.py --rdf-tests FOLDER

Every file that ends in ``.rq`` is looked at as ``wenmai query`` looks at it before it is run. A query may be refused for one
reason alone: it calls a service, as the files do in the suites' folders about federated queries. Each is looked at once
more with the letters of the word in the name of every variable, so that the engine is asked about it.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
FEDERATED = ("service", "syntax-fed")
"""Folders whose queries call services."""


def outcome(text: str) -> str:
    """``let through``, ``no query``, or why the query is refused."""
    from wenmai.errors import QueryRefused
    from wenmai.sparql import guard
    from wenmai.sparql.services import refuse_services
    from wenmai.terms import PREFIXES

    try:
        guard.scan(text)
        refuse_services(text, PREFIXES)
    except QueryRefused as error:
        return f"refused: {error}"
    except SyntaxError:
        return "no query"
    return "let through"


def engine_reads(text: str) -> bool:
    """Whether the engine reads a query that calls no service."""
    from wenmai.sparql.services import parse_error
    from wenmai.terms import PREFIXES

    return not parse_error(text, PREFIXES)


def lettered(text: str) -> str:
    """The query with the letters in the name of every variable."""
    from wenmai.sparql import guard

    for token in reversed([*guard.tokens(text)]):
        if token.kind == "var":
            text = text[: token.start + 1] + "service" + text[token.start + 1 :]
    return text


def main() -> int:
    """Print the figures; 1 when a query is refused that calls no service, or one that does is let through."""
    parser = argparse.ArgumentParser(description="Look at the queries of the W3C suites.")
    parser.add_argument("--rdf-tests", type=Path, required=True)
    folder = parser.parse_args().rdf_tests
    tally: Counter[str] = Counter()
    wrong = []
    for path in sorted((folder / "sparql").rglob("*.rq")):
        try:
            text = f"BASE <http://example.org/>\n{path.read_text('utf-8')}"
        except UnicodeDecodeError:
            tally["not UTF-8"] += 1
            continue
        federated = path.parent.name in FEDERATED
        for form in (text, lettered(text)):
            said = outcome(form)
            tally[("in a federated suite, " if federated else "") + said.partition(":")[0]] += 1
            if said.startswith("refused") != federated or (said == "no query" and engine_reads(text)):
                wrong.append(f"{path.relative_to(folder)}: {said}")
    for kind, number in tally.most_common():
        print(f"{number:6,} {kind}")
    print("\n".join([*wrong, f"{tally.total():,} queries, {len(wrong)} wrong"]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "graph")]
    sys.exit(main())
