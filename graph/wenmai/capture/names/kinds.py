"""What kind of thing a name is of, by its ending, as classes of the ontology."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

KINDS = (
    ("Regulation", r"(?:条例|办法|细则|规定|实施意见)$"),
    ("Plan", r"(?:规划|计划|方案|纲要|控规|总规|行动计划)$"),
    ("Company", r"(?:公司|集团|银行|股份|证券|控股|保险|药业|科技)$"),
    (
        "Meeting",
        r"(?:博览会|进博会|广交会|服贸会|消博会|高交会|交易会|展览会|论坛|峰会|运动会|全运会|亚运会|冬奥会|奥运会|残特奥会|艺术节|文化节|旅游节|电影节|马拉松|锦标赛|世界杯|公开赛|(?:代表|发展|产业)大会|(?<!委员)(?<!联合)(?:全会|会议)|届.{2,12}大会)$",
    ),
    (
        "Institution",
        r"(?:委员会|管委会|人民政府|区政府|市政府|县政府|省政府|党委|局|厅|法院|检察院|大学|学院|中学|小学|学校|幼儿园|研究院|研究所|实验室|交易所|协会|商会|学会|联盟|基金会|(?:投资|产业|引导|发展|二期)基金|联合会|代表大会|政协|办公室|街道办|文明办|国务院|中心|报告库|总队|电视台|日报社?)$",
    ),
    ("Platform", r"(?:平台|数据库)$"),
    (
        "Zone",
        r"(?:新区|开发区|高新区|经开区|示范区|产业园|工业园|园区|科技园|商圈|功能区|综合体|基地|自贸区|试验区|保税区|合作区|商务区|港区|先行区|产业带|科创城|新城|新片区|片区|走廊|经济带|经济圈|城市群|都市圈|大湾区|自由贸易港|自贸港|国家公园)$",
    ),
    (
        "Site",
        r"(?:医院|公园|广场|大桥|[二三四]桥|机场|车站|站|馆|院区|水院|书院|市场|水库|体育场|剧院|故居|遗址|石窟|寺|庙|塔|码头|港|电站|大厦|步道|隧道|枢纽|水厂|书店|口岸|古镇|古城|湿地|滨江|[江河湖海山岛])$",
    ),
    ("Street", r"(?:大街|大道|路|街|胡同|高速|铁路|高铁|城际|公路|快速路|环线|[一二三四五六七八九十\d]号线)$"),
    ("Programme", r"(?:工程|项目|行动|试点|活动|专项|棚改|改革|一期|二期|三期)$"),
    ("Jurisdiction", r"(?:省|市|区|县|州|旗|自治区|镇|乡|街道)$"),
)
"""Classes by the ending of a name; the first that fits is taken."""

HEADS = frozenset(
    [
        "学会",
        "协会",
        "联盟",
        "走廊",
        "中心",
        "基金会",
        "论坛",
        "峰会",
        "试点",
        "改革",
        "工程",
        "枢纽",
        "大桥",
        "高铁",
        "高速",
        "机场",
        "车站",
        "基地",
        "园区",
        "总部",
        "一期",
        "二期",
        "三期",
        "段",
    ]
)
"""Words that may end a name, whatever the tagger takes them for."""


def kind_of_name(name: str, among: Sequence[str] = ()) -> str:
    """The class that a name's ending tells; empty for none.

    >>> kind_of_name("澜江市人民医院"), kind_of_name("海岳新材料股份有限公司"), kind_of_name("和平大桥")
    ('Site', 'Company', 'Site')
    """
    return next((kind for kind, ending in KINDS if (not among or kind in among) and re.search(ending, name)), "")
