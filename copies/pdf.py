"""The book as one PDF."""

import re
from collections.abc import Callable

from django.template.loader import render_to_string

from adapters.pdf import render_pdf
from copies.queries import Book
from schools.accent import DEFAULT, readable

STYLESHEETS = ("portal/faces.css", "print/page.css", "print/handbook.css")
LETTERS_A_PAGE = 1_900  # of plain text, to guess how many pages there will be
_TAG = re.compile(r"<[^>]*>")

Tell = Callable[[str, int, int], None]  # what is being done, how far, of how much


def html_of(book: Book, tell: Tell) -> str:
    """Chapter by chapter, so that it can be told how far it is."""
    bodies = []
    for number, chapter in enumerate(book.chapters, 1):
        tell("Gathering the chapters", number, len(book.chapters))
        bodies.append(render_to_string("copies/book/chapter.html", {"book": book, "part": chapter}))
    return render_to_string("copies/book/book.html", {"book": book, "bodies": bodies})


def pdf_of(book: Book, tell: Tell) -> tuple[bytes, int]:
    """The file and the number of its pages. PdfUnavailable where the machine cannot make PDFs."""
    html = html_of(book, tell)
    expected = max(1, len(_TAG.sub("", html)) // LETTERS_A_PAGE)

    last = 0

    def on_page(number: int) -> None:
        nonlocal last
        last = number  # each round over the document ends with its last page
        tell("Setting the pages", number, max(number, expected))

    pdf = render_pdf(
        html=html,
        stylesheets=STYLESHEETS,
        title=book.title,
        colours={"accent": readable(book.trust.accent if book.trust else DEFAULT).light},
        on_page=on_page,
    )
    return pdf, last
