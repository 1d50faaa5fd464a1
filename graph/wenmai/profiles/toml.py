"""Reading a profile from TOML; what is wrong is told with the file, the place in it, and what may stand there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NoReturn

from wenmai.errors import InputError
from wenmai.profiles.profile import EVIDENCE, NODE_KINDS, ROLES, NodeKind, Profile
from wenmai.terms import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wenmai.profiles.profile import Naming, Way

TABLES = ("profile", "prefixes", "names", "roles", "evidence", "nodes", "reasons", "detected")
"""What a file may hold; the last two are written for a person to read, and passed over."""

_STEP = re.compile(r"(?P<back>\^?)(?:<(?P<iri>[^<>\s]+)>|(?P<short>[^\s/^<>+]+))(?:/|$)")


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
    return TomlTables(where, data).profile()


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
        self.keys("profile", about, ("name", "order", "source", "namespaces", "terms"))
        self.keys("names", names, ("labels", "aliases", "descriptions", "declares"))
        roles, evidence = self.table("roles"), self.table("evidence")
        self.keys("roles", roles, ROLES)
        self.keys("evidence", evidence, EVIDENCE)
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
        )

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
            steps.append(step["back"] + (step["iri"] or self.term(place, step["short"])))
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
