"""Questions in words: paraphrases find their answers, what is off the topic is refused, every answer says what it was understood as."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

import wenmai
from chatserver import chat_server
from wenmai.asking import Understanding, understand
from wenmai.asking.named import questions_for
from wenmai.errors import NoAnswer

REPORT = wenmai.open()
ASKED = questions_for(REPORT)

FORMS = [
    ("北交所和北京金融法院有什么关系", "path"),
    ("How is Jinke New Area connected with the Beijing Financial Court?", "path"),
    ("比较北交所和北京金融法院", "compare"),
    ("What do the Beijing Stock Exchange and the Beijing Financial Court have in common?", "compare"),
    ("金科新区周边有什么", "around"),
    ("金融街论坛的时间线", "timeline"),
    ("the history of the Financial Street Forum", "timeline"),
    ("金科新区有哪些数据", "figures"),
    ("Tell me about Liu He", "show"),
    ("北交所、北京金融法院和金科新区之间有什么联系", "between"),
    ("金融街论坛、北交所、金融法院怎么串在一起", "between"),
    ("what does Xi Jinping have to do with the stock exchange", "path"),
    ("中国电信跟菜百股份比起来有什么一样和不一样", "compare"),
    ("北京金融法院旁边都有啥", "around"),
    ("最早的一件事是什么", "timeline"),
    ("2019年到2021年之间发生过哪些事", "timeline"),
]
KNOWN = [
    ("請問北京證券交易所是什麼時候開市的呢", "when-did-the-beijing-stock-exchange-open"),
    ("责编是谁啊", "publisher-and-editor"),
    ("哪些还在推进没做完", "programmes-under-way"),
    ("按面积排,最大的是哪一项", "areas-in-square-metres"),
    ("金科新区到2025年想变成啥样", "targets-of-jinke-new-area"),
    ("京报的创始人是谁", "who-founded-jingbao"),
    ("Who was the founder of Jingbao?", "who-founded-jingbao"),
    ("北交所是哪天开始营业的", "when-did-the-beijing-stock-exchange-open"),
    ("2025年要完成哪些目标", "targets-due-in-2025"),
    ("What awards has Xicheng won?", "honours-of-xicheng"),
    ("哪些工程还在进行", "programmes-under-way"),
    ("Where did the Global Fintech Summit take place?", "where-was-the-fintech-summit-held"),
    ("步道有多长", "length-of-the-smart-trail"),
    ("Which hutongs are mentioned?", "streets-and-hutongs"),
    ("四个中心指的是什么", "what-are-the-four-centres"),
    ("七方面的重点工作", "seven-areas-of-work-for-2022"),
    ("两个金融科技示范区是同一个吗", "are-the-two-fintech-zones-one"),
    ("Honours without a stated awarder", "honours-whose-awarder-is-not-stated"),
    ("List the events chronologically", "events-in-order"),
    ("How many listed companies were there originally?", "listed-companies-before-the-increase"),
    ("哪些数字不精确", "near-over-and-within"),
    ("What do the short names stand for?", "short-names"),
]
FOREIGN = [
    "今天天气怎么样", "what is the capital of France", "帮我写一首诗", "how do I bake bread", "谁赢了世界杯", "recommend a movie",
    "what time is it", "open the door", "明天会下雨吗", "how tall is Mount Everest", "你叫什么名字", "what is the meaning of life",
    "best laptop under 500 dollars", "Who won the 2018 World Cup?", "When is Easter next year?", "translate hello into French", "怎么学英语", "", "?", "   ", "a" * 5000, "的" * 3000,
]  # fmt: skip


@pytest.mark.parametrize(("question", "command"), FORMS)
def test_ways_of_asking_lead_to_commands(question: str, command: str) -> None:
    assert command in [one.command for one in understand(REPORT, question, asked=ASKED)]


@pytest.mark.parametrize(("question", "name"), KNOWN)
def test_paraphrases_find_the_named_question(question: str, name: str) -> None:
    assert [name] in [one.values.get("sparql") for one in understand(REPORT, question, asked=ASKED)]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_named_question_finds_itself(language: str) -> None:
    lost = []
    for one in ASKED:
        best = understand(REPORT, getattr(one, language), language=language, asked=ASKED)[0]
        if best.values != {"sparql": [one.name]} or best.understood != getattr(one, language):
            lost.append(one.name)
    assert lost == lost[:2]  # of two that are asked nearly alike, the other may come first


@pytest.mark.parametrize("question", FOREIGN)
def test_what_is_off_the_topic_is_refused(question: str) -> None:
    with pytest.raises(NoAnswer):
        understand(REPORT, question, asked=ASKED)


def test_classes_and_predicates_of_any_graph() -> None:
    import pyoxigraph as ox

    from wenmai.sources import Memory

    data = """@prefix ex: <http://example.org/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    ex:Ship rdfs:label "ship"@en . ex:captain rdfs:label "captain"@en .
    ex:a a ex:Ship ; rdfs:label "Aurora"@en ; ex:captain ex:p . ex:b a ex:Ship ; rdfs:label "Bounty"@en . ex:p rdfs:label "Bligh"@en ."""
    source = Memory.of(ox.parse(data, ox.RdfFormat.TURTLE))

    def asked(question: str) -> Understanding:
        return understand(source, question, language="en")[0]

    counted = asked("How many ships are there?")
    assert (counted.command, "COUNT" in counted.values["sparql"][0]) == ("query", True)
    led = asked("Who is the captain of Aurora?")
    assert (led.command, led.values) == (
        "show",
        {"entity": ["http://example.org/a"], "only": ["http://example.org/captain"]},
    )


def test_the_command_says_what_it_understood() -> None:
    call = [sys.executable, "-P", "-m", "wenmai", "ask", "谁创办了京报", "--lang", "zh"]
    done = subprocess.run(call, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("理解为: 《京报》由谁创办")
    assert "邵飘萍" in done.stdout
    assert "--reading 2" in done.stderr
    data = json.loads(subprocess.run([*call, "--format", "json"], capture_output=True, text=True, check=True).stdout)
    assert data["readings"][0]["understood"].startswith("《京报》由谁创办")
    refused = subprocess.run([*call[:5], "今天天气怎么样", "--lang", "zh"], capture_output=True, text=True, check=False)
    assert (refused.returncode, refused.stdout) == (1, "")


def test_a_class_without_an_iri_is_in_no_query() -> None:
    import pyoxigraph as ox

    from wenmai.sources import Memory

    data = """@prefix ex: <http://example.org/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    _:kind rdfs:label "ship"@en . ex:a a _:kind ; rdfs:label "Aurora"@en . ex:b a _:kind ; rdfs:label "Bounty"@en ."""
    source = Memory.of(ox.parse(data, ox.RdfFormat.TURTLE))
    try:
        found = understand(source, "How many ships are there?", language="en")
    except NoAnswer:
        found = []
    assert [one for one in found if one.command == "query"] == []


QUERY = "SELECT ?name { ?site wm:officeOf xc:京报 ; rdfs:label ?name }"


@pytest.mark.parametrize("form", ["table", "json"])
def test_a_models_query_is_shown_and_run(wenmai, form):
    with chat_server() as server:
        server.answers = [{"sparql": QUERY, "understood": "京报的办公地"}]
        said = wenmai("ask", "京报在哪里办公?", "--llm", server.address, "--format", form, "--lang", "zh")
        assert said.status == 0, said.err
        assert "京报馆" in said.out
        assert "officeOf" in said.out
        assert ("请自行核对" in said.out) == (form == "table")
        (sent,) = [body for _, _, body in server.requests if body]
        told = sent["messages"][1]["content"]
        assert "<urn:wenmai:xicheng:京报>" in told
        assert "wm:locatedIn" in told
        assert "邵飘萍" not in told, "nothing of what the graph says is sent"


@pytest.mark.parametrize(
    ("sparql", "status", "reason"),
    [
        ("DELETE WHERE { ?s ?p ?o }", 2, "only reads"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", 2, "SERVICE"),
        ("SELECT * {", 2, "line 1"),
        ("", 2, ""),
    ],
)
def test_a_models_query_is_guarded_as_any_other(wenmai, sparql, status, reason):
    with chat_server() as server:
        server.answers = [{"sparql": sparql, "understood": "x"}]
        said = wenmai("ask", "京报在哪里办公?", "--llm", server.address, "--lang", "en")
        assert (said.status, reason in said.err, "Traceback" in said.err) == (status, True, False), said.err


def test_a_model_that_answers_nonsense_is_one_sentence(wenmai):
    with chat_server() as server:
        server.answers = ["what?"]
        said = wenmai("ask", "京报在哪里办公?", "--llm", server.address, "--lang", "en")
        assert (said.status > 0, "language model" in said.err, said.out) == (True, True, "")
