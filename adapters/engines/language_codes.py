# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How each family of translation models is told the languages, read off its vocabulary.

A model's own language tokens say what family it is: they survive conversions and renamed
tokeniser classes, which ``model_type`` does not (NLLB's is M2M-100's).
Sources: the model cards of NLLB-200, M2M-100, mBART-50, MADLAD-400, OPUS-MT and T5.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from audarma.errors import EngineError
from audarma.model import SOURCE_LOCALE, TargetLocale

ENGLISH, KAZAKH, RUSSIAN = SOURCE_LOCALE, TargetLocale.KAZAKH.value, TargetLocale.RUSSIAN.value


@dataclass(frozen=True, slots=True)
class Family:
    """What goes around a source and before a target, by target locale.

    *source_token* and *source_tokens* (by locale) come first in the encoder, *text_prefixes*
    before the text itself; *target_tokens* are what the decoder is made to begin with.
    """

    name: str
    locales: frozenset[str]
    source_token: str = ""
    source_tokens: Mapping[str, str] = field(default_factory=dict)
    text_prefixes: Mapping[str, str] = field(default_factory=dict)
    target_tokens: Mapping[str, str] = field(default_factory=dict)

    def first_tokens(self, locale: str) -> list[str]:
        """Give the tokens that the encoder's input begins with."""
        tokens = (self.source_token, self.source_tokens.get(locale, ""))
        return [token for token in tokens if token]


# English, Kazakh and Russian tokens of the families that name the target to the decoder.
_DECODER_TAGGED = {
    "nllb": {ENGLISH: "eng_Latn", KAZAKH: "kaz_Cyrl", RUSSIAN: "rus_Cyrl"},
    "m2m_100": {ENGLISH: "__en__", KAZAKH: "__kk__", RUSSIAN: "__ru__"},
    "mbart_50": {ENGLISH: "en_XX", KAZAKH: "kk_KZ", RUSSIAN: "ru_RU"},
}
_MADLAD = {KAZAKH: "<2kk>", RUSSIAN: "<2ru>"}
# OPUS-MT's tokens changed over the years; where a model knows several, the first is the script
# that we want.
_MARIAN = {
    KAZAKH: (">>kaz_Cyrl<<", ">>kaz<<", ">>kk<<"),
    RUSSIAN: (">>rus_Cyrl<<", ">>rus<<", ">>ru<<"),
}
_IN_ENGLISH = {ENGLISH: "English", KAZAKH: "Kazakh", RUSSIAN: "Russian"}
_T5_TYPES = frozenset({"t5", "mt5", "umt5", "longt5"})
_NAMES_OF_LANGUAGES = {
    **dict.fromkeys(("en", "eng", "eng_Latn", "en_XX", "english"), ENGLISH),
    **dict.fromkeys(("kk", "kaz", "kaz_Cyrl", "kk_KZ", "kazakh"), KAZAKH),
    **dict.fromkeys(("ru", "rus", "rus_Cyrl", "ru_RU", "russian"), RUSSIAN),
}


def family_of(
    has_token: Callable[[str], bool],
    name: str,
    model_type: str = "",
    target_language: str = "",
    source_locale: str = SOURCE_LOCALE,
) -> Family:
    """Give the family of a model.

    Args:
        has_token: says whether the model's vocabulary holds a token.
        name: the model's name; ``opus-mt-en-ru`` says that it writes Russian.
        model_type: Transformers' name of its architecture, if known.
        target_language: what its tokeniser's settings say that it writes, if anything.
        source_locale: what it is to read.

    Raises:
        EngineError: it writes neither Kazakh nor Russian, or says nowhere which language; or its
            name says that it reads another language than *source_locale*.
    """
    written = {locale for locale in (KAZAKH, RUSSIAN) if locale != source_locale}
    for family, known_tokens in _DECODER_TAGGED.items():
        tokens = {
            locale: token
            for locale, token in known_tokens.items()
            if locale in written and has_token(token)
        }
        source = known_tokens[source_locale]
        if tokens and has_token(source):
            return Family(family, _locales(tokens), source_token=source, target_tokens=tokens)
    reads = _source_said(name)
    if reads not in ("", source_locale):
        raise EngineError(
            f"{name}: this model reads {_IN_ENGLISH[reads]}, not {_IN_ENGLISH[source_locale]}. "
            "Take another one, or put the two in a row with pivot.",
            name,
        )
    tokens = {
        locale: token for locale, token in _MADLAD.items() if locale in written and has_token(token)
    }
    if tokens:
        prefixes = {locale: f"{token} " for locale, token in tokens.items()}
        return Family("madlad_400", _locales(tokens), text_prefixes=prefixes)
    tokens = {
        locale: known[0]
        for locale, choices in _MARIAN.items()
        if locale in written and (known := [token for token in choices if has_token(token)])
    }
    if tokens:
        return Family("opus_mt", _locales(tokens), source_tokens=tokens)
    # A T5 that is named for a pair other than with English was trained on it alone, prefixless.
    if model_type in _T5_TYPES and reads in ("", ENGLISH):
        prefixes = {
            locale: f"translate {_IN_ENGLISH[source_locale]} to {_IN_ENGLISH[locale]}: "
            for locale in written
        }
        return Family("t5", _locales(prefixes), text_prefixes=prefixes)
    return Family("bilingual", frozenset({_only_locale(name, target_language)}))


def _locales(by_locale: Mapping[str, str]) -> frozenset[str]:
    return frozenset(by_locale)


def _source_said(name: str) -> str:
    """Give the language that a model named for a pair (``opus-mt-en-ru``) reads, else ``""``."""
    *_rest, source, target = ["", "", *_parts(name)]
    return _NAMES_OF_LANGUAGES.get(source, "") if target in _NAMES_OF_LANGUAGES else ""


def _parts(name: str) -> list[str]:
    return name.replace("_", "-").rstrip("/").split("-")


def _only_locale(name: str, target_language: str) -> str:
    """Give the one language that a model without language tokens writes."""
    for said in (target_language, _parts(name)[-1]):
        if _NAMES_OF_LANGUAGES.get(said, ENGLISH) != ENGLISH:
            return _NAMES_OF_LANGUAGES[said]
    raise EngineError(
        f"{name}: cannot tell whether this model writes Kazakh or Russian. Set target_lang in its "
        "tokenizer_config.json to kk or ru, or take another model.",
        name,
    )
