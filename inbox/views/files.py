"""Files of residents and of staff, to whoever may see what they belong to."""

import re
from pathlib import Path

from aiohttp import web

from core.model import Attachment, StaffMember
from core.ports import UnitOfWork
from core.staff import may
from inbox.access import Routes, Visit, needs
from inbox.shown import PICTURES

SHA256 = re.compile(r"[0-9a-f]{64}")

# A file comes from a stranger: it runs nothing, loads nothing and is no page of ours.
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
}

routes = Routes()


@routes.get(r"/attachments/{id:\d{1,18}}", needs("view", "handoff_view"), background=True)
async def attachment(visit: Visit) -> web.StreamResponse:
    """The file itself: pictures to look at, everything else to save."""
    file_id = visit.number("id")
    found = await visit.office.desk.read(lambda uow: _allowed(uow, visit.me, file_id))
    if found is None:
        raise web.HTTPNotFound
    response = file_response(found, visit.office.settings.attachments)
    await visit.office.looks.go_on(visit.my_id, f"attachment:{file_id}")
    return response


def file_response(found: Attachment, folder: Path) -> web.FileResponse:
    """Return a kept file as a response. Errors: 404 when it is not where it was kept."""
    path = _path_of(found, folder)
    if path is None or not path.is_file():
        raise web.HTTPNotFound
    picture = found.mime in PICTURES
    headers = {
        **HEADERS,
        "Content-Type": (found.mime or "") if picture else "application/octet-stream",
        "Content-Disposition": "inline" if picture else f'attachment; filename="{_name(found)}"',
    }
    return web.FileResponse(path, headers=headers)


def _allowed(uow: UnitOfWork, me: StaffMember, file_id: int) -> Attachment | None:
    """Return the file when the member may see its case or its conversation."""
    found = uow.attachments.get(file_id)
    if found is None or found.state != "ready":
        return None
    if may(me, "handoff_view"):
        return found
    case = uow.cases.by_id(found.case_id) if found.case_id is not None else None
    return found if case is not None and may(me, "view", case.body) else None


def stored_at(folder: Path, sha256: str) -> Path:
    """Return where the file of a hash is kept."""
    return folder / sha256[:2] / sha256


def _path_of(found: Attachment, folder: Path) -> Path | None:
    known = found.sha256 is not None and SHA256.fullmatch(found.sha256)
    return stored_at(folder, found.sha256 or "") if known else None


def _name(found: Attachment) -> str:
    suffix = Path(found.name or "").suffix.lower()
    plain = suffix if suffix[1:].isalnum() and suffix.isascii() and len(suffix) <= 6 else ""
    return f"misto-{found.id}{plain}"
