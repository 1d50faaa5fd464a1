"""The page's script: its modules make one script, and Node's own runner tests them against the command's search."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from wenmai.view.bundle import bundle, parse_module
from wenmai.view.drawing import _script

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "graph" / "wenmai" / "view" / "script"


@pytest.fixture(scope="module")
def node() -> str:
    """The command of Node."""
    command = shutil.which("node")
    if command is None and os.environ.get("CI"):
        pytest.fail("no node found, and in CI the page's script must be tested")
    if command is None:
        pytest.skip("no node found: the page's script is tested with Node 18 or newer")
    return command


@pytest.mark.slow
def test_node_tests_pass(node):
    tests = sorted(map(str, (ROOT / "tests" / "script").glob("*.test.js")))
    ran = subprocess.run(
        [node, "--test", *tests],
        cwd=ROOT,
        env={**os.environ, "WENMAI_PYTHON": sys.executable},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert int(re.search(r"^. pass (\d+)", ran.stdout, re.M).group(1)) >= 15


def run(node: str, script: str) -> str:
    return subprocess.run(
        [node, "--input-type=commonjs", "-e", script], capture_output=True, text=True, encoding="utf-8", check=True
    ).stdout


def test_bundled_modules_do_what_modules_do(node):
    modules = {
        "main": 'import { twice, BASE } from "./maths.js";\nimport { name } from "./names.js";\nconst hidden = 1;\n'
        "console.log(name, twice(BASE) + hidden);\n",
        "maths": 'import { hidden } from "./names.js";\n/** A type. @param {number} one */\nexport function twice(one) {\n'
        "  return one * hidden;\n}\nexport const BASE = 20;\n",
        "names": 'export const hidden = 2;\nexport const name = "import me";\n',
    }
    script = bundle(modules.__getitem__, "main")
    assert run(node, script) == "import me 41\n"
    assert "A type" not in script


def test_every_module_is_in_the_script_and_none_twice():
    script = _script()
    assert set(re.findall(r"^const \$(\w+) = ", script, re.M)) == {path.stem for path in MODULES.glob("*.js")}
    assert len(re.findall(r"^const \$\w+ = ", script, re.M)) == len(list(MODULES.glob("*.js")))
    assert "@param" not in script


@pytest.mark.parametrize(
    ("modules", "said"),
    [
        (
            {"main": 'import { a } from "./b.js";\n', "b": 'import { c } from "./main.js";\nexport const a = 1;\n'},
            "circle: main → b → main",
        ),
        (
            {"main": 'import { a, none } from "./b.js";\n', "b": "export const a = 1;\n"},
            r"main\.js imports none, which b\.js",
        ),
        ({"main": "export default 1;\n"}, 'does not know "export default 1;"'),
        ({"main": 'import * as b from "./b.js";\n'}, "does not know"),
        ({"main": 'import "./b.js";\n'}, "does not know"),
    ],
)
def test_forms_that_the_bundle_does_not_know_are_refused(modules, said):
    with pytest.raises(ValueError, match=said):
        bundle(modules.__getitem__, "main")


def test_a_comment_of_a_type_within_a_line_takes_no_code_with_it():
    text = "/** @type {any} */ (one).x = 1;\nconst two = /** @type {any} */ (one);\n/** Said. */\nconst three = 3;\n"
    assert (
        parse_module("one", text).body
        == "/** @type {any} */ (one).x = 1;\nconst two = /** @type {any} */ (one);\nconst three = 3;"
    )


def test_every_module_is_checked():
    for path in MODULES.glob("*.js"):
        assert path.read_text("utf-8").startswith("// @ts-check\n/*"), f"{path.name} begins with what it is for"
