"""Symbols of units that a graph names by a code or by an IRI which it does not describe.

The codes are those of UN/CEFACT Recommendation 20 (schema.org's ``unitCode``), the local names of QUDT's vocabulary of units, and
Wikidata's items; the symbols those of the International System of Units (BIPM 2019) and ISO 80000. A code that is not here, such as
one of UCUM or of ISO 4217, is shown as it is.
"""

from __future__ import annotations

from functools import cache

_UNITS = """
m MTR M Q11573
km KMT KiloM Q828224
cm CMT CentiM Q174728
mm MMT MilliM Q174789
μm 4H MicroM Q175821
nm C45 NanoM Q178674
in INH IN Q218593
ft FOT FT Q3710
yd YRD YD Q482798
mi SMI MI Q253276
nmi NMI MI_N Q93318
m² MTK M2 Q25343
km² KMK KiloM2 Q712226
cm² CMK CentiM2 Q2489298
ha HAR HA Q35852
ft² FTK FT2 Q857027
m³ MTQ M3 Q25517
cm³ CMQ CentiM3 Q1022113
L LTR L Q11582
mL MLT MilliL Q2332346
kg KGM KiloGM Q11570
g GRM GM Q41803
mg MGM MilliGM Q3241121
μg MC MicroGM Q1645498
t TNE TON_Metric Q191118
lb LBR LB Q100995
oz ONZ OZ Q48013
s SEC SEC Q11574
ms C26 MilliSEC Q723733
min MIN MIN Q7727
h HUR HR Q25235
d DAY DAY Q573
wk WEE WK Q23387
mo MON MO Q5151
a ANN YR Q577
K KEL K Q11579
°C CEL DEG_C DegreeCelsius Q25267
°F FAH DEG_F DegreeFahrenheit Q42289
Pa PAL PA Q44395
hPa A97 HectoPA Q5139563
kPa KPA KiloPA Q21064807
bar BAR BAR Q103510
N NEW N Q12438
J JOU J Q25269
kJ KJO KiloJ Q21064805
MJ 3B MegaJ Q21064804
kWh KWH KiloW-HR Q182098
MWh MWH MegaW-HR Q2670418
W WTT W Q25236
kW KWT KiloW Q3320608
MW MAW MegaW Q6982035
V VLT V Q25250
A AMP A Q25272
Ω OHM OHM Q47083
Hz HTZ HZ Q39369
kHz KHZ KiloHZ Q2143992
MHz MHZ MegaHZ Q732707
lx LUX LUX Q179836
lm LUM LM Q484092
cd CDL CD Q83216
mol C34 MOL Q41509
m/s MTS M-PER-SEC Q182429
km/h KMH KiloM-PER-HR Q180154
m/s² MSK M-PER-SEC2 Q1051665
m³/h MQH M3-PER-HR Q794261
m³/s MQS M3-PER-SEC Q794261
L/s G51 L-PER-SEC Q21027105
ft³/min 2L FT3-PER-MIN
kg/m³ KMQ KiloGM-PER-M3 Q844211
μg/m³ GQ MicroGM-PER-M3
° DD DEG Q28390
rad C81 RAD Q33680
% P1 PERCENT Q11229
ppm 59 PPM Q21006887
ppb 61 PPB Q2055118
dB 2N DeciB Q329409
B AD BYTE Q8799
kB 2P KiloBYTE Q79726
MB 4L MegaBYTE Q79735
GB E34 GigaBYTE Q79738
TB E35 TeraBYTE Q79741
bit A99 BIT Q8805
$ - USDollar Q4917
US$ - CCY_USD
€ - EUR Q4916
€ - CCY_EUR
£ - CCY_GBP Q25224
¥ - CCY_CNY Q39099
"""

NO_UNIT = frozenset({"C62", "Q199", "UNITLESS", "NUM", "1", "dimensionless"})
"""Codes for a number that counts, or has no unit."""

SPACES = ("qudt.org/", "wikidata.org/entity/", "unece.org/", "cefact")
"""What stands in the IRIs of units whose local name is a code."""


@cache
def _symbols() -> dict[str, str]:
    rows = (line.split(" ") for line in _UNITS.strip().splitlines())
    return {code: symbol for symbol, *codes in rows for code in codes if code != "-"}


def symbol_of(code: str) -> str | None:
    """The symbol of a unit by its code, or by the local name of its IRI; ``""`` for what is no unit, ``None`` where it is unknown.

    >>> symbol_of("CEL"), symbol_of("KiloM"), symbol_of("Q11573"), symbol_of("C62"), symbol_of("ells")
    ('°C', 'km', 'm', '', None)
    """
    if code in NO_UNIT:
        return ""
    return _symbols().get(code) or (_composed(code) if "-" in code else None)


def _composed(code: str) -> str | None:
    """The symbol of a unit that QUDT names by its factors, as kilogram per cubic metre; none where a factor is unknown.

    >>> _composed("CentiM-PER-SEC"), _composed("KiloW-HR-PER-M2-YR"), _composed("PER-SEC"), _composed("ELL-PER-SEC")
    ('cm/s', 'kWh/(m²·a)', '1/s', None)
    """
    above, _, below = f"-{code}".partition("-PER-")
    parts = [_factors(part.strip("-")) for part in (above, below)]
    if None in parts or code.count("-PER-") > 1:
        return None
    top, bottom = parts
    bottom = f"({bottom})" if bottom and "·" in bottom else bottom
    return f"{top or 1}/{bottom}" if bottom else top


def _factors(text: str) -> str | None:
    """The symbols of factors; a unit and its power, as ``SEC3``, too."""
    known, symbols = _symbols(), []
    for part in filter(None, text.split("-")):
        power = part[-1] if part[-1:] in "234" else ""
        symbol = known.get(part) or (known.get(part[:-1]) if power else None)
        if symbol is None:
            return None
        symbols.append(symbol if part in known else symbol + "²³⁴"[int(power) - 2])
    return known.get(text) or "·".join(symbols)
