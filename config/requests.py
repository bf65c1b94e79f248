"""What no page could read is answered 400 before any page is asked."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.template.loader import render_to_string

Respond = Callable[[HttpRequest], HttpResponse]
FORM = "application/x-www-form-urlencoded"


class UnreadableRequestMiddleware:
    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _holds_nul(request) or _is_form_in_other_letters(request):
            return HttpResponseBadRequest(render_to_string("400.html"))
        return self.get_response(request)


def _holds_nul(request: HttpRequest) -> bool:
    """PostgreSQL takes no text with U+0000 in it, not even to look for it. Forms refuse it in what they read."""
    query = request.META.get("QUERY_STRING", "")
    cookies = request.COOKIES.values()
    return "\0" in request.path_info or "%00" in query or any("\0" in cookie for cookie in cookies)


def _is_form_in_other_letters(request: HttpRequest) -> bool:
    """Django refuses these while it looks for the CSRF token, and again while it writes the page that says so."""
    return request.content_type == FORM and (request.encoding or "utf-8").lower() != "utf-8"
