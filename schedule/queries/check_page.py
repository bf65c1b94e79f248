"""What the check found, as its page shows it: by process, each with the way to where it is mended."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from handbook.models import Document, Edition
from handbook.queries import Finding


@dataclass(frozen=True)
class Line:
    finding: Finding
    place: str  # within its process
    url: str


@dataclass(frozen=True)
class Group:
    title: str
    lines: tuple[Line, ...]


def grouped(edition: Edition, findings: tuple[Finding, ...]) -> tuple[Group, ...]:
    """In the order of the findings. Three queries."""
    processes = {
        code: (slug, title) for code, slug, title in edition.processes.values_list("code", "slug", "title")
    }
    steps = edition.processes.values_list("code", "steps__code", "steps__title")
    documents = Document.objects.filter(process__edition=edition).values_list(
        "process__code", "code", "title"
    )
    titles = {(process, code): title for process, code, title in steps}
    papers = {(process, code): title for process, code, title in documents}
    groups: dict[str, list[Line]] = defaultdict(list)
    for one in findings:
        slug = processes.get(one.process, ("", ""))[0]
        name = titles.get((one.process, one.step)) or papers.get((one.process, one.document)) or ""
        url = _in_draft(edition, one) if edition.status == Edition.Status.DRAFT else _in_force(one, slug)
        groups[one.process].append(Line(one, _place(one, name), url))
    return tuple(
        Group(
            f"{code} {processes[code][1]}".strip() if code in processes else "The whole handbook",
            tuple(lines),
        )
        for code, lines in groups.items()
    )


def _place(one: Finding, name: str) -> str:
    if one.step:
        return name or f"Step {one.step}"
    if one.document:
        return name or f"Document {one.document}"
    if one.part:
        return f"{one.part[:1].upper()}{one.part[1:]}{' page' if one.part == 'study' else ''}"
    return "The process" if one.process else "The handbook"


def _in_draft(draft: Edition, one: Finding) -> str:
    args: list[object] = [draft.pk]
    if one.part.startswith("chapter "):
        return _address("handbook:edit_chapter", *args, one.part.removeprefix("chapter "))
    if not one.process:
        return _address("handbook:edit_edition", *args)
    args.append(one.process)
    if one.step:
        return _address("handbook:edit_step", *args, one.step)
    if one.document:
        return _address("handbook:edit_document", *args, one.document)
    return _address("handbook:edit_study" if one.part == "study" else "handbook:edit_process", *args)


def _in_force(one: Finding, slug: str) -> str:
    if one.part.startswith("chapter "):
        return _address("handbook:chapter", one.part.removeprefix("chapter "))
    if not slug:
        return reverse("handbook:contents")
    if one.document:
        return _address("handbook:document", slug, one.document)
    if one.part == "study":
        return _address("handbook:study", slug)
    return reverse("schedule:process", args=[slug]) + (f"#{one.step}" if one.step else "")


def _address(name: str, *args: object) -> str:
    """Nothing where a code is no code yet, as in a draft in the making."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
