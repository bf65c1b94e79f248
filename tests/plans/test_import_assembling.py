"""From the tables of a file to the plan as it would be: what is offered, where lines come from, what is wrong."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from adapters.docx_tables import read_docx
from adapters.grids import Grid, Read
from adapters.sheet_tables import read_xlsx
from plans.importing import (
    Draft,
    Mapping,
    Onto,
    Owners,
    People,
    Person,
    assemble,
    guess_mapping,
    mapping_from,
    mapping_of,
)
from plans.importing.mapping import said_of
from schools.terms import Calendar, Period, period_names
from tests.conftest import PERIODS_2026
from tests.plans.import_files import excel_plan, plain, word_file, word_plan

CALENDAR = Calendar(2026, tuple(Period(code, *days) for code, days in PERIODS_2026.items()))
ONTO = Onto(1, "Alder", 900001, CALENDAR, period_names("half-terms"), (), has_reason=False)
PEOPLE = People(
    (
        Person(7, "Priya Shah", "headteacher"),
        Person(8, "Tom Reid", "senior leader"),
        Person(9, "Ann Cole", "local governor", may_lead=False, may_govern=True),
    ),
    {"Lee Moss": date(2026, 10, 23)},
)


def draft_of(read: Read, mapping: Mapping | None = None, onto: Onto = ONTO) -> Draft:
    return assemble(read.grids, mapping or guess_mapping(read.grids), PEOPLE, onto)


def table(*rows: tuple[str, ...], heading: str = "Priority 1: Reading") -> Read:
    return read_docx(word_file(f"<w:p><w:r><w:t>{heading}</w:t></w:r></w:p>" * bool(heading) + plain(*rows)))


def said(draft: Draft) -> list[tuple[str, str]]:
    return [(fault.where, fault.said) for fault in draft.faults]


def test_what_is_offered_for_a_plan_in_word() -> None:
    offered = guess_mapping(read_docx(word_plan()).grids).tables
    assert [(one.kind, one.belongs, one.columns) for one in offered] == [
        ("objectives", "Priority 1: Reading fluency", ("objective", "measure")),
        ("actions", "Priority 1: Reading fluency", ("action", "lead", "start", "due", "cost")),
        ("objectives", "Priority 2: Attendance", ("objective", "measure")),
        ("actions", "Priority 2: Attendance", ("action", "lead", "start", "due", "cost")),
    ]


def test_a_plan_in_word() -> None:
    draft = draft_of(read_docx(word_plan()))
    first, second = draft.sheet.priorities
    assert [(one.number, one.title) for one in (first, second)] == [(1, "Reading fluency"), (2, "Attendance")]
    (objective,) = first.objectives
    assert objective.text == "By July 2027 reading fluency is better."
    assert [line.measure for line in objective.criteria] == [
        "Pupils at 110 words a minute: 50 of 58", "Every class reads aloud daily",
    ]  # fmt: skip
    one, two = objective.actions
    assert (one.text, one.lead, one.start, one.due, one.cost) == (
        "Train all teachers", "Priya Shah", date(2026, 11, 9), date(2026, 12, 18), Decimal(1200),
    )  # fmt: skip
    assert (two.text, two.lead, two.supporter, two.start, two.due, two.cost) == (
        "Hear every pupil read", "Priya Shah", "", date(2027, 1, 4), date(2027, 3, 12), None,
    )  # fmt: skip
    assert (draft.origins[one.pk], draft.owners[one.pk]) == ("Table 2, row 3, column 1", Owners(7))
    assert draft.remarks[first.pk] == (
        "Table 2, row 4, column 2, lead: Priya Shah / TR",
        "Table 2, row 4, column 5, cost: TBC",
    )
    assert [(line.name, line.why, line.chosen, line.places) for line in draft.names] == [
        ("TR", "", None, ("Table 2, row 4, column 2",)),
        ("Head", "", None, ("Table 4, row 3, column 2",)),
    ]
    assert ("1.2k", "£1,200", True) in [(line.raw, line.said, line.is_read) for line in draft.read_as]
    assert draft.origins[first.pk] == "The heading over Table 1"
    assert (draft.faults, draft.is_ready) == ((), True)


def test_a_plan_in_excel() -> None:
    draft = draft_of(read_xlsx(excel_plan()))
    assert [
        (priority.title, objective.text, action.text, action.lead, action.due, action.cost)
        for priority in draft.sheet.priorities
        for objective in priority.objectives
        for action in objective.actions
    ] == [
        ("Reading", "By July all read well", "Train all teachers", "Priya Shah", date(2026, 12, 18), Decimal(1200)),
        ("Reading", "By July all read well", "Hear every pupil read", "Priya Shah", date(2027, 3, 12), None),
        ("Attendance", "Fewer are away", "Meet families", "Priya Shah", date(2027, 3, 25), Decimal("350.5")),
    ]  # fmt: skip
    assert [draft.origins[one.pk] for one in draft.sheet.priorities] == [
        "Sheet “Plan”, row 3", "Sheet “Plan”, row 6",
    ]  # fmt: skip
    assert list(draft.remarks.values()) == [("Sheet “Plan”, row 4, column F, RAG: Amber",)]
    assert draft.is_ready


def test_a_table_that_names_its_rows_in_the_first_column() -> None:
    read = table(
        ("Priority", "1. Reading"), ("Why", "Too few read well"), ("Lead", "Priya Shah"),
        ("Link governor", "Ann Cole"), ("Stop doing", "Spelling tests"), heading="",
    )  # fmt: skip
    (one,) = draft_of(read).sheet.priorities
    assert (one.title, one.because, one.lead, one.link_governor, one.stop_doing) == (
        "Reading", "Too few read well", "Priya Shah", "Ann Cole", "Spelling tests",
    )  # fmt: skip


def test_every_fault_has_its_place() -> None:
    draft = draft_of(table(
        ("Action", "Lead", "Start", "By when", "Cost", "CPD"),
        ("Train all", "Lee Moss", "", "12/03/2029", "£200 to £300", "x" * 201),
        ("Hear all", "Priya Shah", "Spring 2", "Spring 1", "", ""),
        ("", "Priya Shah", "", "Spring 1", "", ""),
    ))  # fmt: skip
    assert said(draft) == [
        ("Table 1, row 2, column 2",
         "“Lee Moss” left on Friday 23 October 2026. Choose somebody, or nobody, under “Names”."),
        ("Table 1, row 2, column 4", "“12/03/2029” is Monday 12 March 2029, outside 2026/27."),
        ("Table 1, row 2, column 5", "The cost “£200 to £300”: no amount can be read in it."),
        ("Table 1, row 2, column 6", f"The training has 201 letters; a plan keeps 200: “{'x' * 79}…”."),
        ("Table 1, row 3, column 3", "The action starts after it is due."),
        ("Table 1, row 4", "The row has no action in it."),
    ]  # fmt: skip
    assert not draft.is_ready


def test_faults_are_answered_one_by_one() -> None:
    read = table(("Action", "Lead", "By when"), ("Train all", "Lee Moss", "12/03/2029"))
    mapping = guess_mapping(read.grids)
    faults = draft_of(read).faults
    assert [bool(fault.answer) for fault in faults] == [False, True]
    settled = replace(mapping, settled=frozenset(fault.key for fault in faults), people=(("Lee Moss", 8),))
    draft = draft_of(read, settled)
    assert ([fault.is_settled for fault in draft.faults], draft.is_ready) == ([True], True)
    (action,) = draft.sheet.priorities[0].actions
    assert (action.lead, action.due) == ("Tom Reid", None)
    assert draft.remarks[draft.sheet.priorities[0].pk] == ("Table 1, row 2, column 3, by when: 12/03/2029",)


def test_whoever_is_not_on_the_staff_does_not_lead() -> None:
    read = table(("Action", "Lead"), ("Train all", "Ann Cole"))
    draft = draft_of(read)
    assert [(line.name, line.why) for line in draft.names] == [
        ("Ann Cole", "Is not on the staff here, and only they lead or support.")
    ]
    chosen = replace(guess_mapping(read.grids), people=(("Ann Cole", 9),))
    assert draft_of(read, chosen).sheet.priorities[0].actions[0].lead == ""


def test_more_than_five_priorities_need_a_reason() -> None:
    read = table(
        ("Priority", "Why"), *((f"Priority {n}: Number {n}", "Because") for n in range(1, 5)), heading=""
    )
    three = replace(ONTO, titles=("One", "Two"))
    draft = draft_of(read, onto=three)
    assert said(draft) == [
        ("Table 1, row 5, column 1",
         "The plan would have 6 priorities. More than 5 need a reason: give one, or leave some out."),
    ]  # fmt: skip
    assert [one.number for one in draft.sheet.priorities] == [3, 4, 5, 6]
    assert draft_of(read, replace(guess_mapping(read.grids), why_so_many="A new school"), three).is_ready


def test_priorities_and_objectives_are_named_by_number() -> None:
    head = (("Priority", "Lead"), ("Reading", "Priya Shah"), ("Attendance", "Tom Reid"))
    objectives = (("Priority", "Objective"), ("1", "All read"), ("1", "All write"), ("2", "All come"))
    actions = (
        ("Priority", "Objective", "Action"),
        ("1", "2", "Write daily"),
        ("2", "", "Ring home"),
        ("7", "", "No"),
    )
    body = plain(*head) + "<w:p/>" + plain(*objectives) + "<w:p/>" + plain(*actions)
    draft = draft_of(read_docx(word_file(body)))
    assert [
        (priority.title, objective.text, [action.text for action in objective.actions])
        for priority in draft.sheet.priorities
        for objective in priority.objectives
    ] == [
        ("Reading", "All read", []),
        ("Reading", "All write", ["Write daily"]),
        ("Attendance", "All come", ["Ring home"]),
    ]
    assert said(draft) == [
        ("Table 3, row 4, column 1", "It belongs to priority 7, and no table says what that is.")
    ]


def test_a_milestone_without_a_half_term_is_a_problem() -> None:
    read = table(("Milestone", "By the end of"), ("All read", "Spring 2"), ("Most read", "soon"))
    draft = draft_of(read)
    assert [(line.period, line.text) for line in draft.sheet.priorities[0].objectives[0].milestones] == [
        ("SPR2", "All read")
    ]
    assert said(draft) == [
        ("Table 1, row 3, column 1",
         "The milestone has no half-term that can be read, and a milestone is the end of one."),
    ]  # fmt: skip


def test_columns_that_are_left_out_are_said() -> None:
    draft = draft_of(table(("Action", "Colour", "Stop doing"), ("Train all", "Green", "Tests")))
    assert draft.notes == (
        "Table 1, row 1, column 2 (“Colour”) is left out.",
        "Table 1, row 1, column 3 (“Stop doing”) is left out: a table of actions has no “what we stop doing”.",
        "The file names no objective for “Reading”: its title stands there until you write one.",
    )


def test_nothing_to_bring_in() -> None:
    draft = draft_of(table(("Dinner", "Monday"), ("Soup", "Yes")))
    assert said(draft) == [("The file", "Nothing in it would come into the plan. Say what its tables are.")]
    assert not draft.is_ready


def test_the_mapping_is_kept_without_loss() -> None:
    grids = read_docx(word_plan()).grids
    mapping = replace(guess_mapping(grids), people=(("TR", 8),), settled=frozenset({"a|b"}), why_so_many="So")
    assert mapping_of(grids, mapping_from(mapping)) == mapping
    assert mapping_of(grids, {}) == guess_mapping(grids)


def test_what_is_no_choice_changes_nothing() -> None:
    grids: tuple[Grid, ...] = read_docx(word_plan()).grids
    mapping = guess_mapping(grids)
    hostile = {
        "t0-kind": "rm",
        "t0-c0": "nonsense",
        "t0-belongs": "Elsewhere",
        "t0-head": "99",
        "t0-objective": "²",
    }
    assert said_of(grids, mapping, hostile) == (mapping, False)
    changed, again = said_of(grids, mapping, {"t0-kind": "criteria", "t1-c0": "", "t0-belongs": ""})
    assert [(one.kind, one.belongs, one.columns[0]) for one in changed.tables[:2]] == [
        ("criteria", "", "objective"), ("actions", "Priority 1: Reading fluency", ""),
    ]  # fmt: skip
    assert not again
    assert said_of(grids, mapping, {"t0-turned": "on"})[1]
