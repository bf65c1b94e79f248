"""Bringing in an evaluation framework. One that was used is never altered: what was judged by it would change."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from people import audit
from people.models import User
from plans.frameworks import AreaText, FrameworkText, GradeText
from plans.models import Area, Framework, Grade, Priority, SelfEvaluation
from schedule.actions import Refused

Rows = tuple[AreaText, ...] | tuple[GradeText, ...]


@dataclass(frozen=True)
class Loaded:
    """`changes` is empty when the framework said the same before."""

    framework: Framework
    changes: tuple[str, ...]


@transaction.atomic
def load_framework(*, content: FrameworkText, by: User | None, now: datetime) -> Loaded:
    """Makes it or brings it to what the file says. Twice changes nothing."""
    standing = Framework.objects.select_for_update().filter(code=content.code).first()
    if standing is None:
        made = Framework.objects.create(code=content.code, **_head(content))
        _write_rows(made, content)
        changes: tuple[str, ...] = (
            f"{content.title}: new, with {len(content.areas)} areas and {len(content.grades)} grades.",
        )
    elif standing.digest == content.digest:
        return Loaded(standing, ())
    else:
        made, changes = standing, tuple(_differences(standing, content))
        ends = standing.to_date is None and changes == (_ending(content),)
        if not ends and _is_used(standing):
            raise Refused(
                f"{standing.title} ({standing.code}) is not changed: a self-evaluation or a plan was written "
                "with it. Give the new wording a code of its own."
            )
        Framework.objects.filter(pk=standing.pk).update(**_head(content))
        _write_rows(standing, content)
        made.refresh_from_db()
    audit.record(
        by=by, now=now, action="framework.load", target=made, label=made.title, after=" ".join(changes)
    )
    return Loaded(made, changes)


def _is_used(framework: Framework) -> bool:
    return (
        SelfEvaluation.objects.filter(framework=framework).exists()
        or Priority.objects.filter(areas__framework=framework).exists()
    )


def _head(content: FrameworkText) -> dict[str, object]:
    names = ("title", "summary", "source", "from_date", "to_date", "digest")
    return {name: getattr(content, name) for name in names}


def _write_rows(framework: Framework, content: FrameworkText) -> None:
    framework.areas.exclude(code__in=[one.code for one in content.areas]).delete()
    for one in content.areas:
        values = {**asdict(one), "phases": list(one.phases)}
        Area.objects.update_or_create(framework=framework, code=values.pop("code"), defaults=values)
    wanted = {(one.scale, one.code) for one in content.grades}
    for grade in framework.grades.all():
        if (grade.scale, grade.code) not in wanted:
            grade.delete()
    for text in content.grades:
        values = asdict(text)
        key = {name: values.pop(name) for name in ("scale", "code")}
        Grade.objects.update_or_create(framework=framework, **key, defaults=values)


def _ending(content: FrameworkText) -> str:
    return f"{content.title}: ends on {content.to_date}."


def _differences(framework: Framework, content: FrameworkText) -> list[str]:
    """What the file says otherwise, a line each."""
    said = [
        f"{content.title}: another {word}."
        for name, word in (
            ("title", "title"),
            ("summary", "summary"),
            ("source", "source"),
            ("from_date", "first day"),
        )
        if getattr(framework, name) != getattr(content, name)
    ]
    if framework.to_date != content.to_date:
        said.append(_ending(content) if content.to_date else f"{content.title}: no longer ends.")
    areas = tuple(
        AreaText(row.code, row.title, row.meaning, row.position, tuple(row.phases), row.scale)
        for row in framework.areas.order_by("position")
    )
    grades = tuple(
        GradeText(row.scale, row.code, row.title, row.meaning, row.position)
        for row in framework.grades.order_by("pk")
    )
    return [
        *said,
        *_row_differences("area", areas, content.areas),
        *_row_differences("grade", grades, content.grades),
    ]


def _row_differences(what: str, before: Rows, after: Rows) -> list[str]:
    old = {_key(row): row for row in before}
    new = {_key(row): row for row in after}
    said = [f"{row.title}: {what} taken out." for key, row in old.items() if key not in new]
    said += [f"{row.title}: {what} added." for key, row in new.items() if key not in old]
    return said + [
        f"{row.title}: {what} changed." for key, row in new.items() if key in old and old[key] != row
    ]


def _key(row: AreaText | GradeText) -> tuple[str, str]:
    return (row.scale if isinstance(row, GradeText) else "", row.code)
