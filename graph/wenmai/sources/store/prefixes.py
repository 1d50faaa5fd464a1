"""The prefixes that the files of a store declare, kept beside its databases: a line of JSON under a checksum."""

from __future__ import annotations

import os
from zlib import crc32

from wenmai.errors import StoreError
from wenmai.prefixes import OWN, Prefixes

FILE = "prefixes.json"


def keep_prefixes(generation: str, prefixes: Prefixes) -> None:
    """Write them into a generation that is being built."""
    import json

    body = json.dumps(prefixes.declared, ensure_ascii=False) + "\n"
    with open(os.path.join(generation, FILE), "w", encoding="utf-8") as file:
        file.write(f"{body}{crc32(body.encode()):08x}\n")


def kept_prefixes(generation: str) -> Prefixes:
    """Those of a generation; only wenmai's own where it was loaded by a version that kept none.

    Raises:
        StoreError: the file is damaged.
    """
    path = os.path.join(generation, FILE)
    try:
        with open(path, "rb") as file:
            content = file.read()
        if content[-9:] != b"%08x\n" % crc32(content[:-9]):
            raise ValueError("its checksum is wrong")
        if content[:-9] == b"{}\n":
            return OWN
        import json

        return Prefixes(json.loads(content[:-9]))
    except FileNotFoundError:
        return OWN
    except OSError as error:
        raise StoreError(f"{path} cannot be read ({error.strerror}); load the store again") from error
    except ValueError as error:
        raise StoreError(f"{path} is damaged ({error}); load the store again") from error
