"""What cannot be saved in a draft is said, kept for who wrote it, and offered again."""

from pathlib import Path

import pytest
from django.test import Client

from handbook.models import Edition, Writing
from tests.handbook.writing_pages import Written, process_of, step_of, words

STARTER = Path(__file__).parents[2] / "handbook" / "content" / "starter"
# Once: the form is judged before anything is written.
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("draft_kept"), pytest.mark.once]


WRONG: dict[str, tuple[str | list[str], str]] = {
    "title": ("x" * 121, "Title: Has 121 characters: at most 120."),
    "purpose": ("Read \u202eit", "What it is for: Holds the direction mark U+202E"),
    "guide": ("A <script>alert(1)</script>", "The guide: Line 1: raw HTML is not allowed."),
    "owner": ("king", "Who owns it: Expected a role or job code"),
    "takes_part": (["king"], "Who takes part: There is no king to choose."),
    "tiers": (["9"], "Tiers of support: There is no 9 to choose."),
    "related": (["P77"], "Related processes: There is no P77 to choose."),
    "notice": ("soon", 'Notice before a date moves: "soon" is no whole number.'),
    "review_date": ("31/2/2027", 'Read it again by: "31/2/2027" is no date'),
    "success-0-text": ("x" * 1_001, "How anyone can tell it was done well: Line 1, how anyone can tell: Has 1,001"),
    "statutory-0-source": ("", "The legal duty: Where it is written: is empty."),
}  # fmt: skip


def test_what_cannot_be_saved_is_said_and_kept(draft: Edition, of_ruth: Client, address: str) -> None:
    """All of it at once."""
    before = process_of(draft)
    page = Written(of_ruth, address)
    for name, (value, _) in WRONG.items():
        page[name] = value
    page["who_sees"] = "Everybody."
    answer = page.send()
    assert answer.status_code == 422
    assert [reason for _, reason in WRONG.values() if reason not in words(answer)] == []
    after = process_of(draft)
    # What is right is saved, what is wrong is not, and all of it is kept.
    assert after.who_sees == "Everybody."
    for column in {name.partition("-")[0] for name in WRONG}:
        assert getattr(after, column) == getattr(before, column)
    kept = Writing.objects.get().data
    assert kept is not None
    sent = {name: value if isinstance(value, list) else [value] for name, (value, _) in WRONG.items()}
    assert {name: kept[name] for name in WRONG} == sent
    # It is offered when the page is opened again, and stands there as it was written.
    assert "you had written more than is saved" in words(of_ruth.get(address))
    again = Written(of_ruth, f"{address}?kept")
    stands = {name: again.fields.get(name, []) for name in WRONG if name != "owner"}
    assert stands == {
        # whatever is not to be chosen is not chosen
        name: [] if isinstance(value, list) else [value] for name, (value, _) in WRONG.items() if name != "owner"
    }  # fmt: skip
    assert [reason for _, reason in WRONG.values() if reason not in words(again.opened)] == []


def test_each_of_these_is_refused_by_itself(draft: Edition, of_ruth: Client, address: str) -> None:
    before = process_of(draft)
    page = Written(of_ruth, address)
    unchanged = dict(page.fields)
    for name, value, reason in (
        ("guide", "x" * 60_001, "The guide: Has 60,001 characters: at most 60,000."),
        ("guide", "![a](https://example.org/a.png)", "The guide: Line 1: images are not allowed."),
        (
            "guide",
            "[a](file:///etc/passwd)",
            "The guide: Line 1: a link to file:///etc/passwd: links lead to",
        ),
        ("guide", "[a](javascript:alert(1))", "The guide: Line 1: a link to javascript:alert"),
        ("notice", "900", "Notice before a date moves: Expected a whole number from 0 to 200"),
        ("notice", "", "Notice before a date moves: Write how many working days"),
    ):
        page.fields = dict(unchanged)
        page[name] = value
        answer = page.send()
        assert (answer.status_code, reason in words(answer)) == (422, True), reason
        assert getattr(process_of(draft), name) == getattr(before, name)


def test_kept_writing_is_mended_and_saved(draft: Edition, of_ruth: Client, address: str) -> None:
    page = Written(of_ruth, address)
    page["title"] = "x" * 121
    page.send()
    again = Written(of_ruth, f"{address}?kept")
    again["title"] = "Visits"
    assert again.send().status_code == 302
    assert process_of(draft).title == "Visits"
    assert Writing.objects.get().data is None


def test_kept_writing_is_thrown_away(draft: Edition, of_ruth: Client, address: str) -> None:
    page = Written(of_ruth, address)
    page["title"] = "x" * 121
    page.send()
    answer = of_ruth.post(address, {"throw_away": "1"}, follow=True)
    assert "you had written more" not in words(answer)
    assert (Writing.objects.get().data, process_of(draft).title) == (None, "Partner visits")


@pytest.mark.parametrize(
    ("timing", "reason"),
    [("AUT9 W1", "Timing: "), ("", None), ("AUT1 W3 " * 50, "Timing: ")],
)
def test_timings(timing: str, reason: str | None, draft: Edition, of_ruth: Client, address: str) -> None:
    page = Written(of_ruth, f"{address}steps/visit/")
    page["timing"] = timing
    answer = page.send()
    assert answer.status_code == (302 if reason is None else 422)
    assert reason is None or reason in words(answer)
    assert step_of(draft).timing == ("" if reason is None else "each AUT2 W1-3, SUM2 W3")


def test_two_lines_for_one_role(of_ruth: Client, draft: Edition, address: str) -> None:
    page = Written(of_ruth, f"{address}steps/visit/")
    page["minutes-2-role"] = "headteacher"
    page["minutes-2-minutes"] = "1"
    answer = page.send()
    assert "Headteacher is there twice." in words(answer)
    assert step_of(draft).minutes == {"headteacher": 180, "improvement_partner": 240}


def test_what_the_editor_sends_is_kept_as_clean_markdown(
    draft: Edition, of_ruth: Client, address: str
) -> None:
    page = Written(of_ruth, address)
    page["guide-form"] = "html"
    page["guide"] = (
        '<h2 onclick="x()">Begin</h2><p style="color:red">Read <strong>it</strong> <a href="/handbook/">there</a>.</p>'
        "<script>alert(1)</script><iframe src='//evil.example'></iframe><svg onload=x()></svg>"
        "<ul><li><p>One</p></li></ul>"
    )
    assert page.send().status_code == 302
    assert process_of(draft).guide == "## Begin\n\nRead **it** [there](/handbook/).\n\n- One"


def test_what_the_editor_may_not_send_is_refused_with_the_reason(
    draft: Edition, of_ruth: Client, address: str
) -> None:
    before = process_of(draft).guide
    page = Written(of_ruth, address)
    page["guide-form"] = "html"
    for sent, reason in (
        (
            "<p>a<img src='https://evil.example/a.png'></p>",
            "The guide: Images are not allowed: take them out.",
        ),
        (
            "<p><a href='file:///etc/passwd'>a</a></p>",
            "The guide: A link to file:///etc/passwd: links lead to",
        ),
        ("<p><a href='javascript:alert(1)'>a</a></p>", "The guide: A link to javascript:alert(1)"),
        ("<blockquote>x" * 3_000, "The guide: Lists and quotes stand too deep in one another"),
        ("<ul><li>a</li></ul>" * 5_000, "The guide: This is more than one text holds"),
    ):
        page["guide"] = sent
        answer = page.send()
        assert (answer.status_code, process_of(draft).guide) == (422, before)
        assert reason in words(answer)
        assert Writing.objects.get().data["guide"] == [sent]  # type: ignore[index]
