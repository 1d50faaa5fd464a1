"""A reader of Chinese is told everything in Chinese: errors, notes, help, and what click says itself."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest

import spoken
import wenmai
from wenmai.chinese import translation as chinese
from wenmai.cli.entry import COMMANDS, cli

PACKAGE = Path(wenmai.__file__).parent


def test_every_sentence_has_its_chinese() -> None:
    known = set(chinese.templates())
    said = {text: place for text, place in spoken.sentences(PACKAGE) if chinese.letters(text) >= chinese.FEWEST}
    assert len(said) > 300
    assert {text: place for text, place in said.items() if text not in known} == {}


def test_every_help_has_its_chinese() -> None:
    known = set(chinese.helps())
    missing = []
    for name in ("", *COMMANDS):
        command: click.Command = getattr(import_module(f"wenmai.cli.{name}"), name) if name else cli
        texts = [one.help for one in command.params if isinstance(one, click.Option) and one.help]
        texts += [one.replace("\b", "").partition("Example: ")[0] for one in (command.help or "").split("\n\n")]
        missing += [(name, text) for one in texts if (text := " ".join(one.split())) and text not in known]
    assert missing == []


@pytest.mark.parametrize("template", chinese.templates())
def test_each_fact_of_a_sentence_is_told(template: str) -> None:
    """Facts that are nowhere else come back in the Chinese sentence, each once."""
    facts = [f"Q{number}Q" for number in range(template.count("{}"))]
    told = chinese.translate(template.format(*facts), "zh")
    assert sorted(re.findall(r"Q\dQ", told)) == facts
    assert spoken.CHINESE.search(told)


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "WENMAI_LANG"))}
    return subprocess.run(
        [sys.executable, "-P", "-m", "wenmai", *arguments], capture_output=True, text=True, env=kept | environment, check=False
    )  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (["show", "火星"], 3, "wenmai: 没有叫'火星'的实体\n"),
        (["path", "北交所", "北京证券交易所"], 2, "wenmai: 两个名称指同一实体;路径需要两个\n"),
        (["show", "北交所", "-g", "none.ttl"], 2, "wenmai: none.ttl不存在;请检查路径\n"),
        (["path", "北交所"], 2, "错误:缺少参数 'B'"),
        (["path", "北交所", "金融法院", "-k", "x"], 2, "'-k' 的值无效"),
        (["shwo"], 2, "没有命令'shwo'"),
    ],
)
def test_what_goes_wrong_is_told_in_chinese(arguments: list[str], status: int, told: str) -> None:
    done = run(*arguments, LANG="zh_CN.UTF-8")
    assert done.returncode == status
    assert told in done.stderr
    assert told not in run(*arguments, LANG="en_GB.UTF-8").stderr


@pytest.mark.parametrize("how", [{"WENMAI_LANG": "zh"}, {"LC_ALL": "zh_TW.UTF-8"}, {}])
def test_help_is_in_the_language_of_who_asks(how: dict[str, str]) -> None:
    done = run("path", "--help", *([] if how else ["--lang", "zh-Hant"]), **how)
    assert "用法:" in done.stdout
    assert "显示两个实体如何相连" in done.stdout
    assert "Show" not in done.stdout


def test_what_is_not_known_stays_as_it_is() -> None:
    assert (
        chinese.translate("a sentence that nobody wrote: with a fact", "zh")
        == "a sentence that nobody wrote: with a fact"
    )
    assert chinese.translate("x.ttl does not exist; check the path", "fr") == "x.ttl does not exist; check the path"
