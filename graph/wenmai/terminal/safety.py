r"""The one place where text for people is made safe for a terminal: what would steer it, or hide in it, is shown as an escape.

Shown as ``\u202e`` or ``\U000e0041`` are

- control characters and lone surrogates, the line and paragraph separators U+2028 and U+2029;
- the bidirectional controls, which make text read otherwise than it is stored;
- characters that nobody sees: zero-width spaces and joiners, soft hyphens, fillers, invisible operators, U+FEFF, tag
  characters and variation selectors.

Left as they are, for they belong to how people write, are

- ZWJ and ZWNJ after a letter or mark of a script that joins (Arabic, the Indic scripts, Tibetan, Myanmar, Khmer, Mongolian
  …), and ZWJ between two emoji;
- one variation selector after what it varies: a symbol or emoji, a keycap's digit, a Han ideograph, a Mongolian letter;
- the tag characters of the flags of England, Scotland and Wales.

JSON, CSV and RDF for a file or a pipe are data and stay as they are; on a terminal these too are shown so.
"""

from __future__ import annotations

import os
import re
from functools import cache
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_HIDDEN = "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u200b\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3"
_HIDDEN += "\U0001d173-\U0001d17a\U000e0080-\U000e00ff\U000e01f0-\U000e0fff"
_STEERING = "\x00-\x1f\x7f-\x9f\ud800-\udfff\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
_JOINING = "\u0600-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18af\u1a20-\u1aaf\u1b00-\u1c4f\ua800-\ua8ff\ua930-\ua9ff"
_JOINING += (
    "\uaa60-\uaa7f\uaae0-\uaaff\uabc0-\uabff\ufb50-\ufdff\ufe70-\ufefc\U00010a00-\U00011fff\U0001e900-\U0001e95f"
)
_EMOJI = "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u23ff\u24c2\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d\u3297\u3299"
_EMOJI += "\U0001f000-\U0001faff"
_SYMBOL = _EMOJI + "\u2200-\u22ff\uff00-\uff5e"
_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_MONGOLIAN = "\u1820-\u18aa"
_SILENT = frozenset(
    map(
        chr,
        (0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180F, 0x3164, 0xFFA0, *range(0xFE00, 0xFE10)),
    )
) | frozenset(map(chr, range(0xE0100, 0xE01F0)))
"""What Python holds for printable and nobody sees."""

_MARK = f"\x1b{os.urandom(8).hex()}"
"""Stands around a sequence of wenmai's own for the terminal; no data can hold it, for it is another in each process."""


@cache
def _unsafe() -> re.Pattern[str]:
    """What is to be shown, and before it (``kept``) what is left though it looks alike."""
    flags = "|".join("".join(chr(0xE0000 + ord(one)) for one in flag) for flag in ("gbeng", "gbsct", "gbwls"))
    return re.compile(
        rf"(?P<kept>\U0001f3f4(?:{flags})\U000e007f|[0-9#*]\ufe0f(?=\u20e3))"
        rf"|[{_STEERING}{_HIDDEN}\U000e0000-\U000e007f]"
        rf"|(?<![{_JOINING}])\u200c"
        rf"|(?<![{_JOINING}{_EMOJI}\ufe0f])\u200d|(?<=[{_EMOJI}\ufe0f])\u200d(?![{_EMOJI}])"
        rf"|(?<![{_SYMBOL}{_HAN}{_JOINING}])[\ufe00-\ufe0f]"
        rf"|(?<![{_HAN}])[\U000e0100-\U000e01ef]"
        rf"|(?<![{_MONGOLIAN}])[\u180b-\u180f]"
    )


def _shown(found: re.Match[str]) -> str:
    if found["kept"]:
        return found[0]
    code = ord(found[0])
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def safe(text: str) -> str:
    r"""The text in one line, with what would steer a terminal or hide in it written as escapes.

    >>> safe("red \x1b[31m"), safe("zero\u200bwidth"), safe("می\u200cخواهم")
    ('red \\u001b[31m', 'zero\\u200bwidth', 'می\u200cخواهم')
    """
    if text.isprintable() and _SILENT.isdisjoint(text):
        return text
    return _unsafe().sub(_shown, text)


def safe_lines(text: str) -> str:
    r"""As :func:`safe`, but line feeds and tabs are left: for text of several lines.

    >>> safe_lines("a\tb\r\n\x1b")
    'a\tb\n\\u001b'
    """
    if "\n" not in text and "\t" not in text:
        return safe(text)
    lines = text.replace("\r\n", "\n").split("\n")
    return "\n".join("\t".join(map(safe, line.split("\t"))) for line in lines)


def own_sequence(sequence: str) -> str:
    """A sequence for the terminal that is wenmai's own, as :func:`write` lets through."""
    return f"{_MARK}{sequence}{_MARK}"


def styled(text: str, codes: str) -> str:
    """The text in the style of some SGR codes (``1``: bold, ``36``: cyan)."""
    return own_sequence(f"\x1b[{codes}m") + text + own_sequence("\x1b[0m") if codes else text


def linked(text: str, address: str) -> str:
    """The text as a hyperlink to an address (the control sequence OSC 8)."""
    from urllib.parse import quote

    target = quote(address, safe="/:?#[]@!$&'()*+,;=%~")
    return own_sequence(f"\x1b]8;;{target}\x1b\\") + text + own_sequence("\x1b]8;;\x1b\\")


def takes_links(environment: Mapping[str, str]) -> bool:
    """Whether the terminal of an environment is known to show hyperlinks; ``FORCE_HYPERLINK`` says so, or not (``0``).

    >>> takes_links({"TERM": "xterm-kitty"}), takes_links({"TERM": "dumb", "VTE_VERSION": "7600"}), takes_links({"TERM": "xterm"})
    (True, False, False)
    """
    if environment.get("NO_COLOR") or environment.get("TERM", "") in ("", "dumb"):
        return False
    forced = environment.get("FORCE_HYPERLINK")
    if forced is not None:
        return forced != "0"
    if environment.get("TERM_PROGRAM") in _LINKING or any(
        map(environment.get, ("KITTY_WINDOW_ID", "WT_SESSION", "DOMTERM"))
    ):
        return True
    if environment["TERM"].startswith(
        ("xterm-kitty", "alacritty", "foot", "wezterm", "ghostty", "xterm-ghostty", "contour")
    ):
        return True
    versions = environment.get("VTE_VERSION", ""), environment.get("KONSOLE_VERSION", "")
    return any(one.isdecimal() and int(one) >= least for one, least in zip(versions, (5000, 201200), strict=True))


_LINKING = frozenset({"iTerm.app", "WezTerm", "vscode", "Hyper", "ghostty", "Tabby", "rio", "mintty", "WarpTerminal"})
"""Programs that show hyperlinks, by the name they give themselves."""


def split_sequences(text: str) -> list[str]:
    """A text in parts: what is shown, and at every second place a sequence of wenmai's own, with its marks."""
    parts = text.split(_MARK)
    return [f"{_MARK}{part}{_MARK}" if number % 2 else part for number, part in enumerate(parts)]


CLEAR_LINE = own_sequence("\r\x1b[K")
"""Goes back to the start of the line and empties it."""


def shown(text: str, *, sequences: bool) -> str:
    """The text as a terminal gets it: safe but for line feeds and tabs, with wenmai's own ``sequences`` or without."""
    parts = text.split(_MARK)
    return "".join(
        part if number % 2 else safe_lines(part) for number, part in enumerate(parts) if sequences or not number % 2
    )


class Escaped:
    """A text stream on which nothing reaches the terminal raw, whoever writes to it."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def write(self, text: str) -> int:
        """Write the text as :func:`shown`."""
        self.stream.write(shown(text, sequences=self.stream.isatty()))
        return len(text)

    def writelines(self, lines: list[str]) -> None:
        """Write the lines as :func:`shown`."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Callable[..., object]:
        found: Callable[..., object] = getattr(self.stream, name)
        return found


def write(stream: TextIO, text: str) -> None:
    """Write text for people to any stream, safe, and at once."""
    stream.write(text if isinstance(stream, Escaped) else shown(text, sequences=stream.isatty()))
    stream.flush()
