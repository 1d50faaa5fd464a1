"""Which column of a table of edges or nodes is what, by its header.

Two ends make edges (:data:`SOURCES`, :data:`TARGETS`), an id makes nodes (:data:`IDS`); Neo4j's ``:START_ID`` and ``_start`` are ends
too. A thing, a property and a value (:data:`VALUES`) are an edge where the value is the name of another thing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

SOURCES = (
    "subject", "source", "from", "src", "start", "head", "start_id", "_start", "source_id", "from_id", "node1", "u", "s",
    "entity1", "entity_1", "head_entity", "source_name", "from_name", "source_node", "from_node", "node_1", "node_from",
    "sourceid", "fromid",
    "subject_id", "protein1", "gene1", "node_id_start", "x_id", "person1", "character1", "parent", "entity", "sub", "subj", "h",
    "源", "起点", "主体", "主语", "头实体", "来源", "源节点", "起始节点", "实体1", "实体一", "人物1", "实体",
)  # fmt: skip
TARGETS = (
    "object", "target", "to", "dst", "dest", "destination", "end", "tail", "end_id", "_end", "target_id", "to_id", "node2",
    "v", "o", "entity2", "entity_2", "tail_entity", "target_name", "to_name", "target_node", "to_node", "node_2", "node_to",
    "targetid", "toid", "object_id", "protein2", "gene2", "node_id_end", "y_id", "person2", "character2", "child", "obj", "t",
    "目标", "终点", "客体", "宾语", "尾实体", "去向", "目标节点", "终止节点", "实体2", "实体二", "人物2",
)  # fmt: skip
RELATIONS = (
    "predicate", "relation", "relationship", "rel", "property", "interaction", "edge", "edge_type", "_type", "type", "label",
    "p", "pred", "r",
    "predicate_id", "display_relation", "relation_type", "rel_type", "attribute",
    "关系", "谓词", "联系", "关系类型", "关系名", "属性", "属性名",
)  # fmt: skip
VALUES = ("value", "attribute_value", "property_value", "值", "属性值", "取值")
"""The other end where a row says of a thing, by a property, either another thing or a value."""

IDS = ("iri", "id", "_id", "node", "node_id", "uri", "key", "编号", "标识")
LABELS = ("label", "name", "title", "名称", "名字", "标签")
TYPES = ("type", "class", "category", "kind", "_labels", "labels", "类型", "类别")

_TYPES = {
    "int": "integer", "integer": "integer", "long": "integer", "short": "integer", "byte": "integer", "float": "double",
    "double": "double", "boolean": "boolean", "date": "date", "datetime": "dateTime", "localdatetime": "dateTime",
}  # fmt: skip
"""What Neo4j's headers declare."""


class Columns(NamedTuple):
    """Which column is what, by its place; ``rest`` are the attributes: place, name and declared type.

    Where ``valued``, the target is now another thing, now a value. ``names`` are the columns with what the ends are called.
    """

    source: int | None = None
    target: int | None = None
    relation: int | None = None
    id: int | None = None
    label: int | None = None
    types: int | None = None
    type_labels: int | None = None
    rest: tuple[tuple[int, str, str], ...] = ()
    valued: bool = False
    names: tuple[int | None, int | None] = (None, None)

    @property
    def edges(self) -> bool:
        """Whether rows may be edges."""
        return self.source is not None and self.target is not None


def read_header(row: Sequence[str]) -> Columns | None:
    """The columns that a header names; ``None`` where it names neither two ends nor an id."""
    names = [cell.strip().lstrip("\ufeff") for cell in row]
    plain, declared = zip(*map(_typed_name, names), strict=True)
    source, target = _place(plain, SOURCES), _place(plain, TARGETS)
    valued = source is not None and target is None and _place(plain, RELATIONS) is not None
    target = _place(plain, VALUES) if valued else target
    used = {source, target}
    if source is not None and target is not None:
        relation = _place(plain, RELATIONS)
        label = _place(plain, ("label", "_type"))
        label = None if label == relation else label
        node = _place(plain, ("_id",)) if "_start" in plain else None
        label = label if node is None else _place(plain, LABELS)
        kinds = _place(plain, ("_labels",))
        called = _end_names(plain, source, target)
        used |= {relation, label, node, kinds, *called, *(_places(plain, ("id", "edge_id", "_id")))}
        rest = _rest(names, declared, used)
        return Columns(source, target, relation, node, label, kinds, None, rest, valued, called)
    place = _place(plain, IDS)
    if place is None:
        return None
    label, kinds = _place(plain, LABELS), _place(plain, TYPES)
    kind_labels = _place(plain, ("typelabel", "_labels"))
    kind_labels = None if kind_labels == kinds else kind_labels
    rest = _rest(names, declared, {place, label, kinds, kind_labels})
    return Columns(None, None, None, place, label, kinds, kind_labels, rest)


def _end_names(plain: Sequence[str], source: int, target: int) -> tuple[int | None, int | None]:
    """The columns that name the ends: ``subject_label`` beside ``subject_id``, ``x_name`` beside ``x_id``."""
    found = []
    for place in (source, target):
        stem = plain[place].removesuffix("_id").removesuffix("id").rstrip("_")
        wanted = [f"{stem}{mark}{word}" for word in ("label", "name") for mark in ("_", "")]
        named = _place(plain, wanted) if stem else None
        found.append(named if named not in (source, target) else None)
    return found[0], found[1]


def _rest(names: Sequence[str], declared: Sequence[str], used: set[int | None]) -> tuple[tuple[int, str, str], ...]:
    return tuple(
        (place, names[place].rpartition(":")[0] if declared[place] else names[place], _TYPES.get(declared[place], ""))
        for place in range(len(names))
        if place not in used and names[place] and not names[place].startswith(":")
    )


def _typed_name(name: str) -> tuple[str, str]:
    """The plain name of a column in lower case, and what Neo4j's header declares of it."""
    stem, colon, kind = name.lower().rpartition(":")
    kind = kind.partition("(")[0]
    special = {"start_id": "start_id", "end_id": "end_id", "type": "_type", "id": "id", "label": "_labels"}
    if colon and kind in special and (not stem or kind in ("id", "label")):
        return special[kind], kind
    if colon and kind.removesuffix("[]") in (*_TYPES, "string", "char", "point", "time", "duration"):
        return stem, kind
    return name.lower().replace(" ", "_"), ""


def _place(names: Sequence[str], wanted: Sequence[str]) -> int | None:
    return next((names.index(name) for name in wanted if name in names), None)


def _places(names: Sequence[str], wanted: Sequence[str]) -> list[int]:
    return [place for place, name in enumerate(names) if name in wanted]
