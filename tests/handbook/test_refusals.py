"""A pack with a fault is refused with the place and the reason, and nothing is written."""

# ruff: noqa: E501, ISC004 -- what is spoilt and what is said of it read best as one row

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from handbook.pack.links import PROCESS_FILE
from tests.handbook.packs import SMALL, refused, spoilt, write_folder

pytestmark = [pytest.mark.django_db, pytest.mark.once]  # the pack is judged before anything is written

ONE = PROCESS_FILE.format("P01")
TWO = PROCESS_FILE.format("P02")
GUIDE = "processes/P01/guide.md"
HALF_TERMS = "a half-term (AUT1, AUT2, SPR1, SPR2, SUM1 or SUM2)"


# What is replaced in which file, and what the loader says of it.
SHAPE = [
    ("pack.yaml", "format: 1", "format: 2", "pack.yaml, format: expected 1, found the number 2."),
    ("pack.yaml", "format: 1\n", "", "pack.yaml, format: expected 1, found nothing."),
    ("pack.yaml", "format: 1", "format: true",
     "pack.yaml, format: expected 1, found true (a word such as Yes or No needs quotes to be a text)."),
    ("pack.yaml", "title: Small handbook", "titel: Small handbook",
     ['pack.yaml: the key "titel" is unknown: did you mean "title"?', 'pack.yaml: the key "title" is missing.']),
    ("pack.yaml", "summary: Two ways of working.", "summary: Two ways of working.\ncolour: blue",
     'pack.yaml: the key "colour" is unknown: known keys are title, summary, chapters, glossary.'),
    ("pack.yaml", "code: results", "code: visits",
     ["pack.yaml: the chapter visits is here twice.", f"{TWO}, chapter: there is no chapter results in pack.yaml."]),
    ("pack.yaml", "title: Results", "title: [Results]", "pack.yaml, chapter results, title: expected a text, found a list."),
    (ONE, "code: P01\n", "code: P02\n",
     f"{ONE}, code: P02 is already the code of processes/P02: here it has to be P01."),
    (ONE, "code: P01\n", "code: P77\n", f"{ONE}, code: P77 is not the name of its folder: here it has to be P01."),
    (ONE, "code: P01\n", "code: 1\n",
     f"{ONE}, code: expected P and two digits, at most 3 characters; found the number 1."),
    (ONE, "slug: partner-visits", "slug: Partner Visits",
     f'{ONE}, slug: expected small letters, digits and single hyphens, at most 80 characters; found the text "Partner Visits".'),
    (ONE, "slug: partner-visits", "slug: chapters",
     f"{ONE}, slug: chapters is the address of another page: choose a different one."),
    (TWO, "slug: results-review", "slug: partner-visits", f"{TWO}, slug: partner-visits is already the slug of P01."),
    (ONE, "chapter: visits", "chapter: elsewhere", f"{ONE}, chapter: there is no chapter elsewhere in pack.yaml."),
    (ONE, "purpose: See the school together.", 'purpose: " "', f"{ONE}, purpose: is empty."),
    (ONE, "purpose: See the school together.", f"purpose: {'word ' * 300}",
     f"{ONE}, purpose: has 1,499 characters: at most 1,000."),
    (ONE, "\nowner: improvement_lead", "\nowner: wizard",
     f'{ONE}, owner: expected a role or job code of people/roles.py, found the text "wizard".'),
    (ONE, "takes_part: [improvement_partner, senco]", "takes_part: [improvement_partner, yes]",
     f"{ONE}, takes_part, item 2: expected a role or job code of people/roles.py, "
     "found true (a word such as Yes or No needs quotes to be a text)."),
    (ONE, "takes_part: [improvement_partner, senco]", "takes_part: senco",
     f'{ONE}, takes_part: expected a list, found the text "senco".'),
    (ONE, "takes_part: [improvement_partner, senco]", "takes_part: [senco, senco]", f"{ONE}, takes_part: has senco twice."),
    (ONE, "notice: 20", "notice: twenty", f'{ONE}, notice: expected a whole number from 0 to 200, found the text "twenty".'),
    (ONE, "notice: 20", "notice: -1", f"{ONE}, notice: expected a whole number from 0 to 200, found the number -1."),
    (ONE, "notice: 20", f"notice: {'9' * 400}", f"{ONE}, notice: expected a whole number from 0 to 200, found a number."),
    (ONE, "notice: 20", "notice: 1.5", f"{ONE}, notice: expected a whole number from 0 to 200, found a number."),
    (ONE, "review_date: 2027-07-02", "review_date: 2027-02-30",
     f'{ONE}, review_date: expected a date such as 2027-07-02, found the text "2027-02-30".'),
    (ONE, "  check: true", "  check: perhaps", f'{ONE}, statutory, check: expected true or false, found the text "perhaps".'),
    (ONE, "  source: Its funding agreement\n", "", f'{ONE}, statutory: the key "source" is missing.'),
    (TWO, "lead: null\n", "lead: null\nstudy_page: x\n", f'{TWO}: the key "study_page" is unknown: did you mean "study"?'),
    (ONE, "phases: [primary, special]", "phases: [primary, sixth]",
     f"{ONE}, step note, phases, item 2: expected one of nursery, primary, secondary, all_through, special, post16; "
     'found the text "sixth".'),
    (ONE, "tiers: [3, 4]", "tiers: [3, 5]",
     f"{ONE}, step note, tiers, item 2: expected a whole number from 1 to 4, found the number 5."),
    (ONE, "kind: visit\n", "kind: party\n",
     f"{ONE}, step visit, kind: expected one of task, meeting, visit, deadline, publication, training, review; "
     'found the text "party".'),
    (ONE, "minutes: {headteacher: 180, improvement_partner: 240}", "minutes: {headteacher: long, wizard: 3}",
     [f'{ONE}, step visit, minutes: "wizard" is no role or job code of people/roles.py.',
      f'{ONE}, step visit, minutes, headteacher: expected a whole number from 0 to 10000, found the text "long".']),
    (ONE, "{text: Read the briefing, minutes: 10}", "{text: Read the briefing}",
     f'{ONE}, step visit, prepare 1: the key "minutes" is missing.'),
    (ONE, "{text: Read the briefing, minutes: 10}", "Read the briefing",
     f'{ONE}, step visit, prepare 1: expected keys and values, found the text "Read the briefing".'),
    (ONE, "- code: note\n", "- code: no\n",
     f"{ONE}, step 2, code: expected small letters, digits and single hyphens, at most 40 characters; "
     "found false (a word such as Yes or No needs quotes to be a text)."),
    (ONE, "prefill: school.name", "prefill: school.secret",
     f"{ONE}, document visit-note, field school, prefill: expected one of trust.name, school.name, school.urn, "
     "school.laestab, school.phase, school.roll, headteacher.name, partner.name, year.name, event.title, event.date, "
     'event.opens, today, actions.open; found the text "school.secret".'),
    (ONE, "code: seen", "code: What we saw",
     f"{ONE}, document visit-note, field 2, code: expected snake_case, at most 40 characters; "
     'found the text "What we saw".'),
    (ONE, "code: seen", "code: school", f"{ONE}, document visit-note: the field school is here twice."),
    (ONE, 'choices: ["Yes", "No", Too early to say]', "choices: []",
     f"{ONE}, document visit-note, field overall, choices: a choice has choices, and nothing else has."),
    (ONE, "columns: [What, Who, By when]", "columns: []",
     f"{ONE}, document visit-note, field actions, columns: a table has columns, and nothing else has."),
    (ONE, 'choices: ["Yes", "No", Too early to say]', "choices: [Yes, Perhaps]",
     f"{ONE}, document visit-note, field overall, choice 1: expected a text, "
     "found true (a word such as Yes or No needs quotes to be a text)."),
    (TWO, '  questions:\n  - "Which result surprised you: the good one or the bad one?"\n', "  questions: []\n",
     f"{TWO}, study, questions: needs at least 1."),
]  # fmt: skip

LINKS = [
    (ONE, "related: [P02]", "related: [P01, P44]",
     [f"{ONE}, related: P01 is this process itself.", f"{ONE}, related: there is no process P44 in the pack."]),
    (ONE, "- code: note\n", "- code: visit\n", f"{ONE}: the step visit is here twice."),
    (ONE, "- code: note\n", "- code: appointment\n",
     f'{ONE}, step appointment, code: "appointment" means a trigger in the timing language: choose a different one.'),
    (ONE, "  documents: [visit-note]", "  documents: [other-note]",
     [f"{ONE}, step visit, documents: there is no document other-note in the pack.",
      f"{ONE}, step note, documents: there is no document other-note in the pack."]),
    (TWO, "\ndocuments: []", "\ndocuments:\n- {code: visit-note, title: A, purpose: B, filled_by: ceo, who_sees: C, fields: []}",
     f"{TWO}, document visit-note: this code is already a document of P01."),
    (ONE, "timing: 12wd after visit", "timing: AUT3 W99",
     f'{ONE}, step note, timing: "AUT3 W99" cannot be read at "AUT3" (character 1): expected {HALF_TERMS}, "previous", '
     '"inset", "on", "by", "each" or an amount such as 10wd.'),
    (ONE, "timing: 12wd after visit", "timing: AUT1 W99",
     f'{ONE}, step note, timing: "AUT1 W99" cannot be read at "99" (character 7): expected a week from 1 to 12, or from '
     "-1 to -12 counted from the end."),
    (ONE, "timing: 12wd after visit", "timing: 7",
     f"{ONE}, step note, timing: expected a text, found the number 7."),
    (ONE, "timing: 12wd after visit", "timing: 12wd after party",
     f'{ONE}, step note, timing: "12wd after party" follows P01.party, and there is no such step in the pack.'),
    (ONE, "timing: 12wd after visit", "timing: 2w after P55.data",
     f'{ONE}, step note, timing: "2w after P55.data" follows P55.data, and there is no such step in the pack.'),
    (ONE, "timing: 12wd after visit", "timing: 2w after note",
     f"{ONE}, step note, timing: goes round in a circle: P01.note, which follows P01.note."),
    (ONE, "timing: each AUT2 W1-3, SUM2 W3", "timing: each AUT2 W1-3, 5wd before P01.note",
     f"{ONE}, step visit, timing: goes round in a circle: P01.visit, which follows P01.note, which follows P01.visit."),
]  # fmt: skip

YAML = [
    (ONE, "code: P01\n", "code: P01\ncode: P01\n", f'{ONE}: line 2: the key "code" is here twice.'),
    (ONE, "slug: partner-visits", "slug: &a partner-visits",
     f"{ONE}: line 2: anchors (&) and aliases (*) are not allowed: write the text again."),
    (ONE, "slug: partner-visits", "slug: *a",
     f"{ONE}: line 2: anchors (&) and aliases (*) are not allowed: write the text again."),
    (ONE, "slug: partner-visits", 'slug: !!python/object/apply:os.system ["true"]',
     f"{ONE}: line 2: the tag tag:yaml.org,2002:python/object/apply:os.system is not allowed."),
    (ONE, "slug: partner-visits", "? [a, b]\n: x", f"{ONE}: line 2: a key has to be a word."),
    (ONE, "slug: partner-visits", f"slug: {'[' * 5000}", f"{ONE}: line 2: more than 10 levels deep."),
    (ONE, "slug: partner-visits", "slug: [partner-visits",
     f"{ONE}: line 3: cannot be read as YAML: did not find expected ',' or ']'."),
    (ONE, "slug: partner-visits", "slug: \0", f"{ONE}: cannot be read as YAML: it holds a character that YAML does not allow."),
    (TWO, "documents: []\n", "documents: []\n---\ncode: P03\n", f"{TWO}: line 39: a second document begins here: a file holds one."),
    (ONE, SMALL[ONE], "", f"{ONE}: expected keys and values, such as `title: Starter handbook`."),
    (ONE, SMALL[ONE], "- a list\n", f"{ONE}: expected keys and values, such as `title: Starter handbook`."),
    (ONE, "title: Partner visits\n", 'title: "Partner\\u202Evisits"\n',
     f"{ONE}, title: holds the direction mark U+202E, which makes words read differently from what they say."),
    (ONE, "title: Partner visits\n", 'title: "Partner\\u2028visits"\n',
     f"{ONE}, title: holds the character U+2028, which is no part of a text."),
    (ONE, "title: Partner visits\n", 'title: "Partner\\uD800visits"\n', f"{ONE}: line 3: cannot be read as YAML: found invalid Unicode character escape code."),
    (GUIDE, "A visit", "A \u2067visit",
     f"{GUIDE}: holds the direction mark U+2067, which makes words read differently from what they say."),
    (GUIDE, "A visit", "<script>alert(1)</script>", f"{GUIDE}: line 3: raw HTML is not allowed."),
    (GUIDE, "A visit", "A <b onclick=x>visit</b>",
     [f"{GUIDE}: line 3: raw HTML is not allowed.", f"{GUIDE}: line 3: raw HTML is not allowed."]),
    (GUIDE, "A visit", "![A visit](https://example.org/a.png)", f"{GUIDE}: line 3: images are not allowed."),
    (GUIDE, "https://example.org/who", "javascript:alert(1)",
     f"{GUIDE}: line 3: a link to javascript:alert(1): links lead to http(s), mailto or /handbook/ addresses."),
    (GUIDE, "## What", "#### What", f"{GUIDE}: line 1: a heading of level 4: at most 3."),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "said"), SHAPE + LINKS + YAML)
def test_a_fault_is_named_with_its_place(
    name: str, old: str, new: str, said: str | list[str], tmp_path: Path
) -> None:
    faults = refused(write_folder(tmp_path / "pack", spoilt(name, old, new)))
    assert faults == ([said] if isinstance(said, str) else said)


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    files = spoilt(ONE, "timing: 12wd after visit", "timing: AUT1") | spoilt(TWO, "notice: 10", "notice: ten")
    files[ONE] = spoilt(ONE, "timing: 12wd after visit", "timing: AUT1")[ONE].replace(
        b"notice: 20", b"notice: []"
    )
    files["processes/P03/process.yaml"] = b"code: [\n"
    assert refused(write_folder(tmp_path / "pack", files)) == [
        f"{ONE}, notice: expected a whole number from 0 to 200, found a list.",
        f'{ONE}, step note, timing: "AUT1" stops too early: expected a week such as W3.',
        f'{TWO}, notice: expected a whole number from 0 to 200, found the text "ten".',
        "processes/P03/guide.md: is missing.",
        "processes/P03/process.yaml: line 2: cannot be read as YAML: did not find expected node content.",
    ]


def test_a_long_list_of_faults_is_cut(tmp_path: Path) -> None:
    many = "related: [" + ", ".join(["x"] * 80) + "]"
    with pytest.raises(CommandError) as caught:
        call_command(
            "load_handbook", str(write_folder(tmp_path / "pack", spoilt(ONE, "related: [P02]", many)))
        )
    assert str(caught.value).split("\n")[-1] == "and 30 more."
