"""``wenmai ask``: a question in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from wenmai.cli.capturing import model_options
from wenmai.cli.opening import open_graph
from wenmai.cli.options import OneCommand, format_option, graph_options
from wenmai.cli.output import emit, emit_json, say
from wenmai.languages import is_chinese

if TYPE_CHECKING:
    from wenmai.sources import Source


@click.command(cls=OneCommand)
@click.argument("question")
@click.option(
    "--reading",
    type=click.IntRange(1, 3),
    default=1,
    show_default=True,
    help="Answer it in its second or third reading.",
)
@model_options
@format_option("table", "json")
@graph_options
def ask(
    question: str,
    reading: int,
    llm: str | None,
    llm_model: str | None,
    format: str,
    graph: tuple[str, ...],
    lang: str,
) -> None:
    """Ask a question in words, in Chinese or English; it says as what it was understood, and what else it may mean.

    \b
    Nothing is sent anywhere, and nothing is guessed beyond names and ways of asking. With --llm the question goes to that
    address, with the terms of the graph; the model's query is shown and run as any other, and is yours to judge.
    Example: wenmai ask 北交所是什么时候开市的
             wenmai ask 'How are the stock exchange and 西城区 connected?'
    """
    from wenmai.asking.named import questions_for
    from wenmai.asking.readings import understand
    from wenmai.cli.calling import Calling
    from wenmai.errors import InputError

    source = open_graph(graph)
    if llm is not None:
        _ask_model(source, question, llm, llm_model or "", format, lang)
        return
    found = understand(source, question, language=lang, asked=questions_for(source))
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
    zh = is_chinese(lang)
    emit(f"{'理解为' if zh else 'understood as'}: {chosen.understood}\n")
    emit(text)
    for note in said.notes:
        say(note)
    for number, other in enumerate(found, 1):
        if other is not chosen:
            say(f"{'或者' if zh else 'or'}: {other.understood}  (--reading {number})")


def _ask_model(source: Source, question: str, address: str, name: str, format: str, lang: str) -> None:
    """Answer by a model's query: it is shown before its answer, whatever that is."""
    from wenmai.asking.modelled import propose_query
    from wenmai.chat import open_model
    from wenmai.cli.calling import Calling
    from wenmai.errors import InputError

    if not question.strip():
        raise InputError("the question is empty")
    model = open_model(address, name)
    made = propose_query(source, question, model, language=lang)
    zh = is_chinese(lang)
    if format != "json":
        head = (
            f"语言模型 {model.name} 理解为(请自行核对)"
            if zh
            else f"understood by the language model {model.name} (judge it yourself)"
        )
        emit(f"{head}: {made.understood}\n\n{made.sparql}\n")
    said = Calling().call(source, "query", {"sparql": [f"{made.sparql}\n"]}, language=lang)
    text = said.output.decode("utf-8", "replace").rstrip("\n")
    if format == "json":
        told = {"question": question, "model": model.name, "understood": made.understood, "sparql": made.sparql}
        emit_json({**told, "answer": text, "notes": list(said.notes)})
        return
    emit(text)
    for note in said.notes:
        say(note)
