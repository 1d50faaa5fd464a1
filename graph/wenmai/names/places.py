"""Readings of place names and surnames that dictionaries of phrases lack or give otherwise.

Place names keep old and local readings (朝阳 is read Chaoyang in Beijing; the dictionary's zhāoyáng is the morning sun), and some
characters are read in their own way as a surname. Each is a further reading: what the dictionary says is found too.
"""

from __future__ import annotations

import re
from functools import cache

_PLACES = """
朝阳 ChaoYang 大栅栏 DaShiLan 什刹海 ShiChaHai 十刹海 ShiChaHai 柏林寺 BoLinSi 潭柘寺 TanZheSi 十里堡 ShiLiPu 三十里铺 SanShiLiPu
宝坻 BaoDi 大城县 DaiChengXian 蔚县 YuXian 井陉 JingXing 任丘 RenQiu 乐亭 LaoTing 藁城 GaoCheng 行唐 XingTang 燕山 YanShan 燕郊 YanJiao
洪洞 HongTong 繁峙 FanShi 解州 HaiZhou 长子县 ZhangZiXian 吕梁 LvLiang 隰县 XiXian 朝鲜 ChaoXian 桦甸 HuaDian 珲春 HunChun 尚志 ShangZhi
浒墅关 XuShuGuan 甪直 LuZhi 六合 LuHe 盱眙 XuYi 邳州 PiZhou 栟茶 BenCha 丽水 LiShui 台州 TaiZhou 天台 TianTai 乐清 YueQing 嵊泗 ShengSi
六安 LuAn 蚌埠 BengBu 亳州 BoZhou 涡阳 GuoYang 歙县 SheXian 黟县 YiXian 枞阳 ZongYang 砀山 DangShan 濉溪 SuiXi 厦门 XiaMen 长汀 ChangTing
铅山 YanShan 鄱阳 PoYang 单县 ShanXian 莘县 ShenXian 茌平 ChiPing 东阿 DongE 牟平 MuPing 乐陵 LaoLing 莒县 JuXian 无棣 WuDi 曲阜 QuFu
浚县 XunXian 荥阳 XingYang 中牟 ZhongMu 尉氏 WeiShi 渑池 MianChi 泌阳 BiYang 武陟 WuZhi 黄陂 HuangPi 监利 JianLi 蕲春 QiChun 秭归 ZiGui
耒阳 LeiYang 郴州 ChenZhou 番禺 PanYu 大埔 DaBu 东莞 DongGuan 百色 BaiSe 儋州 DanZhou 犍为 QianWei 筠连 JunLian 荥经 YingJing 郫县 PiXian
邛崃 QiongLai 阆中 LangZhong 北碚 BeiBei 綦江 QiJiang 涪陵 FuLing 勐海 MengHai 吴堡 WuBu 瓦窑堡 WaYaoBu 柞水 ZhaShui 华阴 HuaYin
华山 HuaShan 宕昌 TanChang 张掖 ZhangYe 尉犁 YuLi 喀什 KaShi 龟兹 QiuCi 大宛 DaYuan 月氏 YueZhi 身毒 YuanDu 高句丽 GaoGouLi 可汗 KeHan
"""

_SURNAMES = """
单 Shan 仇 Qiu 解 Xie 查 Zha 任 Ren 区 Ou 曾 Zeng 盖 Ge 朴 Piao 繁 Po 华 Hua 乐 Yue 缪 Miao 翟 Zhai 黑 He 折 She 秘 Bi 纪 Ji 洗 Xian
员 Yun 召 Shao 葛 Ge 宁 Ning 覃 Qin 种 Chong 祭 Zhai 郗 Xi 石 Shi 车 Che 盛 Sheng 柏 Bai 贾 Jia 万俟 MoQi 尉迟 YuChi 长孙 ZhangSun
澹台 TanTai 宰父 ZaiFu 令狐 LingHu 单于 ChanYu
"""


def _pairs(text: str) -> dict[str, str]:
    words = text.split()
    return dict(zip(words[::2], words[1::2], strict=True))


@cache
def places() -> tuple[dict[str, str], re.Pattern[str]]:
    """The readings of place names, and a pattern that finds them in a name, the longest first."""
    read = _pairs(_PLACES)
    return read, re.compile("|".join(sorted(read, key=len, reverse=True)))


@cache
def surnames() -> dict[str, str]:
    """The readings of surnames."""
    return _pairs(_SURNAMES)
