"""Notice kept: what the trust moved, and whether it said so in time."""

import re
from collections.abc import Iterator

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from adapters import clock
from adapters.sheets import write_csv
from people.access import PortalRequest
from people.roles import Permission
from schedule.queries.notice import TRUST, Chosen, NoticeLine, NoticePage, lines_of, notice_page
from schools.terms import start_year_of, year_code

LINES_A_PAGE, LINES_A_READ = 50, 400
HEADER = (
    "Changed on", "What happened", "School", "Process", "Step", "Was on", "Is on", "Working days of notice",
    "Working days promised", "Asked by the school", "Counted against the trust", "By", "Why",
)  # fmt: skip


@require_safe
def notice(request: PortalRequest) -> HttpResponse:
    chosen, page = _found(request)
    keys = Paginator(page.keys, LINES_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "schedule/notice.html",
        {
            "notice": page,
            "chosen": chosen,
            "year": year_code(chosen.year),
            "lines": lines_of(list(keys.object_list)),
            "keys": keys,
        },
    )


@require_safe
def notice_csv(request: PortalRequest) -> HttpResponse:
    chosen, page = _found(request)
    return HttpResponse(
        write_csv(HEADER, _rows(page)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="notice-{chosen.year}.csv"'},
    )


def _found(request: PortalRequest) -> tuple[Chosen, NoticePage]:
    """For those who look from the trust: the board reads whether the trust kept its word."""
    request.access.require(Permission.EVENT_VIEW)
    asked = request.GET
    year, school, process = asked.get("year", ""), asked.get("school", ""), asked.get("process", "")
    for text, pattern in (
        (year, "[0-9]{4}"),
        (school, f"{TRUST}|[0-9]{{1,9}}"),
        (process, "[A-Za-z0-9-]{1,8}"),
    ):
        if text and not re.fullmatch(pattern, text, re.ASCII):
            raise Http404
    chosen = Chosen(
        int(year) if year else start_year_of(clock.today()), school, process, bool(asked.get("broken"))
    )
    return chosen, notice_page(request.access, chosen)


def _rows(page: NoticePage) -> Iterator[tuple[object, ...]]:
    keys = list(page.keys)
    for start in range(0, len(keys), LINES_A_READ):
        yield from map(_row, lines_of(keys[start : start + LINES_A_READ]))


def _row(line: NoticeLine) -> tuple[object, ...]:
    return (
        f"{line.at:%Y-%m-%d}", line.what, line.where, line.process, line.title, line.old or "", line.new or "",
        line.given, line.promised, "Yes" if line.asked_by_school else "No", "Yes" if line.broke else "No",
        line.by, line.why,
    )  # fmt: skip
