"""How prices, bills, institutions and papers read in each language.

Rule: texts come from the catalogue; here is only their joining.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from core.conversation import Language
from dialogs.kinds.children import BY_TERRITORY
from dialogs.texts import UNSET, Catalogue, Formatter

_NARROW_SPACE = "\u202f"
_DAYS = (
    *("as_of", "holds_since", "child_birth_date"),
    *("invitations_from", "opens", "closes"),
)
_NUMBERS = ("amount", "volume", "cost")


@dataclass(frozen=True, slots=True)
class ServiceWords:
    """The formatters of these services. `dated` puts an ISO date in words, with its year."""

    catalogue: Catalogue
    dated: Callable[[str, Language], str]

    def formatters(self) -> Mapping[str, Formatter]:
        """Return the formatters by the arguments they are for."""
        return {
            "tariffs": self._tariffs,
            "tariff_note": self._note,
            "used": self._used,
            "bill": self._bill,
            "institution": self._institution("institution"),
            "from_institution": self._institution("from_institution"),
            "documents": self._documents,
            **{name: self._day(name) for name in _DAYS},
        }

    def _said(self, text_id: str, language: Language, **args: Any) -> str:
        return self.catalogue.format(text_id, language, args)

    def _day(self, name: str) -> Formatter:
        return lambda value, language: {name: self.dated(value, language)}

    # --- prices ----------------------------------------------------------------------------------

    def _tariffs(self, value: Any, language: Language) -> Mapping[str, Any]:
        lines = (
            self._said("price-line", language, **self._priced(line, language)) for line in value
        )
        return {"tariffs": "\n".join(lines)}

    def _priced(self, line: Mapping[str, Any], language: Language) -> dict[str, Any]:
        """A line's arguments in words; a price without a text of its own goes by its code."""
        name = f"price-{line['price']}"
        words = self._said(name, language) if self.catalogue.has(name) else line["price"]
        numbers = {key: number_words(line[key], language) for key in _NUMBERS if key in line}
        return {"price": words, "unit": self._said(f"unit-{line['unit']}", language), **numbers}

    def _note(self, value: Any, language: Language) -> Mapping[str, Any]:
        text_id = f"tariff-note-{value}"
        known = self.catalogue.has(text_id)
        return {"tariff_note": self._said(text_id, language) if known else UNSET}

    def _used(self, value: Any, language: Language) -> Mapping[str, Any]:
        unit = self._said(f"unit-{value['unit']}", language)
        return {"used": f"{number_words(value['volume'], language)} {unit}"}

    def _bill(self, value: Any, language: Language) -> Mapping[str, Any]:
        lines = [
            self._said("bill-line", language, **self._priced(line, language))
            for line in value["lines"]
        ]
        if len(lines) > 1 or not value["with_fees"]:
            lines.append(self._sum("bill-sum", value["sum"], language))
        for total in value["with_fees"]:
            own = f"bill-fees-{total['price'].rpartition('-')[2]}"
            text_id = own if self.catalogue.has(own) else "bill-fees"
            lines.append(self._sum(text_id, total["cost"], language))
        return {"bill": "\n".join(lines)}

    def _sum(self, text_id: str, cost: str, language: Language) -> str:
        return self._said(text_id, language, cost=number_words(cost, language))

    # --- enrolment -------------------------------------------------------------------------------

    def _institution(self, name: str) -> Formatter:
        def words(value: Any, language: Language) -> Mapping[str, Any]:
            if value == BY_TERRITORY:
                return {name: self._said("institution-by_territory", language)}
            parts = [f"№ {n}" if n.isdecimal() else f"«{n}»" for n in str(value).split(", ")]
            return {name: ", ".join(parts)}

        return words

    def _documents(self, value: Any, language: Language) -> Mapping[str, Any]:
        return {"documents": ", ".join(self._said(f"document-{code}", language) for code in value)}


def number_words(value: str, language: Language) -> str:
    """Return «1 654,41» or “1,654.41” for the digits of a number with a point."""
    whole, _, rest = value.partition(".")
    grouped = f"{int(whole):,}"
    if language == "uk":
        return grouped.replace(",", _NARROW_SPACE) + (f",{rest}" if rest else "")
    return grouped + (f".{rest}" if rest else "")
