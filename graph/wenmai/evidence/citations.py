"""A source as a reader sees it: what it is called, where it leads, what its reference says besides."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wenmai.languages import is_chinese
from wenmai.once import pattern
from wenmai.terms import local_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from wenmai.model import Evidence

    Label = Callable[[str], str]

LONGEST = 48
"""So many characters of an address or of a source named in words are shown."""

MOST = 4
"""So many sources of one fact are shown; the others are counted."""

_WEB = pattern(r"(?:https?|ftp)://(?:www\.)?([^/?#]+)([^?#]*)")
_REGISTERED = (
    (pattern(r"(?:doi:|DOI:?\s*)?(10\.[0-9]{4,}(?:\.[0-9]+)*/\S+)"), "https://doi.org/{}"),
    (pattern(r"(?:PMID|pmid|PubMed):?\s*([0-9]+)"), "https://pubmed.ncbi.nlm.nih.gov/{}/"),
    (pattern(r"(?:PMC|PMCID:\s*PMC)([0-9]+)"), "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC{}/"),
    (pattern(r"(?:arXiv|arxiv):\s*(\S+)"), "https://arxiv.org/abs/{}"),
    (pattern(r"(?:ORCID|orcid):?\s*([0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X])"), "https://orcid.org/{}"),
    (pattern(r"(?:MESH|MeSH|MSH):\s*([A-Z][0-9]+)"), "https://meshb.nlm.nih.gov/record/ui?ui={}"),
    (pattern(r"(?:OMIM|MIM):\s*([0-9]{6})"), "https://www.omim.org/entry/{}"),
    (pattern(r"(?:UniProtKB|UniProt|uniprot):\s*([A-Z0-9]{6,10})"), "https://www.uniprot.org/uniprotkb/{}"),
    (pattern(r"(?:Wikidata|wikidata):\s*(Q[0-9]+)"), "https://www.wikidata.org/wiki/{}"),
    (pattern(r"(?:Wikipedia|WIKIPEDIA|wikipedia.en):\s*(\S+)"), "https://en.wikipedia.org/wiki/{}"),
)
"""How registered identifiers are written in words, and where each leads."""

_WORDS = {
    "zh": {"retrieved": "{}查阅", "page": "第{}页", "more": "另有{}处"},
    "en": {"retrieved": "retrieved {}", "page": "p. {}", "more": "and {} more"},
}


def is_named(document: str) -> bool:
    """Whether a source is named by an IRI or a blank node, not in words.

    >>> is_named("urn:book"), is_named("PMID:12345"), is_named("https://example.org/a")
    (True, False, True)
    """
    return document.startswith(("urn:", "_:")) or re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", document) is not None


def source_label(document: str, label: Label) -> str:
    """What a source is called: by the graph's label, its address in short, or the words that name it.

    >>> source_label("https://www.example.org/2012/03/a-story.html", lambda iri: "a-story.html")
    'example.org/2012/03/a-story.html'
    >>> source_label("Handbook of Bridges, p. 3", str), source_label("urn:book:7", lambda iri: "The Book")
    ('Handbook of Bridges, p. 3', 'The Book')
    """
    if not is_named(document):
        return _cut(document)
    called = label(document)
    web = _WEB.match(document)
    if web is None or called != local_name(document):
        return called
    return _address(web[1], web[2])


def source_link(document: str) -> str | None:
    """Where a source leads: its address, or that of the registry whose identifier it is.

    >>> source_link("PMID:12345"), source_link("doi:10.1016/j.x.2015"), source_link("Handbook")
    ('https://pubmed.ncbi.nlm.nih.gov/12345/', 'https://doi.org/10.1016/j.x.2015', None)
    """
    if _WEB.match(document):
        return document
    for form, address in _REGISTERED:
        if found := form.fullmatch(document.strip()):
            return address.format(found[1])
    return None


def details_text(evidence: Evidence, label: Label, language: str) -> str:
    """What a reference says besides its source: the work, the page, when it was retrieved."""
    words, told = _WORDS["zh" if is_chinese(language) else "en"], list[str]()
    for part, text in evidence.details:
        if part == "work" and is_named(text) and label(text) != local_name(text):
            told.append(label(text))
        elif part in words:
            told.append(words[part].format(text))
    return ", ".join(told)


def more_text(count: int, language: str) -> str:
    """How many sources are not shown."""
    return _WORDS["zh" if is_chinese(language) else "en"]["more"].format(count)


def _address(host: str, path: str) -> str:
    """A web address in so many characters: the host, and as much of the end of its path as there is room for."""
    whole = (host + path).rstrip("/")
    if len(whole) <= LONGEST:
        return whole
    last = path.rstrip("/").rpartition("/")[2]
    return f"{host}/…/{_cut(last, LONGEST - len(host) - 3)}"


def _cut(text: str, longest: int = LONGEST) -> str:
    return text if len(text) <= max(longest, 12) else text[: max(longest, 12) - 1] + "…"
