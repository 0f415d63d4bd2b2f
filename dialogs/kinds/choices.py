"""Kinds with a closed set of answers, each with its buttons."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from core.conversation import Text
from dialogs.flow import SlotSpec
from dialogs.kinds.base import SURE, WHOLE_LIST, Kind, Question, Reject, Scene, Words
from dialogs.landmarks import only_a_landmark


class ChoiceKind(Kind):
    """One of a closed set; labels are the texts `SLOT-VALUE`.

    Options: `values`; `hints`: for each value the beginnings of words that say it in passing;
    `answers`: more of them, which count only once it was asked; `yes`, `no`: the values that a
    bare yes and no mean; `shown`: how many of the values get a button; `free`: once it was asked,
    other words are a value too; `ranked`: of several values hinted at, the first of `hints` is
    meant; `after`: the words that a value in one's own words follows («вимагаю …»).
    """

    takes = frozenset(
        {"values", "hints", "answers", "yes", "no", "shown", "free", "ranked", "after"}
    )

    def chosen_by_place(self, value: Any) -> bool:
        return True

    def hear(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        hints, ranked = spec.options.get("hints", {}), spec.options.get("ranked", False)
        return _hinted(words.spelled, hints, ranked=ranked) or _told_after(spec, words.text)

    def answer(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        found = self.hear(spec, old, words)
        found = found or _hinted(words.spelled, spec.options.get("answers", {}))
        unfit = words.small_talk or words.bare_facts or "?" in words.text
        if found or not spec.options.get("free") or unfit:
            return found
        return words.text if _FEWEST_FREE <= len(words.text) <= _MOST_FREE else None

    def press(self, spec: SlotSpec, old: Any, value: str) -> Any:
        return value if value in spec.options["values"] else None

    def question(self, spec: SlotSpec, value: Any, scene: Scene) -> Question:
        options = spec.options
        shown = options["values"][: options.get("shown")]
        labels = ((Text(f"{spec.name}-{item}", scene.slots), item) for item in shown)
        return Question(buttons=tuple(labels), yes=options.get("yes"), no=options.get("no"))


_FEWEST_FREE, _MOST_FREE = 6, 400


def _told_after(spec: SlotSpec, text: str) -> str | None:
    """What follows the word that such a value begins with, to the end of the sentence."""
    said = "|".join(map(re.escape, spec.options.get("after", ())))
    found = re.search(rf"\b(?:{said})\s+([^.!?\n]+)", text, re.IGNORECASE) if said else None
    told = found[1].strip() if found else ""
    return told if _FEWEST_FREE <= len(told) <= _MOST_FREE else None


def _hinted(text: str, hints: Mapping[str, list[str]], *, ranked: bool = False) -> str | None:
    """The one value of which some beginning stands in the text; None for none or, unless they are
    ranked, for two.
    """
    said = f" {text.casefold()}"
    found = [value for value, stems in hints.items() if any(_stands(stem, said) for stem in stems)]
    return found[0] if len(found) == 1 or (found and ranked) else None


def _stands(stem: str, said: str) -> bool:
    """Whether a word begins so and is not denied («не весь будинок»)."""
    return f" {stem}" in said and f" не {stem}" not in said


class RatingKind(Kind):
    """A score from 1 to 5: by button, digit, word or stars. Options: `role` – quality or speed;
    `hints`: for each score the beginnings of words that give it in a message that is a verdict;
    `answers`: of those that give it once it was asked for.
    """

    takes = frozenset({"role", "hints", "answers"})

    def hear(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        told = words.reading.all("rating")
        if len(told) == 2 and told[0].role == told[1].role:
            # «4 і 5»: in the order in which they are asked.
            told = [told[0 if spec.options["role"] == "quality" else 1]]
        else:
            # A score of nothing named is of the whole, and that is quality.
            told = [one for one in told if (one.role or "quality") == spec.options["role"]]
        if told:
            return int(told[-1].value)
        judged = old is None and words.alone.intent == "case_rate"
        return _score(words, spec.options.get("hints", {})) if judged else None

    def answer(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        found = self.hear(spec, old, words)
        if found is not None:
            return found
        hinted = _score(words, spec.options.get("answers", {}))
        if hinted is None and words.text.strip().isdigit():
            return Reject("not-a-rating")
        return hinted

    def press(self, spec: SlotSpec, old: Any, value: str) -> Any:
        return int(value) if value in _SCORES else None

    def question(self, spec: SlotSpec, value: Any, scene: Scene) -> Question:
        return Question(buttons=tuple((Text("score", {"score": n}), n) for n in _SCORES))


def _score(words: Words, hints: Mapping[str, list[str]]) -> int | None:
    """The one score that the words give: «не погано» is no «погано», «дуже довго» not just
    «довго».
    """
    said = f" {words.spelled.casefold()}".replace(" не ", " не")
    found = [
        (stem, score) for score, stems in hints.items() for stem in stems if f" {stem}" in said
    ]
    whole = {score for stem, score in found if not any(stem in o and stem != o for o, _ in found)}
    return int(whole.pop()) if len(whole) == 1 else None


_SCORES = ("1", "2", "3", "4", "5")


class LanguageKind(ChoiceKind):
    """A language by its name in any of three languages; `ru` is understood but not spoken."""

    takes = frozenset({"values"})

    _STEMS: Mapping[str, str] = {
        "англ": "en",
        "engl": "en",
        "укр": "uk",
        "ukr": "uk",
        "рос": "ru",
        "рус": "ru",
        "russ": "ru",
    }

    def hear(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        text = words.text.casefold()
        return next((code for stem, code in self._STEMS.items() if stem in text), None)


class ServiceCodeKind(Kind):
    """What is wrong, as the reader classified it; once known, only a correction changes it."""

    takes = frozenset()

    def hear(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        reading = words.reading
        sure = bool(reading.service_code) and reading.service_code_confidence >= SURE
        if old and only_a_landmark(words.text, words.alone.entities):
            # «Біля метро Сирець» corrects a place, whatever its name makes the reader think of.
            return None
        return reading.service_code if sure and (not old or reading.correction) else None


class DistrictKind(Kind):
    """A district's code. Likely ones (of the street) come first as buttons, the rest behind one.

    Options: `codes` – the districts' codes by their names, from the city's own list.
    """

    takes = frozenset({"codes"})
    draws_on: ClassVar[Mapping[str, str]] = {"codes": "districts"}
    OTHER = "other"

    def chosen_by_place(self, value: Any) -> bool:
        return True

    def hear(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        entity = words.reading.first("district")
        return spec.options["codes"].get(entity.value) if entity else None

    def press(self, spec: SlotSpec, old: Any, value: str) -> Any:
        if value == self.OTHER:
            return WHOLE_LIST
        return value if value in spec.options["codes"].values() else None

    def question(self, spec: SlotSpec, value: Any, scene: Scene) -> Question:
        codes = list(spec.options["codes"].values())
        likely = [code for code in scene.slots.get("likely_districts") or () if code in codes][:3]
        if scene.whole_list:
            return Question("-all", _district_buttons(codes))
        if not likely:
            return Question(buttons=_district_buttons(codes))
        other = (Text("district-other"), self.OTHER)
        shown = (*_district_buttons(likely), other)
        if len(likely) > 1:
            return Question(buttons=shown, no=self.OTHER)
        return Question("-one", shown, yes=likely[0], no=self.OTHER)


def _district_buttons(codes: list[str]) -> tuple[tuple[Text, str], ...]:
    return tuple((Text("district-name", {"district": code}), code) for code in codes)
