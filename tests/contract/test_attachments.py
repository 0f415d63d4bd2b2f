"""Files go from the message to the case, or are swept."""

from dataclasses import replace
from datetime import datetime

import pytest

from core.conversation import Frame
from core.messages import ChatRef
from core.model import Attachment
from core.ports import UnitOfWork
from tests.contract.builders import DAY, NOW, OLENA, PETRO, chat, filed


def photo(uow: UnitOfWork, ref: str = "f1", of: ChatRef = OLENA, at: datetime = NOW) -> Attachment:
    attachment = Attachment("photo", ref, chat(uow, of), name="яма.jpg", size=1024)
    attachment.id = uow.attachments.add(attachment, at)
    return attachment


def ready(uow: UnitOfWork, attachment: Attachment) -> Attachment:
    attachment.state, attachment.sha256, attachment.mime = "ready", "ab" * 32, "image/jpeg"
    uow.attachments.settle(attachment)
    return attachment


def test_a_file_waits_to_be_fetched_with_its_chat(uow: UnitOfWork) -> None:
    first, second = photo(uow), photo(uow, "f2", PETRO)
    assert uow.attachments.waiting() == [(first, OLENA), (second, PETRO)]
    assert uow.attachments.waiting(limit=1) == [(first, OLENA)]


def test_a_settled_file_waits_no_more(uow: UnitOfWork) -> None:
    kept = ready(uow, photo(uow))
    refused = photo(uow, "f2")
    refused.state, refused.reason = "refused", "not-a-photo"
    uow.attachments.settle(refused)
    assert uow.attachments.waiting() == []
    assert uow.attachments.get(kept.id or 0) == kept
    assert uow.attachments.get(refused.id or 0) == refused


def test_a_file_that_is_not_there_is_none_and_cannot_be_settled(uow: UnitOfWork) -> None:
    assert uow.attachments.get(404) is None
    with pytest.raises(LookupError, match="404"):
        uow.attachments.settle(replace(photo(uow), id=404))


def test_a_case_takes_the_chats_free_files(uow: UnitOfWork) -> None:
    first = ready(uow, photo(uow, "f1"))
    second = photo(uow, "f2")
    refused = photo(uow, "f3")
    refused.state = "refused"
    uow.attachments.settle(refused)
    photo(uow, "f4", PETRO)
    case_id = filed(uow).id or 0
    assert uow.attachments.attach(chat(uow), case_id) == 2
    assert uow.attachments.attach(chat(uow), case_id) == 0
    assert uow.attachments.of_case(case_id) == [
        replace(first, case_id=case_id),
        replace(second, case_id=case_id),
    ]


def test_a_case_takes_only_files_since_a_given_one(uow: UnitOfWork) -> None:
    before, after = photo(uow, "f1"), photo(uow, "f2")
    case_id = filed(uow).id or 0
    assert uow.attachments.attach(chat(uow), case_id, since_id=before.id or 0) == 1
    assert [file.id for file in uow.attachments.of_case(case_id)] == [after.id]


def test_old_files_of_no_case_can_be_swept(uow: UnitOfWork) -> None:
    old, _fresh = photo(uow, "f1", at=NOW - DAY), photo(uow, "f2")
    used = photo(uow, "f3", PETRO, NOW - DAY)
    uow.attachments.attach(chat(uow, PETRO), filed(uow, chat=PETRO).id or 0)
    assert uow.attachments.unused_before(NOW) == [old]
    uow.attachments.remove(old.id or 0)
    assert uow.attachments.unused_before(NOW) == []
    assert uow.attachments.get(used.id or 0) is not None


def test_the_number_of_a_removed_file_is_not_given_again(uow: UnitOfWork) -> None:
    removed = photo(uow).id or 0
    uow.attachments.remove(removed)
    assert (photo(uow, "f2").id or 0) > removed


def test_a_draft_keeps_its_files(uow: UnitOfWork) -> None:
    photo(uow, "f1", at=NOW - DAY)
    conversation = uow.conversations.get(OLENA)
    conversation.state.frames.append(Frame(1, "dispatcher_request"))
    uow.conversations.put(conversation, NOW)
    assert uow.attachments.unused_before(NOW) == []


def test_the_hashes_that_files_still_have_are_told_apart(uow: UnitOfWork) -> None:
    ready(uow, photo(uow))
    assert uow.attachments.kept(["ab" * 32, "cd" * 32]) == {"ab" * 32}
    assert uow.attachments.kept([]) == set()
