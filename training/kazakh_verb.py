# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kazakh verbs inflected from their third person past: tenses, participles, converbs, passive.

The suffixes are those of «Қазақ грамматикасы» (2002), the chapter on the verb. The past tells the
stem and its vowels («жазды»: жаз-, back). A compound verb inflects its last word.
Leaves out: persons other than the third and the polite imperative; moods but the conditional.
"""

from __future__ import annotations

from dataclasses import dataclass

_VOWELS = frozenset("аәоөұүыіеэяёуию")
_VOICED = {"п": "б", "к": "г", "қ": "ғ"}
_VOICELESS = frozenset("пкқтсшщчцфх")
_FRONT_OF = str.maketrans("аығқ", "еігк")
_JOINED = (("йу", "ю"), ("иу", "ию"), ("йа", "я"))
"""Letters that one letter writes: қой-ады, қояды; ки-у, кию."""
_NO_VOWEL_LOSS = frozenset("уи")


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb's *lead* (the words before the last), its *stem*, and whether its vowels are back."""

    lead: str
    stem: str
    back: bool

    def _with(self, suffix: str) -> str:
        return self.lead + self.stem + self._tuned(suffix)

    def _tuned(self, suffix: str) -> str:
        return suffix if self.back else suffix.translate(_FRONT_OF)

    @property
    def _is_open(self) -> bool:
        """Say whether the stem ends in a vowel; у and и count as consonants before a vowel."""
        return self.stem[-1] in _VOWELS and self.stem[-1] not in _NO_VOWEL_LOSS

    def _voiced(self, suffix: str) -> str:
        """Give the stem, its last consonant voiced, with a suffix that begins with a vowel."""
        stem = self.stem[:-1] + _VOICED.get(self.stem[-1], self.stem[-1])
        found = stem + self._tuned(suffix)
        for apart, together in _JOINED:
            found = found.replace(apart, together)
        return self.lead + found

    def _glided(self, suffix: str) -> str:
        """Give a vowel stem with a suffix in -й; ы, і and й are written и."""
        if self.stem[-1] in "ыі":
            return self.lead + self.stem[:-1] + "и" + self._tuned(suffix)
        return self._with("й" + suffix)

    def infinitive(self) -> str:
        """Give -у: жазу, оқу, ойлау."""
        if self.stem[-1] in "ыі":
            return self.lead + self.stem[:-1] + "у"
        return self._voiced("у")

    def past(self) -> str:
        """Give -ды: жазды."""
        return self._with(("т" if self.stem[-1] in _VOICELESS else "д") + "ы")

    def present(self) -> str:
        """Give -ады: жазады, ойлайды, оқиды."""
        return self._glided("ды") if self._is_open else self._voiced("ады")

    def converb(self) -> str:
        """Give -а, -й: жаза, ойлай; what алу, беру and бастау follow."""
        return self._glided("") if self._is_open else self._voiced("а")

    def past_converb(self) -> str:
        """Give -п: жазып, ойлап."""
        return self._with("п") if self._is_open else self._voiced("ып")

    def perfect(self) -> str:
        """Give the participle in -ған: жазған, айтқан."""
        return self._with("қан" if self.stem[-1] in _VOICELESS else "ған")

    def imperfect(self) -> str:
        """Give the participle in -атын: жазатын, ойлайтын."""
        return self._glided("тын") if self._is_open else self._voiced("атын")

    def imperative(self) -> str:
        """Give the polite imperative: жазыңыз, ойлаңыз."""
        return self._with("ңыз") if self._is_open else self._voiced("ыңыз")

    def conditional(self) -> str:
        """Give -са: жазса."""
        return self._with("са")

    def negative(self) -> Verb:
        """Give the verb in -ма: жазба-, ойлама-, айтпа-."""
        last = self.stem[-1]
        suffix = "па" if last in _VOICELESS else "ба" if last in "мнңзж" else "ма"
        return Verb(self.lead, self.stem + self._tuned(suffix), self.back)

    def passive(self) -> Verb:
        """Give the passive: жазыл-, бөлін-, ойлан-, айтыл-."""
        last = "л" if not self._has_l() else "н"
        if self._is_open:
            return Verb(self.lead, self.stem + last, self.back)
        stem = self.stem[:-1] + _VOICED.get(self.stem[-1], self.stem[-1])
        return Verb(self.lead, stem + self._tuned("ы") + last, self.back)

    def _has_l(self) -> bool:
        return "л" in self.stem[-2:]


def verb_of(past: str) -> Verb | None:
    """Read a verb from its third person past; none where *past* is no such form."""
    lead, space, last = past.rpartition(" ")
    if len(last) < 4 or not last.endswith(("ды", "ді", "ты", "ті")):
        return None
    return Verb(lead + space, last[:-2], last.endswith("ы"))
