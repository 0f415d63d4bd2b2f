"""Cues: a flow begins by words of its own, and by no others."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dialogs.cues import read_cue
from dialogs.flow import Flows
from tests.dialogs.builders import city

OWN = {
    "мої дані": "my_things",
    "Що ви про мене знаєте?": "my_things",
    "шо вы про меня знаете": "my_things",
    "які дані ви про мене маєте": "my_things",
    "особистий кабінет": "my_things",
    "what do you know about me": "my_things",
    "дайте, будь ласка, копію моїх даних": "my_copy",
    "хочу скачати свої дані": "my_copy",
    "Видаліть мої дані!": "forget_me",
    "видаліть будь ласка всі мої персональні дані": "forget_me",
    "прошу видалити мої персональні дані": "forget_me",
    "хочу щоб ви видалили мої дані": "forget_me",
    "удалите мои данные": "forget_me",
    "забудьте мене": "forget_me",
    "зітріть усе що я писав": "forget_me",
    "скасуйте згоду на обробку даних": "forget_me",
    "delete my data please": "forget_me",
    "прив'язати телеграм": "link_chat",
    "хочу прив’язати вайбер": "link_chat",
    "привяжите пошту": "link_chat",
    "привяжи мой телеграм": "link_chat",
    "можна продовжити у вайбері?": "link_chat",
    "як об'єднати мої чати": "link_chat",
    "дайте код для телеграму": "link_chat",
    "я той самий у вайбері": "link_chat",
    "the same me in Viber": "link_chat",
    "link my telegram account": "link_chat",
    "відв'язати телеграм": "unlink_chat",
    "від'єднай, будь ласка, пошту": "unlink_chat",
    "отвяжи вайбер": "unlink_chat",
    "unlink my viber": "unlink_chat",
    "це була не я": "link_undo",
    "that was not me": "link_undo",
    "у мене є код": "link_enter",
}
OTHERS = (
    "ЖЕК передав мої дані третім особам",
    "видаліть яму на дорозі",
    "забудь про це",
    "приберіть сміття",
    "прибери мене з розсилки",
    "мої заявки",
    "ЖЕК пише у вайбер групу і не відповідає",
    "відключили світло",
    "підключіть воду",
    "код домофона не працює",
    "отключили отопление, пишу в чат",
    "не зберігаються дані лічильника",
)


@pytest.fixture(scope="module")
def flows() -> Flows:
    return city().flows


@pytest.mark.parametrize(
    ("cue", "text", "heard"),
    [
        ("дозвіл обріз", "Потрібен дозвіл на обрізку дерева", True),
        ("дозвіл обріз", "обрізали дерево, а чи був дозвіл", False),
        ("дозвіл/дозвол обріз", "нужно дозволение обрізати", True),
        ("^ мої дан $", "мої дані, будь ласка", True),
        ("^ мої дан $", "де мої дані", False),
        ("^ мої дан $", "мої сусіди і дані", False),
        ("^ видал дан", "видаліть всі мої дані негайно", True),
        ("зна про мене $", "що ви знаєте про мене, цікаво", False),
        ("^ мої дан $", "", False),
    ],
)
def test_a_cue_is_heard(cue: str, text: str, heard: bool) -> None:
    assert read_cue(cue).heard(text) is heard


@pytest.mark.parametrize("source", ["", "^ $", "^", "дан", "…", "мої /"])
def test_a_cue_that_is_none_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match=r"cue|one word"):
        read_cue(source)


def test_a_cue_of_words_that_are_passed_over_is_refused() -> None:
    """«Хочу» is politeness: a cue that waits for it would never be heard."""
    with pytest.raises(ValueError, match=r"'хочу' in a cue is politeness"):
        read_cue("хочу грати вулиц")


@pytest.mark.parametrize(("text", "flow"), OWN.items())
def test_ones_own_things_are_asked_for_in_many_words(flows: Flows, text: str, flow: str) -> None:
    found = flows.cued_by(text)
    assert found is not None
    assert found.name == flow


@pytest.mark.parametrize("text", OTHERS)
def test_other_matters_have_no_cue(flows: Flows, text: str) -> None:
    assert flows.cued_by(text) is None


def test_no_message_of_the_training_data_is_taken_from_the_reader(flows: Flows, root: Path) -> None:
    """What the reader knows is the reader's."""
    taken = [text for text in _known(root / "data" / "nlu") if flows.cued_by(text)]
    assert taken == []


def _known(folder: Path) -> Iterator[str]:
    for line in (folder / "dev.jsonl").read_text("utf-8").splitlines():
        yield json.loads(line)["text"]
    for path in folder.glob("*.yml"):
        for found in re.finditer(r"^\s+- (?!intent)(.+)$", path.read_text("utf-8"), re.MULTILINE):
            yield re.sub(r"\[([^\]]+)\](\([^)]*\)|\{[^}]*\})", r"\1", found[1])
