"""What a key gives on the Ukrainian, Russian and English layouts."""

_ROWS = "qwertyuiop[]asdfghjkl;'zxcvbnm,./`"
_SHIFTED = 'QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>?~'
_UK_ROWS = "йцукенгшщзхїфівапролджєячсмитьбю.'"
_RU_ROWS = "йцукенгшщзхъфывапролджэячсмитьбю.ё"


def _keys(rows: str, last_shifted: str) -> dict[str, str]:
    shifted = rows.upper()[:-2] + last_shifted
    return dict(zip(_ROWS + _SHIFTED, rows + shifted, strict=True))


UK_KEYS = _keys(_UK_ROWS, ",'") | {"\\": "ґ", "|": "Ґ"}
RU_KEYS = _keys(_RU_ROWS, ",Ё")
EN_KEYS = {
    cyrillic: latin
    for layout in (RU_KEYS, UK_KEYS)
    for latin, cyrillic in layout.items()
    if latin.isalpha()
}


def _neighbours(*layouts: str) -> dict[str, frozenset[str]]:
    """Return which letters a finger may hit instead, `і`, `ї`, `й` counted as `и` too."""
    found: dict[str, set[str]] = {}
    for letters in layouts:
        rows = (letters[:12], letters[12:23], letters[23:])
        places = {key: (row, at) for row, keys in enumerate(rows) for at, key in enumerate(keys)}
        for one, (row, at) in places.items():
            for other, (other_row, other_at) in places.items():
                if one != other and abs(row - other_row) <= 1 and abs(at - other_at) <= 1:
                    for key in (one, one.translate(_BLURRED)):
                        found.setdefault(key, set()).update({other, other.translate(_BLURRED)})
    return {key: frozenset(letters - {key}) for key, letters in found.items()}


_BLURRED = str.maketrans("ґіїыйєэё", "гииииеее")
NEIGHBOURS = _neighbours(_UK_ROWS, _RU_ROWS)
