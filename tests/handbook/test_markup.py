# ruff: noqa: E501, ISC004 -- Markdown and its HTML read best side by side

from collections.abc import Callable

import pytest

from adapters.markup import count_words, find_faults, to_html, to_text


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("One.\n\nTwo.", "<p>One.</p>\n<p>Two.</p>\n"),
        ("**Bold** and *italic*", "<p><strong>Bold</strong> and <em>italic</em></p>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("3. c\n4. d", '<ol start="3">\n<li>c</li>\n<li>d</li>\n</ol>\n'),
        ("# A\n\n## B\n\n##### C", "<h2>A</h2>\n<h2>B</h2>\n<h4>C</h4>\n"),
        ("| a | b |\n|---|--:|\n| 1 | 2 |", '<table>\n<thead>\n<tr>\n<th scope="col">a</th>\n<th scope="col">b</th>\n</tr>\n'
         "</thead>\n<tbody>\n<tr>\n<td>1</td>\n<td>2</td>\n</tr>\n</tbody>\n</table>\n"),
        ("[x](https://example.org/a)", '<p><a href="https://example.org/a" rel="noopener noreferrer">x</a></p>\n'),
        ("[x](mailto:a@example.org)", '<p><a href="mailto:a@example.org" rel="noopener noreferrer">x</a></p>\n'),
        ("[x](/handbook/partner-visits/)", '<p><a href="/handbook/partner-visits/" rel="noopener noreferrer">x</a></p>\n'),
        ("<https://example.org>", '<p><a href="https://example.org" rel="noopener noreferrer">https://example.org</a></p>\n'),
    ],
)  # fmt: skip
def test_what_is_allowed(markdown: str, html: str) -> None:
    assert to_html(markdown) == html


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        ("<b onclick='x()'>b</b>", "<p>&lt;b onclick='x()'&gt;b&lt;/b&gt;</p>\n"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n"),
        ("[x](JaVaScRiPt:alert(1))", "<p>[x](JaVaScRiPt:alert(1))</p>\n"),
        ("[x](data:text/html;base64,AAAA)", "<p>[x](data:text/html;base64,AAAA)</p>\n"),
        ("[x](//evil.example)", "<p>[x](//evil.example)</p>\n"),
        ("[x](/people/)", "<p>[x](/people/)</p>\n"),
        ("[x](/handbook/../people/)", "<p>[x](/handbook/../people/)</p>\n"),
        ("![a](https://example.org/a.png)",
         '<p>!<a href="https://example.org/a.png" rel="noopener noreferrer">a</a></p>\n'),
        ('[x](https://example.org "\\" onmouseover=alert(1)")',
         '<p><a href="https://example.org" title="&quot; onmouseover=alert(1)" rel="noopener noreferrer">x</a></p>\n'),
        ("left \u202eright\u2066", "<p>left right</p>\n"),
    ],
)  # fmt: skip
def test_what_is_shown_as_text_or_left_out(markdown: str, html: str) -> None:
    assert to_html(markdown) == html


@pytest.mark.parametrize(
    ("markdown", "faults"),
    [
        ("Plain **bold** [x](https://example.org) and under <5 pupils", []),
        ("One\n\n<div>two</div>", [(3, "raw HTML is not allowed.")]),
        ("a <i>b</i>", [(1, "raw HTML is not allowed.")] * 2),
        ("\n![a](b.png)", [(2, "images are not allowed.")]),
        ("#### deep", [(1, "a heading of level 4: at most 3.")]),
        ("[x](/people/)",
         [(1, "a link to /people/: links lead to http(s), mailto or /handbook/ addresses.")]),
    ],
)  # fmt: skip
def test_the_writer_is_told(markdown: str, faults: list[tuple[int, str]]) -> None:
    assert list(find_faults(markdown)) == faults


@pytest.mark.parametrize(
    ("read", "found"),
    [
        (to_text, "What it is\nA visit by someone you know.\none\ntwo"),
        (count_words, 11),
    ],
)
def test_text_alone(read: Callable[[str], object], found: object) -> None:
    markdown = "## What it is\n\nA **visit** by [someone](https://example.org)\nyou know.\n\n- one\n- two\n"
    assert read(markdown) == found
