"""Evaluation frameworks: what ships is whole, a file with a fault is refused, one that was used never changes."""

from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from people.models import AuditEntry
from plans.actions import load_framework
from plans.frameworks import FrameworkError, FrameworkText, read_folder, read_framework
from plans.management.commands.load_frameworks import SHIPPED
from plans.models import Area, Framework, Grade, SelfEvaluation
from schedule.actions import Refused
from schools.models import School, SchoolYear
from tests.conftest import NOW, MakePerson

SMALL = """\
code: ours-2026
title: Our own
source: The trust, 2026
from: 2026-09-01
scales:
  three:
  - {code: yes-always, title: Always, meaning: Every time.}
  - {code: mostly, title: Mostly}
areas:
- {code: reading, title: Reading, scale: three, meaning: Whether all can.}
- {code: nursery, title: Nursery, scale: three, phases: [nursery, primary]}
"""


def write(folder: Path, text: str, name: str = "ours.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def small(folder: Path, *changes: tuple[str, str]) -> FrameworkText:
    text = SMALL
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    return read_framework(write(folder, text))


def test_what_ships_has_the_exact_names() -> None:
    old, new = read_folder(SHIPPED)
    assert (old.code, old.from_date, old.to_date) == ("ofsted-2019", date(2019, 9, 1), date(2025, 11, 9))
    assert (new.code, new.from_date, new.to_date) == ("ofsted-2025", date(2025, 11, 10), None)
    assert [grade.title for grade in new.grades] == [
        "Exceptional", "Strong standard", "Expected standard", "Needs attention", "Urgent improvement", "Met",
        "Not met",
    ]  # fmt: skip
    assert [(area.title, area.scale, len(area.phases)) for area in new.areas] == [
        ("Inclusion", "five-point", 0),
        ("Curriculum and teaching", "five-point", 0),
        ("Achievement", "five-point", 0),
        ("Attendance and behaviour", "five-point", 0),
        ("Personal development and wellbeing", "five-point", 0),
        ("Leadership and governance", "five-point", 0),
        ("Early years", "five-point", 4),
        ("Post-16 provision", "five-point", 4),
        ("Safeguarding standards", "met", 0),
    ]
    assert [grade.title for grade in old.grades if grade.scale == "four-point"] == [
        "Outstanding", "Good", "Requires improvement", "Inadequate",
    ]  # fmt: skip


FAULTS = [
    ("code: ours-2026", "code: Our Own", "code: expected small letters, digits and single hyphens, at most 40."),
    ("title: Our own\n", "", "title: is missing."),
    ("title: Our own", "title: ' '", "title: is empty."),
    ("title: Our own", "title: [a]", "title: expected a text."),
    ("title: Our own", f"title: {'x' * 121}", "title: has 121 characters: at most 120."),
    ("source: The", "colour: blue\nsource: The",
     "colour: is no key of a framework: they are code, title, summary, source, from, to, scales, areas."),
    ("from: 2026-09-01", "from: soon", "from: expected a day such as 2025-11-10."),
    ("from: 2026-09-01", "from: 2026-09-01\nto: 2026-08-31", "to: is before the day it began."),
    ("from: 2026-09-01\n", "", "from: is missing."),
    ("code: mostly, title: Mostly", "code: yes-always, title: Mostly", "scales, three, yes-always: is here twice."),
    ("title: Mostly", "titel: Mostly",
     ['scales, three, mostly: the key "titel" is unknown: known keys are code, title, meaning.',
      "scales, three, mostly, title: is missing."]),
    ("code: reading, title: Reading, scale: three", "code: reading, title: Reading, scale: four",
     "areas, reading, scale: expected one of three."),
    ("phases: [nursery, primary]", "phases: [infant]",
     "areas, nursery, phases: expected a list out of nursery, primary, secondary, all_through, special, post16."),
    ("code: nursery", "code: reading", "areas, reading: is here twice."),
    ("title: Our own", "title: Our own\ntitle: Two", 'line 1: cannot be read as YAML: the key "title" is here twice.'),
    ("code: ours-2026", "code: {", "line 3: cannot be read as YAML: expected ',' or '}', but got ':'."),
    ("code: ours-2026", "code: !!python/object:os.system x",
     ("line 1: cannot be read as YAML: could not determine a constructor for the tag "
      "'tag:yaml.org,2002:python/object:os.system'.")),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "said"), FAULTS)
def test_a_fault_is_named_with_its_place(
    tmp_path: Path, before: str, after: str, said: str | list[str]
) -> None:
    with pytest.raises(FrameworkError) as refused:
        small(tmp_path, (before, after))
    wanted = [said] if isinstance(said, str) else said
    assert list(refused.value.problems) == [f"ours.yaml, {one}" for one in wanted]


def test_a_file_without_keys(tmp_path: Path) -> None:
    with pytest.raises(FrameworkError) as refused:
        small(tmp_path, (SMALL, "- 1\n"))
    assert str(refused.value) == "ours.yaml: expected keys and values, such as `title: Our framework`."


def test_every_fault_of_a_folder_is_said_at_once(tmp_path: Path) -> None:
    write(tmp_path, SMALL.replace("from: 2026-09-01", "from: soon"), "a.yaml")
    write(tmp_path, SMALL, "b.yaml")
    write(tmp_path, SMALL, "c.yaml")
    (tmp_path / "d.yaml").write_bytes(b"title: \xff")
    with pytest.raises(FrameworkError) as refused:
        read_folder(tmp_path)
    assert list(refused.value.problems) == [
        "a.yaml, from: expected a day such as 2025-11-10.",
        "c.yaml, code: another file here has the code ours-2026 already.",
        "d.yaml: byte 8 is not UTF-8: save the file as UTF-8.",
    ]


@pytest.mark.django_db
def test_loading_twice_changes_nothing(tmp_path: Path) -> None:
    first = load_framework(content=small(tmp_path), by=None, now=NOW)
    again = load_framework(content=small(tmp_path, ("title: Our own", "title: 'Our own'")), by=None, now=NOW)
    assert first.changes == ("Our own: new, with 2 areas and 2 grades.",)
    assert again.changes == ()
    assert AuditEntry.objects.filter(action="framework.load").count() == 1


@pytest.mark.django_db
def test_one_that_nobody_used_takes_new_words(tmp_path: Path) -> None:
    load_framework(content=small(tmp_path), by=None, now=NOW)
    kept = Area.objects.get(code="reading").pk
    changed = small(
        tmp_path,
        ("Whether all can.", "Whether all do."),
        ("code: nursery, title: Nursery", "code: number, title: Number"),
        ("title: Mostly", "title: Often"),
        ("2026-09-01", "2026-10-01"),
    )
    loaded = load_framework(content=changed, by=None, now=NOW)
    assert loaded.changes == (
        "Our own: another first day.",
        "Nursery: area taken out.",
        "Number: area added.",
        "Reading: area changed.",
        "Often: grade changed.",
    )
    assert Area.objects.get(code="reading").pk == kept
    assert sorted(Area.objects.values_list("code", flat=True)) == ["number", "reading"]
    assert Framework.objects.get().from_date == date(2026, 10, 1)


@pytest.fixture
def used(tmp_path: Path, alder: School, year: SchoolYear, make_person: MakePerson) -> Framework:
    framework = load_framework(content=small(tmp_path), by=None, now=NOW).framework
    head = make_person("headteacher", alder)
    SelfEvaluation.objects.create(
        school=alder, year=year, framework=framework, started_at=NOW, started_by=head
    )
    return framework


@pytest.mark.django_db
def test_one_that_was_used_is_not_altered(tmp_path: Path, used: Framework) -> None:
    with pytest.raises(Refused) as refused:
        load_framework(content=small(tmp_path, ("title: Mostly", "title: Often")), by=None, now=NOW)
    assert str(refused.value) == (
        "Our own (ours-2026) is not changed: a self-evaluation or a plan was written with it. Give the new wording a "
        "code of its own."
    )
    assert Grade.objects.get(code="mostly").title == "Mostly"
    assert load_framework(content=small(tmp_path), by=None, now=NOW).changes == ()


@pytest.mark.django_db
def test_one_that_was_used_may_end(tmp_path: Path, used: Framework) -> None:
    content = small(tmp_path, ("from: 2026-09-01", "from: 2026-09-01\nto: 2029-08-31"))
    assert load_framework(content=content, by=None, now=NOW).changes == ("Our own: ends on 2029-08-31.",)
    assert Framework.objects.get(pk=used.pk).to_date == date(2029, 8, 31)


@pytest.mark.django_db
def test_the_command_loads_what_ships(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_frameworks")
    call_command("load_frameworks")
    assert capsys.readouterr().out.splitlines() == [
        "Ofsted’s 2019 framework: new, with 7 areas and 6 grades.",
        "Ofsted’s renewed framework: new, with 9 areas and 7 grades.",
        "Ofsted’s 2019 framework: nothing to do.",
        "Ofsted’s renewed framework: nothing to do.",
    ]


@pytest.mark.django_db
def test_the_command_writes_nothing_of_a_folder_with_a_fault(tmp_path: Path) -> None:
    write(tmp_path, SMALL, "a.yaml")
    write(tmp_path, "code: 1\n", "b.yaml")
    with pytest.raises(CommandError) as refused:
        call_command("load_frameworks", str(tmp_path))
    assert str(refused.value).splitlines()[0] == f"{tmp_path} is refused for 6 faults; nothing was changed."
    assert Framework.objects.count() == 0


@pytest.mark.django_db
def test_the_command_writes_nothing_when_one_is_in_use(tmp_path: Path, used: Framework) -> None:
    write(tmp_path, SMALL.replace("Our own", "Another"), "ours.yaml")
    write(tmp_path, SMALL.replace("ours-2026", "new-2026").replace("2026-09-01", "2025-09-01"), "new.yaml")
    with pytest.raises(CommandError, match=r"^Nothing was changed\. Our own \(ours-2026\)"):
        call_command("load_frameworks", str(tmp_path))
    assert list(Framework.objects.values_list("code", flat=True)) == ["ours-2026"]


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(FrameworkError, match=r"no folder with a \.yaml file in it"):
        read_folder(tmp_path / "nowhere")
