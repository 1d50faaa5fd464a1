"""``wenmai ask``: a question in words."""

from __future__ import annotations

import click

from wenmai.cli.opening import open_graph
from wenmai.cli.options import OneCommand, format_option, graph_options
from wenmai.cli.output import emit, emit_json, say


@click.command(cls=OneCommand)
@click.argument("question")
@click.option(
    "--reading",
    type=click.IntRange(1, 3),
    default=1,
    show_default=True,
    help="Answer it in its second or third reading.",
)
@format_option("table", "json")
@graph_options
def ask(question: str, reading: int, format: str, graph: tuple[str, ...], lang: str) -> None:
    """Ask a question in words, in Chinese or English; it says as what it was understood, and what else it may mean.

    \b
    Nothing is sent anywhere, and nothing is guessed beyond names and ways of asking.
    Example: wenmai ask 北交所是什么时候开市的
             wenmai ask 'How are the stock exchange and 西城区 connected?'
    """
    from wenmai.asking.readings import understand
    from wenmai.cli.calling import Calling
    from wenmai.errors import InputError
    from wenmai.sparql import questions

    source = open_graph(graph)
    found = understand(source, question, language=lang, asked=questions())
    if reading > len(found):
        raise InputError(f"the question has {len(found)} readings; --reading {reading} is none of them")
    chosen = found[reading - 1]
    said = Calling().call(source, chosen.command, chosen.values, language=lang)
    text = said.output.decode("utf-8", "replace").rstrip("\n")
    if format == "json":
        readings = [one._asdict() for one in found]
        emit_json(
            {"question": question, "readings": readings, "reading": reading, "answer": text, "notes": list(said.notes)}
        )
        return
    zh = lang.startswith("zh")
    emit(f"{'理解为' if zh else 'understood as'}: {chosen.understood}\n")
    emit(text)
    for note in said.notes:
        say(note)
    for number, other in enumerate(found, 1):
        if other is not chosen:
            say(f"{'或者' if zh else 'or'}: {other.understood}  (--reading {number})")
