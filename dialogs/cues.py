"""Cues: words by which a flow begins that no intent of the reader names.

A cue is beginnings of words in their order, with whatever else between: «дозвіл обріз» hears
«потрібен дозвіл на обрізку дерев». `дозвіл/дозвол` is either of two; with `^` the message must
begin so, with `$` end so. Politeness is passed over.
"""

from dataclasses import dataclass

from dialogs.phrases import plain, without_fillers

BEGIN, END, EITHER = "^", "$", "/"


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue ready to be heard."""

    stems: tuple[tuple[str, ...], ...]
    begins: bool
    ends: bool

    def heard(self, text: str) -> bool:
        """Whether the words of the text go by the cue."""
        said = without_fillers(plain(text)).split()
        if self.begins and not (said and said[0].startswith(self.stems[0])):
            return False
        if self.ends and not (said and said[-1].startswith(self.stems[-1])):
            return False
        words = iter(said)
        in_order = all(any(word.startswith(stem) for word in words) for stem in self.stems)
        return in_order and not (self.begins and self.ends and len(said) != len(self.stems))


def read_cue(source: str) -> Cue:
    """Return the cue that is written so. Errors: ValueError when there are no words in it."""
    parts = source.split()
    begins, ends = parts[:1] == [BEGIN], parts[-1:] == [END]
    kept = parts[begins : len(parts) - ends]
    stems = tuple(tuple(filter(None, map(plain, part.split(EITHER)))) for part in kept)
    if not stems or not all(stems):
        raise ValueError(f"a cue is beginnings of words, as «дозвіл обріз», not '{source}'")
    for stem in stems:
        if not any(without_fillers(one) for one in stem):
            said = EITHER.join(stem)
            raise ValueError(f"'{said}' in a cue is politeness, which is passed over; leave it out")
    if not begins and not ends and len(stems) == 1:
        raise ValueError(f"one word alone begins too much: '{source}'; write ^ {source} $ or more")
    return Cue(stems, begins, ends)
