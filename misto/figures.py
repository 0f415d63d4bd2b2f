"""The public page of figures: tables by body, service, district and office, in both languages."""

import html
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from itertools import groupby

from aiohttp import web

from core.conversation import Language
from core.figures import Figures, figures
from misto.app import City

# How old the figures shown may be: counting reads every case.
FRESH_FOR = timedelta(minutes=10)
_DASH = "—"


def figures_handler(
    city: City, headers: dict[str, str]
) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Return the handler of the page; it counts anew once the last count is too old."""
    counted: list[tuple[datetime, Sequence[Figures]]] = []

    async def page(request: web.Request) -> web.Response:
        language: Language = "en" if request.query.get("lang") == "en" else "uk"
        now = city.runtime.now()
        if not counted or not now - FRESH_FOR <= counted[0][0] <= now:
            found = await city.runtime.read(lambda uow: figures(uow.cases.all(), now))
            counted[:] = [(now, found)]
        text = figures_page(city, counted[0][1], language)
        return web.Response(text=text, content_type="text/html", headers=headers)

    return page


def figures_page(city: City, rows: Sequence[Figures], lang: Language) -> str:
    """Return the page: a table for each way of looking, the number of cases behind each row."""

    def say(text_id: str) -> str:
        return html.escape(city.texts.format(text_id, lang, {}))

    tables = "".join(
        f"<h2>{say(f'figures-by-{by}')}</h2>{_table(city, list(group), lang)}"
        for by, group in groupby(rows, key=lambda row: row.by)
    )
    title, lead = say("figures-title"), say("figures-lead")
    body = tables or f"<p>{say('figures-none')}</p>"
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{title}</title>'
        '<link rel="stylesheet" href="/static/vendor/pico.min.css"></head>'
        f'<body><main class="container"><h1>{title}</h1><p>{lead}</p>{body}</main></body></html>'
    )


_COLUMNS = "name cases in_term median_days quality speed rated good reopened".split()


def _table(city: City, rows: Sequence[Figures], lang: Language) -> str:
    head = "".join(
        f'<th scope="col">{html.escape(city.texts.format(f"figures-{name}", lang, {}))}</th>'
        for name in _COLUMNS
    )
    body = "".join(f"<tr>{_row(city, row, lang)}</tr>" for row in rows)
    return (
        '<div class="overflow-auto"><table>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _row(city: City, row: Figures, lang: Language) -> str:
    cells = (
        str(row.cases),
        _share(row.in_term),
        _number(row.median_days, lang),
        _number(row.quality, lang),
        _number(row.speed, lang),
        str(row.rated),
        _share(row.good_at_least),
        _share(row.reopened),
    )
    name = f'<th scope="row">{html.escape(_name(city, row, lang))}</th>'
    return name + "".join(f"<td>{cell}</td>" for cell in cells)


def _name(city: City, row: Figures, lang: Language) -> str:
    argument = {"service_code": "service_code", "district": "district"}.get(row.by, "body")
    return city.texts.format(f"figures-of-{argument}", lang, {argument: row.key})


def _share(share: float | None) -> str:
    return _DASH if share is None else f"{share:.0%}".replace("%", " %")


def _number(value: float | None, lang: Language) -> str:
    if value is None:
        return _DASH
    return f"{value:.1f}" if lang == "en" else f"{value:.1f}".replace(".", ",")
