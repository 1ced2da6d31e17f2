# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The training corpus of the starter engine: pairs of token forms, cleaned and truecased.

Reads ``train.<locale>.tsv.xz`` (package, kind, English, target) and, for Kazakh, ``extra/*.tsv``
(Kazakh, English, alignment score; lower-cased and tokenised). Leaves out: alignment.
"""

from __future__ import annotations

import lzma
import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from adapters.engines.starter_order import arranged
from adapters.engines.starter_tags import tag_words
from adapters.engines.starter_text import (
    COPY_CLASS,
    Token,
    TokenKind,
    decapitalise,
    is_latin_word,
    is_shouted,
    split_compound,
    tokenise_source,
    tokenise_target,
)

_INITIAL = re.compile(r"\b[^\W\d_] \. ?(?=\w)")
"""An initial before a name: learned, it would stand for the whole first name."""
MAX_TOKENS = 60
SENTENCE_WORDS = 6
NEWS_MIN_SCORE = 0.6
"""Pairs of the news corpora below this alignment score are mostly no translations."""
NEWS_HELD_OUT_EVERY = 40


@dataclass(frozen=True, slots=True)
class TextPair:
    """A source and a target as texts; *is_cased* is false where the corpus was lower-cased."""

    source: str
    target: str
    is_cased: bool = True


@dataclass(frozen=True, slots=True)
class FormPair:
    """A source and a target as the forms that a model learns."""

    source: tuple[str, ...]
    target: tuple[str, ...]


def read_tsv(path: Path) -> Iterator[TextPair]:
    """Read pairs from a four-column file, compressed with xz or not."""
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            _, _, source, target = line.rstrip("\n").split("\t")
            yield TextPair(source, target)


def read_news(path: Path) -> Iterator[TextPair]:
    """Read the well-aligned pairs of a Kazakh news corpus, each once."""
    seen: set[str] = set()
    for line in path.read_text(encoding="utf-8").splitlines():
        columns = line.split("\t")
        if len(columns) != 3 or columns[1] in seen or not _is_score(columns[2]):
            continue
        target, source, score = columns
        lengths = sorted((len(source.split()), len(target.split())))
        if float(score.replace(",", ".")) >= NEWS_MIN_SCORE and 3 <= lengths[0] * 2.2 >= lengths[1]:
            seen.add(source)
            source = source.replace(" ' s ", "'s ").replace(" 's ", "'s ")
            yield TextPair(_INITIAL.sub("", source), _INITIAL.sub("", target), is_cased=False)


def read_corpus(data: Path, locale: str, words: int) -> tuple[list[TextPair], list[list[TextPair]]]:
    """Give the training pairs of *locale*, at most *words* English words, and its tuning sets.

    Sentences are taken before shorter texts, and news before either. The order is that of the
    files, so the same data give the same corpus.
    """
    news = [pair for path in sorted(data.parent.glob("extra/*.tsv")) for pair in read_news(path)]
    news = news if locale == "kk" else []
    train = [pair for i, pair in enumerate(news) if i % NEWS_HELD_OUT_EVERY]
    tuning = [news[::NEWS_HELD_OUT_EVERY]] if news else []
    main = list(read_tsv(_existing(data / f"train.{locale}.tsv.xz", data / f"train.{locale}.tsv")))
    random.Random(1).shuffle(main)
    main.sort(key=lambda pair: len(pair.source.split()) < SENTENCE_WORDS)
    room = words - sum(len(pair.source.split()) for pair in train)
    for pair in main:
        room -= len(pair.source.split())
        if room < 0:
            break
        train.append(pair)
    dev = data / f"dev.{locale}.tsv"
    if dev.exists():
        tuning.append(list(read_tsv(dev)))
    return train, tuning


class Truecaser:
    """Gives each target word the case that it has inside sentences."""

    def __init__(self, pairs: Sequence[TextPair]) -> None:
        counts: Counter[str] = Counter()
        for pair in pairs:
            tokens = tokenise_target(pair.target) if pair.is_cased else []
            if not is_shouted(tokens):
                counts.update(t.form for t in tokens[1:] if t.kind is TokenKind.WORD)
        best: dict[str, str] = {}
        for form, count in sorted(counts.items()):
            if count > counts[best.get(form.lower(), "")]:
                best[form.lower()] = form
        self._inner = counts
        self._usual = best

    def forms(self, target: str, is_cased: bool) -> list[str]:
        """Give the forms of *target*: all by usage if its case is unknown, else the first."""
        tokens = tokenise_target(target)
        everywhere = not is_cased or is_shouted(tokens)
        forms: list[str] = []
        at_start = True
        for token in tokens:
            if token.kind is TokenKind.WORD:
                if everywhere:
                    forms.append(self._usual.get(token.form.lower(), token.form.lower()))
                else:
                    forms.append(self._first(token.form) if at_start else token.form)
                at_start = False
            else:
                forms.append(token.form)
        return forms

    def _first(self, form: str) -> str:
        lowered = decapitalise(form)
        return lowered if self._inner[lowered] >= self._inner[form] else form


def form_pairs(
    pairs: Sequence[TextPair], truecaser: Truecaser, classes: Mapping[str, int], locale: str
) -> list[FormPair]:
    """Give the pairs as forms, sources in the order for *locale*.

    Words that targets usually keep are the class of copies.
    """
    cut = [(tokenise_source(p.source), truecaser.forms(p.target, p.is_cased)) for p in pairs]
    cut = [(s, t) for s, t in cut if 0 < len(s) <= MAX_TOKENS and 0 < len(t) <= MAX_TOKENS]
    compounds = Counter(t.form for s, _ in cut for t in s if "-" in t.form)
    known = frozenset(form for form, count in compounds.items() if count > 2)
    split = [(_arranged(_split(s, known), classes, locale), t) for s, t in cut]
    copied = copied_words(split)
    return [_with_copies(source, target, copied) for source, target in split]


def copied_words(pairs: Sequence[tuple[list[str], list[str]]]) -> frozenset[str]:
    """Give the source words that targets keep in more than half of their places."""
    kept: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for source, target in pairs:
        latin = {form.lower() for form in target if is_latin_word(form)}
        for form in source:
            if is_latin_word(form):
                seen[form] += 1
                kept[form] += form in latin
    return frozenset(form for form, count in kept.items() if count * 2 > seen[form])


def _with_copies(source: list[str], target: list[str], copied: frozenset[str]) -> FormPair:
    """Put the class of copied words where both sides have the same Latin word."""
    latin = {form.lower() for form in target if is_latin_word(form)}
    both = {form for form in source if form in latin}
    return FormPair(
        tuple(COPY_CLASS if form in both or form in copied else form for form in source),
        tuple(COPY_CLASS if form.lower() in both else form for form in target),
    )


def _split(tokens: Sequence[Token], known: frozenset[str]) -> list[Token]:
    parts: list[Token] = []
    for token in tokens:
        is_compound = token.kind is TokenKind.WORD and "-" in token.form
        parts += split_compound(token) if is_compound and token.form not in known else [token]
    return parts


def _arranged(tokens: Sequence[Token], classes: Mapping[str, int], locale: str) -> list[str]:
    forms = [token.form for token in tokens]
    tags = tag_words(forms, [token.kind is TokenKind.WORD for token in tokens], classes)
    return [forms[place] for place in arranged(tags, forms, locale)]


def _is_score(text: str) -> bool:
    return text.replace(",", "", 1).isdigit()


def _existing(*paths: Path) -> Path:
    for path in paths:
        if path.exists():
            return path
    raise SystemExit(f"{paths[0]}: no such file. Give the folder of training data with --data.")
