"""HTML to PDF, tagged for screen readers (PDF/UA-1). The only importer of WeasyPrint.

Nothing is fetched from anywhere: pictures, type and stylesheets come from the portal's own static and media
files, addressed as on a page (`/static/...`, `/media/...`), or stand in the document as small PNG or SVG data.
"""

from __future__ import annotations

import atexit
import gc
import hashlib
import logging
import mimetypes
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.cache import cache as stored
from django.core.exceptions import SuspiciousFileOperation

from adapters.pdf_tags import complete

# A host that cannot exist (RFC 2606): what a document's own addresses are resolved against.
HERE = "https://portal.invalid"
MEDIA = "/media/"  # an address inside documents only: the portal serves no such pages
DATA_PICTURES = ("data:image/png;", "data:image/png,", "data:image/svg+xml;", "data:image/svg+xml,")
KEPT_SECONDS = 60 * 60
MANY_PAGES = 40
SELDOM = (50_000, 20, 20)  # of gc: new objects between two looks, and how rarely it looks deeper
# One rendering at a time in a process: the type configuration is shared, and Python's lock leaves no gain.
_RENDERING = threading.Lock()


class PdfUnavailable(RuntimeError):
    """This machine cannot make PDFs; the message says what is missing."""


class Refused(ValueError):
    """A document asked for something that is no file of the portal."""


@dataclass(frozen=True)
class _Engine:
    html: Any
    css: Any
    fetcher: Any
    faces: Any


def render_pdf(
    *,
    html: str,
    stylesheets: Sequence[str],
    title: str,
    colours: Mapping[str, str] | None = None,
    on_page: Callable[[int], None] | None = None,
) -> bytes:
    """`html` is a whole document with a `lang`. `stylesheets` are names under static, parsed once per process.

    `colours` become custom properties: {"accent": "#0b5a63"} is var(--accent). The same document again within
    the hour comes from the cache. PdfUnavailable when the machine lacks the Pango library. `on_page` is for a long
    document, which its caller keeps: it hears the number of each page that is laid out.
    """
    sheets = {name: own_file(f"{HERE}{settings.STATIC_URL}{name}") for name in stylesheets}
    root = "".join(f"--{name}:{value};" for name, value in (colours or {}).items())
    key = _key(html, title, root, *(f"{path}{path.stat().st_mtime_ns}" for path in sheets.values()))
    kept: bytes | None = None if on_page else stored.get(key)
    if kept is not None:
        return kept
    engine = _engine()
    with _RENDERING, _seldom_collected(), _told(on_page):
        styles = [_sheet(str(path), path.stat().st_mtime_ns, name) for name, path in sheets.items()]
        if root:
            styles.insert(0, engine.css(string=f":root{{{root}}}", url_fetcher=engine.fetcher))
        document = engine.html(string=html, base_url=f"{HERE}/", url_fetcher=engine.fetcher).render(
            font_config=engine.faces, stylesheets=styles, pdf_variant="pdf/ua-1"
        )
        document.metadata.title = title
        if len(document.pages) > MANY_PAGES:
            gc.collect()  # earlier rounds over the pages: their room serves for writing
        pdf: bytes = document.write_pdf(pdf_variant="pdf/ua-1", finisher=complete)
    if on_page is None:
        stored.set(key, pdf, KEPT_SECONDS)
    return pdf


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """Looking for garbage often takes a seventh of the time of a long document, and there is little to find."""
    before = gc.get_threshold()
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)


class _Pages(logging.Handler):
    def __init__(self, on_page: Callable[[int], None]) -> None:
        super().__init__()
        self.on_page = on_page

    def emit(self, record: logging.LogRecord) -> None:
        if "Page %d" in str(record.msg) and record.args:
            self.on_page(int(str(record.args[0])) if isinstance(record.args, tuple) else 0)


@contextmanager
def _told(on_page: Callable[[int], None] | None) -> Iterator[None]:
    """WeasyPrint tells of each page in its log, and nowhere else."""
    if on_page is None:
        yield
        return
    log, handler = logging.getLogger("weasyprint.progress"), _Pages(on_page)
    log.setLevel(logging.INFO)
    log.addHandler(handler)
    propagates, log.propagate = log.propagate, False
    try:
        yield
    finally:
        log.removeHandler(handler)
        log.setLevel(logging.WARNING)
        log.propagate = propagates


def _key(*parts: str) -> str:
    return "pdf:" + hashlib.sha256("\0".join((settings.VERSION, *parts)).encode()).hexdigest()


@cache
def _engine() -> _Engine:
    logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)  # a line for every page it lays out
    try:
        from weasyprint import CSS, HTML
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import URLFetcher, URLFetcherResponse
    except OSError as error:
        raise PdfUnavailable(
            "This server cannot make PDFs yet: the Pango library is missing. "
            "On Debian or Ubuntu it is installed with: apt-get install libpangoft2-1.0-0"
        ) from error

    class OwnFilesOnly(URLFetcher):  # type: ignore[misc]  # WeasyPrint carries no types
        """Answers before any connection or file is opened; what it refuses is left out of the PDF."""

        def fetch(self, url: str, headers: object = None) -> object:
            if url.lower().startswith("data:"):
                if not url.lower().startswith(DATA_PICTURES):
                    raise Refused("Only PNG and SVG pictures may stand in a document as data.")
                return super().fetch(url, headers)
            path = own_file(url)
            kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})

    fetcher = OwnFilesOnly(allowed_protocols=("data",), allow_redirects=False)
    atexit.register(_engine.cache_clear)  # its fonts are put away by a library that is gone at the very end
    return _Engine(HTML, CSS, fetcher, FontConfiguration())


@lru_cache(maxsize=32)
def _sheet(path: str, _changed: int, name: str) -> object:
    """Parsing a stylesheet costs more than using it."""
    engine = _engine()
    return engine.css(
        string=Path(path).read_text(encoding="utf-8"),
        base_url=f"{HERE}{settings.STATIC_URL}{name}",
        url_fetcher=engine.fetcher,
        font_config=engine.faces,
    )


def own_file(url: str) -> Path:
    """The file behind an address of ours. Refused for any other address, and for a path that leads out."""
    parts = urlsplit(url)
    path = unquote(parts.path)
    if f"{parts.scheme}://{parts.netloc}" != HERE or "\0" in path:
        raise Refused(f"{url[:200]} is not a file of the portal.")
    if path.startswith(settings.STATIC_URL):
        found = _static(path.removeprefix(settings.STATIC_URL))
    elif path.startswith(MEDIA):
        found = _inside(Path(settings.MEDIA_ROOT), path.removeprefix(MEDIA))
    else:
        found = None
    if found is None:
        raise Refused(f"{url[:200]} is not a file of the portal.")
    return found


def _static(name: str) -> Path | None:
    """From where the files are kept, or where collectstatic put them under their hashed names."""
    try:
        found = finders.find(name)
    except SuspiciousFileOperation:
        return None
    if isinstance(found, str) and Path(found).is_file():
        return Path(found)
    return _inside(Path(settings.STATIC_ROOT), name)


def _inside(folder: Path, name: str) -> Path | None:
    folder = folder.resolve()
    path = (folder / name).resolve()
    return path if path.is_relative_to(folder) and path.is_file() else None
