"""A small pack in canonical form, and ways to spoil it."""

# ruff: noqa: E501 -- a canonical pack has long rows

import io
import zipfile
from functools import cache
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from handbook.models import Edition
from handbook.pack import Pack, pack_of_files
from people.models import AuditEntry

PACK = """\
format: 1
title: Small handbook
summary: Two ways of working.
chapters:
- code: visits
  title: Visits and reviews
  intro: Someone who knows schools well looks at yours with you.
- code: results
  title: Results
  intro: ""
"""

PROCESS_ONE = """\
code: P01
slug: partner-visits
title: Partner visits
chapter: visits
purpose: See the school together.
why: >-
  You hear what somebody else sees, in time to do something about it, from a person who has been to a good many schools
  this term.
owner: improvement_lead
lead: headteacher
takes_part: [improvement_partner, senco]
told: [chair_of_governors]
phases: []
tiers: []
notice: 20
who_sees: You, your partner and the school improvement lead.
success:
- Every note is out within twelve working days.
statutory:
  rule: The trust has to know how its schools are doing.
  source: Its funding agreement
  check: true
review_date: 2027-07-02
related: [P02]
study:
  key_idea: Two people see more than one.
  activity: Walk to three classrooms and write down one thing in each.
  questions:
  - What did you see?
steps:
- code: visit
  title: Partner visit
  kind: visit
  scope: school
  timing: each AUT2 W1-3, SUM2 W3
  owner: improvement_partner
  takes_part: [headteacher]
  minutes: {headteacher: 180, improvement_partner: 240}
  why: null
  guidance: |
    Walk round **together** first.

    - Two classes
    - One conversation
  prepare:
  - {text: Read the briefing, minutes: 10}
  afterwards: You get the draft note within five working days.
  who_sees: null
  documents: [visit-note]
  phases: []
  tiers: []
  notice: null
  statutory: null
- code: note
  title: Send the note
  kind: deadline
  scope: school
  timing: 12wd after visit
  owner: improvement_partner
  takes_part: []
  minutes: {}
  why: The school reads it while it still remembers the day.
  guidance: Two pages.
  prepare: []
  afterwards: ""
  who_sees: You and the school improvement lead.
  documents: [visit-note]
  phases: [primary, special]
  tiers: [3, 4]
  notice: 5
  statutory: null
documents:
- code: visit-note
  title: Note of visit
  purpose: Says what was seen.
  filled_by: improvement_partner
  who_sees: You and the school improvement lead.
  retention: Current year and six years
  confidential: true
  fields:
  - {code: school, label: School, kind: text, help: "", required: true, prefill: school.name, choices: [], columns: [], rows: []}
  - {code: seen, label: What we saw, kind: long_text, help: No child's name., required: true, prefill: null, choices: [], columns: [], rows: []}
  - code: overall
    label: Overall
    kind: choice
    help: ""
    required: false
    prefill: null
    choices: ["Yes", "No", Too early to say]
    columns: []
    rows: []
  - code: actions
    label: Actions
    kind: table
    help: ""
    required: false
    prefill: null
    choices: []
    columns: [What, Who, By when]
    rows: [The school, The trust]
"""

PROCESS_TWO = """\
code: P02
slug: results-review
title: Results review
chapter: results
purpose: Learn from the summer's results.
why: What you change in September still helps this year's pupils.
owner: ceo
lead: null
takes_part: []
told: []
phases: [secondary]
tiers: []
notice: 10
who_sees: Everyone named here.
success: []
statutory: null
review_date: null
related: []
study:
  key_idea: Look for what you did, not for what they were.
  activity: Each of you names one result you can explain.
  questions:
  - "Which result surprised you: the good one or the bad one?"
steps:
- code: read
  title: Read the results
  kind: task
  scope: trust
  timing: on 20 Aug
  owner: ceo
  takes_part: []
  minutes: {ceo: 60}
  why: null
  guidance: Alone, before anyone explains them to you.
  prepare: []
  afterwards: ""
  who_sees: null
  documents: []
  phases: []
  tiers: []
  notice: null
  statutory: null
documents: []
"""

SMALL = {
    "pack.yaml": PACK,
    "processes/P01/guide.md": "## What it is\n\nA visit by [someone](https://example.org/who) you know.\n",
    "processes/P01/process.yaml": PROCESS_ONE,
    "processes/P02/guide.md": "",
    "processes/P02/process.yaml": PROCESS_TWO,
}


def small_files() -> dict[str, bytes]:
    return {name: text.encode() for name, text in SMALL.items()}


@cache
def small_pack() -> Pack:
    return pack_of_files(small_files())


def spoilt(name: str, old: str, new: str) -> dict[str, bytes]:
    """The small pack with one text replaced, wherever it stands in that file."""
    text = SMALL[name]
    assert old in text
    return small_files() | {name: text.replace(old, new).encode()}


def write_folder(folder: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def refused(path: Path) -> list[str]:
    """The faults it is refused for, having seen that nothing was written."""
    with pytest.raises(CommandError) as caught:
        call_command("load_handbook", str(path))
    first, *faults = str(caught.value).split("\n")
    count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
    assert first == f"{path} is refused for {count}; nothing was changed."
    assert not Edition.objects.exists()
    assert not AuditEntry.objects.exists()
    return faults
