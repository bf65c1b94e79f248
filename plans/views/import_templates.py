"""Files: the empty template for a plan, in Word and in Excel."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from adapters import clock
from adapters.paper import Part, Sheet
from people.access import PortalRequest
from people.roles import Permission
from plans.importing.blank import NOTES, PURPOSE, TABLES, TITLE
from schools.accent import DEFAULT, readable
from schools.queries import the_trust

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def word(request: PortalRequest) -> HttpResponse:
    from adapters.blank_tables import blank_word  # noqa: PLC0415 -- python-docx is slow to load

    request.access.require_anywhere(Permission.PLAN_WRITE)
    trust = the_trust()
    sheet = Sheet(
        title=TITLE, purpose=PURPOSE, trust=trust.name if trust else "", place="", occasion="", state="", known=(),
        parts=tuple(Part(one.title, one.title, "table", columns=one.columns) for one in TABLES), who_sees="", kept="",
        confidential=False, accent=readable(trust.accent if trust else DEFAULT).light, made=clock.now(),
    )  # fmt: skip
    return _file(blank_word(sheet, TABLES, NOTES), WORD, "development-plan.docx")


@require_safe
def excel(request: PortalRequest) -> HttpResponse:
    from adapters.blank_tables import blank_excel  # noqa: PLC0415 -- openpyxl is slow to load

    request.access.require_anywhere(Permission.PLAN_WRITE)
    return _file(blank_excel(TITLE, TABLES, NOTES), EXCEL, "development-plan.xlsx")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
