"""The page of `misto nlu evaluate --html`: one file that needs nothing else, plots drawn as SVG."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from nlu.evaluate import WORST_SHOWN, Report, Sent

_PAGES = Environment(
    loader=PackageLoader("misto", "templates"),
    undefined=StrictUndefined,
    autoescape=select_autoescape(),
    trim_blocks=True,
    lstrip_blocks=True,
)
SIDE, MARGIN = 300, 36


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of a plot. Units: pixels of the drawing, from its upper left corner."""

    x: float
    y: float
    radius: float
    words: str


def page(report: Report, sent: list[Sent], source: str, version: str) -> str:
    """Return the report as a page of HTML. `sent`: the curve of the encoder, or nothing."""
    return _PAGES.get_template("evaluation.html").render(
        source=source,
        version=version,
        figures={name.replace("_", " "): value for name, value in report.figures().items()},
        reliability=_reliability(report),
        sent=_sent(sent),
        intents=sorted(report.by_intent.items(), key=lambda pair: pair[1].f1),
        languages=sorted(report.by_language.items()),
        entities=[
            (n, t, report.by_entity.get(n)) for n, t in sorted(report.spans_by_entity.items())
        ],
        confusions=_confusions(report),
        worst=report.worst[:WORST_SHOWN],
        side=SIDE,
        margin=MARGIN,
    )


def write_page(path: Path, *parts: Any) -> None:
    """Write the page to a file, whole or not at all."""
    draft = path.with_name(path.name + ".part")
    draft.write_text(page(*parts), encoding="utf-8")
    draft.replace(path)


def _reliability(report: Report) -> list[Dot]:
    most = max((one.of for one in report.reliability()), default=1)
    return [
        Dot(
            *_place(one.sure, one.right),
            3 + 7 * (one.of / most) ** 0.5,
            f"{one.of} messages: sure {one.sure:.2f}, right {one.right:.2f}",
        )
        for one in report.reliability()
    ]


def _sent(sent: list[Sent]) -> dict[str, Any] | None:
    """Return the curve's dots, and what its axes end at."""
    if not sent:
        return None
    least, most = min(one.right for one in sent), max(one.right for one in sent)
    floor, width = least - 0.01, max(0.02, most - least + 0.02)
    far = max(one.share for one in sent) or 1.0
    dots = [
        Dot(
            *_place(one.share / far, (one.right - floor) / width),
            3.5,
            f"below {one.below:.2f}: {one.share:.1%} sent, {one.right:.1%} right",
        )
        for one in sent
    ]
    return {"dots": dots, "far": far, "floor": floor, "top": floor + width}


def _place(x: float, y: float) -> tuple[float, float]:
    """Return where a point of the unit square is drawn."""
    return round(MARGIN + x * SIDE, 1), round(MARGIN + (1 - y) * SIDE, 1)


def _confusions(report: Report) -> dict[str, Any]:
    """Return the intents that were mixed up, and how often each was read as each."""
    names = sorted({name for pair in report.confusions for name in pair})
    most = max(report.confusions.values(), default=1)
    rows = [(wanted, [report.confusions[(wanted, got)] for got in names]) for wanted in names]
    return {"names": names, "rows": rows, "most": most}
