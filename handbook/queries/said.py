"""Every field of the handbook as words in HTML, so that two versions of it can be laid beside each other."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.html import escape

from adapters.markup import to_html
from handbook.models import Document, Edition, Process, Step
from handbook.pack.shape import PackField, Preparation, Statutory
from handbook.timing import TimingError, friendly, parse, references
from people import roles
from people.words import duration

FIELD_KINDS = {
    "text": "one line of text",
    "long_text": "several lines of text",
    "date": "a date",
    "number": "a number",
    "yes_no": "yes or no",
    "choice": "one of some choices",
    "table": "a table",
}


@dataclass(frozen=True)
class Names:
    """What an edition calls its chapters, processes, steps (P01.book) and documents, and the trust its half-terms."""

    chapters: Mapping[str, str] = field(default_factory=dict)
    processes: Mapping[str, str] = field(default_factory=dict)
    steps: Mapping[str, str] = field(default_factory=dict)
    documents: Mapping[str, str] = field(default_factory=dict)
    periods: Mapping[str, str] | None = None
    process: str = ""  # the code of the one that is spoken of


Words = str | tuple[str, ...]  # HTML of a text, or of each item of a list
Say = Callable[[Any, Names], Words]


def names_of(edition: Edition | None, periods: Mapping[str, str] | None = None) -> Names:
    if edition is None:
        return Names(periods=periods)
    steps = Step.objects.filter(process__edition=edition).values_list("process__code", "code", "title")
    documents = Document.objects.filter(process__edition=edition)
    return Names(
        chapters=dict(edition.chapters.values_list("code", "title")),
        processes=dict(edition.processes.values_list("code", "title")),
        steps={f"{process}.{code}": title for process, code, title in steps},
        documents=dict(documents.values_list("code", "title")),
        periods=periods,
    )


def plain(value: str | None, _names: Names) -> str:
    return f"<p>{escape(value)}</p>" if value else ""


def markdown(value: str, _names: Names) -> str:
    return to_html(value)


def listed(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(escape(line) for line in lines)


def sentences(value: Iterable[str], _names: Names) -> tuple[str, ...]:
    return listed(value)


def _role(code: str) -> str:
    return roles.title_of(code) if roles.is_known(code) else code


def role(value: str | None, names: Names) -> str:
    return plain(_role(value) if value else "", names)


def people(value: Iterable[str], _names: Names) -> tuple[str, ...]:
    return listed(_role(code) for code in value)


def minutes(value: Mapping[str, int], _names: Names) -> tuple[str, ...]:
    return listed(f"{_role(code)}: {duration(count)}" for code, count in value.items())


def chapter(value: str, names: Names) -> str:
    return plain(names.chapters.get(value, value), names)


def processes(value: Iterable[str], names: Names) -> tuple[str, ...]:
    return listed(names.processes.get(code, code) for code in value)


def documents(value: Iterable[str], names: Names) -> tuple[str, ...]:
    return listed(names.documents.get(code, code) for code in value)


def phases(value: Iterable[str], _names: Names) -> tuple[str, ...]:
    labels = dict(Process.Phase.choices)
    return listed(labels.get(code, code) for code in value) or ("Schools of every phase",)


def tiers(value: Iterable[int], _names: Names) -> tuple[str, ...]:
    return listed(f"Tier {tier}" for tier in value) or ("Schools of every tier",)


def notice(value: int | None, names: Names) -> str:
    if value is None:
        return plain("As the process says", names)
    return plain(f"{value} working day{'' if value == 1 else 's'}", names)


def yes_no(value: bool, names: Names) -> str:  # noqa: FBT001 -- the value itself
    return plain("Yes" if value else "No", names)


def day(value: date | None, names: Names) -> str:
    return plain(f"{value.day} {value:%B %Y}" if value else "", names)


def kind(value: str, names: Names) -> str:
    return plain(dict(Step.Kind.choices).get(value, value), names)


def scope(value: str, names: Names) -> str:
    return plain(dict(Step.Scope.choices).get(value, value), names)


def timing(value: str, names: Names) -> str:
    """In words, and as it is written."""
    if not value:
        return ""
    return f"<p>{escape(timing_words(value, names))} <code>{escape(value)}</code></p>"


def timing_words(value: str, names: Names) -> str:
    try:
        found = parse(value)
    except TimingError:
        return value
    titles = {
        name: names.steps[address]
        for name in references(found)
        if (address := name if "." in name else f"{names.process}.{name}") in names.steps
    }
    said = friendly(found, names.periods, titles)
    return said[:1].upper() + said[1:]


def statutory(value: Statutory | None, names: Names) -> str:
    if value is None:
        return ""
    check = "Check before relying on it." if value.check else ""
    return "".join(plain(text, names) for text in (value.rule, value.source, check))


def preparation(value: Iterable[Preparation], _names: Names) -> tuple[str, ...]:
    return listed(f"{line.text} ({duration(line.minutes)})" for line in value)


def form_fields(value: Iterable[PackField], _names: Names) -> tuple[str, ...]:
    return listed(_form_field(one) for one in value)


def _form_field(one: PackField) -> str:
    words = [FIELD_KINDS.get(one.kind, one.kind), "has to be filled in" if one.required else "optional"]
    if one.prefill:
        words.append(f"filled in from {one.prefill}")
    said = f"{one.label}: {', '.join(words)}."
    if one.help:
        said += f" {one.help}"
    for name, lines in (("Choices", one.choices), ("Columns", one.columns), ("Rows", one.rows)):
        if lines:
            said += f" {name}: {'; '.join(lines)}."
    return said


PROCESS: tuple[tuple[str, str, Say], ...] = (
    ("title", "Title", plain),
    ("slug", "Address", plain),
    ("chapter", "Chapter", chapter),
    ("purpose", "What it is for", plain),
    ("why", "Why it matters", plain),
    ("owner", "Who answers for it", role),
    ("lead", "Who leads it in school", role),
    ("takes_part", "Who takes part", people),
    ("told", "Who is told", people),
    ("phases", "Phases", phases),
    ("tiers", "Tiers of support", tiers),
    ("notice", "Notice before a date moves", notice),
    ("who_sees", "Who will see this", plain),
    ("success", "How anyone can tell it was done well", sentences),
    ("statutory", "Legal duty", statutory),
    ("review_date", "To be read again by its owner", day),
    ("related", "Read with it", processes),
    ("guide", "Guide", markdown),
)
STUDY: tuple[tuple[str, str, Say], ...] = (
    ("key_idea", "Key idea", plain),
    ("activity", "Activity", plain),
    ("questions", "Questions", sentences),
)
STEP: tuple[tuple[str, str, Say], ...] = (
    ("title", "Title", plain),
    ("kind", "Kind", kind),
    ("scope", "Whose step", scope),
    ("timing", "Timing", timing),
    ("owner", "Who does it", role),
    ("takes_part", "Who takes part", people),
    ("minutes", "Minutes of work", minutes),
    ("why", "Why it matters", plain),
    ("guidance", "How to do it well", markdown),
    ("prepare", "What to prepare", preparation),
    ("afterwards", "Afterwards", plain),
    ("who_sees", "Who will see this", plain),
    ("documents", "Documents", documents),
    ("phases", "Phases", phases),
    ("tiers", "Tiers of support", tiers),
    ("notice", "Notice before a date moves", notice),
    ("statutory", "Legal duty", statutory),
)
DOCUMENT: tuple[tuple[str, str, Say], ...] = (
    ("title", "Title", plain),
    ("purpose", "What it is for", plain),
    ("filled_by", "Who fills it in", role),
    ("who_sees", "Who will see it", plain),
    ("retention", "How long it is kept", plain),
    ("confidential", "Confidential", yes_no),
    ("fields", "Fields", form_fields),
)
CHAPTER: tuple[tuple[str, str, Say], ...] = (
    ("title", "Title", plain),
    ("intro", "Introduction", plain),
)
EDITION: tuple[tuple[str, str, Say], ...] = (
    ("title", "Title", plain),
    ("summary", "Summary", plain),
)
