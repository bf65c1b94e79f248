"""The full plan as a Word file: the same words as its PDF, to go on working with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from adapters.paper import Sheet
from adapters.report import Block, Facts, Heading, Table, Words
from plans.pdf.full import FullPlan, ObjectivePart, PriorityPart, full_plan
from plans.queries.prints import Print, Rating

TITLE = "Development plan {}"


def word_of(made: Print, now: datetime) -> bytes:
    from adapters.docx_report import report_file  # noqa: PLC0415 -- python-docx is slow to load

    title = TITLE.format(made.year)
    sheet = Sheet(
        title=title,
        purpose=made.sheet.vision,
        trust=made.trust,
        place=made.sheet.school,
        occasion="",
        state=f"{made.standing}, as it stood on {made.today.day} {made.today:%B %Y}",
        known=(),
        parts=(),
        who_sees="",
        kept="",
        confidential=False,
        accent=made.accent,
        made=now,
    )
    return report_file(sheet, _blocks(full_plan(made)), heading=f"{made.sheet.school} · {title}")


def _blocks(page: FullPlan) -> Iterator[Block]:
    sheet = page.made.sheet
    if sheet.context:
        yield Heading(2, "Where we start from")
        yield Words(sheet.context)
    if sheet.why_so_many:
        yield Words(sheet.why_so_many, "Why more than five priorities.")
    if not page.priorities:
        yield Words("No priority is written yet.")
    for part in page.priorities:
        yield from _priority(part)
    if page.cost:
        yield from _costs(page)
    for one in page.made.reviews:
        yield Heading(
            2, f"Review of the {one.term.lower()} term{'' if one.is_closed else ' (not closed yet)'}"
        )
        yield Words(one.why_skipped or one.summary, "Not reviewed:" if one.why_skipped else "")


def _priority(part: PriorityPart) -> Iterator[Block]:
    one = part.sheet
    yield Heading(2, f"{one.number}. {one.title}", on_new_page=True)
    if one.because:
        yield Words(one.because, is_lead=True)
    facts = (
        ("Lead", one.lead or "Not named yet"),
        ("Supported by", one.supporter),
        ("Link governor", one.link_governor),
        ("Serves the trust’s", one.serves),
        ("Comes from", ", ".join(one.areas)),
        ("Stage", part.stage),
        ("Cost", part.cost),
        ("What stops", one.stop_doing),
    )
    yield Facts(f"About priority {one.number}", tuple((name, text) for name, text in facts if text))
    if part.ratings:
        yield Heading(3, "What the reviews say")
        yield Table(
            f"Reviews of priority {one.number}",
            ("Term", "Delivery", "Impact", "Next"),
            tuple(_rated(rating) for rating in part.ratings),
            (0.13, 0.31, 0.31, 0.25),
        )
    for number, objective in enumerate(part.objectives, 1):
        many = len(part.objectives) > 1
        yield from _objective(objective, f"Objective {one.number}.{number}" if many else "Objective")


def _rated(rating: Rating) -> tuple[str, ...]:
    delivery, impact = (
        f"{mark.shape} {mark.letter} {mark.word}\n{why}" if mark else "Not rated"
        for mark, why in (
            (rating.delivery_mark, rating.delivery_why),
            (rating.impact_mark, rating.impact_why),
        )
    )
    return (
        rating.term + ("" if rating.is_closed else " (not closed yet)"),
        delivery,
        impact,
        rating.next_steps,
    )


def _objective(part: ObjectivePart, name: str) -> Iterator[Block]:
    yield Heading(3, f"{name}: {part.sheet.text}")
    if part.who:
        yield Words(part.who, "Led by")
    for table in (_criteria(part), _milestones(part), _actions(part), _monitoring(part)):
        if table.rows:
            yield Heading(4, table.name)
            yield table


def _criteria(part: ObjectivePart) -> Table:
    rows = (
        (
            row.line.measure,
            row.line.baseline,
            row.line.target,
            row.line.source,
            row.line.result,
            row.tag.words,
        )
        for row in part.criteria
    )
    header = ("Success measure", "At the start", "Target", "Source", "Result", "State")
    return Table("How we will know", header, tuple(rows), (0.27, 0.14, 0.14, 0.17, 0.14, 0.14))


def _milestones(part: ObjectivePart) -> Table:
    rows = (
        (row.name, row.line.text, row.when.day if row.when else "", row.tag.words)
        for _, rows in part.milestones
        for row in rows
    )
    header = ("By the end of", "Milestone", "Date", "State")
    return Table("What will be seen", header, tuple(rows), (0.16, 0.52, 0.16, 0.16))


def _actions(part: ObjectivePart) -> Table:
    rows = (
        (
            row.line.text,
            row.who,
            row.span,
            " ".join(word for word in (row.cost, row.line.budget_line if row.cost else "") if word),
            row.line.training,
            row.tag.words,
        )
        for row in part.actions
    )
    header = ("Action", "Who", "When", "Cost", "Training", "State")
    return Table("What we will do", header, tuple(rows), (0.28, 0.16, 0.17, 0.13, 0.13, 0.13))


def _monitoring(part: ObjectivePart) -> Table:
    rows = (
        (row.name, row.line.who or "Not named yet", row.line.how, row.line.found, row.tag.words)
        for row in part.monitoring
    )
    header = ("By the end of", "Who", "How", "What was found", "State")
    return Table("Who checks, and how", header, tuple(rows), (0.15, 0.18, 0.28, 0.24, 0.15))


def _costs(page: FullPlan) -> Iterator[Block]:
    yield Heading(2, "What it costs", on_new_page=True)
    by_priority = tuple(
        (f"{one.sheet.number}. {one.sheet.title}", one.cost or "–") for one in page.priorities
    )
    for name, rows in (("Priority", by_priority), ("Budget line", page.by_line)):
        yield Table(f"Costs by {name.lower()}", (name, "Cost"), (*rows, ("In all", page.cost)), (0.75, 0.25))
