"""Writing what was understood of a graph as a profile, which can be edited and given back."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from wenmai.profiles.profile import ROLES
from wenmai.terms import shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from wenmai.profiles.interpretation import Interpretation
    from wenmai.profiles.profile import Naming, NodeKind, Way

WIDTH = 76
"""Lists longer than this are written a line an entry."""

_SHORT = re.compile(r"[\w.-]*:[^\s/^<>+\[\]!\"\\]*")


def write_profile(
    meaning: Interpretation, prefixes: Mapping[str, str], unknown: Sequence[str] = (), name: str = "own"
) -> str:
    """The interpretation as TOML that :func:`wenmai.profiles.toml.parse_profile` reads.

    ``prefixes`` shorten the terms, those that are used are declared. ``unknown`` are predicates that have no role: they are
    listed under ``domain``, where they can be taken from.
    """
    return _ProfileText(meaning, prefixes).write(unknown, name)


class _ProfileText:
    """Writes one profile; notes which prefixes it uses."""

    def __init__(self, meaning: Interpretation, prefixes: Mapping[str, str]) -> None:
        self._meaning, self._prefixes = meaning, prefixes
        self._used: dict[str, str] = {}

    def write(self, unknown: Sequence[str], name: str) -> str:
        """All of it: the prefixes are known last and stand first."""
        body = [*self._names(), *self._classes(), *self._roles(unknown), *self._parts("times", self._meaning.times)]
        body += [*self._parts("evidence", self._meaning.evidence), *self._nodes()]
        said = [f"{self._comment(reason.what)}: {self._comment(reason.why)}" for reason in self._meaning.reasons]
        said.insert(0, "What this graph's terms are taken to mean. Edit it and give it back with --profile.")
        head = [*(line for one in said for line in _comment_lines(one)), ""]
        head += ["[profile]", f"name = {json.dumps(name, ensure_ascii=False)}"]
        declared = [f"{_key(prefix)} = {json.dumps(space)}" for prefix, space in sorted(self._used.items())]
        return "\n".join([*head, "", "[prefixes]", *declared, *body, ""])

    def _comment(self, text: str) -> str:
        return re.sub(r"https?://[^\s,]+|urn:[^\s,]+", lambda found: self._term(found[0]), text)

    def _names(self) -> Iterator[str]:
        meaning = self._meaning
        yield from ("", "[names]")
        for key in ("labels", "aliases", "descriptions"):
            if namings := getattr(meaning, key):
                yield from self._list(key, map(self._naming, namings))
        if meaning.declares:
            yield from self._list("declares", map(self._term, meaning.declares))
        if meaning.same:
            yield from self._list("same", (f"<{one}>" for one in meaning.same))
        if meaning.languages:
            pairs = ", ".join(
                f"{json.dumps(self._term(term))} = {json.dumps(tag)}" for term, tag in meaning.languages.items()
            )
            yield f"languages = {{ {pairs} }}"

    def _classes(self) -> Iterator[str]:
        if self._meaning.generic:
            yield from ("", "[classes]", *self._list("generic", map(self._term, self._meaning.generic)))

    def _roles(self, unknown: Sequence[str]) -> Iterator[str]:
        yield from ("", "[roles]")
        for role, means in ROLES.items():
            terms = [one for one, known in self._meaning.roles.items() if known == role]
            if role == "domain":
                terms += [one for one in unknown if one not in self._meaning.roles]
            if terms:
                yield f"# {means}"
                yield from self._list(role, map(self._term, sorted(set(terms))))

    def _parts(self, table: str, parts: Mapping[str, Iterable[Way]]) -> Iterator[str]:
        if parts:
            yield from ("", f"[{table}]")
        for part, ways in parts.items():
            yield from self._list(part, map(self._way, ways))

    def _nodes(self) -> Iterator[str]:
        for node in self._meaning.nodes:
            yield from ("", "[[nodes]]", f'kind = "{node.kind}"', *self._node(node))

    def _node(self, node: NodeKind) -> Iterator[str]:
        for key in ("classes", "reached", "marks"):
            if terms := getattr(node, key):
                yield from self._list(key, map(self._term, terms))
        for part, ways in node.parts.items():
            yield from self._list(part, map(self._way, ways))
        if node.rewrite:
            pairs = ", ".join(f"[{json.dumps(f'<{a}>')}, {json.dumps(f'<{b}>')}]" for a, b in node.rewrite)
            yield f"rewrite = [{pairs}]"

    def _naming(self, naming: Naming) -> str:
        return " + ".join(map(self._way, naming))

    def _way(self, way: Way) -> str:
        return "/".join(map(self._step, way))

    def _step(self, step: str) -> str:
        back = "^" if step.startswith("^") else ""
        term, space, kind = step.removeprefix("^").partition(" ")
        other = "!" if kind.startswith("!") else ""
        return back + self._term(term) + (f"[{other}{self._term(kind.removeprefix('!'))}]" if space else "")

    def _term(self, iri: str) -> str:
        short = shorten(iri, self._prefixes)
        if short.startswith("<") or not _SHORT.fullmatch(short) or short.endswith(":"):
            return f"<{iri}>"
        prefix = short.partition(":")[0]
        self._used[prefix] = self._prefixes[prefix]
        return short

    def _list(self, key: str, entries: Iterable[str]) -> Iterator[str]:
        written = [json.dumps(entry, ensure_ascii=False) for entry in entries]
        line = f"{key} = [{', '.join(written)}]"
        if len(line) <= WIDTH:
            yield line
        else:
            yield from (f"{key} = [", *(f"  {entry}," for entry in written), "]")


def _comment_lines(text: str) -> list[str]:
    from textwrap import wrap

    return wrap(
        text, WIDTH, initial_indent="# ", subsequent_indent="#   ", break_long_words=False, break_on_hyphens=False
    )


def _key(text: str) -> str:
    return text if re.fullmatch(r"[A-Za-z0-9_-]+", text) else json.dumps(text, ensure_ascii=False)
