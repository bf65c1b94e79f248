"""What search may find of an edition. A confidential document is left out altogether: title, purpose and fields."""

from collections.abc import Iterator

from django.db.models import Prefetch
from django.urls import reverse

from adapters.markup import to_text
from handbook.models import Document, Edition, Process, Step
from people.roles import Permission, is_known, title_of
from search.models import Entry

Kind = Entry.Kind
FINDABLE = (Kind.PROCESS, Kind.STEP, Kind.DOCUMENT, Kind.STUDY, Kind.CHAPTER, Kind.TERM)


def entries_of(edition: Edition) -> Iterator[Entry]:
    """Five queries, whatever the edition holds."""
    for chapter in edition.chapters.order_by("position"):
        yield _entry(
            Kind.CHAPTER, chapter.code, chapter.title, "Handbook", chapter.intro, chapter.get_absolute_url()
        )
    rows = (
        edition.processes.order_by("position")
        .select_related("chapter")
        .prefetch_related(
            Prefetch("steps", Step.objects.order_by("position")),
            Prefetch("documents", Document.objects.filter(confidential=False).order_by("position")),
        )
    )
    for process in rows:
        yield from _of_process(process)
    for term in edition.terms.order_by("position"):
        yield _entry(
            Kind.TERM,
            term.word,
            term.word,
            "Glossary",
            term.meaning,
            f"{reverse('handbook:glossary')}#term-{term.position}",
        )


def _of_process(process: Process) -> Iterator[Entry]:
    url = process.get_absolute_url()
    yield _entry(
        Kind.PROCESS,
        process.code,
        process.title,
        f"{process.code} · {process.chapter.title} · {_who(process.owner)}",
        _text(process.purpose, process.why, _sentences(process.guide), *process.success),
        url,
    )
    for step in process.steps.all():
        yield _entry(
            Kind.STEP,
            f"{process.code}.{step.code}",
            step.title,
            f"{process.title} · {_who(step.owner)}",
            _text(
                step.why, _sentences(step.guidance), *(one["text"] for one in step.prepare), step.afterwards
            ),
            f"{url}#{step.code}",
        )
    for document in process.documents.all():
        yield _of_document(process, document)
    if process.key_idea or process.activity or process.questions:
        yield _entry(
            Kind.STUDY,
            process.code,
            process.title,
            f"{process.code} · {process.chapter.title}",
            _text(process.key_idea, process.activity, *process.questions),
            reverse("handbook:study", args=[process.slug]),
        )


def _of_document(process: Process, document: Document) -> Entry:
    return _entry(
        Kind.DOCUMENT,
        document.code,
        document.title,
        f"{process.title} · {_who(document.filled_by)}",
        _text(document.purpose, *(f"{one['label']}. {one.get('help') or ''}" for one in document.fields)),
        reverse("handbook:document", args=[process.slug, document.code]),
    )


def _entry(kind: Entry.Kind, key: str, title: str, place: str, text: str, url: str) -> Entry:
    return Entry(
        kind=kind, key=key, title=title, place=place, text=text, url=url, permission=Permission.HANDBOOK_READ
    )  # fmt: skip


def _sentences(markdown: str) -> str:
    """Headings and items end like sentences, so that a snippet does not run them together."""
    lines = (line.strip() for line in to_text(markdown).splitlines())
    return " ".join(line if line[-1] in ".:;!?…" else f"{line}." for line in lines if line)


def _text(*parts: str) -> str:
    return " ".join(part.strip() for part in parts if part.strip())


def _who(code: str) -> str:
    return title_of(code) if is_known(code) else code
