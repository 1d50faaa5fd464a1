"""What a folded node says that stands for a time or a quantity, as a person writes these: *1702/1705*, *31.5 cm*."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wenmai.evidence.citing import Alone
from wenmai.model import Literal
from wenmai.terms import local_name
from wenmai.times.reader import Times
from wenmai.units.codes import symbol_of
from wenmai.units.quantities import Quantities

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from wenmai.model import Term
    from wenmai.profiles import Interpretation
    from wenmai.units.quantities import StatedQuantity

    Values = Mapping[str, Sequence[Term]]
    Label = Callable[[str], str]


class ValueTeller:
    """Tells the times and quantities of a graph; ``values`` gives what is said of a resource."""

    def __init__(self, meaning: Interpretation, values: Callable[[str], Values]) -> None:
        self._values, self._times, self._quantities = values, Times(meaning), Quantities(meaning)

    def tell(self, node: str, kind: str, label: Label) -> str:
        """A time in EDTF, or a number with its unit; ``""`` for a node that is neither or whose value cannot be read."""
        values, around = self._values(node), Alone(self._values)
        if kind == "time":
            found = self._times.of_node(node, values, around)
            return found.text if found is not None else ""
        quantity = self._quantities.read(node, values, around) if kind == "quantity" else None
        return "" if quantity is None or quantity.about else _quantity(quantity, label)


def _quantity(quantity: StatedQuantity, label: Label) -> str:
    """*31.5 cm*, *10–20 kg*, *height 31.5 cm*; ``""`` where an end is open."""
    number = quantity.value or (quantity.lower and quantity.upper and f"{quantity.lower}–{quantity.upper}")
    if not number:
        return ""
    lead = [label(one) if isinstance(one, str) else getattr(one, "value", "") for one in quantity.indicators[:1]]
    return " ".join(filter(None, [*lead, number, _unit(quantity.unit, label)]))


def _unit(unit: Term | None, label: Label) -> str:
    if unit is None:
        return ""
    code = unit.value.strip() if isinstance(unit, Literal) else local_name(str(unit))
    symbol = symbol_of(code)
    return symbol if symbol is not None else code if isinstance(unit, Literal) else label(str(unit))
