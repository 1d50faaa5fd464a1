"""Tables that are joined by keys: what is a key, what a link, and what their rows become."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING

import pytest

import wenmai
from wenmai.errors import InputError
from wenmai.reading.networks.keys import Head, find_keys

if TYPE_CHECKING:
    from pathlib import Path

    from wenmai import Source

SHOP = {
    "dishes.csv": "dishID,dishName,cookID,price,since\n1,Soup,7,4.50,2019-02-03 00:00:00.000\n2,Bread,7,1.20,NULL\n3,Cake,8,3.00,2020-01-01 00:00:00.000\n",
    "cooks.csv": "cookID,lastName,firstName,title,reportsTo\n7,Lee,Ann,Chef,\n8,Kerr,Bob,Baker,7\n",
    "orders.csv": "orderID,guestID\n501,G1\n502,G2\n503,G1\n",
    "guests.csv": "guestID,companyName\nG1,Chess Club\nG2,Old Mill\n",
    "order-lines.csv": "orderID,dishID,quantity\n501,1,2\n501,2,1\n502,3,1\n503,3,4\n",
    "visits.csv": "guestID,year,visitors\nG1,2019,12\nG1,2020,15\nG2,2020,3\n",
}


def write(folder: Path, files: dict[str, str]) -> str:
    for name, text in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    return str(folder)


def triples(graph: Source) -> set[tuple[str, str, str]]:
    table = wenmai.query(graph, "SELECT ?s ?p ?o WHERE { ?s ?p ?o }")
    ends = [[str(getattr(term, "value", term)).removeprefix("urn:wenmai:named:") for term in row] for row in table.rows]
    return {(row[0], row[1], row[2]) for row in ends}


def test_rows_are_linked_by_the_names_of_columns(tmp_path: Path) -> None:
    graph = wenmai.open(write(tmp_path, SHOP))
    found = triples(graph)
    assert ("dish:1", "cook", "cook:7") in found
    assert ("cook:8", "reports%20to", "cook:7") in found
    assert ("order:503", "guest", "guest:G1") in found
    assert ("order:501", "dish", "dish:2") in found  # a table of two links and no key is of edges
    assert ("guest:G1", "visitors", "15") in found
    assert not any(value == "NULL" for _, _, value in found)
    best = wenmai.find_paths(graph, "Chess Club", "Ann Lee", k=1)[0]
    assert [node.label for node in best.nodes] in (
        ["Chess Club", "order 501", "Soup", "Ann Lee"],
        ["Chess Club", "order 501", "Bread", "Ann Lee"],
    )


def test_an_archive_of_tables_is_joined_too(tmp_path: Path) -> None:
    folder = write(tmp_path / "shop", SHOP)
    archive = tmp_path / "shop.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for name, text in SHOP.items():
            file.writestr(name.replace(".csv", ".txt"), text)
    plain, packed = (triples(wenmai.open(place)) for place in (folder, str(archive)))
    assert {one for one in plain if one[0][0] != "_"} == {one for one in packed if one[0][0] != "_"}


def test_what_is_said_of_one_row_has_its_year(tmp_path: Path) -> None:
    graph = wenmai.open(write(tmp_path, SHOP))
    figures = [(figure.value, figure.period) for figure in wenmai.figures(graph, "Chess Club")]
    assert any(str(value).startswith("15") and "2020" in str(period) for value, period in figures), figures


def test_metadata_say_what_no_name_tells(tmp_path: Path) -> None:
    metadata = {
        "@context": "http://www.w3.org/ns/csvw",
        "tables": [
            {
                "url": "people.csv",
                "aboutUrl": "https://example.org/people/{nr}",
                "tableSchema": {
                    "columns": [
                        {"name": "nr", "titles": "No."},
                        {"name": "who", "titles": "Who", "propertyUrl": "http://xmlns.com/foaf/0.1/name"},
                        {"name": "boss", "titles": "Answers to"},
                    ],
                    "primaryKey": "nr",
                    "foreignKeys": [
                        {"columnReference": "boss", "reference": {"resource": "people.csv", "columnReference": "nr"}}
                    ],
                },
            }
        ],
    }
    folder = write(
        tmp_path, {"people.csv": "No.,Who,Answers to\n1,Ann,\n2,Bob,1\n", "about.json": json.dumps(metadata)}
    )
    graph = wenmai.open(f"{folder}/about.json")
    assert ("https://example.org/people/2", "answers%20to", "https://example.org/people/1") in triples(graph)
    assert [found.label for found in wenmai.search(graph, "Bob")] == ["Bob"]


def test_metadata_of_changed_tables_are_read_anew(tmp_path: Path) -> None:
    metadata = {"@context": "http://www.w3.org/ns/csvw", "url": "towns.csv", "tableSchema": {"primaryKey": "code"}}
    folder = write(tmp_path, {"towns.csv": "code,name\na,Oldtown\n", "towns.json": json.dumps(metadata)})
    for name in ("Oldtown", "Newtown"):
        (tmp_path / "towns.csv").write_text(f"code,name\na,{name}\n")
        graph = wenmai.open(f"{folder}/towns.json")
        assert [found.label for found in wenmai.search(graph, name)] == [name]


def test_metadata_that_are_no_json_are_refused(tmp_path: Path) -> None:
    place = tmp_path / "broken.json"
    place.write_text('{"@context": "http://www.w3.org/ns/csvw", "tables": [')
    with pytest.raises(InputError, match="metadata of tables that cannot be read"):
        wenmai.stats(wenmai.open(str(place)))


@pytest.mark.parametrize(
    ("header", "linked"),
    [
        ("species_id", True),
        ("evolves_from_species_id", True),
        ("Species", True),
        ("size", False),
        ("postal code", False),
    ],
)
def test_a_link_is_called_as_the_other_table(header: str, linked: bool) -> None:
    species = Head("species.csv", "id,name\n1,Oak\n2,Elm\n", True)
    trees = Head(
        "trees.csv",
        f"tree_id,{header}\nt1,1\nt2,2\nt3,1\n"
        if linked and "id" in header
        else f"tree_id,{header}\nt1,x\nt2,y\nt3,x\n",
        True,
    )
    other = Head("species.csv", "Species,height\nx,1\ny,2\n", True) if header == "Species" else species
    found = find_keys([other, trees])
    assert bool(found["trees.csv"].links) == linked


def test_values_that_are_no_keys_there_link_nothing() -> None:
    makers = Head("makers.csv", "maker_id,name\n1,A\n2,B\n", True)
    found = find_keys([makers, Head("cars.csv", "car_id,maker_id\nc1,91\nc2,92\n", True)])
    assert found["cars.csv"].links == ()
