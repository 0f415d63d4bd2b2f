"""Letters as residents' programs write them: how each quotes what it answers, signs, encodes."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

US = "misto@kyiv.example"
DATE = "Tue, 24 Nov 2026 10:15:03 +0200"


@dataclass(frozen=True, slots=True)
class Ours:
    """A letter of ours that is answered."""

    id: str
    subject: str
    text: str
    references: str = ""


def quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())


def _gmail_uk(words: str, ours: Ours | None) -> str:
    if ours is None:
        return words
    head = f"вт, 24 лист. 2026 р. о 10:15 Місто Київ <{US}> пише:"
    return f"{words}\n\n{head}\n\n{quoted(ours.text)}\n"


def _gmail_broken(words: str, ours: Ours | None) -> str:
    """The attribution over two lines, as Gmail breaks it."""
    if ours is None:
        return words
    head = f"On Tue, Nov 24, 2026 at 10:15 AM Misto Kyiv City Council Bot\n<{US}> wrote:"
    return f"{words}\n\n{head}\n\n{quoted(ours.text)}\n"


def _outlook_uk(words: str, ours: Ours | None) -> str:
    signed = f"{words}\n\nЗ повагою,\nОлена Коваль\n"
    if ours is None:
        return words
    head = (
        f"________________________________\nВід: Місто Київ <{US}>\n"
        f"Надіслано: вівторок, 24 листопада 2026 р. 10:15\nКому: olena@example.org\n"
        f"Тема: {ours.subject}\n"
    )
    return f"{signed}\n{head}\n{ours.text}\n"


def _outlook_ru(words: str, ours: Ours | None) -> str:
    if ours is None:
        return words
    head = (
        f"-----Исходное сообщение-----\nОт: Місто Київ <{US}>\n"
        f"Отправлено: 24 ноября 2026 г. 10:15\n"
        f"Кому: olena@example.org\nТема: {ours.subject}\n"
    )
    return f"{words}\n\n{head}\n{ours.text}\n"


def _iphone_uk(words: str, ours: Ours | None) -> str:
    if ours is None:
        return f"{words}\n\nНадіслано з iPhone"
    head = f"24 лист. 2026 р. о 10:15 Місто Київ <{US}> написав(-ла):"
    return f"{words}\n\nНадіслано з iPhone\n\n> {head}\n> \n{quoted(ours.text)}\n"


def _ukrnet(words: str, ours: Ours | None) -> str:
    if ours is None:
        return words
    head = f'24 листопада 2026, 10:15:03, від "Місто Київ" <{US}>:'
    return f"{words}\n\n{head}\n\n{ours.text}\n"


def _thunderbird(words: str, ours: Ours | None) -> str:
    """Answers below what it quotes."""
    if ours is None:
        return words
    return f"24.11.26 10:15, Місто Київ пише:\n{quoted(ours.text)}\n\n{words}\n\n-- \nОлена\n"


def _mail_ru(words: str, ours: Ours | None) -> str:
    if ours is None:
        return words
    head = f"Вторник, 24 ноября 2026, 10:15 +02:00 от Місто Київ <{US}>:"
    return f"{words}\n\n{head}\n\n{quoted(ours.text)}\n\n--\nОтправлено из Mail для Android\n"


def _bare(words: str, ours: Ours | None) -> str:
    return words


Style = Callable[[str, "Ours | None"], str]
STYLES: Mapping[str, Style] = {
    "gmail_uk": _gmail_uk,
    "gmail_broken": _gmail_broken,
    "outlook_uk": _outlook_uk,
    "outlook_ru": _outlook_ru,
    "iphone_uk": _iphone_uk,
    "ukrnet": _ukrnet,
    "thunderbird": _thunderbird,
    "mail_ru": _mail_ru,
    "bare": _bare,
}


def _gmail_html(words: str, ours: Ours | None) -> str:
    said = f'<div dir="ltr">{words}</div>'
    if ours is None:
        return said
    return (
        f'{said}<br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">'
        f'вт, 24 лист. 2026 р. о 10:15 Місто &lt;<a href="mailto:{US}">{US}</a>&gt; пише:<br></div>'
        f'<blockquote class="gmail_quote">{ours.text}</blockquote></div>'
    )


def _outlook_html(words: str, ours: Ours | None) -> str:
    said = (
        "<html><head><style>p{margin:0}</style></head><body>"
        f'<div class="WordSection1"><p class="MsoNormal">{words}<o:p></o:p></p></div>'
    )
    if ours is None:
        return said
    return (
        f'{said}<div id="appendonsend"></div><hr style="width:98%">'
        f'<div id="divRplyFwdMsg" dir="ltr"><b>Від:</b> Місто &lt;{US}&gt;<br>'
        f"<b>Надіслано:</b> вівторок<br><b>Тема:</b> {ours.subject}</div>"
        f"<div>{ours.text}</div></body></html>"
    )


def _iphone_html(words: str, ours: Ours | None) -> str:
    said = f'<html><body dir="auto">{words}<br><br><div dir="ltr">Надіслано з iPhone</div>'
    if ours is None:
        return said
    return f'{said}<div dir="ltr"><br><blockquote type="cite">{ours.text}</blockquote></div></body>'


HTML_STYLES: Mapping[str, Style] = {
    "gmail_html": _gmail_html,
    "outlook_html": _outlook_html,
    "iphone_html": _iphone_html,
}


def letter(
    words: str,
    sender: str = "olena@example.org",
    *,
    style: str = "bare",
    answers: Ours | None = None,
    number: int = 1,
    subject: str = "",
    files: tuple[tuple[Path, str], ...] = (),
) -> EmailMessage:
    """Return a letter to us; `number` makes its id, `files` are paths with their types."""
    message = EmailMessage()
    message["From"] = f"Олена <{sender}>"
    message["To"] = US
    message["Date"] = DATE
    message["Message-ID"] = f"<{number}.{abs(hash(sender))}@mail.example.org>"
    message["Subject"] = f"Re: {answers.subject}" if answers else subject
    if answers is not None:
        message["In-Reply-To"] = answers.id
        message["References"] = f"{answers.references} {answers.id}".strip()
    encoding = ("base64", "quoted-printable")[number % 2]
    if style in HTML_STYLES:
        body = HTML_STYLES[style](html.escape(words).replace("\n", "<br>"), answers)
        message.set_content(body, subtype="html", cte=encoding)
    else:
        message.set_content(STYLES[style](words, answers), cte=encoding)
    for path, mime in files:
        main, _, sub = mime.partition("/")
        message.add_attachment(path.read_bytes(), main, sub, filename=path.name)
    return message
