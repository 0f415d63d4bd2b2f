"""The towns around Kyiv and the large ones far from it, by the forms in which people name them.

Rule: everything comes from `data/city/other_towns.csv`. A form is a word (or several) as it stands
in a sentence, so that a street called after a town («Броварський проспект») is not the town.
"""

from pathlib import Path

from core.tables import Row, convert, index, read_table

_COLUMNS = ("name_uk", "forms", "source", "comment")


def load_other_towns(data: Path) -> frozenset[str]:
    """Return every form of every town, in lower case.

    Errors: DataError with each row that has no forms, or one that is not in lower case.
    """
    rows = read_table(data / "city" / "other_towns.csv", _COLUMNS)
    return frozenset().union(*convert(list(index(rows, "name_uk").values()), _forms))


def _forms(row: Row) -> set[str]:
    forms = {form.strip() for form in row["forms"].split(";")}
    if "" in forms:
        raise ValueError("a form is empty; write the town as it stands in a sentence")
    if wrong := sorted(form for form in forms if form != form.lower()):
        raise ValueError(f"forms are in lower case, not {', '.join(wrong)}")
    return forms
