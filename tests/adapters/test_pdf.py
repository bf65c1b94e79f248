"""What a document may bring into a PDF, and what the PDF is like for a screen reader."""

import io
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from pypdf import PdfReader
from pytest_django.fixtures import Settings

from adapters import pdf
from adapters.pdf import HERE, PdfUnavailable, Refused, own_file, render_pdf
from tests.adapters.accessible import faults

HEAD = '<!doctype html><html lang="en-GB"><head><title>Not this</title>'
PAGE = HEAD + "{head}</head><body><h1>Kept</h1>{body}</body></html>"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">{}</svg>'


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    cache.clear()


def made(head: str = "", body: str = "") -> PdfReader:
    html = PAGE.format(head=head, body=body)
    return PdfReader(io.BytesIO(render_pdf(html=html, stylesheets=(), title="The record")))


class Listener:
    """A web server on this machine that notes what it was asked for, and answers or sends on."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        asked = self.asked

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                self.send_response(200)
                self.end_headers()

            def log_message(self, *args: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    def stop(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    one = Listener()
    yield one
    one.stop()


def test_nothing_is_fetched_from_anywhere(listener: Listener) -> None:
    url = listener.url
    picture = SVG.format(f'<image xlink:href="{url}/svg" width="9" height="9"/><use href="{url}/use.svg#x"/>')
    data = f"data:image/svg+xml,{picture.replace('#', '%23').replace('<', '%3C')}"
    reader = made(
        head=f'<base href="{url}/"><link rel="stylesheet" href="{url}/link.css"><link rel="attachment" href="{url}/a">'
        f'<style>@import "{url}/import.css"; @font-face {{ font-family: x; src: url({url}/x.ttf) }}'
        f" body {{ font-family: x; background: url({url}/background.png) }}</style>",
        body=f'<img src="{url}/img.png" alt=""><img src="relative.png" alt=""><img src="//127.0.0.1/x" alt="">'
        f'<object data="{url}/object"></object><embed src="{url}/embed">{picture}<img src=\'{data}\' alt="">',
    )
    assert listener.asked == []
    assert reader.pages[0].extract_text().strip() == "Kept"


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "FILE:///etc/passwd",
        "/etc/passwd",
        "/static/../../../etc/passwd",
        "/static/%2e%2e/%2e%2e/pyproject.toml",
        "/media/../portal.sqlite3",
        "/media//etc/passwd",
        "https://portal.invalid@127.0.0.1/static/portal/favicon.svg",
        "https://portal.invalid.example.org/static/portal/favicon.svg",
        "https://portal.invalid:8000/static/portal/favicon.svg",
        "http://portal.invalid/static/portal/favicon.svg",
        "ftp://portal.invalid/static/portal/favicon.svg",
        "/static/portal",
        "/static/",
        "/media/\0",
    ],
)
def test_only_files_of_the_portal_are_read(address: str, tmp_path: Path, settings: Settings) -> None:
    settings.MEDIA_ROOT = tmp_path
    with pytest.raises(Refused):
        own_file(address if ":" in address else HERE + address)


def test_a_link_out_of_the_media_folder_is_not_followed(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "media").mkdir()
    (tmp_path / "secret.png").write_bytes(b"secret")
    (tmp_path / "media" / "open.png").write_bytes(b"open")
    (tmp_path / "media" / "way-out.png").symlink_to(tmp_path / "secret.png")
    settings.MEDIA_ROOT = tmp_path / "media"
    assert own_file(f"{HERE}/media/open.png").read_bytes() == b"open"
    with pytest.raises(Refused):
        own_file(f"{HERE}/media/way-out.png")


def test_the_portals_own_pictures_and_small_data_are_used() -> None:
    dot = SVG.format('<rect width="9" height="9"/>').replace("<", "%3C").replace('"', "'")
    reader = made(
        body=f'<img src="/static/portal/favicon.svg" alt="The mark"><img src="data:image/svg+xml,{dot}" alt="Dot">'
    )
    assert figures(reader) == ["The mark", "Dot"]


def test_data_that_is_no_picture_is_left_out() -> None:
    css = "data:text/css,h1%7Bdisplay:none%7D"
    assert made(head=f'<link rel="stylesheet" href="{css}">').pages[0].extract_text().strip() == "Kept"


def test_it_is_tagged_and_says_what_it_is() -> None:
    reader = made(body='<h2>Part</h2><p>Text</p><svg width="9" height="9"><title>The year</title></svg>')
    root: Any = reader.root_object
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert reader.metadata is not None
    assert reader.metadata.title == "The record"
    assert 'pdfuaid:part="1"' in str(root["/Metadata"].get_data()) or "<pdfuaid:part>1<" in str(
        root["/Metadata"].get_data()
    )
    assert [tag for tag in tags(reader) if tag in ("/H1", "/H2", "/P", "/Figure")] == [
        "/H1",
        "/H2",
        "/P",
        "/Figure",
    ]
    assert figures(reader) == ["The year"]


LINKED = """<h2 id="two">Two</h2><p><a href="#two">To <b>two</b></a> or <a href="https://example.org/">out</a></p>
<ul><li>One<ul><li>Within</li></ul></li><li>Two</li></ul><dl><div><dt>Word</dt><dd>Meaning</dd></div></dl>
<table><thead><tr><th scope="col">Priority</th><th scope="col">Cost</th></tr></thead>
<tbody><tr><th scope="row">Reading</th><td>3</td></tr><tr><th scope="row">Mathematics</th><td></td></tr></tbody></table>
<svg width="9" height="9"><title>The year</title></svg>"""
AT_THE_HEAD = (
    "<style>@page { @top-left { content: 'At the head' } @bottom-right { content: counter(page) } }</style>"
)


def test_nothing_in_it_stops_a_screen_reader() -> None:
    reader = made(AT_THE_HEAD, LINKED)
    assert faults(reader) == []
    notes = [note.get_object() for page in reader.pages for note in page["/Annots"]]  # type: ignore[attr-defined]
    assert [note["/Contents"] for note in notes] == ["To two", "two", "out"]
    names = reader.root_object["/StructTreeRoot"]["/IDTree"]["/Names"]  # type: ignore[index]
    assert len(names) == 2 * 4  # two columns, two rows


def test_what_weasyprint_leaves_open_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "complete", None)
    assert faults(made(AT_THE_HEAD, LINKED)) == [
        "L holds ['Div'].",
        *["LI stands in Div."] * 2,
        *["A TH has no scope."] * 4,
        "2 pieces of the pages have no tag, or tags no piece.",
    ]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<h3>Too deep</h3>", "A H3 follows a H1."),
        ('<svg width="9" height="9"></svg>', "A Figure has no words."),
        ("<p></p>", "P in Document is empty."),
        ("<table><tr><td>1</td></tr></table>", "A table has no heading cell."),
        ("<table><tr><th>1</th></tr><tr><td>1</td><td>2</td></tr></table>", "A table has rows of [1, 2] columns."),
    ],
)  # fmt: skip
def test_what_a_template_does_wrong_is_found(body: str, said: str) -> None:
    [found] = faults(made(body=body))
    assert said in found


def test_a_stylesheet_that_is_not_there_is_said() -> None:
    with pytest.raises(Refused):
        render_pdf(html=PAGE.format(head="", body=""), stylesheets=("print/none.css",), title="x")


def test_a_machine_without_pango_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    without_pango(monkeypatch, tmp_path)
    with pytest.raises(PdfUnavailable, match=r"libpangoft2-1\.0-0"):
        render_pdf(html=PAGE.format(head="", body=""), stylesheets=(), title="x")


def without_pango(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """WeasyPrint fails at its import there, and so does this one. Afterwards what was imported is there again."""
    (folder / "weasyprint.py").write_text("raise OSError('cannot load library libpangoft2-1.0-0')")
    for name in [name for name in sys.modules if name.partition(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.syspath_prepend(folder)
    monkeypatch.setattr(pdf, "_engine", pdf._engine.__wrapped__)


def elements(reader: PdfReader) -> Iterator[dict[str, object]]:
    """The tags in reading order."""
    root: Any = reader.root_object
    waiting = [root["/StructTreeRoot"]["/K"]]
    while waiting:
        node = waiting.pop(0)
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            waiting = [*node, *waiting]
        elif isinstance(node, dict) and "/S" in node:
            yield node
            waiting = [node.get("/K", []), *waiting]


def tags(reader: PdfReader) -> list[object]:
    return [node["/S"] for node in elements(reader)]


def figures(reader: PdfReader) -> list[object]:
    return [node.get("/Alt") for node in elements(reader) if node["/S"] == "/Figure"]
