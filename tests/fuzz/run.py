"""Fuzz the readers, the query guard and the name parser, guided by coverage (atheris).

    pip install atheris
    python tests/fuzz/run.py --seconds 60            every target, one after another
    python tests/fuzz/run.py query --seconds 600     one target

Each target runs in a process of its own; what it finds is kept under ``--corpus`` and printed. A find becomes a test.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
NAMES = ("ttl", "trig", "nt", "nq", "rdf", "jsonld", "ttl.gz", "nq.xz", "unnamed", "query", "service", "names")


def fuzz(name: str, arguments: list[str]) -> None:
    """Be the process of one target; never returns."""
    import atheris

    sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(Path(__file__).parent)]
    with atheris.instrument_imports(include=["wenmai"]):
        import targets
    atheris.Setup([sys.argv[0], *arguments], targets.TARGETS[name])
    atheris.Fuzz()


def lay_out(name: str, corpus: Path) -> list[str]:
    """The seeds and the dictionary of a target, as libFuzzer takes them."""
    sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(Path(__file__).parent)]
    import targets

    from hostile import mutate

    folder = corpus / name
    folder.mkdir(parents=True, exist_ok=True)
    seeds = targets.SEEDS.get(
        name, [data for file, data in mutate.SEEDS.items() if file == f"a.{name}" or name == "unnamed"]
    )
    for number, seed in enumerate(seeds):
        (folder / f"seed-{number}").write_bytes(seed)
    words = targets.DICTIONARIES.get(name, [token.decode("latin-1") for token in mutate.TOKENS if len(token) < 20])
    escaped = ["".join(f"\\x{byte:02x}" for byte in word.encode("latin-1", "replace")) for word in words]
    (corpus / f"{name}.dict").write_text("".join(f'"{word}"\n' for word in escaped if word), "utf-8")
    return [str(folder), f"-dict={corpus / f'{name}.dict'}", f"-artifact_prefix={corpus}/{name}-find-"]


def main() -> int:
    """Fuzz each target for a while; 1 when one of them found something."""
    parser = argparse.ArgumentParser(description="Fuzz wenmai with atheris.")
    parser.add_argument("target", nargs="*", help="names of targets; all when none is given")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpus", type=Path, default=Path(tempfile.gettempdir()) / "wenmai-fuzz")
    options = parser.parse_args()
    failed = 0
    for name in options.target or NAMES:
        bounds = [
            f"-max_total_time={options.seconds}",
            f"-seed={options.seed}",
            "-timeout=20",
            "-rss_limit_mb=3000",
            "-max_len=4096",
        ]
        command = [
            sys.executable,
            __file__,
            "--be",
            name,
            *lay_out(name, options.corpus),
            *bounds,
            "-print_final_stats=1",
            "-verbosity=0",
        ]
        ended = subprocess.run(command, capture_output=True, text=True, check=False)
        runs = [line for line in ended.stderr.splitlines() if "number_of_executed_units" in line]
        print(f"{name:8} {'ok' if ended.returncode == 0 else 'FOUND SOMETHING'} {' '.join(runs)}", flush=True)
        if ended.returncode:
            failed += 1
            print(ended.stdout[-1000:], ended.stderr[-3000:])
    return 1 if failed else 0


if __name__ == "__main__":
    if "--be" in sys.argv:
        place = sys.argv.index("--be")
        fuzz(sys.argv[place + 1], sys.argv[place + 2 :])
    sys.exit(main())
