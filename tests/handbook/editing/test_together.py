"""Two people in one process: both keep their work, see each other, and choose where they wrote the same thing."""

import pytest
from django.test import Client

from handbook.models import Edition, Step, Writing
from tests.handbook.writing_pages import Written, fields_of, page_of, process_of, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("draft_kept")]


@pytest.fixture
def study(address: str) -> str:
    """The smallest of the pages, for what holds of them all."""
    return f"{address}study/"


def test_in_different_fields_both_are_saved(
    draft: Edition, of_ruth: Client, of_sam: Client, address: str
) -> None:
    first, second = Written(of_ruth, address), Written(of_sam, address)
    first["purpose"] = "Ruth's purpose."
    second["why"] = "Sam's reason."
    assert [first.send().status_code, second.send().status_code] == [302, 302]
    assert (process_of(draft).purpose, process_of(draft).why) == ("Ruth's purpose.", "Sam's reason.")


def test_the_same_words_are_no_conflict(draft: Edition, of_ruth: Client, of_sam: Client, study: str) -> None:
    for page in (Written(of_ruth, study), Written(of_sam, study)):
        page["key_idea"] = "One idea."
        assert page.send().status_code == 302
    first, second = Written(of_ruth, study), Written(of_sam, study)
    first["key_idea"] = second["key_idea"] = "Another."
    assert [first.send().status_code, second.send().status_code] == [302, 302]


def test_the_same_taken_out_is_no_conflict(
    draft: Edition, of_ruth: Client, of_sam: Client, address: str
) -> None:
    pages = [Written(client, f"{address}steps/visit/") for client in (of_ruth, of_sam)]
    for page in pages:
        page["documents"] = []
    assert [page.send().status_code for page in pages] == [302, 302]


# Of each page: a field, what Ruth writes there, what Sam writes, and how hers is shown to him.
FIELDS: dict[str, dict[str, tuple[str | list[str], str | list[str], str]]] = {
    "": {
        "purpose": ("Ruth's.", "Sam's.", "Ruth's."),
        "guide": ("Ruth's **guide**.", "Sam's guide.", "Ruth's guide ."),
        "owner": ("ceo", "senco", "Chief executive"),
        "takes_part": (["senco"], [], "SENCO"),
        "success-0-text": ("Ruth's success.", "Sam's success.", "Ruth's success."),
        "statutory-0-source": ("Ruth's law", "Sam's law", "Ruth's law, Yes"),
        "review_date": ("2028-01-01", "2028-02-02", "2028-01-01"),
    },
    "steps/visit/": {
        "timing": ("AUT1 W3", "AUT1 W4", "AUT1 W3"),
        "minutes-0-minutes": ("11", "12", "Headteacher, 11"),
    },
    "study/": {"key_idea": ("Ruth's.", "", "Ruth's.")},
}


@pytest.mark.parametrize("part", FIELDS)
def test_in_the_same_fields_both_versions_are_shown(
    part: str, draft: Edition, of_ruth: Client, of_sam: Client, address: str
) -> None:
    first, second = Written(of_ruth, f"{address}{part}"), Written(of_sam, f"{address}{part}")
    for name, (hers, his, _) in FIELDS[part].items():
        first[name], second[name] = hers, his
    first_answer, answer = first.send(), second.send()
    assert (first_answer.status_code, answer.status_code) == (302, 409)
    said = words(answer)
    assert "Two people wrote here. Nothing is lost." in said
    assert said.count("Ruth Ellison saved this at ") == len(FIELDS[part])
    # Sam's stands in the field and is kept; what is saved is Ruth's.
    kept = Writing.objects.get(person__name="Sam Okafor").data
    assert kept is not None
    again = Written(of_ruth, f"{address}{part}")
    for name, (hers, his, shown) in FIELDS[part].items():
        assert shown in said
        assert kept.get(name, []) == (his if isinstance(his, list) else [his])
        assert again.fields.get(name, []) == (hers if isinstance(hers, list) else [hers])


def _in_conflict(of_ruth: Client, of_sam: Client, study: str) -> Written:
    """Sam's page as it came back."""
    first, second = Written(of_ruth, study), Written(of_sam, study)
    first["key_idea"], second["key_idea"] = "Ruth's.", "Sam's."
    first.send()
    page = second.send()
    second.fields = fields_of(page_of(page))
    assert second["key_idea"] == "Sam's."
    return second


def test_choosing_ones_own(draft: Edition, of_ruth: Client, of_sam: Client, study: str) -> None:
    page = _in_conflict(of_ruth, of_sam, study)
    page["key_idea"] = "Ruth's and Sam's."
    assert page.send().status_code == 302
    assert process_of(draft).key_idea == "Ruth's and Sam's."
    assert Writing.objects.get(person__name="Sam Okafor").data is None


def test_leaving_the_others(draft: Edition, of_ruth: Client, of_sam: Client, study: str) -> None:
    page = _in_conflict(of_ruth, of_sam, study)
    page["activity"] = "Sam's activity."
    assert page.send(theirs="key_idea").status_code == 302
    assert (process_of(draft).key_idea, process_of(draft).activity) == ("Ruth's.", "Sam's activity.")
    assert Writing.objects.get(person__name="Sam Okafor").data is None


def test_a_third_version_meanwhile_is_shown_again(
    draft: Edition, of_ruth: Client, of_sam: Client, study: str
) -> None:
    page = _in_conflict(of_ruth, of_sam, study)
    third = Written(of_ruth, study)
    third["key_idea"] = "Ruth's second."
    third.send()
    answer = page.send()
    assert answer.status_code == 409
    assert "Ruth's second." in words(answer)


# ------------------------------------------------------------------ as somebody goes


def test_saved_as_you_go(draft: Edition, of_ruth: Client, study: str) -> None:
    page = Written(of_ruth, study)
    for idea in ("One.", "One two.", "One two three."):
        page["key_idea"] = idea
        answer = page.send(as_you_go=True)
        assert answer.status_code == 200
        assert words(answer).startswith("Saved at ")
        assert process_of(draft).key_idea == idea
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


def test_a_conflict_as_you_go_stays_one(draft: Edition, of_ruth: Client, of_sam: Client, study: str) -> None:
    first, second = Written(of_ruth, study), Written(of_sam, study)
    first["key_idea"], second["key_idea"] = "Ruth's.", "Sam's."
    first.send(as_you_go=True)
    for _ in range(2):  # what happens by itself never chooses
        answer = second.send(as_you_go=True)
        assert answer.status_code == 409
        assert words(answer).startswith("Ruth Ellison saved this at ")
        second.go_on(answer)
    assert process_of(draft).key_idea == "Ruth's."
    assert second.send().status_code == 409
    assert process_of(draft).key_idea == "Ruth's."
