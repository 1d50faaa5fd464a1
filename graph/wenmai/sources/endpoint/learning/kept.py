"""What is known of an endpoint as a whole: learnt by this command, or kept in the cache by an earlier one.

How many links each predicate has, which terms are used and what the default graph holds is the same for every command, and takes an
endpoint longer to tell than a path does. What is kept is said with its time, checked by one small question
(:mod:`wenmai.sources.endpoint.learning.checking`), believed for a day, and asked anew with ``--fresh``. What was only estimated is
believed for an hour. Nothing that is secret is written: an address without its user, its password and its query, and of
credentials twelve bits of a hash, by which what one account sees is told from what another does.
"""

from __future__ import annotations

import time
from threading import RLock
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from wenmai.notices import collect_notices, notice
from wenmai.sources.cache.digest import hash_all
from wenmai.sources.cache.learnt import drop_learnt, read_learnt, write_learnt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

DAY, HOUR = 86_400.0, 3_600.0
"""Seconds for which a fact is believed, and one that was estimated."""

GRAPHS = ("default-graph-uri", "named-graph-uri")
"""The parts of an address's query that are no secret: they choose graphs (SPARQL 1.1 Protocol, 2.1.4)."""

HERE = "\0"
"""What stands for the address in sentences that are kept: its query may hold a key."""

Value = TypeVar("Value")


class Knowledge:
    """Facts by name, each with what was said when it was learnt; values are what JSON holds.

    ``fresh`` believes nothing that is kept. Without a ``key`` nothing is read or written.
    """

    def __init__(self, shown: str = "", key: str = "", *, fresh: bool = False) -> None:
        self._shown, self._key = shown, key
        self._facts: dict[str, Any] = {}
        self._lock = RLock()
        if key and not fresh:
            self._facts = read_learnt(key) or {}

    def known(self, name: str, read: Callable[[Any], Value]) -> Value | None:
        """The value of a fact that is kept and still believed, as ``read`` takes it; nothing is said."""
        fact = self._fact(name)
        try:
            return None if fact is None else read(fact[0])
        except (TypeError, ValueError, LookupError, AttributeError):
            return None

    def recall(self, name: str, learn: Callable[[], Value], read: Callable[[Any], Value], write: Any = None) -> Value:
        """The value of a fact: as it is kept, which is said, or else as ``learn`` finds it, which is kept then.

        ``write`` makes of a value what JSON holds; it is the value itself where there is none.
        """
        found, fact = self.known(name, read), self._fact(name)
        if found is not None and fact is not None:
            for sentence in (*fact[1], self._origin(fact[2])):
                notice(sentence.replace(HERE, self._shown))
            return found
        with collect_notices() as said:
            found = learn()
        for sentence in said:
            notice(sentence)
        self.keep(name, found if write is None else write(found), said)
        return found

    def keep(self, name: str, value: Any, said: Iterable[str] = ()) -> None:
        """Keep a fact."""
        with self._lock:
            self._facts[name] = [value, [sentence.replace(self._shown, HERE) for sentence in said], time.time()]
            if self._key:
                others = read_learnt(self._key) or {}  # another process may have learnt more
                write_learnt(self._key, masked_address(self._shown), others | self._facts)

    def is_sure(self, name: str) -> bool:
        """Whether a fact is known, and nothing had to be said about it when it was learnt."""
        fact = self._fact(name)
        return fact is not None and not fact[1]

    def forget(self) -> None:
        """Forget everything, what is kept too."""
        with self._lock:
            self._facts = {}
            if self._key:
                drop_learnt(self._key)

    def _fact(self, name: str) -> Any:
        """A fact that is still believed, as it is kept: value, sentences, time."""
        fact = self._facts.get(name)
        if not isinstance(fact, list) or len(fact) != 3 or not isinstance(fact[2], int | float):
            return None
        if not isinstance(fact[1], list) or not all(isinstance(sentence, str) for sentence in fact[1]):
            return None
        age = time.time() - fact[2]
        return fact if -HOUR < age < (HOUR if fact[1] else DAY) else None

    def _origin(self, learnt: float) -> str:
        when = time.strftime("%Y-%m-%d %H:%M", time.localtime(learnt))
        return f"what is known of {HERE} as a whole is of {when}, kept in the cache; --fresh asks again"


def knowledge_key(shown: str, fields: Iterable[tuple[str, str]], marks: Iterable[str]) -> str:
    """By what name the cache knows an endpoint: its address, a mark of the account that asks, and what else tells answers apart.

    ``fields`` are the header fields that prove who asks; a key in the query of the address is as secret as they are. Of both
    there are twelve bits of a hash: too few to find a secret by, enough to tell two accounts apart.
    """
    query = [pair for pair in parse_qsl(urlsplit(shown).query) if pair[0] not in GRAPHS]
    secret = "\n".join(f"{name}:{value}" for name, value in (*sorted(fields), *query))
    mark = hash_all([secret.encode("utf-8", "surrogatepass")])[:3] if secret else ""
    return hash_all(["\0".join((masked_address(shown), mark, *marks)).encode("utf-8", "surrogatepass")])[:40]


def masked_address(address: str) -> str:
    """An address as it may be written down: of its query only what chooses graphs.

    >>> masked_address("https://example.org/sparql?apikey=secret&default-graph-uri=urn:g")
    'https://example.org/sparql?default-graph-uri=urn:g'
    """
    parts = urlsplit(address)
    chosen = "&".join(f"{name}={value}" for name, value in parse_qsl(parts.query) if name in GRAPHS)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2], query=chosen, fragment=""))
