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
