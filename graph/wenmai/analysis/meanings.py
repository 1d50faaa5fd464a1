"""What each section and measure of an analysis means, in one sentence for a reader, in Chinese and English."""

from __future__ import annotations

from wenmai.languages import is_chinese

MEANINGS: dict[str, tuple[str, str]] = {
    "size": (
        "图里有多少实体、多少条事实,彼此连得有多密。",
        "How many entities and facts the graph holds, and how densely they are linked.",
    ),
    "components": (
        "互不相连的几块:两个实体若不在同一块,就没有任何路径。",
        "Pieces without any link between them: there is no path from one to another.",
    ),
    "degrees": (
        "邻居有几个的实体各有多少;少数实体往往连着大半张图。",
        "How many entities have how many neighbours; a few often hold much of the graph.",
    ),
    "central": (
        "几种衡量并排看,谁最要紧;一列靠前而另一列靠后的,要紧之处不同。",
        "Who matters, by several measures side by side: leading by one and not by another is to matter differently.",
    ),
    "neighbours": (
        "直接与多少个不同实体相连。",
        "With how many different entities it is linked directly.",
    ),
    "betweenness": (
        "其他实体之间的最短路径有多大一部分要经过它。",
        "What share of the shortest paths between others passes through it.",
    ),
    "pagerank": (
        "被要紧的实体所连,自己也就要紧:随意沿链接走,停在它身上的机会。",
        "Linked by those that matter, it matters: the chance that a random walk along links is found at it.",
    ),
    "harmonic": (
        "离其余所有实体平均有多近,1 是全都相邻。",
        "How near it is to all others on average; 1 means next to every one.",
    ),
    "core": (
        "层层剥去邻居少的实体,到第几层还剩着它。",
        "How deep it lies when entities with few neighbours are peeled away layer by layer.",
    ),
    "communities": (
        "内部相连多、对外相连少的一群,往往是报告里的同一个话题;以其中最要紧的两个成员为名。",
        "Groups with many links inside and few outside, often one topic; named after their two leading members.",
    ),
    "brokers": (
        "把不同群体连起来的实体;约束越低,它的邻居之间越不靠彼此相连,越少不了它。",
        "Entities that join groups; the lower the constraint, the less their neighbours are linked without them.",
    ),
    "bridges": (
        "独一无二的连接:拿掉这一处,图就断成两块。",
        "The only connection: take it away and the graph falls in two.",
    ),
    "cores": (
        "彼此都至少有 k 个邻居的一圈实体:报告中交织最紧的部分。",
        "Entities that all have at least k neighbours among themselves: where the report is most tightly woven.",
    ),
    "roles": (
        "链接的种类相似而位置不同的两个实体:各自在自己的地方做着同样的事。",
        "Two entities with the same kinds of links in different places: each does there what the other does here.",
    ),
    "missing": (
        "共有不少邻居却没有直接链接的两个实体:也许报告没说,也许图漏了;只是提示,不是事实。",
        "Two entities that share neighbours without a link: perhaps unsaid, perhaps missed; a hint, not a fact.",
    ),
    "years": (
        "每一年的事实、事件与数据各有多少;跨年是持续数年而包括这一年的。",
        "How many facts, events and figures belong to each year; spanning are those that last over several.",
    ),
}
"""Section or measure → its meaning in Chinese and in English."""


def meanings(language: str) -> dict[str, str]:
    """Every meaning in one language."""
    return {name: zh if is_chinese(language) else en for name, (zh, en) in MEANINGS.items()}
