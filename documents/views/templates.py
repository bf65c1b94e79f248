"""A trust's own Word templates."""

from django.http import Http404, HttpResponse

from people.access import PortalRequest


def _soon(request: PortalRequest, code: str = "") -> HttpResponse:
    raise Http404


templates = template = remove = kept = to_start_from = preview = _soon
