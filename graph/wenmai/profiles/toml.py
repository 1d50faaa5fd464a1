"""Reading a profile from TOML; what is wrong is told with the file, the place in it, and what may stand there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NoReturn

from wenmai.errors import InputError
from wenmai.profiles.profile import EVIDENCE, NODE_KINDS, ROLES, TIMES, NodeKind, Profile
from wenmai.terms import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wenmai.profiles.profile import Naming, Way

TABLES = ("profile", "prefixes", "names", "classes", "roles", "times", "evidence", "nodes")
"""What a file may hold."""

_TERM = r"(?:<[^<>\s]+>|[^\s/^<>+\[\]!]+)"
_STEP = re.compile(rf"(?P<back>\^?)(?P<term>{_TERM})(?:\[(?P<other>!?)(?P<kind>{_TERM})\])?(?:/|$)")


def read_profile(path: str) -> Profile:
    """The profile of a file.

    Raises:
        InputError: it cannot be read, is no TOML, or says something that a profile does not have.
    """
    try:
        with open(path, encoding="utf-8") as file:  # noqa: PTH123 - pathlib takes longer to load
            text = file.read()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"the profile {path} cannot be read: {getattr(error, 'strerror', None) or error}") from error
    return parse_profile(text, path)


def parse_profile(text: str, where: str) -> Profile:
    r"""The profile that a text holds; ``where`` is what it is called in messages.

    >>> own = parse_profile('[prefixes]\nex = "urn:ex:"\n[names]\nlabels = ["ex:called"]', "own.toml")
    >>> own.labels
    ((('urn:ex:called',),),)
    """
    import tomllib

    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"the profile {where} is no TOML: {error}") from error
    tables = TomlTables(where, data)
    profile, also = tables.profile(), tables.also()
    return with_namespaces(profile, also) if also else profile


def with_namespaces(profile: Profile, also: Sequence[tuple[str, str]]) -> Profile:
    r"""A profile that says of further namespaces what it says of its own: each of its terms stands for several.

    >>> own = parse_profile('[profile]\nalso = {skos = ["urn:s:"]}\n[names]\nlabels = ["skos:prefLabel"]', "own.toml")
    >>> [naming[0][0] for naming in own.labels]
    ['http://www.w3.org/2004/02/skos/core#prefLabel', 'urn:s:prefLabel']
    """

    def others(value: Any) -> list[Any]:
        """A value under each namespace, its own first, each once."""
        found = [value, *(_replaced(value, old, new) for old, new in also)]
        return list(dict.fromkeys(found))

    def every(values: Sequence[Any]) -> tuple[Any, ...]:
        return tuple(one for value in values for one in others(value))

    def by_key(table: Mapping[str, Sequence[Any]]) -> dict[str, tuple[Any, ...]]:
        return {key: every(values) for key, values in table.items()}

    return profile._replace(
        terms=every(profile.terms),
        labels=every(profile.labels),
        aliases=every(profile.aliases),
        descriptions=every(profile.descriptions),
        roles=by_key(profile.roles),
        nodes=tuple(
            node._replace(
                classes=every(node.classes),
                reached=every(node.reached),
                marks=every(node.marks),
                parts=by_key(node.parts),
            )
            for node in profile.nodes
        ),
        evidence=by_key(profile.evidence),
        declares=every(profile.declares),
        languages={one: tag for term, tag in profile.languages.items() for one in others(term)},
        generic=every(profile.generic),
        times=by_key(profile.times),
    )


def _replaced(value: Any, old: str, new: str) -> Any:
    """A text, or tuples of texts, with one namespace in the place of another."""
    return value.replace(old, new) if isinstance(value, str) else tuple(_replaced(one, old, new) for one in value)


class TomlTables:
    """Reads the tables of one file."""

    def __init__(self, where: str, data: dict[str, Any]) -> None:
        self.where, self.data = where, data
        self.prefixes: dict[str, str] = {}

    def profile(self) -> Profile:
        """All of it."""
        self.keys("", self.data, TABLES)
        self.prefixes = {key: self.text("prefixes." + key, value) for key, value in self.table("prefixes").items()}
        about, names = self.table("profile"), self.table("names")
        self.keys("profile", about, ("name", "order", "source", "namespaces", "terms", "also"))
        self.keys("names", names, ("labels", "aliases", "descriptions", "declares", "same", "languages"))
        roles, evidence, times, classes = map(self.table, ("roles", "evidence", "times", "classes"))
        self.keys("roles", roles, ROLES)
        self.keys("evidence", evidence, EVIDENCE)
        self.keys("times", times, TIMES)
        self.keys("classes", classes, ("generic",))
        order = about.get("order", 0)
        if not isinstance(order, int):
            self.wrong("profile.order", "is no whole number")
        stem = re.split(r"[/\\]", self.where)[-1].removesuffix(".toml")
        return Profile(
            name=self.text("profile.name", about.get("name", stem)),
            order=order,
            source=self.text("profile.source", about.get("source", "")),
            namespaces=tuple(map(self.namespace, self.texts("profile.namespaces", about.get("namespaces", [])))),
            terms=self.terms("profile.terms", about.get("terms", [])),
            prefixes=self.prefixes,
            labels=self.namings("names.labels", names.get("labels", [])),
            aliases=self.namings("names.aliases", names.get("aliases", [])),
            descriptions=self.namings("names.descriptions", names.get("descriptions", [])),
            roles={role: self.terms(f"roles.{role}", value) for role, value in roles.items()},
            nodes=tuple(self.node(f"nodes[{place}]", node) for place, node in enumerate(self.tables("nodes"))),
            evidence={part: self.ways(f"evidence.{part}", value) for part, value in evidence.items()},
            declares=self.terms("names.declares", names.get("declares", [])),
            same=self.terms("names.same", names.get("same", [])),
            languages={
                self.term("names.languages", term): self.text("names.languages", tag)
                for term, tag in names.get("languages", {}).items()
            },
            generic=self.terms("classes.generic", classes.get("generic", [])),
            times={part: self.ways(f"times.{part}", value) for part, value in times.items()},
        )

    def also(self) -> list[tuple[str, str]]:
        """Pairs of namespaces, of which the second means the same as the first."""
        found = self.table("profile").get("also", {})
        if not isinstance(found, dict):
            self.wrong("profile.also", "is no table of namespaces by prefix")
        return [
            (self.namespace(prefix), space.strip("<>"))
            for prefix, spaces in found.items()
            for space in self.texts("profile.also", spaces)
        ]

    def node(self, place: str, table: dict[str, Any]) -> NodeKind:
        """A kind of nodes."""
        kind = self.text(f"{place}.kind", table.get("kind", ""))
        if kind not in NODE_KINDS:
            self.wrong(f"{place}.kind", f"is {kind!r}, not one of {', '.join(NODE_KINDS)}")
        parts = EVIDENCE if kind == "reference" else NODE_KINDS[kind]
        self.keys(place, table, ("kind", "classes", "reached", "marks", "rewrite", *parts))
        rewrite = [self.terms(f"{place}.rewrite", pair) for pair in table.get("rewrite", [])]
        if any(len(pair) != 2 for pair in rewrite):
            self.wrong(f"{place}.rewrite", "is no list of pairs of terms")
        return NodeKind(
            kind=kind,
            classes=self.terms(f"{place}.classes", table.get("classes", [])),
            reached=self.terms(f"{place}.reached", table.get("reached", [])),
            marks=self.terms(f"{place}.marks", table.get("marks", [])),
            parts={part: self.ways(f"{place}.{part}", table[part]) for part in parts if part in table},
            rewrite=tuple((pair[0], pair[1]) for pair in rewrite),
        )

    def namings(self, place: str, value: object) -> tuple[Naming, ...]:
        """Namings: ways, or several ways with ``+`` between them."""
        return tuple(
            tuple(self.way(place, part.strip()) for part in text.split(" + ")) for text in self.texts(place, value)
        )

    def ways(self, place: str, value: object) -> tuple[Way, ...]:
        """Ways."""
        return tuple(self.way(place, text) for text in self.texts(place, value))

    def way(self, place: str, text: str) -> Way:
        """A way: terms with ``/`` between them, each with ``^`` before it where it is followed backwards."""
        steps, at = list[str](), 0
        while at < len(text) or not steps:
            step = _STEP.match(text, at)
            if step is None:
                self.wrong(
                    place, f"has {text!r}, which is no way: terms with / between them, each maybe with ^ before it"
                )
            kind = f" {step['other']}{self.term(place, step['kind'])}" if step["kind"] else ""
            steps.append(step["back"] + self.term(place, step["term"]) + kind)
            at = step.end()
        return tuple(steps)

    def terms(self, place: str, value: object) -> tuple[str, ...]:
        """Terms."""
        return tuple(self.term(place, text) for text in self.texts(place, value))

    def term(self, place: str, text: str) -> str:
        """The IRI of a term, which may hold ``*``."""
        if text.startswith("<") and text.endswith(">"):
            return text[1:-1]
        prefix, colon, name = text.partition(":")
        space = self.prefixes.get(prefix) or PREFIXES.get(prefix)
        if space is not None and colon and not name.startswith("//"):
            return space + name
        if not colon or not (prefix == "urn" or name.startswith("//")):
            self.wrong(place, f"has {text!r}, whose prefix is not declared under [prefixes]")
        return text

    def namespace(self, text: str) -> str:
        """A namespace, by its prefix or in full."""
        return self.prefixes.get(text) or PREFIXES.get(text) or text.strip("<>")

    def table(self, name: str) -> dict[str, Any]:
        """A table of the file, empty when it is not there."""
        found = self.data.get(name, {})
        if not isinstance(found, dict):
            self.wrong(name, "is no table")
        return found

    def tables(self, name: str) -> list[dict[str, Any]]:
        """An array of tables."""
        found = self.data.get(name, [])
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            self.wrong(name, f"is no array of tables; write [[{name}]]")
        return found

    def keys(self, place: str, table: Mapping[str, Any], known: object) -> None:
        """Refuse what is not known."""
        allowed = list(known)  # type: ignore[call-overload]
        for key in table:
            if key not in allowed:
                self.wrong(
                    f"{place}.{key}".strip("."), f"is not known; {place or 'a profile'} has {', '.join(allowed)}"
                )

    def texts(self, place: str, value: object) -> list[str]:
        """A list of texts; a single text is a list of one."""
        if isinstance(value, str):
            return [value]
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self.wrong(place, "is no list of texts")
        return value

    def text(self, place: str, value: object) -> str:
        """A text."""
        if not isinstance(value, str):
            self.wrong(place, "is no text")
        return value

    def wrong(self, place: str, what: str) -> NoReturn:
        """Refuse the file."""
        raise InputError(f"the profile {self.where}: {place} {what}")
