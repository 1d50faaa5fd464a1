"""How real reports word things: kinds of wordings, each with what it states, in invented sentences."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from wenmai.audit.check import check
from wenmai.audit.verify import verify
from wenmai.capture.captured import capture_files, capture_text
from wenmai.capture.documents import ReadText, prepare
from wenmai.capture.proposing.entities import read_all_names
from wenmai.capture.proposing.keeping import keep_texts
from wenmai.capture.proposing.proposal import write_proposal
from wenmai.capture.tables.stacked import find_stacked
from wenmai.sources import open_source

HEAD = "政府工作报告\n——2026年1月20日在白榆县第十六届人民代表大会第五次会议上\n各位代表：\n"
LONG = "全县上下同心协力、真抓实干，坚持稳中求进工作总基调，扎实做好各项工作，经济社会发展取得新的成效，人民群众生活水平持续提高，为今后的发展打下了坚实的基础，全县人民的信心更加坚定，脚步更加稳健，前景更加光明。\n"


def stated(text: str, *, place: str = "") -> list[tuple[str, ...]]:
    """Number with unit, indicator, bound, period, status and holder of each figure."""
    subject = prepare(ReadText("one", "one.txt", HEAD + text, ""), place=place)
    return [
        (one.number + one.unit, one.indicator, one.bound, one.period, one.status, one.place)
        for one in capture_text(subject).findings
        if one.low is not None
    ]


def of_review(sentence: str) -> list[tuple[str, str]]:
    return [one[:2] for one in stated(f"一、2025年工作回顾\n{sentence}\n")]


def test_a_review_of_a_year_and_of_five_years_in_one_section():
    text = (
        "一、“十四五”时期和2025年工作回顾\n“十四五”时期是极不平凡的五年。\n"
        + LONG
        + "——实力增强。地区生产总值年均增长5.1%，建成学校12所。\n刚刚过去的2025年，是收官之年。\n——底盘更牢。地区生产总值增长5.3%。\n"
        "——民生更好。建成学校3所。\n二、2026年重点工作\n今年预期目标是：地区生产总值增长5%左右。全年建成学校2所。\n"
    )
    assert [(one[0], one[3], one[4]) for one in stated(text)] == [
        ("5.1%", "2021/2025", "achieved"),
        ("12所", "2021/2025", "achieved"),
        ("5.3%", "2025", "achieved"),
        ("3所", "2025", "achieved"),
        ("5%", "2026", "targeted"),
        ("2所", "2026", "targeted"),
    ]


def test_a_section_named_for_a_year_to_come_is_a_plan():
    assert [one[3:5] for one in stated("三、2026年主要工作\n城镇新增就业5000人。\n")] == [("2026", "targeted")]


@pytest.mark.parametrize(
    ("sentence", "figures"),
    [
        ("新增青河、白水、南山3个过百亿元园区。", [("3个", "新增过百亿元园区")]),
        ("青白高铁、南山快线等5条铁路建成运营。", [("5条", "铁路")]),
        ("新建7家概念验证平台和6家孵化器。", [("7家", "新建概念验证平台"), ("6家", "新建孵化器")]),
        ("12家企业入选省级名单。", [("12家", "企业入选省级名单")]),
        ("对东盟、欧盟进出口分别增长16.7%、40.2%。", [("16.7%", "东盟进出口增长"), ("40.2%", "欧盟进出口增长")]),
        (
            "接待国内游客416万人次、入境游客9万人次，分别增长6.7%、39.6%。",
            [
                ("416万人次", "接待国内游客"),
                ("9万人次", "入境游客"),
                ("6.7%", "接待国内游客增长"),
                ("39.6%", "入境游客增长"),
            ],
        ),
        (
            "金融业、软件和信息服务业增加值分别增长9.7%、15.3%。",
            [("9.7%", "金融业增加值增长"), ("15.3%", "软件和信息服务业增加值增长")],
        ),
        ("总部、研发中心分别从71家、48家增加到107家、63家。", [("107家", "总部"), ("63家", "研发中心")]),
        ("经营主体持续壮大，总量突破10万户。", [("10万户", "经营主体")]),
        ("研究经费，由2020年的5.1亿元增加到2025年的7.7亿元。", [("7.7亿元", "研究经费")]),
        ("日均新设企业由5千多户增加到1万6千多户。", [("16000户", "日均新设企业")]),
        ("可再生能源装机占比提高到68.6%。", [("68.6%", "可再生能源装机占比")]),
        ("人均预期寿命达到80.1岁。", [("80.1岁", "人均预期寿命")]),
        ("移动流量资费年内至少降低30%。", [("30%", "移动流量资费降低")]),
        ("一般公共预算收入[1]17.7亿元。", [("17.7亿元", "一般公共预算收入")]),
        (
            "工业投资、技改投资增速分别高于全省12.7个、3个百分点。",
            [("12.7个百分点", "工业投资高于全省"), ("3个百分点", "技改投资增速高于全省")],
        ),
        ("地区生产总值迈上4个百亿元台阶、达480亿元。", [("480亿元", "地区生产总值")]),
        ("统筹国内国际两个大局，围绕三个现实需求，落实中央八项规定。", []),
        ("750千伏输变电工程、24小时自助服务、3人制篮球场。", []),
        ("居民收入年均增长7.4%、超过经济增速。", [("7.4%", "居民收入年均增长")]),
        ("这是多年想实现而没有实现的变革。", []),
    ],
)
def test_wordings_of_figures(sentence, figures):
    assert of_review(sentence) == figures


@pytest.mark.parametrize(
    ("sentence", "places"),
    [
        ("建成全国重点实验室4家，新型研发机构7家。", {"白榆县"}),
        ("境外经贸合作区达到11个，进出口企业325家。", {"白榆县"}),
        ("青河都市圈经济总量达到3.8万亿元。", {"青河都市圈"}),
        ("2025年郑州地区生产总值增长5%，规模以上工业增加值增长6%。", {"郑州市"}),
        ("三甲医院达到5家，执业医师900人。", {"白榆县"}),
    ],
)
def test_whose_figures(sentence, places):
    assert {one[5] for one in stated(f"一、2025年工作回顾\n{sentence}\n")} == places


def test_a_budget_held_against():
    text = "一、2025年预算执行情况\n税收收入完成8000万元，占调整预算105.4%，同比增长10.8%。\n"
    assert [(one[1], one[4]) for one in stated(text)] == [
        ("税收收入", "achieved"),
        ("税收收入完成预算", "achieved"),
        ("税收收入增长", "achieved"),
    ]


def test_a_table_with_a_line_for_each_cell():
    cells = "收入表\n\n单位：万元\n\n项    目\n\n2025年执行数\n\n2026年预算数\n\n" + "\n\n".join(
        f"{name}\n\n{one}\n\n{other}"
        for name, one, other in (("税收收入", 830, 903), ("增值税", 310, 330), ("契税", 90, 96), ("非税收入", 838, 840))
    )
    found = stated(f"一、2025年预算执行情况\n{cells}\n以上为收入。\n")
    assert ("830万元", "税收收入", "exact", "2025", "achieved", "白榆县") in found
    assert ("96万元", "契税", "exact", "2026", "targeted", "白榆县") in found
    assert len(found) == 8
    assert not list(find_stacked(cells.replace("\n903\n", "\n903\n1\n").replace("项    目", "项    目\n\n备注")))


def test_buttons_of_a_page_are_no_width_of_lines():
    buttons = "下载\n打印\n全屏\n收藏\n加大\n还原\n减小\n关闭窗口\n分享到\n"
    text = (
        buttons
        + HEAD
        + "一、2025年工作回顾\n"
        + LONG * 3
        + "建成学校3所。\n二、2026年工作安排\n"
        + LONG * 3
        + "建成学校2所。\n"
    )
    found = capture_text(prepare(ReadText("one", "one.txt", text, ""))).findings
    assert [(one.period, one.status) for one in found] == [("2025", "achieved"), ("2026", "targeted")]


def test_relative_days_of_a_report_given():
    subject = prepare(ReadText("one", "one.txt", "全年建成学校3所。", ""), written=date(2026, 1, 20), place="白榆县")
    assert Path(subject.read.file).suffix == ".txt"
    assert [one.period for one in capture_text(subject).findings] == ["2025"]


def test_a_proposal_of_such_wordings_passes_check_and_verify(tmp_path):
    text = (
        HEAD
        + "一、2025年工作回顾\n总部、研发中心分别从71家、48家增加到107家、63家。广州、深圳地铁客运量分别达140万、130万人次。\n"
        "工业投资、技改投资增速分别高于全省12.7个、3个百分点。困难挑战超出预期，异地就医结算全面实现。\n"
        "青河集团落户重庆，白榆县、东陵区入选全国水系连通示范县，申报全国双拥模范城称号。新设公办专门学校16所，公办专门学校增加。\n"
        "《中华人民共和国\n著作权法》施行。\n"
    )
    path = tmp_path / "wordings.txt"
    path.write_text(text, encoding="utf-8")
    captured = capture_files([path])
    proposal = tmp_path / "proposal.ttl"
    proposal.write_text(write_proposal(captured, names=read_all_names(captured, {})), encoding="utf-8")
    source = open_source(str(proposal))
    assert not check(source).faults
    assert verify(source, *keep_texts(captured, str(proposal)).iterdir()).passed
