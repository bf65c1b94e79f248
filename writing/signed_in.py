"""What somebody sends from a page they write on is saved as theirs, or not at all, and is never lost.

Such a page says for whom it was made (`writer`). Sent by nobody who is signed in, by another person, or with the mark
of a sign-in that is over, it is answered with the words that were sent, to be sent again once the writer is signed in.
"""

from collections.abc import Callable
from urllib.parse import SplitResult, urlsplit

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.csrf import csrf_failure

from writing.forms import in_words, is_typed

WRITER = "writer"
NOT_SENT_AGAIN = {"csrfmiddlewaretoken"}
AS_YOU_GO = "as-you-go"
NOT_SAVED = 403


class SameWriterMiddleware:
    """Stands before the one that leads to the page to sign in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        return not_saved(request) if _says_writer(request) and not _is_writer(request) else None


class SignInMiddleware(LoginRequiredMiddleware):
    """Whoever has to sign in comes back to the page they were on: an address that takes a form shows nothing."""

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseRedirect:
        if request.method in ("GET", "HEAD"):
            return super().handle_no_permission(request, view_func)
        return redirect_to_login(page_before(request))


def not_sent(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The mark of the sign-in is an old one. Only what a page of the portal itself sent is given back."""
    if _says_writer(request) and _is_from_here(request):
        return not_saved(request)
    return csrf_failure(request, reason)


def not_saved(request: HttpRequest) -> HttpResponse:
    sent = [(name, values) for name, values in request.POST.lists() if name not in NOT_SENT_AGAIN]
    back = page_before(request)
    context = {
        "is_writer": _is_writer(request),
        "sent": [(name, value) for name, values in sent for value in values],
        "texts": [
            (in_words(name).capitalize(), text)
            for name, values in sent
            for text in values
            if _is_writing(name, text)
        ],
        "back": back,
        "sign_in": f"{reverse('account_login')}?{urlencode({'next': back})}",
        "token": get_token(request),
    }
    if request.headers.get("HX-Request"):
        # A line in the page: htmx shows none of an answer that says it is a fault.
        return render(request, "writing/not_saved_line.html", context)
    is_part = request.headers.get("X-Save") == AS_YOU_GO
    template = "writing/not_saved_state.html" if is_part else "writing/not_saved.html"
    return render(request, template, context, status=NOT_SAVED)


def page_before(request: HttpRequest) -> str:
    """The path of the page that the form stood on, where that is one of ours; else the first page."""
    page = _parts(request.headers.get("Referer", ""))
    return "/" + page.path.lstrip("/") if _origin(page) == _here(request) else "/"


def _says_writer(request: HttpRequest) -> bool:
    return request.method == "POST" and WRITER in request.POST


def _is_writer(request: HttpRequest) -> bool:
    return request.user.is_authenticated and request.POST[WRITER] == str(request.user.pk)


def _is_from_here(request: HttpRequest) -> bool:
    """A browser says where a form came from; nobody else may lay words before somebody who is signed in."""
    said = request.headers.get("Origin") or request.headers.get("Referer", "")
    return _origin(_parts(said)) == _here(request)


def _here(request: HttpRequest) -> tuple[str, str]:
    return request.scheme or "", request.get_host()


def _origin(address: SplitResult) -> tuple[str, str]:
    return address.scheme, address.netloc


def _parts(address: str) -> SplitResult:
    try:
        return urlsplit(address)
    except ValueError:  # no address at all: http://[x
        return urlsplit("")


def _is_writing(name: str, text: str) -> bool:
    """More than one word: not what was chosen, nor a mark of the page."""
    return is_typed(name) and len(text.split()) > 1
