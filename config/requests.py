"""What no page could read is answered 400, and what is too much to read 413, before any page is asked.

What pages answer is kept by nobody else, unless they say otherwise.
"""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.template.loader import render_to_string

Respond = Callable[[HttpRequest], HttpResponse]
MEGABYTES = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024**2
FORM = "application/x-www-form-urlencoded"


class UnreadableRequestMiddleware:
    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _holds_nul(request) or _is_form_in_other_letters(request):
            return HttpResponseBadRequest(render_to_string("400.html"))
        if _is_form_too_large(request):
            return _too_much()
        response = self.get_response(request)
        # Whoever signs in next at this computer asks for a page anew, and no proxy keeps one.
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """The same for what only shows while a form is read."""
    if isinstance(exception, TooManyFieldsSent):
        return _too_much(fields=settings.DATA_UPLOAD_MAX_NUMBER_FIELDS)
    if isinstance(exception, RequestDataTooBig):
        return _too_much()
    return HttpResponseBadRequest(render_to_string("400.html"))


def _too_much(fields: int | None = None) -> HttpResponse:
    return HttpResponse(render_to_string("413.html", {"most": MEGABYTES, "fields": fields}), status=413)


def _holds_nul(request: HttpRequest) -> bool:
    """PostgreSQL takes no text with U+0000 in it, not even to look for it. Forms refuse it in what they read."""
    query = request.META.get("QUERY_STRING", "")
    cookies = request.COOKIES.values()
    return "\0" in request.path_info or "%00" in query or any("\0" in cookie for cookie in cookies)


def _is_form_in_other_letters(request: HttpRequest) -> bool:
    """Django refuses these while it looks for the CSRF token, and again while it writes the page that says so."""
    return request.content_type == FORM and (request.encoding or "utf-8").lower() != "utf-8"


def _is_form_too_large(request: HttpRequest) -> bool:
    """Django refuses it too, with a page that does not say why. A file is sent otherwise and has limits of its own."""
    length = request.META.get("CONTENT_LENGTH") or ""
    is_large = length.isdecimal() and int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    return is_large and request.content_type == FORM
