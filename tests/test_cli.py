"""The command line as a person types it: contracts, errors, exit statuses."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys

import click
import pytest

import wenmai as library
from wenmai import cli
from wenmai.cli import entry
from wenmai.cli.options import refuse_repeats

COMMANDS = sorted(entry.COMMANDS)
BSE = "urn:wenmai:xicheng:北京证券交易所"
COURT = "urn:wenmai:xicheng:北京金融法院"


@pytest.mark.parametrize("name", COMMANDS)
def test_help_shows_an_example_of_the_command(wenmai, name):
    ran = wenmai(name, "--help")
    assert ran.status == 0
    assert f"Example: wenmai {name}" in ran.out


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_is_in_the_readmes(name):
    for page in ("README.md", "README.zh.md"):
        assert f"`{name}" in (cli_root() / page).read_text(encoding="utf-8")


def cli_root():
    from pathlib import Path

    return Path(cli.__file__).resolve().parents[3]


def test_path_json_keeps_its_contract(wenmai):
    found = json.loads(wenmai("path", "北交所", "北京金融法院", "--format", "json").out)
    assert set(found) == {"source", "target", "paths"}
    assert (found["source"], found["target"]) == (BSE, COURT)
    best = found["paths"][0]
    assert set(best) == {"length", "score", "why", "nodes", "hops", "proven", "unseen", "others"}
    assert (best["proven"], best["unseen"]) == (True, None)
    assert best["length"] == len(best["hops"]) == len(best["nodes"]) - 1
    assert (best["nodes"][0]["iri"], best["nodes"][-1]["iri"]) == (BSE, COURT)
    for here, there, hop in zip(best["nodes"], best["nodes"][1:], best["hops"], strict=False):
        assert {"subject", "predicate", "object", "forward", "evidence"} <= set(hop)
        ends = (hop["subject"], hop["object"]) if hop["forward"] else (hop["object"], hop["subject"])
        assert ends == (here["iri"], there["iri"])
        assert all(0 <= one["start"] < one["end"] for one in hop["evidence"])
        assert hop["evidence"]


def test_paths_come_best_first_and_not_through_the_district(wenmai):
    found = json.loads(wenmai("path", "北交所", "北京金融法院", "--format", "json", "-k", "5").out)["paths"]
    scores = [path["score"] for path in found]
    assert scores == sorted(scores, reverse=True)
    assert "urn:wenmai:xicheng:西城区" not in [node["iri"] for node in found[0]["nodes"]]


def test_show_json_keeps_its_contract(wenmai):
    found = json.loads(wenmai("show", "北交所", "--format", "json").out)
    assert set(found) == {"iri", "labels", "aliases", "types", "summary", "facts"}
    assert found["iri"] == BSE
    assert set(found["labels"]) == {"zh", "en"}
    assert "北交所" in found["aliases"]
    for fact in found["facts"]:
        assert {"subject", "predicate", "object", "forward", "time", "evidence"} <= set(fact)
        assert BSE == (fact["subject"] if fact["forward"] else fact["object"])
        assert fact["evidence"]


@pytest.mark.slow
@pytest.mark.parametrize("form", ["json", "csv", "table"])
def test_same_question_same_bytes(form):
    command = [sys.executable, "-m", "wenmai", "path", "北交所", "金科新区", "-k", "5", "--format", form]
    runs = {
        subprocess.run(command, env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, check=False).stdout
        for seed in ("1", "2", "3")
    }
    assert len(runs) == 1
    assert runs != {b""}


def test_csv_has_a_row_for_each_hop(wenmai):
    rows = list(csv.DictReader(io.StringIO(wenmai("path", "北交所", "北京金融法院", "-k", "1", "--format", "csv").out)))
    assert [row["hop"] for row in rows] == ["1", "2"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (("show", "没有这个名字"), 3, "no entity is called"),
        (("path", "北交锁", "金融街"), 3, "nearest: "),
        (("show", "示范区"), 4, "names"),
        (("show", "x", "-g", "missing.ttl"), 2, "missing.ttl"),
        (("path", "北交所", "京报馆", "--max-hops", "1"), 1, "--max-hops"),
        (("path", "北交所", "北交所"), 2, "same entity"),
        (("path", "北交所", "金科新区", "--only", "wm:nothing"), 3, "no predicate is called"),
        (("path", "北京证券交易所开市", "西城区", "--as-of", "2019"), 1, "had not begun"),
        (("path", "北交所", "金科新区", "--max-links", "1"), 5, "searched"),
        (
            ("path", "金科新区", "北交所", "-k", "50", "--max-links", "100"),
            0,
            "no path that was left out scores above",
        ),
        (("between", "北交所", "金融街论坛", "京报馆"), 0, "the search went on to longer ones"),
        (("frobnicate",), 2, "No such command"),
        (("search",), 2, "Missing argument"),
    ],
)
def test_what_cannot_be_answered_is_one_sentence(wenmai, arguments, status, sentence):
    ran = wenmai(*arguments)
    assert ran.status == status
    assert sentence in ran.err
    assert "Traceback" not in ran.err


class Panic(BaseException):
    """What a library in Rust raises: no Exception."""


@pytest.mark.parametrize("fault", [KeyError("first\nsecond \x1b[2J"), AssertionError(), Panic("index out of bounds")])
def test_a_fault_of_wenmai_is_one_sentence_and_its_trace_is_for_who_asks(wenmai, monkeypatch, fault):
    def fail(*_arguments, **_options):
        raise fault

    monkeypatch.setattr("wenmai.names.Names.search", fail)
    ran = wenmai("search", "金融")
    assert (ran.status, ran.out) == (70, "")
    (line,) = ran.err.splitlines()
    assert type(fault).__name__ in line
    assert "a fault of wenmai" in line
    assert "--verbose" in line
    assert "\x1b" not in line
    told = wenmai("search", "金融", "--verbose")
    assert told.status == 70
    assert "Traceback (most recent call last):" in told.err
    assert f"in {fail.__name__}" in told.err
    assert "\x1b" not in told.err
    with pytest.raises(type(fault)):
        library.search(library.open(), "金融")


def test_broken_file_names_file_and_line(wenmai, tmp_path):
    broken = tmp_path / "broken.ttl"
    broken.write_text("<urn:a> <urn:b> <urn:c> .\n<urn:a> <urn:b> oops .\n", encoding="utf-8")
    ran = wenmai("stats", "-g", str(broken))
    assert ran.status == 2
    assert "broken.ttl:2:" in ran.err


def test_empty_graph_and_graph_without_labels(wenmai, tmp_path):
    empty, bare = tmp_path / "empty.ttl", tmp_path / "bare.ttl"
    empty.write_text("", encoding="utf-8")
    bare.write_text("<urn:x:a> <urn:x:knows> <urn:x:b> .", encoding="utf-8")
    assert wenmai("stats", "-g", str(empty)).out.startswith("0 entities")
    assert wenmai("show", "a", "-g", str(empty)).status == 3
    assert "a ──knows─▶ b" in wenmai("path", "a", "b", "-g", str(bare)).out


def test_standard_input_is_a_graph():
    done = subprocess.run(
        [sys.executable, "-m", "wenmai", "stats", "-g", "-", "--format", "json"],
        input=b"<urn:a> <urn:b> <urn:c> .",
        capture_output=True,
        check=False,
    )
    assert json.loads(done.stdout)["entities"] == 2


def test_options_work_before_and_after_the_command(wenmai, tmp_path):
    own = tmp_path / "own.ttl"
    own.write_text("<urn:x:a> <urn:x:knows> <urn:x:b> .", encoding="utf-8")
    before, after = wenmai("-g", str(own), "stats").out, wenmai("stats", "-g", str(own)).out
    assert before == after
    assert before.startswith("2 entities")


def test_graph_from_the_environment(wenmai, tmp_path, monkeypatch):
    for name in ("one", "two"):
        (tmp_path / f"{name}.ttl").write_text(f"<urn:{name}> <urn:p> <urn:o> .", encoding="utf-8")
    monkeypatch.setenv("WENMAI_GRAPH", os.pathsep.join(str(tmp_path / f"{name}.ttl") for name in ("one", "two")))
    assert wenmai("stats").out.startswith("3 entities")


def test_hot_commands_load_no_heavy_library():
    code = (
        "import sys; from wenmai import cli; sys.argv = ['wenmai', 'path', '北交所', '北京金融法院']\n"
        "cli.run()\n"
        "print(sorted({'networkx', 'pyvis', 'pyshacl', 'rdflib', 'rich', 'numpy', 'pypinyin'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.slow
def test_closed_pipe_and_full_device_leave_no_traceback():
    command = f"{sys.executable} -m wenmai show 西城区"
    for redirect in ("| head -c 1", "> /dev/full", ">&-"):
        done = subprocess.run(f"{command} {redirect}", shell=True, capture_output=True, text=True, check=False)
        assert "Traceback" not in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("arguments", ["show 西城区", "search 金融", "compare 北交所 北京金融法院", "timeline"])
def test_a_closed_pipe_has_one_status(arguments):
    command = f"{sys.executable} -m wenmai {arguments} | true; exit ${{PIPESTATUS[0]}}"
    assert subprocess.run(["bash", "-c", command], capture_output=True, check=False).returncode in (0, 141)


def test_notes_go_to_stderr_with_verbose(wenmai):
    ran = wenmai("stats", "--verbose", "--format", "json")
    assert "took" in ran.err
    assert json.loads(ran.out)["entities"] > 0


def test_wenmai_alone_offers_commands_that_work(wenmai):
    import shlex

    ran = wenmai()
    offered = [shlex.split(line)[1:] for line in ran.out.splitlines() if line.startswith("  wenmai ")]
    assert len(offered) == 3
    assert wenmai(*offered[0]).status == 0
    assert wenmai(*offered[1]).status == 0


def test_completion_offers_entities():
    environment = os.environ | {
        "_WENMAI_COMPLETE": "bash_complete",
        "COMP_WORDS": "wenmai show 北京证",
        "COMP_CWORD": "2",
    }
    code = "from wenmai import cli; cli.main()"
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert "北京证券交易所" in done.stdout


def test_a_misspelt_word_of_figures_offers_the_nearest(wenmai):
    said = wenmai("figures", "unemploymnt")
    assert (said.status, "nearest: registered unemployment rate" in said.err) == (3, True)


def test_an_empty_location_is_said(wenmai):
    said = wenmai("stats", "-g", "")
    assert (said.status, "-g names nothing" in said.err) == (2, True)


def test_a_partial_name_is_taken_and_said(wenmai):
    assert wenmai("show", "北交所").err == ""
    assert "'jkxq' is taken for Jinke New Area" in wenmai("show", "jkxq").err
    assert "'jkxq'理解为金科新区" in wenmai("show", "jkxq", "--lang", "zh").err
    assert "'染胡同' is taken for Weiran Hutong" in wenmai("show", "染胡同").err


@pytest.mark.slow
@pytest.mark.parametrize(("form", "printed"), [("table", ""), ("json", "[]\n"), ("csv", "label,")])
def test_a_search_that_finds_nothing_says_no(wenmai, form, printed):
    ran = wenmai("search", "zzqqzz", "--format", form)
    assert ran.status == 1
    assert ran.out.startswith(printed)
    assert wenmai("search", "金科新区", "--format", form).status == 0


@pytest.mark.slow
def test_a_name_is_read_as_utf8_where_the_locale_cannot(tmp_path):
    environment = os.environ | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "WENMAI_LANG": "en"}
    done = subprocess.run(
        [sys.executable, "-m", "wenmai", "search", "北京金融法院"],
        capture_output=True,
        env=environment,
        cwd=cli_root(),
        check=False,
    )
    assert done.returncode == 0
    assert b"Beijing Financial Court" in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [["view", "北交所", "-o"], ["figures", "北交所", "--html"], ["export", "北交所", "--format", "turtle", "-o"]],
    ids=lambda arguments: arguments[0],
)
def test_what_was_written_is_told_in_the_readers_language(wenmai, tmp_path, arguments):
    for language, word in (("en", "wrote"), ("zh", "已写入")):
        ran = wenmai(*arguments, str(tmp_path / "out"), "--lang", language)
        assert ran.status == 0
        assert ran.err.startswith(f"{word} {tmp_path / 'out'}")


def test_a_misspelt_command_is_answered_with_the_nearest(wenmai):
    ran = wenmai("pth", "a", "b")
    assert ran.status == 2
    assert "'path'" in ran.err


def options() -> list[tuple[str, click.Option]]:
    """Every option of every command, and those that may stand before its name."""
    root = click.Context(cli.cli)
    commands = {"": cli.cli, **{name: cli.cli.get_command(root, name) for name in COMMANDS}}
    return [
        (name, option)
        for name, command in commands.items()
        if command is not None
        for option in command.params
        if isinstance(option, click.Option)
    ]


def valued(option: click.Option) -> list[str]:
    """An option as it is typed, with a value that fits it."""
    value = "1"
    if isinstance(option.type, click.Choice):
        value = str(next(iter(option.type.choices)))
    return [option.opts[-1], *([] if option.is_flag else [value] * option.nargs)]


ONE = [pair for pair in options() if not (pair[1].multiple or pair[1].is_flag)]
SEVERAL = [pair for pair in options() if pair not in ONE]


@pytest.mark.parametrize(("name", "option"), ONE, ids=lambda part: getattr(part, "name", part) or "before")
def test_an_option_of_one_value_is_refused_when_given_twice(wenmai, name: str, option: click.Option) -> None:
    for spelling in option.opts:
        ran = wenmai(*filter(None, [name]), *valued(option), spelling, *valued(option)[1:])
        refused = f"wenmai: {option.opts[-1]} is given 2 times and takes one value; give it once\n"
        assert (ran.status, ran.out, ran.err) == (2, "", refused)


@pytest.mark.parametrize(("name", "option"), SEVERAL, ids=lambda part: getattr(part, "name", part) or "before")
def test_what_loses_nothing_may_be_given_twice(name: str, option: click.Option) -> None:
    """Several values are all kept, and a switch is on once it is on."""
    command = cli.cli.get_command(click.Context(cli.cli), name) if name else cli.cli
    assert command is not None
    context = click.Context(command)
    refuse_repeats(command, context, 2 * valued(option))
    _, _, given = command.make_parser(context).parse_args(args=2 * valued(option))
    assert [one for one in given if one is option] == [option, option]


@pytest.mark.parametrize("option", ["--lang=en", "-g=a.ttl"])
def test_an_option_is_given_before_the_command_or_after_it(wenmai, option: str) -> None:
    ran = wenmai(*option.split("="), "search", "x", *option.split("="))
    assert ran.status == 2
    assert ran.out == ""
    assert "is given before and after the command's name" in ran.err


def test_the_last_of_two_options_is_refused_however_it_is_written(wenmai) -> None:
    for twice in (["-k", "1", "-k2"], ["--format=csv", "--format", "json"], ["--max-hops", "2", "--max-hops=3"]):
        ran = wenmai("path", "北交所", "北京金融法院", *twice)
        assert (ran.status, ran.out) == (2, "")
        assert "takes one value" in ran.err
    assert wenmai("path", "北交所", "北京金融法院", "--", "-k", "-k").status == 2  # three names: click's own words


def test_a_library_that_is_not_installed_is_named_in_one_sentence(wenmai, monkeypatch):
    monkeypatch.setitem(sys.modules, "opencc", None)
    monkeypatch.setattr("wenmai.names.folding._opencc", None)
    ran = wenmai("search", "北京証券")
    assert (ran.status, ran.err) == (2, "wenmai: this needs opencc, which is not installed: pip install opencc\n")


@pytest.mark.parametrize("text", ['<urn:a> <urn:p> """{}""" .', "# {}\n<urn:a> <urn:p> <urn:b> ."])
def test_a_bound_on_a_text_is_told_as_its_own(wenmai, tmp_path, text):
    (tmp_path / "a.ttl").write_text(text.format("b" * 17_000_000), "utf-8")
    ran = wenmai("stats", "-g", str(tmp_path / "a.ttl"))
    assert ran.status == 5
    assert "more than 16 MiB" in ran.err
