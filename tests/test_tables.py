"""Tables as documents: what their columns are taken for, figures that cite cells, mappings given back, hostile files."""

from __future__ import annotations

import contextlib
import io
import json
import zipfile
from decimal import Decimal
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

import needs
from wenmai.audit.check import check
from wenmai.audit.verify import verify
from wenmai.capture.captured import capture_files
from wenmai.capture.proposing.keeping import keep_mapping, keep_texts
from wenmai.capture.proposing.proposal import write_proposal
from wenmai.capture.proposing.proposed import read_proposal
from wenmai.capture.tables.mapping import read_mapping, write_mapping
from wenmai.capture.tables.sheets import TableSheet, clean_cell, lay_out, name_place
from wenmai.capture.targets.conflicts import list_conflicts
from wenmai.capture.targets.targets import list_targets
from wenmai.errors import InputError
from wenmai.sources import open_source

PLAN = """白榆县2023年国民经济和社会发展主要指标,,,,
单位：亿元,,,,
指标,单位,2022年完成,2023年目标,
,,,绝对值,增长（%）
地区生产总值,亿元,101.2,108,6左右
城镇新增就业,人,4120,≥4000,
居民人均可支配收入,元,"31,200",,与经济增长同步
一般公共预算收入,,12.8,13.4,5
其中：税收收入,,8.1,,
"""
LATER = """白榆县2024年国民经济和社会发展主要指标
指标\t单位\t2023年完成
地区生产总值\t亿元\t107.1
地区生产总值增长\t%\t5.7
城镇新增就业\t人\t4300
一般公共预算收入\t亿元\t13.1
"""
COUNTIES = """2023年各县区主要指标,,,
地区,地区生产总值(亿元),增速(%),一般公共预算收入/万元,年末常住人口
全市,510.2,5.1,"120,300",81.2万人
青石区,120.5,5.5,30200,20.1万人
白榆县,—,-2.1,25100,18万人
"=HYPERLINK(""x"")",3,4,5,6
"""

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def cell(place: str, value: object) -> str:
    """A cell; a tuple is shown as a percentage, ``=`` is a formula whose saved value is 7."""
    if isinstance(value, tuple):
        return f'<c r="{place}" s="1"><v>{value[0]}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{place}"><v>{value}</v></c>'
    if str(value).startswith("="):
        return f'<c r="{place}"><f>{escape(str(value)[1:])}</f><v>7</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'


def workbook(
    sheets: dict[str, list[list[object]]], merged: dict[str, list[str]] | None = None, extra: str = "", padding: int = 0
) -> bytes:
    """A workbook; ``extra`` are cells after the others of each sheet, ``padding`` megabytes of blanks before them."""
    stream = io.BytesIO()
    count = range(1, len(sheets) + 1)
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        names = "".join(
            f'<sheet name="{name}" sheetId="{number}" r:id="r{number}"/>' for number, name in enumerate(sheets, 1)
        )
        archive.writestr(
            "xl/workbook.xml", f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{names}</sheets></workbook>'
        )
        parts = "".join(
            f'<Relationship Id="r{one}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{one}.xml"/>'
            for one in count
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships">{parts}<Relationship Id="s" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/styles.xml",
            f'<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="0.0%"/></numFmts><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>',
        )
        for number, (name, rows) in enumerate(sheets.items(), 1):
            body = "".join(
                f'<row r="{row}">'
                + "".join(
                    cell(f"{chr(65 + column)}{row}", value) for column, value in enumerate(cells) if value is not None
                )
                + "</row>"
                for row, cells in enumerate(rows, 1)
            )
            ranges = "".join(f'<mergeCell ref="{one}"/>' for one in (merged or {}).get(name, ()))
            with archive.open(f"xl/worksheets/sheet{number}.xml", "w") as part:
                part.write(f'<worksheet xmlns="{_MAIN}">'.encode())
                for _ in range(padding):
                    part.write(b" " * 1_000_000)
                part.write(
                    f"<sheetData>{body}{extra}</sheetData>{f'<mergeCells>{ranges}</mergeCells>' if ranges else ''}</worksheet>".encode()
                )
    return stream.getvalue()


BOOK = {
    "主要指标": [
        ["云川市2024年主要指标完成情况"],
        ["地区", "地区生产总值", None, "城镇新增就业（人）"],
        [None, "总量（亿元）", "增速", "2023年", "2024年"],
        ["全市", 510.2, (0.051,), 4000, 4100],
        ["青石区", 120.5, (0.055,), 900, "=1+6"],
        ["白榆县", "—", (-0.021,), "约800"],
    ],
    "计划": [
        ["2025年国民经济计划"],
        ["指标", "单位", "2025年目标", "责任单位"],
        ["地区生产总值增长", "%", "6%左右", "发改委"],
        ["新建幼儿园", "所", 3, "教育局"],
    ],
}
MERGED = {"主要指标": ["A1:E1", "A2:A3", "B2:C2", "D2:E2"]}


def told(captured):
    return [
        (one.place, one.indicator, one.number, one.unit, one.bound, one.period, one.status) for one in captured.findings
    ]


def write(folder, **texts):
    for name, text in texts.items():
        stem, _, ending = name.rpartition("_")
        (folder / f"{stem}.{ending}").write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return folder


# What a table says ----------------------------------------------------------------------------------------------------


def test_indicators_in_rows_under_a_header_of_two_rows(tmp_path):
    captured = capture_files([write(tmp_path, plan_csv=PLAN)])
    place = "白榆县"
    assert told(captured) == [
        (place, "地区生产总值", "101.2", "亿元", "exact", "2022", "achieved"),
        (place, "地区生产总值", "108", "亿元", "exact", "2023", "targeted"),
        (place, "地区生产总值增长", "6", "%", "approx", "2023", "targeted"),
        (place, "城镇新增就业", "4120", "人", "exact", "2022", "achieved"),
        (place, "城镇新增就业", "4000", "人", "atleast", "2023", "targeted"),
        (place, "居民人均可支配收入", "31200", "元", "exact", "2022", "achieved"),
        (place, "居民人均可支配收入增长", "", "", "instep", "2023", "targeted"),
        (place, "一般公共预算收入", "12.8", "亿元", "exact", "2022", "achieved"),
        (place, "一般公共预算收入", "13.4", "亿元", "exact", "2023", "targeted"),
        (place, "一般公共预算收入增长", "5", "%", "exact", "2023", "targeted"),
        (place, "税收收入", "8.1", "亿元", "exact", "2022", "achieved"),
    ]


def test_holders_in_rows_and_indicators_in_columns(tmp_path):
    captured = capture_files([write(tmp_path, counties_csv=COUNTIES)], place="云川市")
    assert told(captured)[:4] == [
        ("云川市", "地区生产总值", "510.2", "亿元", "exact", "2023", "achieved"),
        ("云川市", "地区生产总值增长", "5.1", "%", "exact", "2023", "achieved"),
        ("云川市", "一般公共预算收入", "120300", "万元", "exact", "2023", "achieved"),
        ("云川市", "常住人口", "81.2", "万人", "exact", "2023", "achieved"),
    ]
    assert {one.place for one in captured.findings} == {"云川市", "青石区", "白榆县"}, "a formula is no holder"
    assert ("白榆县", "地区生产总值下降", "2.1", "%", "exact", "2023", "achieved") in told(captured)


@pytest.mark.parametrize(
    ("table", "figures"),
    [
        (
            "年份,人口（万人）,粮食产量（万吨）\n2021,80.1,30\n2022,80.4,31.5\n",
            [
                ("人口", "80.1", "万人", "2021"),
                ("粮食产量", "30", "万吨", "2021"),
                ("人口", "80.4", "万人", "2022"),
                ("粮食产量", "31.5", "万吨", "2022"),
            ],
        ),
        (
            "地区;年份;指标;数值;单位\n云川市;2022;粮食产量;30;万吨\n;2023;粮食产量;31,5;万吨\n",
            [("粮食产量", "30", "万吨", "2022"), ("粮食产量", "315", "万吨", "2023")],
        ),
        ("序号,项目名称,总投资（万元）,完成率\n1,东陵大桥,8200,50%\n", [("东陵大桥总投资", "8200", "万元", "")]),
        (
            "指标,2023年1-6月,2021-2025年\n污水处理率,91%,95%\n",
            [("污水处理率", "91", "%", "2023-01/2023-06"), ("污水处理率", "95", "%", "2021/2025")],
        ),
        (
            "项目,2023年预算数（万元）,2023年执行数（万元）,执行数为预算数的%,增长%\n税收收入合计,85000,83500,98.2,3.1\n",
            [
                ("税收收入", "85000", "万元", "2023"),
                ("税收收入", "83500", "万元", "2023"),
                ("税收收入增长", "3.1", "%", "2023"),
            ],
        ),
        ("说明,没有数字\n甲,乙\n", []),
    ],
    ids=["years in rows", "one figure a row", "projects", "parts of years", "a budget", "no figures"],
)
def test_tables_of_other_shapes(tmp_path, table, figures):
    captured = capture_files([write(tmp_path, table_csv=table)], place="云川市")
    assert [(one.indicator, one.number, one.unit, one.period) for one in captured.findings] == figures


def test_holders_above_columns(tmp_path):
    captured = capture_files([write(tmp_path, table_csv="指标（2023年）,青石区,白榆县\n粮食产量（吨）,5,7\n")])
    assert [(one.place, one.number, one.unit) for one in captured.findings] == [
        ("青石区", "5", "吨"),
        ("白榆县", "7", "吨"),
    ]


def test_a_plan_says_what_is_aimed_at_by_its_kinds_of_indicators(tmp_path):
    table = "“十四五”时期主要指标\n类别,指标,2020年,2025年,年均增长（%）,属性\n发展,1.常住人口城镇化率（%）,65.2,70,—,预期性\n,2.地区生产总值,—,—,6左右,预期性\n"
    captured = capture_files([write(tmp_path, plan_csv=table)], place="云川市")
    assert told(captured) == [
        ("云川市", "常住人口城镇化率", "65.2", "%", "exact", "2020", "achieved"),
        ("云川市", "常住人口城镇化率", "70", "%", "exact", "2025", "targeted"),
        ("云川市", "地区生产总值年均增长", "6", "%", "approx", "2021/2025", "targeted"),
    ]


def test_several_tables_of_one_sheet_have_mappings_of_their_own(tmp_path):
    table = "表1\n指标,单位,2024年\n人口,万人,80\n\n表2 项目\n项目,总投资（万元）,增长（±%）\n东陵大桥,500,-3\n\n西山隧道,700,4\n"
    captured = capture_files([write(tmp_path, several_csv=table)], place="云川市")
    assert [(one.indicator, one.number, one.unit, one.cell) for one in captured.findings] == [
        ("人口", "80", "万人", "C3"),
        ("东陵大桥总投资", "500", "万元", "B7"),
        ("东陵大桥总投资下降", "3", "%", "C7"),
        ("西山隧道总投资", "700", "万元", "B9"),
        ("西山隧道总投资增长", "4", "%", "C9"),
    ]
    file = keep_mapping(captured, str(tmp_path / "proposal.ttl"))
    assert list(read_mapping(file)) == ["several.csv", "several.csv#row=5"]
    assert told(capture_files([tmp_path / "several.csv"], place="云川市", mapping=file)) == told(captured)


def test_a_workbook_with_merged_cells_percentages_and_formulas(tmp_path):
    needs.library("python_calamine")
    captured = capture_files([write(tmp_path, book_xlsx=workbook(BOOK, MERGED))])
    found = told(captured)
    assert found == [
        ("云川市", "地区生产总值", "510.2", "亿元", "exact", "2024", "achieved"),
        ("云川市", "地区生产总值增长", "5.1", "%", "exact", "2024", "achieved"),
        ("云川市", "城镇新增就业", "4000", "人", "exact", "2023", "achieved"),
        ("云川市", "城镇新增就业", "4100", "人", "exact", "2024", "achieved"),
        ("青石区", "地区生产总值", "120.5", "亿元", "exact", "2024", "achieved"),
        ("青石区", "地区生产总值增长", "5.5", "%", "exact", "2024", "achieved"),
        ("青石区", "城镇新增就业", "900", "人", "exact", "2023", "achieved"),
        ("青石区", "城镇新增就业", "7", "人", "exact", "2024", "achieved"),
        ("白榆县", "地区生产总值下降", "2.1", "%", "exact", "2024", "achieved"),
        ("白榆县", "城镇新增就业", "800", "人", "approx", "2023", "achieved"),
        ("云川市", "地区生产总值增长", "6", "%", "approx", "2025", "targeted"),
        ("云川市", "新建幼儿园", "3", "所", "exact", "2025", "targeted"),
    ]
    read = captured.documents[0].subject.read
    places = [name_place(read.sheets, one.start) for one in captured.findings]
    assert places[:5] == ["主要指标!B4", "主要指标!C4", "主要指标!D4", "主要指标!E4", "主要指标!B5"]
    assert places[-2:] == ["计划!C3", "计划!C4"]


def test_targets_and_conflicts_over_tables_and_text(tmp_path):
    text = "政府工作报告\n——2024年1月15日在白榆县第十五届人民代表大会第三次会议上\n一、2023年工作回顾\n一般公共预算收入12.9亿元。\n"
    captured = capture_files([write(tmp_path, plan_csv=PLAN, later_tsv=LATER, report_txt=text)])
    rows = list_targets(captured.findings, captured.orders)
    assert {(row.indicator, row.achieved, row.met) for row in rows} >= {
        ("地区生产总值", "107.1亿元", "no"),
        ("地区生产总值增长", "5.7%", "about"),
        ("城镇新增就业", "4300人", "yes"),
    }
    found = list_conflicts(captured.findings, captured.orders)
    assert [(row.indicator, {row.value, row.other}) for row in found] == [
        ("一般公共预算收入", {"13.1亿元", "12.9亿元"})
    ]


# Citations ------------------------------------------------------------------------------------------------------------


def test_a_proposal_cites_cells_and_where_their_units_stand(tmp_path):
    captured = capture_files([write(tmp_path, plan_csv=PLAN, counties_csv=COUNTIES)], place="云川市")
    proposal = tmp_path / "proposal.ttl"
    proposal.write_text(write_proposal(captured), encoding="utf-8")
    source = open_source(str(proposal))
    assert not check(source).faults
    verified = verify(source, *sorted(keep_texts(captured, str(proposal)).iterdir()))
    assert verified.passed
    assert verified.citations > 30
    again, _ = read_proposal(source)
    assert sorted((one.document, one.start, one.number, one.unit, one.period) for one in again) == sorted(
        (one.document, one.start, one.number, one.unit, one.period) for one in captured.findings
    )
    assert 'rdfs:label "C5"' in proposal.read_text(encoding="utf-8")


def test_a_unit_that_the_table_does_not_write_is_not_said_to_be_stated(tmp_path):
    captured = capture_files([write(tmp_path, bare_csv="指标,2023年完成,增速\n工业产值,5,7\n")], place="云川市")
    assert [(one.unit, one.unit_at) for one in captured.findings] == [("", None), ("%", (0, 0))]
    proposal = tmp_path / "proposal.ttl"
    proposal.write_text(write_proposal(captured), encoding="utf-8")
    source = open_source(str(proposal))
    assert not check(source).faults
    assert verify(source, *keep_texts(captured, str(proposal)).iterdir()).passed


@given(st.lists(st.lists(st.text(max_size=6).map(clean_cell), min_size=1, max_size=5), min_size=1, max_size=6))
def test_each_offset_is_its_cell(rows):
    text, sheets = lay_out([TableSheet("甲", [["x"]]), TableSheet("乙", rows)])
    place = sheets[1].starts[0]
    for number, row in enumerate(rows, 1):
        for column, words in enumerate(row):
            if words:
                assert text[place : place + len(words)] == words
                assert name_place(sheets, place) == f"乙!{'ABCDE'[column]}{number}"
            place += len(words) + 1
        place = sheets[1].starts[number] if number < len(rows) else place


# Mappings -------------------------------------------------------------------------------------------------------------


def test_a_mapping_given_back_as_it_was_written_changes_nothing(tmp_path):
    write(tmp_path, plan_csv=PLAN)
    first = capture_files([tmp_path / "plan.csv"])
    file = keep_mapping(first, str(tmp_path / "proposal.ttl"))
    again = capture_files([tmp_path / "plan.csv"], mapping=file)
    assert told(again) == told(first)
    assert (
        write_mapping(again.mappings) == file.read_text(encoding="utf-8") == write_mapping(read_mapping(file).values())
    )


def test_an_edited_mapping_is_what_counts(tmp_path):
    write(tmp_path, table_csv="甲,乙,丙\n粮食,5,7\n")
    file = keep_mapping(capture_files([tmp_path / "table.csv"], place="云川市"), str(tmp_path / "proposal.ttl"))
    mapping = json.loads(file.read_text(encoding="utf-8"))
    columns = mapping["tables"][0]["tableSchema"]["columns"]
    term = "urn:wenmai:term:"
    columns[0] = {"titles": "甲", "propertyUrl": term + "indicator"}
    columns[1] |= {
        "propertyUrl": term + "value",
        term + "period": "2024",
        term + "unit": "吨",
        term + "status": "targeted",
        term + "indicator": "产量",
    }
    columns[2] = {"titles": "丙", "suppressOutput": True}
    file.write_text(json.dumps(mapping), encoding="utf-8")
    captured = capture_files([tmp_path / "table.csv"], place="云川市", mapping=file)
    assert told(captured) == [("云川市", "粮食产量", "5", "吨", "exact", "2024", "targeted")]


@pytest.mark.parametrize(
    ("mapping", "sentence"),
    [
        ("{", "line 1, column 2: no JSON"),
        ("[1]", "holds no list of tables"),
        ('{"tables": [{}]}', "table 1 has no url"),
        ('{"tables": [{"url": "plan.csv"}]}', "no list of columns"),
        (
            '{"tables": [{"url": "plan.csv", "tableSchema": {"columns": [{"propertyUrl": "urn:x"}]}}]}',
            "column 1: propertyUrl 'urn:x' is none of",
        ),
        (
            '{"tables": [{"url": "plan.csv", "tableSchema": {"columns": [{"urn:wenmai:term:period": "2023-02-30"}]}}]}',
            "no period",
        ),
        (
            '{"tables": [{"url": "plan.csv", "tableSchema": {"columns": [{"urn:wenmai:term:status": "done"}]}}]}',
            "'done' is none of",
        ),
        (
            '{"tables": [{"url": "plan.csv", "dialect": {"skipRows": -1}, "tableSchema": {"columns": []}}]}',
            "no number of rows",
        ),
        ('{"tables": [{"url": "plan.csv", "tableSchema": {"columns": []}}]}', "has 0 columns, and the table 5"),
        ("[" * 100_000, "nested too deep"),
    ],
)
def test_a_mapping_that_is_none_gives_one_sentence(tmp_path, mapping, sentence):
    write(tmp_path, plan_csv=PLAN, mapping_json=mapping)
    with pytest.raises(InputError, match=sentence) as caught:
        capture_files([tmp_path / "plan.csv"], mapping=tmp_path / "mapping.json")
    assert "\n" not in str(caught.value)


def test_the_commands_write_the_mapping_and_take_it_back(tmp_path, wenmai):
    write(tmp_path, plan_csv=PLAN, later_tsv=LATER)
    files, output = [str(tmp_path / "plan.csv"), str(tmp_path / "later.tsv")], tmp_path / "p.ttl"
    assert wenmai("capture", *files, "--no-names", "-o", str(output)).status == 0
    mapping = tmp_path / "p.csv-metadata.json"
    first = output.read_text(encoding="utf-8")
    assert wenmai("capture", *files, "--no-names", "-o", str(output), "--mapping", str(mapping)).status == 0
    again = output.read_text(encoding="utf-8")
    assert again.replace("table/given", "table/guessed").replace("0.95", "0.9") == first
    shown = wenmai("targets", *files).out
    assert "plan:D6" in shown
    assert "later:C5" in shown
    assert wenmai("targets", "-g", str(output)).out == shown
    table = wenmai("targets", *files, "--mapping", str(mapping), "--format", "csv").out
    assert "白榆县,城镇新增就业,2023,4000,atleast,人,4300人,yes" in table


# Encodings and hostile files ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_encodings_say_the_same(tmp_path, encoding):
    (tmp_path / "plan.csv").write_bytes(PLAN.replace("≥", "不低于").encode(encoding))
    captured = capture_files([tmp_path / "plan.csv"])
    assert len(captured.findings) == 11
    assert captured.documents[0].subject.read.text.startswith("白榆县")


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("empty.csv", b"", "holds no text"),
        ("blank.csv", b",,,\n,,\n", "holds no text"),
        ("mixed.csv", "指标,2023年\n人口,5\n".encode() + "人口".encode("gb18030") + b"\xff,6", "neither UTF-8"),
        ("control.csv", b"a,b\n\x00,5", "control character"),
        ("huge.csv", b"," * 1_000_001, "more than 1,000,000 cells"),
        ("wide.csv", b"a,b\n" * 2_000 + b"," * 1_000, "too many for a table"),
        ("open.csv", b'a,"' + b"x" * 200_000, "quotation mark"),
        ("none.xlsx", b"PK\x03\x04 broken", "no Excel workbook"),
        ("locked.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "no Excel workbook"),
        ("empty.xlsx", workbook({"甲": []}), "holds no text"),
        (
            "far.xlsx",
            workbook({"甲": [["指标", "2023年"]]}, extra='<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
            "as far as row 1,048,576, column 16,384",
        ),
        (
            "many.xlsx",
            workbook({"甲": [["a"]]}, extra='<row r="2">' + "<c/>" * 1_000_001 + "</row>"),
            "cells as far as",
        ),
        (
            "merged.xlsx",
            workbook({"甲": [["指标", "2023年"]] * 500}, {"甲": ["A1:Z500"] * 1_001}),
            "lie over one another",
        ),
        ("bomb.xlsx", workbook({"甲": [["指标"]]}, padding=101), "unpacks to more"),
        ("entity.xlsx", workbook({"甲": [["a"]]}, extra="").replace(b"PK\x05\x06", b"PK\x05\x07"), "no Excel workbook"),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value else "",
)
def test_hostile_tables_give_one_sentence(tmp_path, name, content, sentence):
    if name.endswith("xlsx"):
        needs.library("python_calamine")
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=sentence) as caught:
        capture_files([tmp_path / name], place="云川市")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("ending", ["xlsx", "docx"])
def test_an_archive_with_a_byte_changed_is_read_or_refused(tmp_path, ending):
    needs.library("python_calamine")
    whole = workbook(BOOK, MERGED)
    if ending == "docx":
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("word/document.xml", zipfile.ZipFile(io.BytesIO(whole)).read("xl/worksheets/sheet1.xml"))
        whole = stream.getvalue()
    file, refused = tmp_path / f"changed.{ending}", 0
    for place in range(0, len(whole), 11):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        try:
            capture_files([file], place="云川市")
        except InputError:
            refused += 1
    assert refused


def test_formulas_are_words(tmp_path):
    table = "指标,2023年完成（吨）\n粮食,=2+3\n+cmd|calc,5\n油料,@SUM(A1)\n棉花,6\n"
    captured = capture_files([write(tmp_path, table_csv=table)], place="云川市")
    assert [(one.indicator, one.low) for one in captured.findings] == [("棉花", Decimal(6))]


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(tmp_path_factory, content):
    file = tmp_path_factory.mktemp("bytes") / "table.csv"
    file.write_bytes(content)
    with contextlib.suppress(InputError):
        captured = capture_files([file], place="云川市")
        assert captured.documents[0].subject.read.sheets
