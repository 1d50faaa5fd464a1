"""The engines that people run, each answering in its manner: the answers are the file's, and what is asked fits the engine."""

from __future__ import annotations

from pathlib import Path

import pytest
from engines import ENGINES, VOID, counts_all, engine

from conftest import opened, power_law
from wenmai.facts import describe
from wenmai.notices import collect_notices
from wenmai.paths import find
from wenmai.sources.endpoint import connect
from wenmai.sources.endpoint.requests.dialects import tell_dialect
from wenmai.system import packaged

XC = "urn:wenmai:xicheng:"
ENDS = XC + "北京证券交易所", XC + "金科新区"


@pytest.fixture(scope="module")
def small_file(tmp_path_factory):
    """A power-law graph of a few thousand triples."""
    file = tmp_path_factory.mktemp("graphs") / "small.nt"
    file.write_text(power_law(3000), "utf-8")
    return file


@pytest.mark.parametrize("name", sorted(ENGINES))
def test_answers_are_those_of_the_file(name):
    file = Path(str(packaged.triples()))
    local = opened(file)
    with engine(ENGINES[name], file) as (address, _), collect_notices():
        remote = connect(address)
        remote.expect(("北交所", "金科新区"), ranked=True)
        assert remote.names.resolve("北交所") == ENDS[0]
        assert [path.nodes for path in find(remote, *ENDS)] == [path.nodes for path in find(local, *ENDS)]
        found = describe.describe_entity(remote, ENDS[0], "zh")
        assert found == describe.describe_entity(local, ENDS[0], "zh")
        told = remote.client.dialect
    assert (told.name if told else "") == ENGINES[name].dialect


@pytest.mark.parametrize("name", sorted(set(ENGINES) - {"wikidata", "qlever"}))
def test_links_are_counted_exactly(name, small_file):
    local = opened(small_file).index
    exact = {iri: local.predicate_count(number) for number, iri in enumerate(local.predicates)}
    with engine(ENGINES[name], small_file) as (address, asked), collect_notices() as notices:
        tally = connect(address).tally
        assert tally.by_predicate == exact
        assert tally.is_exact
        rounds = sum("COUNT(*)" in query and "GROUP BY ?p" in query for query in asked)
    assert rounds == (1 if name == "virtuoso" else 3)
    assert len(notices) == (name == "neptune")  # which here refuses to look into named graphs


def test_a_service_that_ends_counts_is_not_asked_to(small_file):
    with engine(ENGINES["wikidata"], small_file) as (address, asked), collect_notices() as notices:
        assert connect(address).tally.by_predicate
    assert not any(counts_all(query) and "LIMIT" not in query for query in asked)
    assert any("was estimated from" in sentence for sentence in notices)


def test_a_count_that_was_broken_off_is_estimated(small_file):
    """A Virtuoso whose time is up gives what it has counted until then, with status 206."""
    local = opened(small_file).index
    shape = ENGINES["virtuoso"]._replace(cuts=lambda query: counts_all(query) and "LIMIT" not in query)
    with engine(shape, small_file) as (address, _), collect_notices() as notices:
        tally = connect(address).tally
        counts = tally.by_predicate
        assert not tally.is_exact
    assert counts == {iri: local.predicate_count(number) for number, iri in enumerate(local.predicates)}
    (sentence,) = notices
    assert "counted a part only, by a limit of its own" in sentence
    assert "was estimated from" in sentence


def test_paths_are_exact_where_degrees_are_broken_off(small_file):
    local = opened(small_file)
    ends = "urn:ex:n1", "urn:ex:n300"
    shape = ENGINES["virtuoso"]._replace(cuts=lambda query: "COUNT(*)" in query and "GROUP BY ?x" in query)
    with engine(shape, small_file) as (address, _), collect_notices():
        remote = connect(address)
        remote.expect(ends, ranked=True)
        assert list(find(remote, *ends)) == list(find(local, *ends))


def published(counts):
    parts = " ; ".join(
        f"void:propertyPartition [ void:property <{iri}> ; void:triples {many} ]" for iri, many in counts.items()
    )
    return VOID % parts


def test_published_statistics_stand_in_for_a_count(small_file):
    local = opened(small_file).index
    exact = {iri: local.predicate_count(number) for number, iri in enumerate(local.predicates)}
    shape = ENGINES["unknown"]._replace(description=published(exact))
    with engine(shape, small_file) as (address, asked), collect_notices() as notices:
        source = connect(address)
        assert source.tally.by_predicate == exact
        assert not source.tally.is_exact
        assert source.client.dialect.name == "Blazegraph"
    assert not any(counts_all(query) for query in asked)
    (sentence,) = notices
    assert "900,000,000,000 triples, as it says of itself" in sentence
    assert sentence.endswith("was taken from what the endpoint publishes of itself")


def test_published_statistics_that_contradict_the_answers_are_not_believed(small_file):
    local = opened(small_file).index
    wrong = dict.fromkeys(local.predicates, 1)
    shape = ENGINES["unknown"]._replace(description=published(wrong))
    with engine(shape, small_file) as (address, _), collect_notices() as notices:
        counts = connect(address).tally.by_predicate
    assert counts
    assert counts != wrong
    assert "was estimated from" in notices[0]


def test_statistics_among_the_triples_are_read(small_file, tmp_path):
    local = opened(small_file).index
    file = tmp_path / "void.nt"
    void = "http://rdfs.org/ns/void#"
    lines = []
    for number, iri in enumerate(local.predicates):
        lines.append(f"<urn:void:{number}> <{void}property> <{iri}> .")
        many = 3 * local.predicate_count(number)
        lines.append(f'<urn:void:{number}> <{void}triples> "{many}"^^<http://www.w3.org/2001/XMLSchema#integer> .')
    counted = len(local.predicates)
    lines += [
        f"<urn:void:{counted}> <{void}property> <{void}property> .",
        f'<urn:void:{counted}> <{void}triples> "{counted + 1}"^^<http://www.w3.org/2001/XMLSchema#integer> .',
    ]
    file.write_text("\n".join(lines) + "\n", "utf-8")
    shape = ENGINES["wikidata"]
    with engine(shape, small_file, file) as (address, _), collect_notices() as notices:
        counts = connect(address).tally.by_predicate
    assert {iri: counts[iri] for iri in local.predicates} == {
        iri: 3 * local.predicate_count(number) for number, iri in enumerate(local.predicates)
    }
    assert "publishes of itself" in notices[0]


@pytest.mark.parametrize(
    "description",
    ["", "no turtle at all {", "@prefix void: <http://rdfs.org/ns/void#> . [] void:triples 'many' .", "\0" * 500],
)
def test_a_description_that_says_nothing_changes_nothing(description, small_file):
    local = opened(small_file).index
    with engine(ENGINES["unknown"]._replace(description=description), small_file) as (address, _):
        assert sum(connect(address).tally.by_predicate.values()) == local.link_count


def test_words_that_tell_no_engine():
    assert tell_dialect({}) is None
    assert tell_dialect({"server": "cloudflare", "x-cache": "HIT"}, "Bad request", "urn:x") is None
