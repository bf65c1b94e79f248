"""A process as a whole: its steps, its texts, its review, what it is related to."""

from collections.abc import Iterator
from datetime import date

from handbook.check.finding import Finding
from handbook.pack import Pack
from handbook.pack.shape import PackDocument, PackProcess, PackStep
from people.roles import is_known

_TEXTS = {
    "title": "a title",
    "purpose": "a purpose",
    "why": "a reason why",
    "who_sees": "who sees what comes out of it",
}


def process_findings(pack: Pack, today: date) -> Iterator[Finding]:
    if not pack.title.strip():
        yield Finding("text-missing", "The handbook has no title yet.", stops=True)
    for chapter in pack.chapters:
        if not chapter.title.strip():
            yield Finding(
                "text-missing", "This chapter has no title yet.", stops=True, part=f"chapter {chapter.code}"
            )
    for term in pack.glossary:
        if not term.meaning.strip():
            yield Finding("text-missing", f"The glossary does not say what “{term.term}” means.", stops=True)
    known = {process.code for process in pack.processes}
    for process in pack.processes:
        yield from _one(process, known, today)
        yield from _texts(process)
        yield from _law(process)


def _one(process: PackProcess, known: set[str], today: date) -> Iterator[Finding]:
    code = process.code
    if not is_known(process.owner):
        yield Finding(
            "no-owner", "Nobody owns this process: choose who answers for it.", stops=True, process=code
        )
    if not process.steps:
        yield Finding(
            "no-steps",
            "This process has no steps, so nobody is ever asked for anything.",
            stops=True,
            process=code,
        )
    for other in process.related:
        if other not in known:
            yield Finding(
                "related-to-nothing",
                f"It names {other} as related, and there is no such process.",
                stops=True,
                process=code,
            )
    if process.review_date and process.review_date < today:
        day = process.review_date
        yield Finding(
            "review-passed",
            f"It was to be read again by {day.day} {day:%B %Y}. Read it, and set the next date.",
            process=code,
        )


def _texts(process: PackProcess) -> Iterator[Finding]:
    missing = [said for name, said in _TEXTS.items() if not getattr(process, name).strip()]
    if missing:
        yield Finding(
            "text-missing",
            f"This process still needs {_list(missing)}.",
            stops=True,
            process=process.code,
        )
    study = {
        "a key idea": process.study.key_idea.strip(),
        "an activity": process.study.activity.strip(),
        "a question": any(question.strip() for question in process.study.questions),
    }
    if lacking := [said for said, there in study.items() if not there]:
        yield Finding(
            "text-missing",
            f"The study page still needs {_list(lacking)}.",
            stops=True,
            process=process.code,
            part="study",
        )
    for step in process.steps:
        if lacking := _of_step(step):
            yield Finding(
                "text-missing",
                f"This step still needs {_list(lacking)}.",
                stops=True,
                process=process.code,
                step=step.code,
            )
    for document in process.documents:
        if lacking := _of_document(document):
            yield Finding(
                "text-missing",
                f"This document still needs {_list(lacking)}.",
                stops=True,
                process=process.code,
                document=document.code,
            )


def _of_step(step: PackStep) -> list[str]:
    texts = {"a title": step.title, "guidance": step.guidance}
    return [said for said, text in texts.items() if not text.strip()]


def _of_document(document: PackDocument) -> list[str]:
    texts = {"a title": document.title, "a purpose": document.purpose, "who sees it": document.who_sees}
    lacking = [said for said, text in texts.items() if not text.strip()]
    unnamed = sum(not field.label.strip() for field in document.fields)
    if unnamed:
        lacking.append(f"a label for {unnamed} field{'' if unnamed == 1 else 's'}")
    return lacking


def _law(process: PackProcess) -> Iterator[Finding]:
    """What rests on the law says where it is written, and when somebody looks at it again."""
    resting = [("", process.statutory), *((step.code, step.statutory) for step in process.steps)]
    for step, law in resting:
        if law is None:
            continue
        lacking = [
            said
            for said, text in (("what the law asks", law.rule), ("its source", law.source))
            if not text.strip()
        ]
        if lacking:
            yield Finding(
                "law-without-source",
                f"This rests on a legal duty and does not say {' or '.join(lacking)}.",
                stops=True,
                process=process.code,
                step=step,
            )
    if process.review_date is None and any(law for _, law in resting):
        yield Finding(
            "law-without-review",
            "This rests on a legal duty, and no date is set to read it again.",
            stops=True,
            process=process.code,
        )


def _list(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else words[0]
