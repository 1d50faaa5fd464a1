"""The page's modules as one script: each in a function of its own, in the order in which they need one another.

A module imports by name (``import { a, b } from "./other.js";``) and exports where it declares (``export function a``,
``export const b``); this is all that is read, by lines, and anything else that begins like it is refused. Comments
that stand alone and indentation are left out of what is shipped: a browser reads a sixth less. There is nothing to install, and
the same modules make the same bytes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

_COMMENT = re.compile(r"^[ \t]*/\*(?:(?!\*/).)*\*/[ \t]*\n", re.S | re.M)
_INDENT = re.compile(r"^[ \t\n]+", re.M)
_CHECKED = re.compile(r"^// @ts-check\n", re.M)
_IMPORT = re.compile(r'^import \{([\w$, \n]+)\} from "\./(\w+)\.js";\n', re.M)
_EXPORT = re.compile(r"^export (?=(?:async )?function\*? (\w+)|(?:const|let|class) (\w+))", re.M)
_OTHER = re.compile(r"^\s*(?:import|export)\b.*", re.M)


class Module(NamedTuple):
    """A module's own lines, what it takes from which module, and the names that it gives."""

    body: str
    imports: tuple[tuple[str, tuple[str, ...]], ...]
    exports: tuple[str, ...]


def parse_module(name: str, text: str) -> Module:
    """Read a module's imports and exports.

    Raises:
        ValueError: it has a form of ``import`` or ``export`` that the bundle does not know.
    """
    text = _CHECKED.sub("", _COMMENT.sub("", text))
    imports = tuple((source, tuple(names.replace(",", " ").split())) for names, source in _IMPORT.findall(text))
    exports = tuple(function or constant for function, constant in _EXPORT.findall(text))
    body = _INDENT.sub("", _EXPORT.sub("", _IMPORT.sub("", text))).strip()
    if other := _OTHER.search(body):
        raise ValueError(f'{name}.js: the bundle does not know "{other.group().strip()}"; import and export by name')
    if broken := next((line for line in body.splitlines() if line.count("`") % 2), None):
        raise ValueError(f'{name}.js: the bundle takes no template of several lines: "{broken}"')
    return Module(body, imports, exports)


def bundle(read: Callable[[str], str], entry: str) -> str:
    """Return one strict script of ``entry`` and of all that it needs; ``read`` gives a module's text by its name.

    Raises:
        ValueError: modules import one another in a circle, or a name that the other does not export.
    """
    done: dict[str, Module] = {}
    _visit(read, entry, done, ())
    return "(() => {\n" + '"use strict";\n' + "".join(_wrapped(name, module) for name, module in done.items()) + "})();"


def _visit(read: Callable[[str], str], name: str, done: dict[str, Module], above: tuple[str, ...]) -> None:
    """Put the modules that a module needs before it into ``done``, then the module."""
    if name in above:
        raise ValueError("modules import one another in a circle: " + " → ".join([*above, name]))
    if name in done:
        return
    module = parse_module(name, read(name))
    for source, names in module.imports:
        _visit(read, source, done, (*above, name))
        if missing := set(names) - set(done[source].exports):
            raise ValueError(f"{name}.js imports {', '.join(sorted(missing))}, which {source}.js does not export")
    done[name] = module


def _wrapped(name: str, module: Module) -> str:
    imports = "".join(f"const {{ {', '.join(names)} }} = ${source};\n" for source, names in module.imports)
    exports = f"\nreturn {{ {', '.join(module.exports)} }};" if module.exports else ""
    return f"const ${name} = (() => {{\n{imports}{module.body}{exports}\n}})();\n"
