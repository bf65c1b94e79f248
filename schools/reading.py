"""From a file to a kept import, for the upload pages and the commands alike."""

from datetime import datetime

from django.conf import settings

from adapters.sheets import Problem, UnreadableFile, fingerprint
from people.models import User
from schools import gias, term_dates
from schools.actions import keep_import
from schools.models import Import, Period, School
from schools.queries import closed_years, the_trust
from schools.terms import Period as HalfTerm


class Refused(ValueError):
    """The file is not used. `problems` name every place; nothing was changed."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = problems


def read_schools(*, data: bytes, file_name: str, trust_uid: str, by: User | None, now: datetime) -> Import:
    trust = the_trust()
    uid = trust_uid.strip() or (trust.uid if trust else "")
    if not uid:
        raise Refused((Problem(0, "", "Which trust? Give its GIAS Group UID, the number in Trusts (code)."),))
    if trust and trust.uid and uid != trust.uid:
        raise Refused(
            (Problem(0, "", f"This portal serves {trust.name}, Group UID {trust.uid}, not {uid}."),)
        )
    try:
        reading = gias.read(data, trust_uid=uid, most_bytes=settings.IMPORT_MAX_BYTES)
    except UnreadableFile as error:
        raise Refused((Problem(0, "", str(error)),)) from error
    if reading.problems:
        raise Refused(reading.problems)
    return keep_import(
        kind=Import.Kind.SCHOOLS,
        file_name=file_name,
        data={
            "trust": {"uid": uid, "name": reading.trust_name},
            "rows": [row.as_data() for row in reading.rows],
            "rows_read": reading.rows_read,
        },
        sha256=fingerprint(data),
        size=len(data),
        by=by,
        now=now,
    )


def read_term_dates(*, data: bytes, file_name: str, by: User | None, now: datetime) -> Import:
    try:
        reading = term_dates.read(data, most_bytes=settings.UPLOAD_MAX_BYTES)
    except UnreadableFile as error:
        raise Refused((Problem(0, "", str(error)),)) from error
    reading = term_dates.check(
        reading,
        known_urns=School.objects.values_list("urn", flat=True),
        default_periods=_default_periods({row.start_year for row in reading.rows}),
    )
    if problems := (*_of_closed_years(reading), *reading.problems):
        raise Refused(problems)
    return keep_import(
        kind=Import.Kind.TERM_DATES,
        file_name=file_name,
        data={
            "rows": [row.as_data() for row in reading.rows],
            "warnings": [str(warning) for warning in reading.warnings],
        },
        sha256=fingerprint(data),
        size=len(data),
        by=by,
        now=now,
    )


def _of_closed_years(reading: term_dates.Reading) -> list[Problem]:
    """One for each, at the first row that is about it."""
    first: dict[int, int] = {}
    for row in reading.rows:
        first.setdefault(row.start_year, row.row)
    return [
        Problem(
            first[year.start_year], "academic_year", f"{year.why_read_only} Leave its rows out of the file."
        )
        for year in closed_years(first)
    ]


def _default_periods(starts: set[int]) -> dict[int, dict[str, HalfTerm]]:
    defaults: dict[int, dict[str, HalfTerm]] = {start: {} for start in starts}
    for start, code, first, last in Period.objects.filter(
        school=None, year__start_year__in=starts
    ).values_list("year__start_year", "code", "first_date", "last_date"):
        defaults[start][code] = HalfTerm(code, first, last)
    return defaults
