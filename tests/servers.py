"""Start real SPARQL servers on loopback with given RDF files: the Oxigraph server and Virtuoso.

As a script it serves until its deadline, or until it is interrupted, and prints one address a line::

    python tests/servers.py data/triples.ttl --seconds 300
    python tests/servers.py data/triples.ttl --only virtuoso

As a module it gives context managers to tests. A server runs under ``timeout``, so it ends at its deadline by itself
whatever happens to whoever started it, and is ended by its process id before that.

Virtuoso answers from all its graphs at once, its own system graphs among them, so the files go into one named graph and
the address names it (``?default-graph-uri=``, the SPARQL protocol's own parameter).
"""

from __future__ import annotations

import argparse
import contextlib
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyoxigraph as ox

GRAPH = "urn:example:graph"
"""The graph that Virtuoso gets the default graph of the files in."""

LOADED = "loaded"
"""The file beside a database that has all that it is to have."""

SLOWEST = 100_000
"""Bytes that Virtuoso loads in a second at the least."""

VIRTUOSO_INI = """\
[Database]
DatabaseFile = {database}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {database}/virtuoso.lck
TransactionFile = {database}/virtuoso.trx
xa_persistent_file = {database}/virtuoso.pxa
ErrorLogLevel = 7
FileExtend = 200
MaxCheckpointRemap = 500
TempStorage = TempDatabase

[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
MaxCheckpointRemap = 500

[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
MaxClientConnections = 10
CheckpointInterval = 0
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
MaxQueryMem = 200M
ThreadsPerQuery = 2
DirsAllowed = {folder}
CaseMode = 2

[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
MaxClientConnections = 10
ServerThreads = 10
MaxKeepAlives = 10
KeepAliveTimeout = 10
Charset = UTF-8

[SPARQL]
ResultSetMaxRows = 1000000
MaxQueryExecutionTime = 60
"""


HEIR = 'cat >/dev/null; kill "$1"; while kill -0 "$1"; do sleep 0.2; done 2>/dev/null; rm -rf "$2"'
"""What a shell does that is left alone, for it reads nothing before whoever started it is gone: ends the server, removes its files."""


class NotServing(RuntimeError):
    """A server ended, or did not answer in time; its log is in the message."""


class NotInstalled(NotServing):
    """The machine has no such server; the message says how to install it."""


@contextlib.contextmanager
def oxigraph(*files: str | Path, seconds: int = 300, union: bool = False, kept: Path | None = None) -> Iterator[str]:
    """The address of an Oxigraph server that has ``files``; ``union``: its default graph holds the named graphs too.

    What was loaded stays in the folder ``kept``, where one is named, and is not loaded there again; so with the other server.
    """
    with _place("oxigraph", kept) as (folder, database, is_new):
        program = _program("oxigraph")
        for file in files if is_new else ():
            subprocess.run([program, "load", "-l", str(database), "-f", str(file)], check=True, capture_output=True)
        _say_loaded(database)
        port = free_port()
        command = [program, "serve-read-only", "-l", str(database), "-b", f"127.0.0.1:{port}"]
        with running([*command, "--union-default-graph"] if union else command, folder, seconds):
            address = f"http://127.0.0.1:{port}/query"
            wait_for(address, folder)
            yield address


@contextlib.contextmanager
def _place(name: str, kept: Path | None) -> Iterator[tuple[Path, Path, bool]]:
    """A folder for a server's own files, one for its database, and whether nothing was loaded there yet."""
    with tempfile.TemporaryDirectory(prefix=f"{name}-") as folder:
        database = kept / name if kept is not None else Path(folder) / "database"
        is_new = not (database / LOADED).exists()
        if is_new:
            shutil.rmtree(database, ignore_errors=True)
            database.mkdir(parents=True)
        yield Path(folder), database, is_new


def _say_loaded(database: Path) -> None:
    (database / LOADED).touch()


@contextlib.contextmanager
def virtuoso(*files: str | Path, seconds: int = 300, kept: Path | None = None) -> Iterator[str]:
    """The address of a Virtuoso server that has ``files``, and of the graph that holds their default graph."""
    with _place("virtuoso", kept) as (folder, database, is_new):
        http, sql = free_port(), free_port()
        buffers = max(4000, sum(Path(file).stat().st_size for file in files) // 2000)
        settings = VIRTUOSO_INI.format(
            folder=folder, database=database, http=http, sql=sql, buffers=buffers, dirty=buffers * 5 // 8
        )
        (folder / "virtuoso.ini").write_text(settings, encoding="utf-8")
        command = [_program("virtuoso-t"), "-f", "-c", str(folder / "virtuoso.ini")]
        (database / "virtuoso.lck").unlink(missing_ok=True)
        with running(command, folder, seconds):
            wait_for(f"http://127.0.0.1:{http}/sparql", folder)
            if is_new:
                _load(sql, _readable(files, folder))
                _say_loaded(database)
            yield f"http://127.0.0.1:{http}/sparql?default-graph-uri={GRAPH}"


SERVERS = {"oxigraph": oxigraph, "virtuoso": virtuoso}


def _readable(files: Sequence[str | Path], folder: Path) -> Path:
    """What Virtuoso reads in a folder of its own: one file of N-Triples as it is, and others as N-Quads."""
    first = Path(files[0]).resolve()
    if len(files) == 1 and first.suffix == ".nt":
        (folder / "load.nt").symlink_to(first)
        return folder / "load.nt"
    with (folder / "load.nq").open("wb") as out:
        ox.serialize(quads(files), out, ox.RdfFormat.N_QUADS)
    return folder / "load.nq"


def quads(files: Sequence[str | Path]) -> Iterator[ox.Quad]:
    """Every quad of the files, the default graph's in :data:`GRAPH`."""
    for file in files:
        for quad in ox.parse(path=str(file)):
            named = isinstance(quad.graph_name, ox.NamedNode | ox.BlankNode)
            yield ox.Quad(quad.subject, quad.predicate, quad.object, quad.graph_name if named else ox.NamedNode(GRAPH))


def _load(sql: int, file: Path) -> None:
    """Load a file through Virtuoso's SQL door, by its bulk loader: rows are committed as they come, and no log is written."""
    statement = (
        f"log_enable(2); ld_dir('{file.parent}', '{file.name}', '{GRAPH}'); rdf_loader_run(); checkpoint;"
        " select concat('Error: ', coalesce(ll_error, 'not loaded')) from DB.DBA.load_list"
        " where ll_error is not null or ll_state <> 2;"
    )
    done = subprocess.run(
        [_program("isql-vt"), f"127.0.0.1:{sql}", "dba", "dba", f"exec={statement}"],
        check=False,
        capture_output=True,
        text=True,
        timeout=120 + file.stat().st_size / SLOWEST,
    )
    if done.returncode or "Error" in done.stdout + done.stderr:
        raise NotServing(f"Virtuoso could not load {file}: {done.stdout}{done.stderr}")


def _program(name: str) -> str:
    """A program of the Python environment, or of the system."""
    own = Path(sysconfig.get_path("scripts")) / name
    found = str(own) if own.exists() else shutil.which(name)
    if found is None:
        package = {"oxigraph": "pip install -e '.[dev-full]'"}.get(name, "apt-get install virtuoso-opensource")
        raise NotInstalled(f"{name} is not installed: {package}")
    return found


def free_port() -> int:
    """A port of loopback that nothing uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def running(command: Sequence[str], folder: Path, seconds: int) -> Iterator[int]:
    """Run a command until the block ends, or for so many seconds; gives its process id."""
    with (folder / "output.log").open("wb") as log:
        process = subprocess.Popen(
            ["timeout", "--kill-after=5", str(seconds), *command], stdout=log, stderr=log, stdin=subprocess.DEVNULL
        )
        heir = subprocess.Popen(
            ["sh", "-c", HEIR, "sh", str(process.pid), str(folder)], stdin=subprocess.PIPE, start_new_session=True
        )
        try:
            yield process.pid
        finally:
            heir.kill()
            heir.communicate()
            process.terminate()
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(timeout=5)


def wait_for(address: str, folder: Path, seconds: float = 60) -> None:
    """Return when a SPARQL endpoint answers."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"{address}?query=ASK%7B%7D", timeout=5).read()
        except (OSError, urllib.error.URLError):
            time.sleep(0.1)
        else:
            return
    log = (folder / "output.log").read_text(encoding="utf-8", errors="replace")
    raise NotServing(f"{address} did not answer in {seconds} seconds; it wrote: {log[-2000:]}")


def main(arguments: Sequence[str]) -> int:
    """Serve files until the deadline."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("files", nargs="+", help="RDF files")
    parser.add_argument("--only", choices=sorted(SERVERS), help="start this one alone")
    parser.add_argument("--seconds", type=int, default=300, help="stop after so many seconds (default: 300)")
    options = parser.parse_args(arguments)
    for number in (signal.SIGINT, signal.SIGTERM):  # in the background SIGINT is ignored unless it is asked for
        signal.signal(number, signal.default_int_handler)
    with contextlib.suppress(KeyboardInterrupt), contextlib.ExitStack() as stack:
        for name in [options.only] if options.only else sorted(SERVERS):
            print(name, stack.enter_context(SERVERS[name](*options.files, seconds=options.seconds)), flush=True)
        time.sleep(options.seconds)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
