"""What the names of predicates and the words of a question say of one thing, in both languages: *wrote* and *author*, 位于 and *seat*.

A sense joins what WordNet keeps apart as derivationally related forms and holonyms (Miller 1995): the verb that people ask with and
the noun that a predicate is called by.
"""

from __future__ import annotations

import re
from functools import cache

SENSES: dict[str, str] = {
    "author": r"作者|著者|撰写|写[了过的下作]|谁写|所写|所著|创作|\bauth\w*|\bwr(?:ite|ites|ote|itten|iter)\b|\bcompos\w*"
        r"|\bcreat(?:or|ed)\b|作品|\bworks? (?:by|of)\b|\bby\s*\??$",
    "birth": r"出生|生于|诞生|\bborn\b|\bbirth\w*",
    "death": r"去世|逝世|死于|死亡|卒于|\bdie[ds]?\b|\bdeath\b|\bdead\b|\bdeceased\b|pass(?:ed)? away",
    "spouse": r"配偶|婚姻|\bmarital\b|妻子|丈夫|夫人|老公|老婆|嫁|娶|结婚|伴侣|\bspouse|\bwife\b|\bhusband\b|\bmarr\w*|\bwed\b|\bpartner",
    "parent": r"父亲|母亲|父母|爸爸|妈妈|\bfather|\bmother|\bparents?\b",
    "child": r"子女|儿子|女儿|孩子|\bchild\w*|\bsons?\b|\bdaughters?\b",
    "sibling": r"兄弟|姐妹|哥哥|弟弟|\bsiblings?\b|\bbrother|\bsister",
    "maker": r"制造|制作|生产|出品|酿造|酒庄|绘制|画的|谁画|画家|作者|作品|\bartists?\b|\bsculpt\w*|\bworks? (?:by|of)\b|\bby\s*\??$"
        r"|\bmak(?:e|es|er|ers|ing)\b|\bmade by\b|who made|\bmanufactur\w*"
        r"|\bproduc(?:e|es|ed|er|ers|t|tion)\b|\bpaint(?:ed|er)\b|\bdevelop(?:ed|er)\b|\bcreat(?:or|ed)\b",
    "founder": r"创始|创办|创建|创立|\bfound(?:er|ers|ed by)\b|who found\w*|\bstarted by\b|who (?:started|set up)|\bset up by\b",
    "begin": r"成立|建立|创立|创建|创办|设立|始建|开始|启动|\bfound(?:ed|ing|ation)\b|\bestablish\w*|\bincept\w*"
        r"|\bincorporat\w*|\bcreated\b|\bbegin\w*|\bbegan\b|\bstart(?:ed|s|ing)?\b|\bset up\b|\bformed\b|\bopened\b|\blaunch\w*"
        r"|\bcommission(?:ed|ing)\b|投运|通车|开通|竣工|建成|\bcompleted\b",
    "end": r"注销|解散|废止|关闭|停业|结束|终止|撤销|\bdissol\w*|\bclos(?:e|ed|ure)\b|\babolish\w*|\bend(?:s|ed|ing)?\b"
        r"|\bterminat\w*|\bdefunct\b|\bwound up\b|\bceas\w*|\bdemolish\w*",
    "place": r"在哪|哪里|哪儿|何处|地方|地点|位于|坐落|地址|所在|位置|注册地|总部|驻地|落户|在什么|属于哪|里有|上有|内有|里面|坐落"
        r"|\binside\b|\bin it\b|\bwhat (?:is|are) (?:there )?(?:in|on|at)\b|\blives?\b|\bresid\w*|\bwhere\b"
        r"|\blocat(?:ed|ion|ions|e)\b|\bplace[ds]?\b|\bseat\b|\baddress\w*|\bheadquarter\w*|\bbased in\b|\bbased near\b"
        r"|\bsituated\b|\bregistered (?:in|at|office|seat)\b|\bsite\b|\bvenue\b",
    "country": r"国家|哪国|哪个国|\bcountr(?:y|ies)\b|\bnations?\b",
    "nationality": r"国籍|哪国人|\bnationality\b|\bcitizen\w*",
    "capital-city": r"首都|省会|首府|\bcapital(?: city)?\b(?! of .* company)",
    "money-capital": r"注册资本|资本金|\b(?:registered|share|paid-up) capital\b",
    "border": r"接壤|毗邻|相邻|邻国|边界|交界|\bborder\w*|\bneighbou?r\w*|\badjacent\b|\badjoin\w*|\bnext to\b",
    "mouth": r"流入|流到|流向|流进|注入|汇入|河口|入海|\bmouth\b|\bflows?\b|\bempt(?:y|ies) into\b|\bdrains? into\b|\bend(?:s)? up in\b",
    "cross": r"流经|穿过|跨越|经过|\bcross(?:es|ed)?\b|\bspans?\b|\bflows? through\b|\bpasses\b",
    "direct": r"董事|经理|负责人|领导|管理|主管|掌管|校长|馆长|市长|首席|法定代表|法人代表|\bdirect(?:or|ors|s|ed)?\b"
        r"|\bhead(?:s|ed)?\b|\bchief\b|\bceo\b|\bmanag\w*|\blead(?:s|er|ers)?\b|\bled by\b|\bchair\w*|\bboard\b|\brun(?:s)? by\b"
        r"|\bwho runs\b|\bmayor\b|\bgovern(?:or|s)\b",
    "represent": r"法定代表|法人代表|代表人|\brepresent\w*",
    "own": r"股东|拥有|所有者|所有人|持有|业主|归谁|持股|控股|\bown(?:s|ed|er|ers)?\b|\bshareholder\w*|\bholds? shares\b"
        r"|\bproprietor\b|\bbelongs? to\b|\binvest(?:ed|or|ors)\b",
    "subsidiary": r"子公司|母公司|下属|附属|隶属|旗下|\bsubsidiar\w*|\bparent (?:company|org\w*)\b|\bparent of\b|\bparent\b|\bowned by\b",
    "staff": r"员工|雇员|职工|工作人员|\bemployees?\b|\bstaff\b|\bworkers?\b|\bworkforce\b",
    "employ": r"雇主|任职于|工作于|在哪工作|\bemployer\b|\bemployed\b|\bworks? (?:for|at)\b|\bworked (?:for|at)\b",
    "occupation": r"职业|什么工作|干过什么|做过什么|做什么的|干什么的|\boccupation\b|\bprofession\b|\bjob\b|for a living",
    "post": r"职务|职位|担任|任职|职衔|官职|什么官|任期|在任|\bin office\b|\boffices?\b|\bterms? of\b|\btenure\b|\btook office\b"
        r"|\bposts?\b|\bpositions?\b|\boffices? (?:held|does|did)\b|\brole\b|\bholds?\b"
        r"|\bheld\b|\bserved\b",
    "people": r"人口|居民|多少人|\bpopulation\b|\bpopulous\b|\binhabitants?\b|\bresidents?\b|\bpeople live\b"
        r"|\bpeople (?:are there )?in\b",
    "length": r"长度|全长|多长|最长|最短|长多少|总长|\blength\b|\blong\b|\blonge(?:r|st)\b|\bshorte(?:r|st)\b",
    "duration": r"时长|片长|时间多长|多久|最长|最短|历时|\bduration\b|\brun(?:ning)? ?time\b|\blast(?:s|ed)\b"
        r"|\blong(?:er|est)?\b|\bshortest\b",
    "height": r"高度|海拔|多高|最高|最低|\bheight\b|\belevation\b|\baltitude\b|\btall(?:er|est)?\b|\bhigh(?:er|est)?\b",
    "depth": r"深度|多深|最深|水深|\bdepth\b|\bdeep(?:er|est)?\b",
    "area": r"面积|占地|\barea\b|\bsize\b|\bsquare\b|\blarge(?:r|st)\b|\bbig(?:ger|gest)?\b|\bsmall(?:er|est)?\b|最大|最小|多大",
    "mass": r"质量|重量|体重|多重|最重|\bmass\b|\bweights?\b|\bweigh(?:s|ed)?\b|\bheav(?:y|ier|iest)\b",
    "price": r"价格|售价|价钱|票价|多少钱|费用|最贵|最便宜|\bprices?\b|\bcosts?\b|\bexpensive\b|\bcheap\w*|\bfees?\b",
    "speed": r"速度|时速|多快|最快|\bspeed\b|\bfast(?:er|est)?\b",
    "capacity": r"容量|容纳|座位|装机|\bcapacit\w*|\bseats\b",
    "revenue": r"收入|营收|销售额|\brevenues?\b|\bturnover\b|\bincome\b|\bsales\b|\bearn\w*",
    "profit": r"利润|盈利|\bprofits?\b",
    "year": r"年份|\byears?\b|\bdates?\b",
    "age": r"多少岁|年龄|年纪|\bages?\b|\bhow old\b",
    "publish": r"出版|发表|发行|刊登|\bpublish\w*|\bpublication\b|\bissued?\b|\breleas\w*|came out|come out|\bappear(?:ed)? in print\b",
    "edit": r"编辑|主编|责编|编者|\bedit\w*",
    "translate": r"翻译|译者|\btranslat\w*",
    "film": r"导演|执导|\bdirect(?:or|ors|ed|s)?\b|\bfilmmaker\b",
    "star": r"主演|演员|出演|演过|演了|饰演|参演|\bstarr?(?:ing|ed|s)?\b|\bcast\b|\bactors?\b|\bact(?:ed|s)? in\b|\bappears? in\b",
    "genre": r"类型|体裁|流派|\bgenres?\b",
    "subject": r"主题|题材|关于什么|\btopics?\b|\bsubjects?\b|\bthemes?\b|\bwhat is .{1,40} about\b",
    "language": r"语言|语种|\blanguages?\b",
    "study": r"毕业|就读|上学|读书|大学|学院|\buniversit\w*|\bcolleges?\b|\bphd\b|\bph\.d\b|母校|学历|学校|\bstud(?:y|ies|ied)\b"
        r"|\bgraduat\w*|\beducat\w*|\balma mater\b|\bdegrees?\b",
    "member": r"成员|会员|委员|\bmembers?\b|\bmembership\b|\bbelongs? to\b",
    "award": r"授予|颁发|颁给|给了谁|\bg[ai]ve[ns]?\b|荣誉|称号|获奖|获得|奖项|奖|表彰|\bawards?\b|\bawarded\b|\bhonou?rs?\b"
        r"|\bprizes?\b|\bwon\b|\bwins?\b",
    "influence": r"影响|\binfluenc\w*",
    "discover": r"发现|发明|\bdiscover\w*|\binvent\w*",
    "material": r"材料|材质|成分|原料|用什么做|\bmaterials?\b|\bmedium\b|\bmade (?:of|from|out of)\b|\bingredients?\b"
        r"|\bconsists? of\b|\bgrapes?\b",
    "colour": r"颜色|\bcolou?rs?\b",
    "part": r"组成|包括|包含|部分|成员|分为|属于|归属|旗下|\bparts?\b|\bcontain\w*|\bcompris\w*|\binclud\w*|\bconsists? of\b"
        r"|\bbelongs? to\b|\bcomponents?\b|\bmade up of\b|\bcomponent of\b",
    "feed": r"供给|输送|供应|供风|供电|供水|\bfeeds?\b|\bfed by\b|\bsuppl(?:y|ies|ied)\b|\bserve[sd]?\b",
    "point": r"测点|传感器|\bpoints?\b|\bsensors?\b",
    "broader": r"上位|上级|更广|更宽|大类|父类|\bbroader\b|\bmore general\b|\bparent (?:concept|term|class)\b|\bhypernym\b"
        r"|\bsuperclass\w*|\ba (?:kind|type|sort|form) of\b|\bsubclass of\b|是一种什么|属于什么类"
        r"|\bgeneral(?:er|ly)? (?:than|concept|term)\b",
    "narrower": r"下位|下级|更窄|更具体|小类|子类|种类|\bnarrower\b|\bmore specific\b"
        r"|\bsub-?(?:concept|class|type|topic|categor)\w*|\bkinds of\b|\btypes of\b|\bhyponym",
    "related": r"相关|有关|关联概念|\brelated\b|\bassociated\b|\bsee also\b",
    "match": r"对应|等同|匹配|\bmatch\w*|\bequivalent\b|\bsame as\b",
    "define": r"定义|含义|什么意思|\bdefin\w*|\bmeans?\b|\bmeaning\b|\bdescri(?:be|ption)\b",
    "class": r"类型|类别|哪一?类|哪种|\btypes?\b|\bkinds?\b|\bcategor\w*|\bclass(?:es)?\b|\bsort of\b",
    "industry": r"行业|产业|从事|\bindustr\w*|\bsectors?\b|\bbusiness\b",
    "predecessor": r"前任|前一任|上一任|\bc[ao]me before\b|之前是谁|接替|\bpredecessor\b|\breplaces\b|\bpreceded\b"
        r"|\bbefore (?:him|her|it|them)\b|\bfollows\b",
    "successor": r"继任|下一任|接替者|\bfollowed\b|后任|接班|下一|之后是|\bnext\b|\bcomes? after\b|\bsuccessor\b|\breplaced by\b"
        r"|\bsucceeded\b"
        r"|\bfollowed by\b|\bafter (?:him|her|it|them)\b",
    "become": r"(?<![想要])变成|变为|转变|转型|改造成|升级为|成了|\bbec[ao]me\w*|\bturn(?:ed|s)? into\b|\btransform\w*|\bconverted\b"
        r"|\bsuperseded\b",
    "approve": r"批准|批复|审批|\bapprov\w*",
    "announce": r"宣布|公布|\bannounc\w*|\bproclaim\w*",
    "carry-out": r"实施|执行|承担|开展|负责|牵头|主办|举办|\bcarr(?:y|ies|ied) out\b|\bimplement\w*|\bundertak\w*"
        r"|\bresponsible\b|\borgani[sz](?:ed|er|es|ers)\b|\bhosted\b|\bin charge\b",
    "operate": r"运营|经营|运行|管理方|\boperat\w*|\bruns?\b|\brun by\b",
    "riders": r"客流|乘客|客运量|\brider\w*|\bpassengers?\b|\btraffic\b",
    "build": r"建造|修建|兴建|承建|建设|设计|建筑师|\bbuil[dt]\w*|\bconstruct\w*|\barchitect\w*|\bdesign\w*",
    "name": r"名称|名字|别名|简称|全称|叫什么|\bnames?\b|\bcalled\b|\balias\w*|\bknown as\b|\babbreviat\w*",
    "identifier": r"编号|代码|编码|统一社会信用|\bcodes?\b|\bidentifiers?\b|\bnumber of the\b|\blei\b",
    "website": r"网站|网址|主页|\bwebsite\b|\bhomepage\b|\burl\b",
    "contact": r"电话|邮箱|联系方式|\bphone\b|\btelephone\b|\be-?mail\b",
    "teach": r"教授|讲授|老师|\bteach\w*|\btaught\b|\bprofessors?\b|\binstructors?\b",
    "depict": r"描绘|画的是|画着|\bdepict\w*|\bportray\w*|\bshows?\b",
    "participate": r"参与|参加|贡献|\bcontribut\w*|\bparticipa\w*|\binvolv\w*|\bt(?:ook|ake|akes) part\b",
    "generate": r"产生|生成|衍生|\bgenerat\w*|\bderiv\w*",
    "licence": r"许可|授权|\blicen[cs]\w*|\brights\b",
    "format": r"格式|\bformats?\b",
    "version": r"版本|\bversions?\b|\beditions?\b",
    "unit": r"单位|\bunits?\b",
    "symbol": r"符号|\bsymbols?\b",
    "temperature": r"温度|气温|\btemperatures?\b",
    "pressure": r"压力|气压|\bpressures?\b",
    "volume": r"体积|容积|\bvolumes?\b",
    "frequency": r"频率|\bfrequenc\w*",
    "currency": r"货币|币种|\bcurrenc\w*",
    "religion": r"宗教|信仰|\breligio\w*",
    "party": r"政党|党派|哪个党|\bpart(?:y|ies)\b",
    "sex": r"性别|\bgender\b|\bsex\b",
    "body": r"酒体|身体|\bbody\b|\bbodied\b",
    "flavour": r"味道|口味|风味|\bflavou?rs?\b|\btastes?\b",
    "sweetness": r"甜|糖分|含糖|\bsweet\w*|\bsugars?\b",
    "shape": r"形状|\bshapes?\b",
    "style": r"风格|\bstyles?\b|\bmovement\b",
    "collection": r"馆藏|收藏|藏品|\bcollections?\b|\bcollect(?:ed|or)\b",
    "instrument": r"乐器|\binstruments?\b",
    "battle": r"战役|战争|\bbattles?\b|\bwars?\b",
    "time-zone": r"时区|\btime ?zones?\b",
    "know": r"认识|相识|朋友|\bknows?\b|\bfriends?\b|\bacquaint\w*",
}  # fmt: skip

THINGS: dict[str, str] = {
    "film": r"电影|影片|片子|\bmovies?\b|\bfilms?\b",
    "person": r"人物|人员|人|\bpersons?\b|\bpeople\b|\bhumans?\b",
    "organisation": r"组织|机构|单位|团体|\borgani[sz]ations?\b|\binstitutions?\b|\bbod(?:y|ies)\b",
    "company": r"公司|企业|厂商|\bcompan(?:y|ies)\b|\bfirms?\b|\benterprises?\b|\bcorporations?\b|\bbusiness(?:es)?\b",
    "city": r"城市|\bcit(?:y|ies)\b",
    "town": r"城镇|镇|\btowns?\b",
    "country": r"国家|\bcountr(?:y|ies)\b",
    "book": r"图书|书籍|书|\bbooks?\b",
    "article": r"文章|论文|\barticles?\b|\bpapers?\b",
    "journal": r"期刊|杂志|\bjournals?\b|\bmagazines?\b",
    "song": r"歌曲|歌|\bsongs?\b",
    "album": r"专辑|\balbums?\b",
    "event": r"事件|活动|\bevents?\b",
    "place": r"地点|地方|场所|\bplaces?\b|\bsites?\b|\blocations?\b",
    "building": r"建筑物|建筑|楼|\bbuildings?\b",
    "street": r"街道|道路|马路|街|路|\bstreets?\b|\broads?\b",
    "river": r"河流|江河|河|\brivers?\b",
    "mountain": r"山峰|山|\bmountains?\b|\bpeaks?\b",
    "lake": r"湖泊|湖|\blakes?\b",
    "island": r"岛屿|岛|\bislands?\b",
    "school": r"学校|\bschools?\b",
    "university": r"大学|高校|\buniversit(?:y|ies)\b",
    "hospital": r"医院|\bhospitals?\b",
    "museum": r"博物馆|\bmuseums?\b",
    "painting": r"画作|绘画|油画|画|\bpaintings?\b",
    "product": r"产品|商品|\bproducts?\b",
    "project": r"项目|工程|\bprojects?\b|\bprogrammes?\b|\bprograms?\b",
    "plan": r"规划|计划|\bplans?\b",
    "honour": r"荣誉|称号|奖项|奖励|\bhonou?rs?\b|\bawards?\b|\btitles?\b|\bprizes?\b",
    "target": r"目标|指标|\btargets?\b|\bgoals?\b",
    "problem": r"问题|难题|\bproblems?\b|\bissues?\b",
    "policy": r"政策|\bpolic(?:y|ies)\b",
    "law": r"法律|法规|条例|\blaws?\b|\bregulations?\b",
    "meeting": r"会议|大会|\bmeetings?\b|\bconferences?\b",
    "concept": r"概念|术语|\bconcepts?\b|\bterms?\b",
    "disease": r"疾病|病|\bdiseases?\b|\billness(?:es)?\b",
    "drug": r"药物|药品|药|\bdrugs?\b|\bmedicines?\b",
    "gene": r"基因|\bgenes?\b",
    "animal": r"动物|\banimals?\b",
    "plant": r"植物|\bplants?\b",
    "species": r"物种|\bspecies\b",
    "station": r"车站|站点|站|\bstations?\b|\bstops?\b",
    "line": r"线路|路线|\blines?\b|\broutes?\b",
    "airport": r"机场|\bairports?\b",
    "bridge": r"桥梁|大桥|桥|\bbridges?\b",
    "sensor": r"传感器|\bsensors?\b",
    "room": r"房间|\brooms?\b",
    "bank": r"银行|\bbanks?\b",
    "department": r"部门|院系|\bdepartments?\b",
    "course": r"课程|\bcourses?\b",
    "dataset": r"数据集|\bdata ?sets?\b",
    "document": r"文件|文献|文档|\bdocuments?\b",
    "team": r"球队|队伍|\bteams?\b",
    "game": r"游戏|比赛|\bgames?\b",
    "language": r"语言|\blanguages?\b",
}  # fmt: skip
"""Kinds of things that graphs have classes of, in both languages: a class is found by the other language's word for it."""

PERSONAL = frozenset({
    "author", "spouse", "parent", "child", "sibling", "maker", "founder", "direct", "represent", "own", "edit", "translate",
    "film", "star", "member", "participate", "discover", "predecessor", "successor", "approve",
    "announce", "carry-out", "build", "teach", "know",
})  # fmt: skip
"""Senses whose values are people or bodies: what *who* may ask for."""

PLACES = re.compile(
    r"\b(?:place|city|town|village|country|state|province|region|district|county|street|road|area|address|location|site|building|"
    r"room|floor|island|continent|municipality|subdistrict|zone|hutong|campus)\b|地|城|镇|村|国|省|市|区|县|街|路|胡同"
)
"""Names of classes whose instances are places."""

PEOPLE = re.compile(
    r"\b(?:person|people|human|man|woman|agent|actor|author|artist|member|employee|politician|organi[sz]ation)\b|人|者|家$"
)
"""Names of classes whose instances are people or act as they do."""

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])(?![A-Z]s(?![a-z]))|[_\-/#:.]+")


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    return [(name, re.compile(pattern)) for name, pattern in SENSES.items()]


def senses(text: str) -> frozenset[str]:
    """The senses that a text has.

    >>> sorted(senses("Who wrote it?") & senses("作者"))
    ['author']
    """
    lowered = text.casefold()
    return frozenset(name for name, pattern in _patterns() if pattern.search(lowered))


@cache
def _things() -> list[tuple[str, re.Pattern[str]]]:
    return [(name, re.compile(pattern)) for name, pattern in THINGS.items()]


def thing_of(name: str) -> str | None:
    """The kind of things that a whole name means.

    >>> thing_of("Movie"), thing_of("电影"), thing_of("movie theatre")
    ('film', 'film', None)
    """
    folded = name.casefold().strip()
    return next((thing for thing, pattern in _things() if pattern.fullmatch(folded)), None)


def without_senses(text: str) -> str:
    """A text without the words that have a sense."""
    left = text.casefold()
    for _, pattern in _patterns():
        left = pattern.sub(" ", left)
    return left


def spaced(name: str) -> str:
    """A name as words: what is written in camels' humps or with underscores is taken apart.

    >>> spaced("dateOfBirth"), spaced("HVAC_Zone"), spaced("首都")
    ('date Of Birth', 'HVAC Zone', '首都')
    """
    return " ".join(part for part in _CAMEL.sub(" ", name).split() if part)


def singular(word: str) -> str:
    """An English word in the singular, by its ending.

    A word in *ie* is spelt with *y*, as its plural may be either's.

    >>> [singular(word) for word in ("cities", "movies", "movie", "boxes", "rivers", "glass", "Is", "AHUs")]
    ['city', 'movy', 'movy', 'box', 'river', 'glass', 'is', 'ahu']
    """
    if len(word) > 2 and word[:-1].isupper() and word[-1] == "s":
        return word[:-1].casefold()
    word = word.casefold()
    if len(word) > 4 and word.endswith(("ies", "ie")):
        return word.removesuffix("s")[:-2] + "y"
    if len(word) > 4 and re.search(r"(?:ch|sh|x|ss|zz)es$", word):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def word_key(name: str) -> str:
    """What makes two names of a term one: their words in the singular, without case.

    >>> word_key("Wine Grapes") == word_key("WineGrape")
    True
    """
    return " ".join(map(singular, re.findall(r"[^\W_]+", spaced(name))))
