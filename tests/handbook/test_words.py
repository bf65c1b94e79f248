"""The words that went and came between two editions."""

import pytest
from pytest_django import DjangoAssertNumQueries

from handbook.actions import load_pack
from handbook.models import Edition, Process, Step, Term
from handbook.pack import pack_of_files
from handbook.queries import changed_frame, changed_words
from handbook.queries.words import differing
from tests.conftest import NOW
from tests.handbook.packs import small_files, small_pack, spoilt

# Once: two packs are compared; that a database keeps a pack: test_round_trip.py.
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("edition_kept"), pytest.mark.once]

ADDED = '<ins><span class="unseen">added: </span>'
TAKEN_OUT = '<del><span class="unseen">taken out: </span>'


@pytest.fixture
def draft(edition: Edition) -> Edition:
    return load_pack(pack=small_pack(), by=None, now=NOW, reason="")


def _step(draft: Edition, code: str) -> Step:
    return Step.objects.get(process__edition=draft, code=code)


def test_the_same_words_are_no_change(edition: Edition, draft: Edition) -> None:
    assert changed_words(edition, draft) == ()
    assert changed_frame(edition, draft) == ()


def test_a_timing_is_said_in_words_and_as_it_is_written(edition: Edition, draft: Edition) -> None:
    Step.objects.filter(pk=_step(draft, "note").pk).update(timing="10wd after visit")
    (process,) = changed_words(edition, draft)
    assert (process.code, process.kind, process.step_codes) == ("P01", "changed", frozenset({"note"}))
    (part,) = process.parts
    assert (part.place, part.label, part.kind) == ("Step: Send the note", "Timing", "changed")
    assert part.html == (
        f"<p> {ADDED}10</ins> {TAKEN_OUT}12</del> working days after “Partner visit” "
        f"{ADDED}<code>10wd after visit</code></ins> {TAKEN_OUT}<code>12wd after visit</code></del></p>"
    )


def test_half_terms_bear_the_names_the_trust_gives_them(edition: Edition, draft: Edition) -> None:
    Step.objects.filter(pk=_step(draft, "visit").pk).update(timing="AUT2 W4")
    (process,) = changed_words(edition, draft, periods={"AUT2": "Term 2", "SUM2": "Term 6"})
    assert "Term 2" in process.parts[0].html
    assert "Autumn" not in process.parts[0].html


def test_people_are_named_by_their_title(edition: Edition, draft: Edition) -> None:
    Process.objects.filter(edition=draft, code="P01").update(lead="", owner="ceo", told=[])
    (process,) = changed_words(edition, draft)
    assert [(part.place, part.label, part.kind) for part in process.parts] == [
        ("Process", "Who answers for it", "changed"),
        ("Process", "Who leads it in school", "removed"),
        ("Process", "Who is told", "removed"),
    ]
    said = " ".join(part.html for part in process.parts)
    assert "Chief executive" in said
    assert "Chair of governors" in said
    assert "improvement_lead" not in said
    assert "chair_of_governors" not in said


def test_items_of_a_list_that_stayed_are_left_whole(edition: Edition, draft: Edition) -> None:
    Process.objects.filter(edition=draft, code="P01").update(
        takes_part=["improvement_partner", "data_lead", "senco"],
        success=["Every note is out within ten working days.", "No school waits."],
    )
    (process,) = changed_words(edition, draft)
    assert [part.html for part in process.parts] == [
        f"<ul><li>Improvement partner</li><li>{ADDED}Data lead</ins></li><li>SENCO</li></ul>",
        (
            f"<ul><li>Every note is out within {ADDED}ten working days.</ins> "
            f"{TAKEN_OUT}twelve working days.</del></li><li>{ADDED}No school waits.</ins></li></ul>"
        ),
    ]


def test_markdown_is_compared_as_it_is_read(edition: Edition, draft: Edition) -> None:
    Step.objects.filter(pk=_step(draft, "visit").pk).update(
        guidance="Walk round **together** twice.\n\n- Two classes\n- One conversation"
    )
    (part,) = changed_words(edition, draft)[0].parts
    assert part.html.startswith(
        f"<p>Walk round <strong>together</strong> {ADDED}twice.</ins> {TAKEN_OUT}first.</del></p>"
    )


def test_steps_that_come_and_go_are_named_with_all_they_say(edition: Edition, draft: Edition) -> None:
    process = draft.processes.get(code="P01")
    Step.objects.create(
        process=process, code="talk", title="Talk it through", position=3, kind="meeting", timing="2w after visit",
        owner="headteacher",
    )  # fmt: skip
    _step(draft, "note").delete()
    (changed,) = changed_words(edition, draft)
    found = [(part.place, part.label, part.kind) for part in changed.parts]
    assert found[:4] == [
        ("Step: Talk it through", "Title", "added"),
        ("Step: Talk it through", "Kind", "added"),
        ("Step: Talk it through", "Whose step", "added"),
        ("Step: Talk it through", "Timing", "added"),
    ]
    assert ("Step: Send the note", "Timing", "removed") in found
    assert changed.step_codes == {"talk"}
    assert changed.parts[0].html == f"<p>{ADDED}Talk it through</ins></p>"


def test_a_new_order_is_one_change(edition: Edition, draft: Edition) -> None:
    Step.objects.filter(process__edition=draft, code="visit").update(position=9)
    (process,) = changed_words(edition, draft)
    assert [(part.place, part.label) for part in process.parts] == [("Steps", "Order")]
    assert process.step_codes == frozenset()


def test_a_renamed_process_a_new_one_and_one_that_went(edition: Edition, draft: Edition) -> None:
    Process.objects.filter(edition=draft, code="P01").update(title="Visits")
    Process.objects.filter(edition=draft, code="P02").update(code="P03")
    found = changed_words(edition, draft)
    assert [(process.code, process.kind, process.step_codes) for process in found] == [
        ("P01", "renamed", frozenset()),
        ("P02", "removed", frozenset()),
        ("P03", "added", {"read"}),
    ]
    assert [part.label for part in found[2].parts] == ["Title", "What it is for", "Steps"]


def test_one_process_alone_can_be_asked_for(edition: Edition, draft: Edition) -> None:
    Process.objects.filter(edition=draft).update(purpose="Something else.")
    assert [process.code for process in changed_words(edition, draft, "P02")] == ["P02"]


def test_against_nothing_everything_is_new(edition: Edition) -> None:
    assert [process.kind for process in changed_words(None, edition)] == ["added", "added"]
    assert [process.kind for process in changed_words(edition, None)] == ["removed", "removed"]


def test_title_chapters_and_words_explained(edition: Edition, draft: Edition) -> None:
    Term.objects.create(edition=edition, word="Tier", meaning="How much support.", position=1)
    Term.objects.create(edition=draft, word="Tier", meaning="How much support a school gets.", position=1)
    Term.objects.create(edition=draft, word="INSET", meaning="A day of training.", position=2)
    Edition.objects.filter(pk=draft.pk).update(title="Smaller handbook")
    draft.chapters.filter(code="results").update(position=0, intro="What we learn.")
    draft.refresh_from_db()
    found = [(part.place, part.label, part.kind) for part in changed_frame(edition, draft)]
    assert found == [
        ("Handbook", "Title", "changed"),
        ("Chapter: Results", "Introduction", "added"),
        ("Chapters", "Order", "changed"),
        ("Words explained", "INSET", "added"),
        ("Words explained", "Tier", "changed"),
    ]


def test_the_order_of_processes_in_a_chapter(edition: Edition, draft: Edition) -> None:
    visits = draft.chapters.get(code="visits")
    edition.processes.update(chapter=edition.chapters.get(code="visits"))
    draft.processes.update(chapter=visits)
    draft.processes.filter(code="P02").update(position=0)
    assert [(part.place, part.label) for part in changed_frame(edition, draft)] == [
        ("Chapter: Visits and reviews", "Order")
    ]


def test_a_draft_that_lacks_things_can_be_compared(edition: Edition, draft: Edition) -> None:
    Process.objects.filter(edition=draft, code="P02").update(purpose="", owner="")
    (process,) = changed_words(edition, draft)
    assert [(part.label, part.kind) for part in process.parts] == [
        ("What it is for", "removed"),
        ("Who answers for it", "removed"),
    ]


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<ins onclick=alert(1)>x</ins>",
        '"><img src=x onerror=alert(1)>',
        "&lt;b&gt;",
        "</p></div><del>",
    ],
)
def test_markup_in_a_text_stays_text(edition: Edition, draft: Edition, hostile: str) -> None:
    Process.objects.filter(edition=draft, code="P01").update(purpose=f"See {hostile} now", guide=hostile)
    (process,) = changed_words(edition, draft)
    for part in process.parts:
        for word in ("<script", "<img", "onclick=alert(1)>", "<div"):
            assert word not in part.html.replace("&lt;", "[").replace("&gt;", "]"), part
        assert part.html.count("<ins>") == part.html.count("</ins>")


def test_a_link_that_leads_elsewhere_is_said() -> None:
    html = differing(
        '<p>See <a href="https://a.example/">it</a></p>', '<p>See <a href="https://b.example/">it</a></p>'
    )
    assert f"{ADDED} Link: https://b.example/</ins>" in html
    assert f"{TAKEN_OUT} Link: https://a.example/</del>" in html


def test_queries_do_not_grow_with_the_pack(
    edition: Edition, draft: Edition, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(22):
        changed_words(edition, draft)
    files = small_files()
    for number in range(3, 8):
        for name in ("process.yaml", "guide.md"):
            text = files[f"processes/P01/{name}"].decode()
            text = text.replace("code: P01", f"code: P0{number}").replace(
                "slug: partner-visits", f"slug: p{number}"
            )
            text = text.replace("visit-note", f"note-{number}")
            files[f"processes/P0{number}/{name}"] = text.encode()
    more = load_pack(pack=pack_of_files(files), by=None, now=NOW, reason="")
    with django_assert_num_queries(22):
        assert len(changed_words(edition, more)) == 5


def test_the_pack_may_be_spoilt_anywhere(edition: Edition) -> None:
    """Each sort of field gives words."""
    other = spoilt("processes/P01/process.yaml", "kind: choice", "kind: choice")
    text = other["processes/P01/process.yaml"].decode()
    for old, new in (
        ("tiers: [3, 4]", "tiers: [4]"), ("notice: 5", "notice: null"), ("phases: [primary, special]", "phases: []"),
        ("confidential: true", "confidential: false"),
        ("required: false", "required: true"), ("minutes: 10", "minutes: 1"),
        ("check: true", "check: false"), ("2027-07-02", "2027-07-09"), ("headteacher: 180", "headteacher: 1"),
    ):  # fmt: skip
        assert old in text
        text = text.replace(old, new)
    other["processes/P01/process.yaml"] = text.encode()
    draft = load_pack(pack=pack_of_files(other), by=None, now=NOW, reason="")
    (process,) = changed_words(edition, draft)
    assert [(part.place.partition(":")[0], part.label) for part in process.parts] == [
        ("Process", "Legal duty"),
        ("Process", "To be read again by its owner"),
        ("Step", "Minutes of work"),
        ("Step", "What to prepare"),
        ("Step", "Phases"),
        ("Step", "Tiers of support"),
        ("Step", "Notice before a date moves"),
        ("Document", "Confidential"),
        ("Document", "Fields"),
    ]
    assert all(part.html for part in process.parts)
