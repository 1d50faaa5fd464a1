"""What the architecture tests look for, found by reading the source of a package, never by importing it.

Each function takes the folder of a package (the name of the folder is the name of the package) and gives what it finds as a
sorted list of lines. ``tests/breaches.txt`` lists, a rule and a line each, what is known and not mended yet:

python tests/structure.py           # what is new, and what of the list is mended
python tests/structure.py --shrink  # take what is mended off the list; nothing is ever added by this
"""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "graph" / "wenmai"
BREACHES = Path(__file__).with_name("breaches.txt")

MOST_LINES = 400
"""A longer module says why, in a line of its docstring that starts with ``Length:``."""

MOST_DOOR_LINES = 60
"""How long an ``__init__`` may be; the public one is as long as what it offers."""

BORDERS = {
    "click": ("cli/",),
    "igraph": ("analysis/", "view/"),
    "matplotlib": ("charts/",),
    "mcp": ("serve/",),
    "networkx": ("analysis/", "network.py"),
    "prompt_toolkit": ("capture/review/",),
    "pyshacl": ("audit/",),
    "pyvis": ("view/",),
    "starlette": ("serve/",),
    "uvicorn": ("serve/",),
}
"""A library and the places that may import it."""

FLOORS = (
    ("__main__", "cli", "serve"),
    ("",),  # the public door
    (
        "analysis",
        "asking",
        "audit",
        "capture",
        "charts",
        "export",
        "facts",
        "network",
        "paths",
        "rendering",
        "subgraph",
        "view",
    ),
    (
        "chat",
        "evidence",
        "folding",
        "index",
        "names",
        "profiles",
        "reading",
        "sources",
        "sparql",
        "statements",
        "times",
        "units",
        "workers",
        "writing",
    ),
    (
        "chinese",
        "errors",
        "languages",
        "model",
        "notices",
        "once",
        "oxigraph",
        "prefixes",
        "records",
        "system",
        "terminal",
        "terms",
    ),
)
"""The rooms, floor by floor: a room imports what is below it or beside it, never what is above.

A source opens its index and its names when they are first asked for, and the endpoint runs in the query worker, so these
stand on one floor; that no circle comes of it is a rule of its own.
"""

READINGS = {"source", "index", "names", "store"}
"""What a source is called where it is used: nobody but ``sources/`` asks one what kind it is or what else it can do."""


@cache
def parse(path: Path) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse(path.read_text(encoding="utf-8"))


def modules(package: Path) -> dict[str, Path]:
    """Every module by its dotted name; a package goes by its own."""
    paths = sorted(package.rglob("*.py"))
    return {
        ".".join(path.relative_to(package.parent).with_suffix("").parts).removesuffix(".__init__"): path
        for path in paths
    }


def place(path: Path, package: Path) -> str:
    """A module as the rules name it: its path inside the package."""
    return path.relative_to(package).as_posix()


def loaded(tree: ast.AST) -> Iterator[ast.Import | ast.ImportFrom]:
    """Every import that can run, in functions too: all but those for type checkers."""
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.Import | ast.ImportFrom):
            yield child
        elif isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            for other in child.orelse:
                yield from loaded(ast.Module([other], []))
        else:
            yield from loaded(child)


def named(statement: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, str]]:
    """What an import names, as (module, name in it); the name is empty for ``import module``."""
    if isinstance(statement, ast.Import):
        yield from ((alias.name, "") for alias in statement.names)
    else:
        yield from ((statement.module or "", alias.name) for alias in statement.names)


@cache
def graph(package: Path) -> dict[str, set[str]]:
    """Who imports whom inside the package, lazily or not."""
    known = modules(package)
    arrows: dict[str, set[str]] = {}
    for module, path in known.items():
        pairs = [pair for statement in loaded(parse(path)) for pair in named(statement)]
        targets = {f"{target}.{name}" if f"{target}.{name}" in known else target for target, name in pairs}
        arrows[module] = (targets & known.keys()) - {module}
    return arrows


def room(module: str) -> str:
    """The part of the package a module stands in; the public door has the empty name."""
    return f"{module}.".split(".")[1]


def circles(arrows: dict[str, set[str]]) -> list[str]:
    """Every arrow from which a way leads back, as ``a -> b``, with that way behind it where it is longer."""
    found = []
    for start, ends in arrows.items():
        for end in ends:
            way = lead(arrows, end, start)
            if way:
                found.append(f"{start} -> " + " -> ".join(way))
    return sorted(found)


def lead(arrows: dict[str, set[str]], start: str, end: str) -> list[str]:
    """The shortest way along the arrows, both ends included; empty where there is none."""
    came: dict[str, str] = {start: ""}
    queue = [start]
    for module in queue:
        if module == end:
            way = [module]
            while came[way[-1]]:
                way.append(came[way[-1]])
            return way[::-1]
        for other in sorted(arrows.get(module, ())):
            if other not in came:
                came[other] = module
                queue.append(other)
    return []


def import_circles(package: Path) -> list[str]:
    """Modules that need one another."""
    return circles(graph(package))


def room_circles(package: Path) -> list[str]:
    """Rooms that need one another."""
    rooms: dict[str, set[str]] = defaultdict(set)
    for start, ends in graph(package).items():
        rooms[room(start)] |= {room(end) for end in ends} - {room(start)}
    return circles(rooms)


def upward_imports(package: Path) -> list[str]:
    """Modules that import from a floor above theirs."""
    floor = {name: number for number, names in enumerate(FLOORS) for name in names}
    homeless = {f"{name} stands on no floor" for name in {room(module) for module in graph(package)} - floor.keys()}
    if homeless:
        return sorted(homeless)
    return sorted(
        f"{start} -> {end}"
        for start, ends in graph(package).items()
        for end in ends
        if floor[room(end)] < floor[room(start)]
    )


def repeated_classes(package: Path) -> list[str]:
    """Classes whose name is taken, each as ``Name, 2nd: places``: a third of a name is a line more."""
    places = defaultdict(list)
    for path in modules(package).values():
        for node in ast.walk(parse(path)):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(place(path, package))
    return sorted(
        f"{name}, number {number}: {', '.join(where)}"
        for name, where in places.items()
        for number in range(2, len(where) + 1)
    )


def long_doors(package: Path) -> list[str]:
    """``__init__`` files that hold more than a door does."""
    return [
        place(path, package)
        for path in modules(package).values()
        if path.name == "__init__.py" and path.parent != package and lines(path) > MOST_DOOR_LINES
    ]


def long_modules(package: Path) -> list[str]:
    """Long modules that do not say why."""
    return [
        place(path, package)
        for path in modules(package).values()
        if lines(path) > MOST_LINES
        and not any(line.startswith("Length: ") for line in (ast.get_docstring(parse(path)) or "").splitlines())
    ]


def lines(path: Path) -> int:
    """How many lines a file has."""
    return len(path.read_text(encoding="utf-8").splitlines())


def crossed_borders(package: Path) -> list[str]:
    """Modules that import a library which is another room's."""
    found = set()
    for path in modules(package).values():
        for node in ast.walk(parse(path)):
            if isinstance(node, ast.Import | ast.ImportFrom):
                for module, _ in named(node):
                    library = module.partition(".")[0]
                    if not place(path, package).startswith(BORDERS.get(library, "")):
                        found.add(f"{place(path, package)} imports {library}")
    return sorted(found)


def shadowed_modules(package: Path) -> list[str]:
    """Names that a package gives to something else than the module of that name inside it."""
    found = []
    for module, path in modules(package).items():
        if path.name == "__init__.py":
            inside = {other.rpartition(".")[2] for other in modules(package) if other.rpartition(".")[0] == module}
            found += [f"{module}.{name}" for name in bound(parse(path), module) & inside]
    return sorted(found)


def bound(tree: ast.Module, module: str) -> set[str]:
    """What a package binds at its top, but for its own modules."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node in tree.body:
            names.add(node.name)
        elif isinstance(node, ast.Assign) and node in tree.body:
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    for statement in (
        one for part in tree.body if not isinstance(part, ast.FunctionDef) for one in loaded(ast.Module([part], []))
    ):
        for alias in statement.names:
            own = isinstance(statement, ast.ImportFrom) and statement.module == module and alias.asname is None
            if not own:
                names.add((alias.asname or alias.name).partition(".")[0])
    return names


def kind_questions(package: Path) -> list[str]:
    """Places outside ``sources/`` that ask a source what kind it is, or whether it can do something."""
    found = set()
    for path in modules(package).values():
        where = place(path, package)
        if not where.startswith("sources/"):
            tree = parse(path)
            classes = source_classes(tree)
            found |= {f"{where}: {ast.unparse(node)}" for node in ast.walk(tree) if asks_kind(node, classes)}
    return sorted(found)


def source_classes(tree: ast.Module) -> set[str]:
    """The classes that a module has from ``sources/``, by the names it gives them."""
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and ".sources" in (node.module or "")
        for alias in node.names
        if alias.name[0].isupper()
    }


def vague_signatures(package: Path) -> list[str]:
    """Public functions that take or give ``Any``: who calls them learns nothing from it."""
    return sorted(
        f"{node.name} {ast.unparse(part)}"
        for node in parse(package / "__init__.py").body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        for part in [*all_arguments(node.args), node.returns]
        if part is not None and "Any" in ast.unparse(part)
    )


def all_arguments(arguments: ast.arguments) -> list[ast.arg]:
    """Every parameter, the starred ones included."""
    starred = [one for one in (arguments.vararg, arguments.kwarg) if one]
    return [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, *starred]


def asks_kind(node: ast.AST, classes: set[str]) -> bool:
    """Whether an expression compares a source's kind, or looks for its class or for what it can do."""
    if isinstance(node, ast.Compare):
        return any(
            isinstance(part, ast.Attribute) and part.attr == "kind" and is_source(part.value) for part in operands(node)
        )
    if isinstance(node, ast.Subscript):
        return isinstance(node.slice, ast.Attribute) and node.slice.attr == "kind" and is_source(node.slice.value)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
        if node.func.id in ("getattr", "hasattr", "type"):
            return is_source(node.args[0])
        if node.func.id == "isinstance":
            return any(isinstance(part, ast.Name) and part.id in classes for part in ast.walk(node.args[1]))
    return isinstance(node, ast.MatchClass) and isinstance(node.cls, ast.Name) and node.cls.id in classes


def operands(node: ast.Compare) -> Iterable[ast.expr]:
    """Both sides of a comparison."""
    return [node.left, *node.comparators]


def is_source(node: ast.expr) -> bool:
    """Whether an expression goes by a name that sources have."""
    name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
    return name.lstrip("_") in READINGS or name.endswith("_source")


RULES: dict[str, Callable[[Path], list[str]]] = {
    "class name twice": repeated_classes,
    "import circle": import_circles,
    "room circle": room_circles,
    "upward import": upward_imports,
    "long door": long_doors,
    "long module": long_modules,
    "border": crossed_borders,
    "shadowed module": shadowed_modules,
    "kind of source": kind_questions,
    "vague signature": vague_signatures,
}


def key(rule: str, line: str) -> str:
    """What makes a breach the same one tomorrow: not the way back of a circle, nor where the classes of one name are."""
    if rule == "class name twice":
        return line.partition(":")[0]
    return " -> ".join(line.split(" -> ")[:2])


def found(rule: str) -> dict[str, str]:
    """What a rule finds in wenmai, by what makes it the same."""
    return {key(rule, line): line for line in RULES[rule](PACKAGE)}


def known() -> dict[str, set[str]]:
    """The list of what is not mended yet, by rule."""
    listed: dict[str, set[str]] = {rule: set() for rule in RULES}
    for line in BREACHES.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            rule, _, breach = line.partition(": ")
            listed[rule].add(breach)
    return listed


def main(arguments: list[str]) -> None:
    """Print what is new and what is mended; with ``--shrink``, take what is mended off the list."""
    listed = known()
    for rule in RULES:
        breaches = found(rule)
        for line in sorted(listed[rule] - breaches.keys()):
            sys.stdout.write(f"mended   {rule}: {line}\n")
        for line in sorted(breaches.keys() - listed[rule]):
            sys.stdout.write(f"new      {rule}: {breaches[line]}\n")
    if "--shrink" in arguments:
        text = BREACHES.read_text(encoding="utf-8").splitlines()
        kept = [line for line in text if line.startswith("#") or stands(line)]
        BREACHES.write_text("\n".join(kept) + "\n", encoding="utf-8")


def stands(line: str) -> bool:
    """Whether a line of the list still says what is so."""
    rule, _, breach = line.partition(": ")
    return breach in found(rule)


if __name__ == "__main__":
    main(sys.argv[1:])
