"""Other interpreters, and what this one imports: nothing that lies beside the data is ever run.

``python -m`` puts the current folder first on the module path, and so does an empty or relative ``PYTHONPATH``. A ``hashlib.py``
or ``numpy.py`` among somebody's data would then be imported in place of the real one. So an interpreter that wenmai starts
reads no ``PYTHON…`` variable and adds no folder of its own; it is given this one's module path, without the current folder,
and imports what this one can, however that was installed: editable, for a user, from a zip file or by ``PYTHONPATH``.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from subprocess import Popen

_BEGIN = "import sys; sys.path[:] = {path}; from {module} import {function}; {function}(*sys.argv[1:])"


STARTING = "WENMAI_PROCESSES"
"""With ``spawn`` in this variable of the environment processes are started as on macOS and Windows, wherever wenmai runs."""


def may_fork() -> bool:
    """Whether processes are forked from this one: on Linux, unless :data:`STARTING` says otherwise."""
    return sys.platform == "linux" and os.environ.get(STARTING) != "spawn"


def start_python(target: str, *arguments: str, **options: Any) -> Popen[Any]:
    """Start an interpreter that calls ``target``, a ``module:function`` of wenmai, with ``arguments``.

    ``options`` are those of :class:`subprocess.Popen`.
    """
    import subprocess

    module, _, function = target.partition(":")
    begin = _BEGIN.format(path=ascii(import_path()), module=module, function=function)
    return subprocess.Popen([sys.executable, *_flags(), "-c", begin, *arguments], **options)  # noqa: S603 - nothing typed


def _flags() -> list[str]:
    """What an interpreter is started with to be as deaf as it can be, and otherwise like this one."""
    same = {"-s": sys.flags.no_user_site, "-S": sys.flags.no_site, "-B": sys.dont_write_bytecode}
    return ["-E", "-P", "-X", f"utf8={sys.flags.utf8_mode}", *(flag for flag, on in same.items() if on)]


def import_path() -> list[str]:
    """This interpreter's module path without the current folder, in absolute paths.

    The current folder stays where wenmai itself or click was imported from it: then it is an installation.
    """
    try:
        here = os.path.realpath(os.getcwd())
    except FileNotFoundError:  # it was deleted
        return [entry for entry in sys.path if os.path.isabs(entry)]
    loaded = (getattr(sys.modules.get(name), "__file__", None) for name in ("wenmai", "click"))
    homes = {os.path.realpath(os.path.dirname(os.path.dirname(file))) for file in loaded if file}
    return [os.path.abspath(entry) for entry in sys.path if os.path.realpath(entry) != here or here in homes]


def leave_folder() -> None:
    """Import nothing from the current folder from here on."""
    sys.path[:] = import_path()
