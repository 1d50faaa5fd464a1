"""The words of the pages, in Chinese and English."""

from __future__ import annotations

from wenmai.languages import message_language

WORDS = {
    "en": {
        "tagline": "How are these things connected, and who says so?",
        "search": "Search", "show": "Entity", "path": "Path", "around": "Around", "between": "Between",
        "timeline": "Timeline", "figures": "Figures", "compare": "Compare", "stats": "Counts", "analyze": "Analysis",
        "query": "SPARQL", "from": "From", "to": "To", "entity": "Entity", "entities": "Entities", "find": "Find",
        "why": "why", "open": "open", "try": "Try", "facts": "What is said", "said_of": "What is said of it",
        "type": "type", "also": "also called", "sources": "sources", "no_source": "no source is given",
        "picture": "Picture", "show_picture": "Draw it", "data": "As data", "notes": "Notes", "limit": "Cut short",
        "nothing": "Nothing was found.", "nearest": "Do you mean", "candidates": "Which of these",
        "hops": "hops", "links": "links", "count": "count", "class": "class", "predicate": "predicate",
        "time": "time", "value": "value", "about": "about", "indicator": "indicator", "period": "period",
        "status": "status", "shared": "What both have", "only": "Only", "ask": "Ask", "result": "Result",
        "named": "Named questions", "rows": "rows", "rest": "more; the data has all of them",
        "since": "Since", "until": "Until", "via": "Via", "avoid": "Avoid", "skip": "Skip to the answer",
        "answers": "The pages need no network; SPARQL is asked at", "api": "API", "stop": "Stop", "running": "running",
        "inferred": "inferred", "list_open": "among others", "says": "says", "in_graph": "in graph", "score": "cost",
        "history": "History", "download": "Download", "note": "note", "how": "matched by", "scope": "scope",
        "example": "for example", "question": "Question",
        "subject": "subject", "object": "object", "marks": "as said",
        "understood": "Understood as", "or": "or", "other_language": "中文",
        "targets": "Targets", "target": "target", "achieved": "achieved", "met": "met", "place": "place",
        "run": "Run", "yes": "yes", "no": "no", "table": "Table", "map": "Map", "chart": "Chart", "look_as": "Show as",
        "unshown": "more are not shown", "more_rows": "Only the first {} rows are shown; what is saved has all of them.",
        "stopped": "stopped", "go_there": "Go there", "address": "Address of this query", "forget": "Forget them",
        "history_kept": "Queries asked in this browser; they do not leave it.",
        "editor_keys": "Ctrl-Enter runs it, Ctrl-Space offers what fits, Esc or Tab leaves the editor.",
    },
    "zh": {
        "tagline": "这些事物之间有什么联系?是谁说的?",
        "search": "检索", "show": "实体", "path": "路径", "around": "周边", "between": "连接", "timeline": "时间线",
        "figures": "数据", "compare": "比较", "stats": "统计", "analyze": "分析", "query": "SPARQL", "from": "从",
        "to": "到", "entity": "实体", "entities": "实体", "find": "查找", "why": "理由", "open": "已打开", "try": "试试",
        "facts": "陈述", "said_of": "关于它的陈述", "type": "类型", "also": "又称", "sources": "出处",
        "no_source": "未给出处", "picture": "图", "show_picture": "画出来", "data": "数据形式", "notes": "提示",
        "limit": "未完", "nothing": "没有找到。", "nearest": "是否指", "candidates": "指的是哪一个", "hops": "跳数",
        "links": "链接", "count": "数量", "class": "类", "predicate": "谓词", "time": "时间", "value": "数值",
        "about": "关于", "indicator": "指标", "period": "时期", "status": "状态", "shared": "共同之处", "only": "仅有",
        "ask": "提问", "result": "结果", "named": "现成的问题", "rows": "行", "rest": "更多;数据中有全部",
        "since": "自", "until": "至", "via": "经过", "avoid": "避开", "skip": "直接看结果",
        "answers": "页面不需要网络;SPARQL 地址", "api": "接口", "stop": "停止", "running": "正在运行",
        "inferred": "推断", "list_open": "等(未列全)", "says": "据", "in_graph": "在图中", "score": "代价",
        "history": "历史", "download": "下载", "note": "说明", "how": "匹配方式", "scope": "范围",
        "example": "例如", "question": "问题",
        "subject": "主体", "object": "对象", "marks": "说法",
        "understood": "理解为", "or": "或者", "other_language": "English",
        "targets": "目标", "target": "目标", "achieved": "完成", "met": "达成", "place": "地方",
        "run": "运行", "yes": "是", "no": "否", "table": "表格", "map": "地图", "chart": "图表", "look_as": "显示为",
        "unshown": "更多未显示", "more_rows": "只显示前{}行;保存的文件有全部。", "stopped": "已停止", "go_there": "到出错处",
        "address": "此查询的地址", "forget": "清除", "history_kept": "在此浏览器中提过的查询;它们不会离开浏览器。",
        "editor_keys": "Ctrl-Enter 运行,Ctrl-空格 提示,Esc 或 Tab 离开编辑器。",
    },
}  # fmt: skip


def words(language: str) -> dict[str, str]:
    """The words of a language: Chinese where it is asked for, else English."""
    return WORDS[message_language(language)]
