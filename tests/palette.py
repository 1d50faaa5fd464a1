"""Colours as people see them: how far apart two are, for every kind of colour vision, and how they stand out from a ground.

Colour blindness after Machado, Oliveira and Fernandes 2009 (*A physiologically-based model for simulation of color vision
deficiency*, severity 1), on linear light; difference after CIEDE2000 (Sharma, Wu and Dalal 2005); contrast after WCAG 2.2.
"""

from __future__ import annotations

import math
from itertools import combinations, starmap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

Triple = tuple[float, float, float]

VISIONS: dict[str, tuple[Triple, Triple, Triple]] = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
TO_XYZ = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
WHITE = (0.95047, 1.0, 1.08883)


def linear(colour: str) -> Triple:
    """The light of a colour such as ``#a8322a``."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return red, green, blue


def apply(matrix: Sequence[Triple], light: Triple) -> Triple:
    one, two, three = (sum(a * b for a, b in zip(row, light, strict=True)) for row in matrix)
    return one, two, three


def lab(light: Triple) -> Triple:
    """CIELAB of a light, under daylight."""
    clipped = tuple(min(1.0, max(0.0, part)) for part in light)
    ratios = [part / white for part, white in zip(apply(TO_XYZ, clipped), WHITE, strict=True)]  # type: ignore[arg-type]
    x, y, z = (math.cbrt(one) if one > 0.008856 else 7.787 * one + 16 / 116 for one in ratios)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def ciede2000(one: Triple, two: Triple) -> float:
    """How different two colours look."""
    mean = (math.hypot(*one[1:]) + math.hypot(*two[1:])) / 2
    stretch = 1.5 - 0.5 * math.sqrt(mean**7 / (mean**7 + 25**7))
    (l1, c1, h1), (l2, c2, h2) = (_polar(colour, stretch) for colour in (one, two))
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0.0
    hue = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2))
    lightness, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    middle = (h1 + turn / 2) % 360 if c1 * c2 else h1 + h2
    weights = ((-0.17, 1, -30), (0.24, 2, 0), (0.32, 3, 6), (-0.2, 4, -63))
    t = 1 + sum(weight * math.cos(math.radians(times * middle + shift)) for weight, times, shift in weights)
    sl = 1 + 0.015 * (lightness - 50) ** 2 / math.sqrt(20 + (lightness - 50) ** 2)
    sc, sh = 1 + 0.045 * chroma, 1 + 0.015 * chroma * t
    bend = 60 * math.exp(-(((middle - 275) / 25) ** 2))
    rotate = -2 * math.sqrt(chroma**7 / (chroma**7 + 25**7)) * math.sin(math.radians(bend))
    light, colour, turned = (l2 - l1) / sl, (c2 - c1) / sc, hue / sh
    return math.sqrt(light**2 + colour**2 + turned**2 + rotate * colour * turned)


def _polar(colour: Triple, stretch: float) -> Triple:
    a = colour[1] * stretch
    return colour[0], math.hypot(a, colour[2]), math.degrees(math.atan2(colour[2], a)) % 360


def least_difference(colours: Sequence[str], vision: str) -> float:
    """The difference of the two that are most alike."""
    seen = [lab(apply(VISIONS[vision], linear(colour))) for colour in colours]
    return min(starmap(ciede2000, combinations(seen, 2)))


def contrast(one: str, two: str) -> float:
    """The contrast of two colours, from 1 to 21."""
    lights = sorted(sum(a * b for a, b in zip(TO_XYZ[1], linear(colour), strict=True)) for colour in (one, two))
    return (lights[1] + 0.05) / (lights[0] + 0.05)
