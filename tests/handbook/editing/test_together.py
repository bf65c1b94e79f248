"""Two people in one process: both keep their work, see each other, and choose where they wrote the same thing."""

import pytest
from django.test import Client

from handbook.models import Edition, Step, Writing
from tests.handbook.writing_pages import Written, fields_of, page_of, process_of, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("draft_kept")]


def test_in_different_fields_both_are_saved(
    draft: Edition, of_ruth: Client, of_sam: Client, address: str
) -> None:
    first, second = Written(of_ruth, address), Written(of_sam, address)
    first["purpose"] = "Ruth's purpose."
    second["why"] = "Sam's reason."
    assert [first.send().status_code, second.send().status_code] == [302, 302]
    assert (process_of(draft).purpose, process_of(draft).why) == ("Ruth's purpose.", "Sam's reason.")


def test_the_same_words_are_no_conflict(
    draft: Edition, of_ruth: Client, of_sam: Client, address: str
) -> None:
    for page in (Written(of_ruth, address), Written(of_sam, address)):
        page["purpose"] = "One purpose."
        assert page.send().status_code == 302
    first, second = Written(of_ruth, address), Written(of_sam, address)
    first["purpose"] = second["purpose"] = "Another."
    assert [first.send().status_code, second.send().status_code] == [302, 302]


FIELDS = [
    ("", "purpose", "Ruth's.", "Sam's.", "Ruth's."),
    ("", "guide", "Ruth's **guide**.", "Sam's guide.", "Ruth's guide ."),
    ("", "owner", "ceo", "senco", "Chief executive"),
    ("", "takes_part", ["senco"], [], "SENCO"),
    ("", "success-0-text", "Ruth's.", "Sam's.", "Ruth's."),
    ("", "statutory-0-source", "Ruth's law", "Sam's law", "Ruth's law, Yes"),
    ("", "review_date", "2028-01-01", "2028-02-02", "2028-01-01"),
    ("steps/visit/", "timing", "AUT1 W3", "AUT1 W4", "AUT1 W3"),
    ("steps/visit/", "minutes-0-minutes", "11", "12", "Headteacher, 11"),
    ("steps/visit/", "documents", [], [], None),
    ("study/", "key_idea", "Ruth's.", "", "Ruth's."),
]


@pytest.mark.parametrize(("part", "name", "hers", "his", "shown"), FIELDS)
def test_in_the_same_field_both_versions_are_shown(
    part: str,
    name: str,
    hers: str | list[str],
    his: str | list[str],
    shown: str | None,
    draft: Edition,
    of_ruth: Client,
    of_sam: Client,
    address: str,
) -> None:
    first, second = Written(of_ruth, f"{address}{part}"), Written(of_sam, f"{address}{part}")
    first[name], second[name] = hers, his
    first_answer, answer = first.send(), second.send()
    assert first_answer.status_code == 302
    if shown is None:  # both did the same
        assert answer.status_code == 302
        return
    assert answer.status_code == 409
    assert "Two people wrote here. Nothing is lost." in words(answer)
    assert "Ruth Ellison saved this at " in words(answer)
    assert shown in words(answer)
    # Sam's stands in the field and is kept; what is saved is Ruth's.
    kept = Writing.objects.get(person__name="Sam Okafor").data
    assert kept is not None
    assert kept.get(name, []) == (his if isinstance(his, list) else [his])
    again = Written(of_ruth, f"{address}{part}")
    assert again.fields.get(name, []) == (hers if isinstance(hers, list) else [hers])


def _in_conflict(of_ruth: Client, of_sam: Client, address: str) -> Written:
    """Sam's page as it came back."""
    first, second = Written(of_ruth, address), Written(of_sam, address)
    first["purpose"], second["purpose"] = "Ruth's.", "Sam's."
    first.send()
    page = second.send()
    second.fields = fields_of(page_of(page))
    assert second["purpose"] == "Sam's."
    return second


def test_choosing_ones_own(draft: Edition, of_ruth: Client, of_sam: Client, address: str) -> None:
    page = _in_conflict(of_ruth, of_sam, address)
    page["purpose"] = "Ruth's and Sam's."
    assert page.send().status_code == 302
    assert process_of(draft).purpose == "Ruth's and Sam's."
    assert Writing.objects.get(person__name="Sam Okafor").data is None


def test_leaving_the_others(draft: Edition, of_ruth: Client, of_sam: Client, address: str) -> None:
    page = _in_conflict(of_ruth, of_sam, address)
    page["why"] = "Sam's reason."
    assert page.send(theirs="purpose").status_code == 302
    assert (process_of(draft).purpose, process_of(draft).why) == ("Ruth's.", "Sam's reason.")
    assert Writing.objects.get(person__name="Sam Okafor").data is None


def test_a_third_version_meanwhile_is_shown_again(
    draft: Edition, of_ruth: Client, of_sam: Client, address: str
) -> None:
    page = _in_conflict(of_ruth, of_sam, address)
    third = Written(of_ruth, address)
    third["purpose"] = "Ruth's second."
    third.send()
    answer = page.send()
    assert answer.status_code == 409
    assert "Ruth's second." in words(answer)


# ------------------------------------------------------------------ as somebody goes


def test_saved_as_you_go(draft: Edition, of_ruth: Client, address: str) -> None:
    page = Written(of_ruth, address)
    for purpose in ("One.", "One two.", "One two three."):
        page["purpose"] = purpose
        answer = page.send(as_you_go=True)
        assert answer.status_code == 200
        assert words(answer).startswith("Saved at ")
        assert process_of(draft).purpose == purpose
        page.go_on(answer)


def test_not_saved_as_you_go(draft: Edition, of_ruth: Client, address: str) -> None:
    page = Written(of_ruth, f"{address}steps/visit/")
    page["timing"] = "AUT9"
    page["afterwards"] = "You hear of it."
    answer = page.send(as_you_go=True)
    assert answer.status_code == 422
    assert words(answer).startswith("Not all saved yet Timing : ")
    step = Step.objects.get(process__edition=draft, code="visit")
    assert (step.timing, step.afterwards) == ("each AUT2 W1-3, SUM2 W3", "You hear of it.")
    page.go_on(answer)
    page["timing"] = "AUT1 W2"
    assert page.send(as_you_go=True).status_code == 200
    assert Writing.objects.get().data is None


def test_a_conflict_as_you_go_stays_one(
    draft: Edition, of_ruth: Client, of_sam: Client, address: str
) -> None:
    first, second = Written(of_ruth, address), Written(of_sam, address)
    first["purpose"], second["purpose"] = "Ruth's.", "Sam's."
    first.send(as_you_go=True)
    for _ in range(2):  # what happens by itself never chooses
        answer = second.send(as_you_go=True)
        assert answer.status_code == 409
        assert words(answer).startswith("Ruth Ellison saved this at ")
        second.go_on(answer)
    assert process_of(draft).purpose == "Ruth's."
    assert second.send().status_code == 409
    assert process_of(draft).purpose == "Ruth's."
