"""What was typed becomes words; what was found is marked. No database."""

import pytest

from search.words import MOST_CHARACTERS, MOST_WORDS, Piece, asked, holds_all, marked, snippet


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", ()),
        ("   \t\n ", ()),
        ("Pupil  PREMIUM", ("pupil", "premium")),
        ("the headteacher's plan", ("the", "headteacher", "plan")),
        ("headteachers\u2019 session", ("headteachers", "session")),
        ("P10.visit", ("p10", "visit")),
        ('"a" AND NOT b* ^c NEAR(d, 2)', ("a", "and", "not", "b", "c", "near", "d", "2")),
        ("50% _of_ it", ("50", "of", "it")),
        ("a\x00b", ("a", "b")),
        ("\U0001f600 !!! \u202e", ()),
        ("pupil pupil Pupil", ("pupil",)),
        ("ﬁnance", ("finance",)),
    ],
)
def test_words_of_what_was_typed(typed: str, words: tuple[str, ...]) -> None:
    assert asked(typed).words == words
    assert asked(typed).is_cut is False


def test_what_is_too_long_is_cut_and_says_so() -> None:
    long = asked("word " * 10_000)
    assert (long.words, long.is_cut, len(long.text) <= MOST_CHARACTERS) == (("word",), True, True)
    many = asked(" ".join(f"w{number}" for number in range(20)))
    assert (len(many.words), many.is_cut) == (MOST_WORDS, True)
    one = asked("x" * 150)
    assert (one.words, one.is_cut) == (("x" * 60,), False)


def said(pieces: list[Piece]) -> str:
    return "".join(f"[{piece.text}]" if piece.is_marked else piece.text for piece in pieces)


def test_words_their_beginnings_and_their_stems_are_marked() -> None:
    words = asked("meeting lead").words
    text = "Meetings: leaders meet the Lead, who misleads no one."
    assert said(marked(text, words)) == "[Meetings]: [leaders] [meet] the [Lead], who misleads no one."
    assert said(marked("<b>lead</b>", words)) == "<b>[lead]</b>"
    assert said(marked("nothing", words)) == "nothing"
    assert marked("", words) == []


def test_every_word_has_to_stand_in_a_title_to_count_as_its_name() -> None:
    assert holds_all("Pupil premium strategy", asked("pupils premium").words)
    assert not holds_all("Pupil premium strategy", asked("pupil progress").words)


def test_a_snippet_shows_where_most_of_the_words_stand() -> None:
    text = (
        "Alpha " + "filler words here " * 30 + "then alpha stands beside beta at last. " + "More of it. " * 30
    )
    shown = said(snippet(text, ("alpha", "beta")))
    assert "[alpha] stands beside [beta]" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) < 240
    assert said(snippet("A short text.", ("nothing",))) == "A short text."
    assert snippet("", ("nothing",)) == []
    assert len(said(snippet("x" * 1000, ("nothing",)))) == 212
