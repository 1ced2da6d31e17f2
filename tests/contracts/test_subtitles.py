# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""SubRip and WebVTT: cues joined into sentences, targets cut back, and all else as it was."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from adapters.engines.pseudo import PseudoEngine
from adapters.formats.subtitles import SubRip, WebVtt
from adapters.formats.subtitles_cues import read_subrip, read_webvtt
from adapters.formats.subtitles_cutting import Word, cut, lines, words
from audarma.errors import AudarmaError, InlineCodeError, MalformedDocumentError
from audarma.inline_code import Code, escape, parse, serialise
from audarma.model import Attribution, NoticeLine, TranslationRequest, Unit, UnitKind
from audarma.ports import Adaptation
from tests.effort import ending

SUBRIP, WEBVTT = SubRip(), WebVtt()
OWN = Path(__file__).parents[1] / "corpus" / "subtitles"
CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "dev" / "subtitles"
LECTURE = (OWN / "lecture.srt").read_bytes()
TALK = (OWN / "talk.vtt").read_bytes()
FILES = sorted(
    path for folder in (OWN, CORPUS) for path in folder.glob("*.*") if path.suffix != ".license"
)
needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason=f"no dev corpus at {CORPUS}")

LITERAL = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=60)
HOSTILE = st.text("<>/iv{}\\an8-&;:.,0 \n\rNOTE ж", max_size=40)
WORDS = ["су", "и", "жаңбыр", "тамшы,", "бұлттардан", "да."]
SENTENCE = st.lists(st.sampled_from(WORDS), min_size=1)
INNER_END = re.compile(r"[.!?…] ")
CUES = st.lists(st.tuples(st.floats(0, 8), SENTENCE), min_size=1, max_size=6)


def format_of(path: Path) -> SubRip | WebVtt:
    return SUBRIP if path.suffix == ".srt" else WEBVTT


def units(data: bytes) -> tuple[Unit, ...]:
    return (WEBVTT if b"WEBVTT" in data[:12] else SUBRIP).extract(data, "talk").units


def contents(data: bytes) -> dict[str, str]:
    return {unit.id: unit.content for unit in units(data)}


def merged(data: bytes, targets: dict[str, str], adaptation: Adaptation | None = None) -> str:
    return (WEBVTT if b"WEBVTT" in data[:12] else SUBRIP).merge(data, targets, adaptation).decode()


def subrip(*cues: tuple[float, float, str]) -> bytes:
    return "\n".join(
        f"{number}\n{clock(start)} --> {clock(end)}\n{text}\n"
        for number, (start, end, text) in enumerate(cues, 1)
    ).encode()


def webvtt(*texts: str) -> bytes:
    cues = (f"\n00:0{n}.000 --> 00:0{n + 1}.000\n{text}\n" for n, text in enumerate(texts))
    return f"WEBVTT\n{''.join(cues)}".encode()


def clock(seconds: float) -> str:
    ms = round(seconds * 1000)
    return f"00:{ms // 60000:02}:{ms // 1000 % 60:02},{ms % 1000:03}"


def cue_texts(data: str) -> list[str]:
    track = read_webvtt(data.encode(), "talk") if data[:12].find("WEBVTT") >= 0 else None
    track = track or read_subrip(data.encode(), "talk")
    return [track.file.text[cue.start : cue.end] for cue in track.cues]


def pseudo(content: str) -> str:
    """Give *content* in Kazakh letters, one for one, its codes as they were."""
    return serialise(
        token
        if isinstance(token, Code)
        else PseudoEngine().translate([TranslationRequest(token)], "kk")[0].target
        for token in parse(content)
    )


def outside_text(data: bytes) -> list[str]:
    """Give the file's text around the cues' texts."""
    track = (read_webvtt if b"WEBVTT" in data[:12] else read_subrip)(data, "talk")
    ends = [0, *(cue.end for cue in track.cues)]
    starts = [*(cue.start for cue in track.cues), len(track.file.text)]
    return [track.file.text[end:start] for end, start in zip(ends, starts, strict=True)]


def attribution(warning: str = "Тексерілмеген аударма.") -> Attribution:
    line = NoticeLine((("Түпнұсқа: ", ""), ("Rain --> <b>", "https://example.org/rain")))
    return Attribution(
        "kk", "Жаңбыр", "Аударма туралы", (line,), warning, "CC-BY-4.0", "CC BY 4.0",
        "https://creativecommons.org/licenses/by/4.0/", "https://example.org/rain", "Rain",
        ("Aigul Drop",), ("pseudo",), "2026-01-02",
    )  # fmt: skip


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
@pytest.mark.parametrize(
    ("mark", "newline"), [(b"", b"\n"), (b"\xef\xbb\xbf", b"\r\n"), (b"", b"\r")]
)
def test_targets_equal_to_their_sources_change_no_byte(
    path: Path, mark: bytes, newline: bytes
) -> None:
    data = path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", newline)
    data = mark + data.removeprefix(b"\xef\xbb\xbf")
    found = contents(data)
    assert found
    assert format_of(path).merge(data, found, None) == data
    assert format_of(path).merge(data, {}, None) == data


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_pseudo_translation_is_read_back_and_nothing_around_it_changes(path: Path) -> None:
    data = path.read_bytes()
    targets = {name: pseudo(content) for name, content in contents(data).items()}
    after = format_of(path).merge(data, targets, None)
    # A unit of several sentences may be cut between them, and is several units from then on.
    whole = {name: target for name, target in targets.items() if not INNER_END.search(target)}
    assert len(whole) >= 0.5 * len(targets)
    assert whole.items() <= contents(after).items()
    assert " ".join(contents(after).values()) == " ".join(targets.values())
    assert outside_text(after) == outside_text(data)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_text_is_lost_and_its_order_is_kept_when_units_are_wrapped(path: Path) -> None:
    data = path.read_bytes()
    targets = {name: f"⟦{content}⟧" for name, content in contents(data).items()}
    after = format_of(path).merge(data, targets, None)
    assert " ".join(contents(after).values()) == " ".join(targets.values())


def test_sentences_are_joined_over_cues_and_speakers_kept_apart() -> None:
    assert list(contents(LECTURE).values()) == [
        "The following lecture is provided under a Creative Commons license.",
        "Water, as you know, covers most of the <i1>surface of the Earth</i1>, "
        "and that is why we call it blue.",
        "Is it salty?",
        "Mostly.",
        "Sea water is salty &amp; cold.",
        "Dr. Drop said so in 1984",
    ]
    assert {unit.kind for unit in units(LECTURE)} == {UnitKind.CUE}
    assert [unit.id for unit in units(LECTURE)] == ["c1", "c2", "c5", "c5.2", "c6", "c9"]


def test_voices_notes_styles_and_data_for_scripts_stay_with_the_file() -> None:
    found = units(TALK)
    assert [unit.content for unit in found] == [
        "Rain falls when the air can hold no more water &amp; cools.",
        "Does it?",
        "It <c1>does</c1>.",
        "AIGUL: Look at <time1/>the &lt;sky>.",
    ]
    assert found[2].code_hints == {"<c1>": "<c.never>"}
    after = merged(TALK, {unit.id: pseudo(unit.content) for unit in found})
    assert after.count("never") == TALK.decode().count("never")
    assert "<v Bolat>Дөес іт? <v.loud Aigul>Іт <c.never>дөес</c>.</v>" in after


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        ((0, 2, "It rains"), (2.1, 4, "in spring"), 1),
        ((0, 2, "It rains."), (2.1, 4, "Then it stops"), 2),
        ((0, 2, "It rains"), (4.1, 6, "in spring"), 2),
        ((0, 2, "We see the..."), (2.1, 4, "...rain"), 1),
        ((0, 2, "We see..."), (2.1, 4, "Rain!"), 2),
        ((0, 2, "It rains"), (2.1, 4, "- in spring"), 2),
        ((0, 2, "It rains"), (2.1, 4, ">> in spring"), 2),
        ((0, 2, "It rains and"), (2.1, 4, "BOLAT: What?"), 2),
        ((0, 2, "[thunder]"), (2.1, 4, "it rains"), 2),
        ((0, 2, "we met Mrs."), (2.1, 4, "Rain"), 1),
        ((5, 7, "it rains"), (2.1, 4, "in spring"), 2),
    ],
)  # fmt: skip
def test_unit_ends_with_its_sentence_a_pause_or_its_speaker(
    first: tuple[float, float, str], second: tuple[float, float, str], count: int
) -> None:
    # Two cues alone could be titles; a third, long before, shows that this is speech.
    pair = ((start + 50, end + 50, text) for start, end, text in (first, second))
    assert len(units(subrip((0, 1, "and so."), *pair))) == 1 + count


def test_each_chapter_and_each_line_of_a_song_is_a_unit() -> None:
    data = subrip((0, 2, "The woods"), (2, 4, "Water"), (4, 6, "Rain again"))
    assert list(contents(data).values()) == ["The woods", "Water", "Rain again"]


def test_lines_of_credits_stay_lines() -> None:
    data = subrip((0, 9, "Director:\nA. Drop\nMusic:\nB. Drop"))
    after = merged(data, {name: pseudo(content) for name, content in contents(data).items()})
    assert cue_texts(after) == ["Дірестөр:\nӘ. Дрөп\nМүсіс:\nБ. Дрөп"]


def test_target_is_cut_at_clauses_in_proportion_to_the_time() -> None:
    data = subrip((0, 2, "Water covers"), (2, 4, "most of the Earth."))
    after = merged(data, {"c1": "Судың бәрі дерлік теңізде, ал жердің бәрі дерлік құрлықта."})
    assert cue_texts(after) == ["Судың бәрі дерлік теңізде,", "ал жердің бәрі дерлік құрлықта."]


def test_sentences_that_end_within_cues_are_shown_when_they_are_said() -> None:
    data = subrip(
        (0, 3, "No. And this sentence is the"),
        (3, 6, "one that goes on and on, and on"),
        (6, 9, "and on and on. And so. Yes"),
        (9, 12, "it is, and that was it then."),
    )
    assert len(units(data)) == 1
    long = "Бұл сөйлем қысқа емес, сондықтан ол әлдеқайда ұзақ айтылады деп ойлаймын."
    after = merged(data, {"c1": f"Жоқ. {long} Солай. Иә, дәл солай, соңы осы."})
    assert cue_texts(after)[0].startswith("Жоқ. Бұл")
    assert "Солай." in cue_texts(after)[2]
    assert cue_texts(after)[3].endswith("соңы осы.")


def test_tag_that_is_open_at_a_cut_is_closed_and_opened_again() -> None:
    data = subrip((0, 2, "We say <i>water"), (2, 4, "covers</i> the Earth."))
    data = data.replace(b"<i>water", b"<i>water</i>").replace(b"covers</i>", b"<i>covers</i>")
    assert contents(data) == {"c1": "We say <i1>water covers</i1> the Earth."}
    after = merged(data, {"c1": "Біз <i1>су жер бетін жауып жатыр</i1> дейміз."})
    assert cue_texts(after) == ["Біз <i>су жер бетін</i>", "<i>жауып жатыр</i> дейміз."]


def test_long_target_takes_two_lines_and_a_dash_begins_none() -> None:
    data = subrip((0, 6, "Water."))
    after = merged(data, {"c1": "Астана — Қазақстан Республикасының астанасы, — деді ол бүгін."})
    assert cue_texts(after) == ["Астана — Қазақстан Республикасының\nастанасы, — деді ол бүгін."]


def test_sentences_on_lines_of_their_own_stay_so() -> None:
    data = subrip((0, 4, "I don't think so.\nYou?"))
    assert cue_texts(merged(data, {"c1": "Олай ойламаймын. Сен ше?"})) == [
        "Олай ойламаймын.\nСен ше?"
    ]


def test_speaker_who_goes_on_in_the_next_cue_gets_a_fair_share_of_each() -> None:
    data = subrip(
        (0, 4, "- Is it salty at all, then?\n- I think"), (4, 8, "that it is, very much so.")
    )
    after = merged(data, {"c1.2": "Менің ойымша, ол өте тұзды, тіпті ащы деуге болады."})
    assert cue_texts(after) == [
        "- Is it salty at all, then?\n- Менің ойымша,",
        "ол өте тұзды, тіпті ащы деуге болады.",
    ]


def test_fewer_words_than_cues_leave_the_last_cues_empty() -> None:
    data = subrip((0, 2, "Well, I do"), (2, 4, "not know."), (4, 6, "Next."))
    after = merged(data, {"c1": "Білмеймін."})
    assert cue_texts(after) == ["Білмеймін.", "", "Next."]
    assert list(contents(after.encode()).values()) == ["Білмеймін.", "Next."]


@given(LITERAL | HOSTILE)
@example("<i>x</i>")
@example("{\\an8}x --> y")
@example("00:00:01,000 --> 00:00:02,000")
@example("\n\n7\n00:00:01.000 --> 00:00:02.000\nx")
@pytest.mark.parametrize(
    "data", [subrip((0, 2, "Rain.")), b"WEBVTT\n\n00:01.000 --> 00:02.000\nRain.\n"]
)
def test_target_is_text_whatever_it_holds(data: bytes, text: str) -> None:
    after = merged(data, {"c1": escape(text)}).encode()
    assert outside_text(after) == outside_text(data) or not text.strip()
    assert all(not isinstance(token, Code) for u in units(after) for token in parse(u.content))
    track = (read_webvtt if data.startswith(b"WEBVTT") else read_subrip)(after, "talk")
    assert len(track.cues) == 1


@given(SENTENCE, CUES)
def test_cutting_keeps_every_word_in_order_and_gives_each_cue_one(
    spoken: list[str], cues: list[tuple[float, list[str]]]
) -> None:
    sources = [" ".join(texts) for _, texts in cues]
    shares = cut(words([" ".join(spoken)]), [seconds for seconds, _ in cues], sources)
    assert [word.text for share in shares for word in share] == spoken
    assert len(shares) == len(cues)
    if len(spoken) >= len(cues):
        assert all(shares)
    else:
        assert [len(share) for share in shares] == sorted(map(len, shares), reverse=True)


@given(SENTENCE, st.integers(1, 5))
def test_no_cue_is_faster_than_can_be_read_where_the_time_is_enough(
    spoken: list[str], cues: int
) -> None:
    length = len(" ".join(spoken))
    longest = max(map(len, spoken))
    # So much time that each cue has room for its share and a word more.
    seconds = [(length / cues + 2 * longest + 4) / 17] * cues
    for share in cut(words([" ".join(spoken)]), seconds, [""] * len(seconds)):
        assert len(" ".join(word.text for word in share)) <= 17 * seconds[0]


@given(SENTENCE)
def test_text_for_two_lines_is_laid_out_in_two_lines_that_fit(spoken: list[str]) -> None:
    layout = lines(words([" ".join(spoken)]))
    assert [word.text for line in layout for word in line] == spoken
    assert len(layout) <= 2
    if len(" ".join(spoken)) <= 84 - max(map(len, spoken)):
        assert all(len(" ".join(word.text for word in line)) <= 42 for line in layout)


@given(st.lists(st.sampled_from(["a", "<i1>", "</i1>", " ", "<b2/>", "- "])))
def test_words_hold_all_codes_and_text(parts: list[str]) -> None:
    tokens = parse("".join(parts))
    found: list[Word] = words(tokens)
    assert [t for w in found for t in w.tokens if isinstance(t, Code)] == [
        token for token in tokens if isinstance(token, Code)
    ]
    assert "".join(w.text for w in found).replace(" ", "") == "".join(
        token for token in tokens if isinstance(token, str)
    ).replace(" ", "")


def test_tag_that_is_cut_off_takes_no_words_with_it() -> None:
    data = b"WEBVTT\n\n00:15.000 --> 00:17.000\nLight <\n\n00:17.000 --> 00:20.000\nbends.\n"
    (unit,) = WEBVTT.extract(data, "talk.vtt").units
    assert unit.content == "Light <x1/>bends."
    out = WEBVTT.merge(data, {unit.id: "<x1/> Жарық"}, None)
    assert "Жарық" in WEBVTT.extract(out, "talk.vtt").units[0].content


@given(
    st.binary(max_size=80),
    st.sampled_from([b"", b"WEBVTT\n\n", b"1\n00:00:01,000 --> 00:00:02,000\n"]),
)
def test_random_bytes_are_read_unchanged_or_refused_in_our_own_words(
    data: bytes, begin: bytes
) -> None:
    for form in (SUBRIP, WEBVTT):
        whole = begin + data
        try:
            found = form.extract(whole, "talk").units
        except AudarmaError:
            continue
        assert form.merge(whole, {unit.id: unit.content for unit in found}, None) == whole


@pytest.mark.parametrize(
    ("form", "data", "told"),
    [
        (SUBRIP, b"", "has no line of times"),
        (SUBRIP, b"<html>", "has no line of times"),
        (SUBRIP, b"1\n00:00:01,000 --> 00:00:02,000\na\n\n2\n00:00:03 --> 4\nb", r"talk:6: "),
        (SUBRIP, b"1\n00:00:01,000 --> 00:00:02,000\n\0", "talk:3: holds NUL"),
        (WEBVTT, b"", r'talk:1: does not begin with "WEBVTT"'),
        (WEBVTT, LECTURE, r'talk:1: does not begin with "WEBVTT"'),
        (WEBVTT, b"WEBVTT\n\n00:01,000 --> 00:02,000\na", r"talk:3: .*are no times of a cue"),
        (WEBVTT, b"WEBVTT\n\n00:01.000 --> 00:02.000\na\n00:03 --> b\nc", r"talk:5: .*no times"),
    ],
)  # fmt: skip
def test_broken_subtitles_are_refused_with_their_place(
    form: SubRip | WebVtt, data: bytes, told: str
) -> None:
    with pytest.raises(MalformedDocumentError, match=told) as refusal:
        form.extract(data, "talk")
    assert refusal.value.message.endswith(".")


def test_target_without_its_codes_is_refused_by_its_name() -> None:
    with pytest.raises(InlineCodeError, match=r"^c2: target lost inline code"):
        merged(LECTURE, {"c2": "Су"})


def test_blank_target_leaves_its_cues_as_they_are() -> None:
    assert merged(LECTURE, {"c1": "", "c2": " "}).encode() == LECTURE


def test_windows_1252_becomes_utf_8_when_it_gains_cyrillic() -> None:
    data = subrip((0, 2, "Caf\u00e9."), (2, 4, "No\u00ebl.")).decode().encode("cp1252")
    after = SUBRIP.merge(data, {"c1": "Кафе."}, None)
    assert cue_texts(after.decode("utf-8")) == ["Кафе.", "Noël."]


def test_metadata_is_read_from_header_and_speech() -> None:
    found = WEBVTT.metadata(TALK)
    assert (found.title, found.creators, found.language) == (
        "A talk about rain", ("Aigul Drop",), "en",
    )  # fmt: skip
    assert found.licence_statements == ("https://creativecommons.org/licenses/by/4.0/",)
    assert SUBRIP.metadata(LECTURE).licence_statements == (
        "The following lecture is provided under a Creative Commons license.",
    )


@needs_corpus
def test_licence_in_a_comment_is_found() -> None:
    found = WEBVTT.metadata((CORPUS / "elephantsdream-chapters.en.vtt").read_bytes())
    assert found.creators == ("Owen Edwards",)
    assert "creativecommons.org/licenses/by/2.5/" in found.licence_statements[0]


def test_viewers_see_the_warning_first_and_the_notice_last() -> None:
    after = merged(LECTURE, {}, Adaptation("kk", attribution()))
    assert after.startswith(
        "0\n00:00:00,000 --> 00:00:02,000\nТексерілмеген аударма.\n\n1\n00:00:02,000"
    )
    assert after.endswith(
        "in\n1984\n\n11\n00:00:31,000 --> 00:00:36,000\nАударма туралы\n"
        "Түпнұсқа: Rain --\u2060> <\u2060b> (https://example.org/rain)\n"
    )
    assert LECTURE.decode() in after


def test_webvtt_states_language_and_attribution_in_a_comment_and_in_cues() -> None:
    after = merged(TALK, {}, Adaptation("kk", attribution()))
    assert "\nLanguage: kk\n" in after
    note = re.search(r"4\.0/\n\nNOTE\n(.*?)\n\nSTYLE\n", after, re.DOTALL)
    assert note
    assert note[1].split("\n") == [
        "Аударма туралы",
        "Тексерілмеген аударма.",
        "Түпнұсқа: Rain → <b> (https://example.org/rain)",
        "License: https://creativecommons.org/licenses/by/4.0/",
        "Source: https://example.org/rain",
    ]
    # Speech begins after one second: too soon for a warning before it.
    assert "audarma-warning\n00:00:00.000 --> 00:00:05.000 line:0\nТексерілмеген" in after
    assert after.endswith(
        "audarma-attribution\n00:00:20.000 --> 00:00:25.000\nАударма туралы\n"
        "Түпнұсқа: Rain --&gt; &lt;b&gt; (https://example.org/rain)\n"
    )
    assert len(read_webvtt(after.encode(), "talk").cues) == 9


@pytest.mark.parametrize("end", ["", "\n", "\n\n"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_added_cues_stand_apart_from_the_others(end: str, newline: str) -> None:
    for start in ("WEBVTT\n\n00:01.000 --> 00:02.000\nA\n\n00:02.500 --> 00:04.000\nb.", "WEBVTT"):
        data = (start + end).replace("\n", newline).encode()
        after = WEBVTT.merge(data, {}, Adaptation("kk", attribution()))
        before, found = read_webvtt(data, "talk"), read_webvtt(after, "talk")
        assert len(found.cues) == (len(before.cues) + 2 if before.cues else 0)
        assert found.notes[0] == "WEBVTT"
        assert "Аударма туралы" in found.notes[1]


def test_list_of_chapters_gains_no_chapter() -> None:
    data = b"WEBVTT\n\n00:00.000 --> 01:00.000\nRain\n\n01:00.000 --> 02:00.000\nSnow\n"
    after = WEBVTT.merge(data, {}, Adaptation("kk", attribution()))
    assert len(read_webvtt(after, "talk").cues) == 2
    assert "Аударма туралы" in read_webvtt(after, "talk").notes[1]


def test_reviewed_subtitles_carry_no_warning() -> None:
    after = merged(LECTURE, {}, Adaptation("kk", attribution(warning="")))
    assert after.startswith("1\n")
    assert cue_texts(after)[-1].startswith("Аударма туралы")


@pytest.mark.parametrize(
    "text",
    ["<v " * 30_000, "<v" + " " * 100_000, "<i>" * 6_000 + "</b>" * 6_000, "A: x\n" * 5_000,
     "." * 100_000, "<i><b>" * 4_000 + "x" + "</b></i>" * 4_000, "{\\a" * 30_000,
     "a://" * 30_000],
    ids=lambda text: text[:6],
)  # fmt: skip
def test_hostile_cues_are_merged_in_bounded_time(text: str) -> None:
    for data in (subrip((0, 2, text), (2, 3, text)), webvtt(text, text)):
        form = WEBVTT if data.startswith(b"WEBVTT") else SUBRIP
        with ending():
            assert form.merge(data, contents(data), None) == data


def test_sounds_are_units_beside_speech() -> None:
    data = subrip((0, 4, "It rains, and\n[ thunder ]"), (4, 6, "it snows."))
    assert list(contents(data).values()) == ["It rains, and", "[ thunder ]", "it snows."]
