"""HTML of the editor to the Markdown that is kept, and whether two texts look the same.

HTML may come from anyone: nh3 lets through what adapters.markup shows, and the rest becomes its words. Markdown made
here is read back and compared; a paragraph whose bold or italics Markdown cannot hold keeps its words without them.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import nh3
from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag
from markdownify import BACKSLASH, MarkdownConverter

from adapters.markup import is_safe_link, to_html

EDITOR_TAGS = frozenset({"p", "br", "ul", "ol", "li", "strong", "em", "a", "h2", "h3", "blockquote"})
# What the longest text of a handbook never needs. More would only keep the server busy.
MOST_HTML = 400_000  # letters
MOST_TAGS = 8_000  # those that open and those that close
DEEPEST = 30  # one in another
_OTHER_TAGS = {"hr", "code", "pre", "table", "thead", "tbody", "tr", "th", "td"}
_RENAMED = {"b": "strong", "i": "em", "h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3", "div": "p"}
_INLINE = {"strong", "em", "a", "br", "code"}
_LISTS = ("ul", "ol")
# What would be the start of a list, a heading, a quote or a rule when a line begins with it.
_LINE_START = re.compile(r"^(?:[-+](?=\s|$)|#{1,6}(?=\s|$)|>|={1,}\s*$|-{2,}|~{3,})")
_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
_SPECIAL = re.compile(r"[\\`*\[\]<|]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)")
_TAG = re.compile("<[^<>]*>?")
_IN_ADDRESS = re.compile(r"[\s()<>\\]")


def find_html_faults(html: str) -> Iterator[str]:
    """What somebody may have meant and the handbook does not hold. Everything else is cleaned without a word."""
    if too_much := _too_much(html):
        yield too_much
        return
    soup = _soup(html)
    if soup.find("img"):
        yield "images are not allowed: take them out."
    for link in soup.find_all("a", href=True):
        if not is_safe_link(address := str(link["href"]).strip()):
            yield f"a link to {address[:60]}: links lead to http(s), mailto or /handbook/ addresses."


def fits_the_editor(markdown: str) -> bool:
    """False for a table, say: the editor would leave it out."""
    return {tag.name for tag in _soup(to_html(markdown)).div.find_all()} <= EDITOR_TAGS


def to_markdown(html: str) -> str:
    """Of what is too much, see find_html_faults, the words alone: it is shown again and never kept."""
    if _too_much(html):
        return nh3.clean(html[:MOST_HTML], tags=set()) if html.count("<") <= MOST_TAGS else _TAG.sub("", html)
    blocks = _tidied(html).find_all(recursive=False)
    return "\n\n".join(text for block in blocks if (text := _written(block)))


@lru_cache(maxsize=1024)
def looks(markdown: str) -> str:
    """The same for two texts that a page shows alike, whatever their line breaks and the space in their lists."""
    return _canonical(_tidied(to_html(markdown)))


def _too_much(html: str) -> str:
    if len(html) > MOST_HTML or html.count("<") > MOST_TAGS:
        return "this is more than one text holds: take out what was pasted by mistake, or divide it."
    return (
        ""
        if _depth(_soup(html)) <= DEEPEST
        else "lists and quotes stand too deep in one another: lift them out."
    )


def _depth(root: Any) -> int:  # noqa: ANN401 -- a Tag
    deepest, waiting = 0, [(root, 0)]
    while waiting and deepest <= DEEPEST:
        tag, depth = waiting.pop()
        deepest = max(deepest, depth)
        waiting += [(child, depth + 1) for child in tag.contents if isinstance(child, Tag)]
    return deepest


def _soup(html: str) -> Any:  # noqa: ANN401 -- the library's types say that anything may be anything
    return BeautifulSoup(f"<div>{html}</div>", "html.parser")


def _tidied(html: str) -> Any:  # noqa: ANN401 -- a Tag
    """Clean, and every run of words in a block of its own."""
    clean = nh3.clean(
        html,
        tags={*EDITOR_TAGS, *_OTHER_TAGS, *_RENAMED},
        attributes={"a": {"href", "title"}, "ol": {"start"}},
        attribute_filter=lambda tag, name, value: (
            value if (tag, name) != ("a", "href") or is_safe_link(value) else None
        ),
        link_rel=None,
    )
    root = _soup(clean).div
    for tag in root.find_all(list(_RENAMED)):
        tag.name = _RENAMED[tag.name]
    for tag in root.find_all("strong"):
        if (
            len(tag.contents) == 1 and tag.contents[0].name == "em"
        ):  # which of the two is outside shows nowhere
            tag.name, tag.contents[0].name = "em", "strong"
    for text in root.find_all(string=True):
        if not text.find_parent("pre"):
            plain = re.sub(r"[^\S\n]+", " ", text)
            if plain != text:  # to put one in its place takes as long as its parent has parts
                text.replace_with(plain)
    for tag in [root, *root.find_all(["li", "blockquote"])]:
        _wrap_words(tag)
    _drop_what_is_empty(root)
    _join_lists(root)
    return root


def _wrap_words(parent: Any) -> None:  # noqa: ANN401 -- a Tag
    run: list[Any] = []
    for child in [*parent.contents, None]:
        if child is not None and (isinstance(child, NavigableString) or child.name in _INLINE):
            run.append(child)
        elif run:
            if any(str(one).strip() for one in run):
                paragraph = BeautifulSoup("", "html.parser").new_tag("p")
                run[0].insert_before(paragraph)
                for one in run:
                    paragraph.append(one.extract())
            else:
                for one in run:
                    one.extract()
            run = []


def _drop_what_is_empty(root: Any) -> None:  # noqa: ANN401 -- a Tag
    for tag in reversed(root.find_all(["strong", "em", "a", "code"])):
        if not tag.get_text().strip() or (tag.name == "a" and not tag.get("href")):
            tag.unwrap()
    for tag in reversed(root.find_all(["p", "h2", "h3", "li", "ul", "ol", "blockquote"])):
        while tag.contents and _is_nothing(tag.contents[-1]):
            tag.contents[-1].extract()
        if not tag.get_text().strip():
            tag.extract()
    root.smooth()


def _is_nothing(node: Any) -> bool:  # noqa: ANN401 -- a Tag or a string
    return not str(node).strip() if isinstance(node, NavigableString) else node.name == "br"


def _join_lists(root: Any) -> None:  # noqa: ANN401 -- a Tag
    """Two lists of a kind with nothing between them are one in Markdown."""
    for tag in root.find_all(_LISTS):  # from the first, so that each item is moved once
        before = tag.find_previous_sibling()
        if before is not None and before.name == tag.name:
            for item in list(tag.find_all(recursive=False)):
                before.append(item.extract())
            tag.extract()


def _written(block: Any) -> str:  # noqa: ANN401 -- a Tag
    text = _CONVERTER.convert(str(block)).strip("\n ")
    if looks(text) == _canonical(_tidied(str(block))):
        return text
    for tag in block.find_all(["strong", "em"]):
        tag.unwrap()
    block.smooth()
    return _CONVERTER.convert(str(block)).strip("\n ")


def _canonical(node: Any) -> str:  # noqa: ANN401 -- a Tag or a string
    if isinstance(node, NavigableString):
        return re.sub(r"\s+", " ", node)
    inner = "".join(map(_canonical, node.contents))
    if node.name in _INLINE:
        attributes = "".join(f" {key}={value}" for key, value in sorted(node.attrs.items()) if key != "rel")
        return f"<{node.name}{attributes}>{inner}</>"
    start = f" {node['start']}" if node.get("start", "1") != "1" else ""
    words = re.sub(r" *(<br></>) *", r"\1", inner.strip())
    return f"<{node.name}{start}>{words}</>"


class _Converter(MarkdownConverter):
    """markdownify escapes either too little or every full stop; this escapes what would be read as markup."""

    class Options(MarkdownConverter.DefaultOptions):  # type: ignore[name-defined, misc]  # carries no types
        heading_style = "atx"
        bullets = "-"
        newline_style = BACKSLASH
        autolinks = False

    def process_text(self, el: Any, parent_tags: set[str]) -> str:  # noqa: ANN401 -- the library's
        """An exclamation mark right before a link would make it a picture. In code it is no markup."""
        text = str(super().process_text(el, parent_tags))  # type: ignore[misc]  # carries no types
        is_before_link = getattr(el.next_sibling, "name", None) == "a" and "_noformat" not in parent_tags
        return re.sub(r"!$", r"\!", text) if is_before_link else text

    def escape(self, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002 -- the library's
        return _SPECIAL.sub(r"\\\g<0>", text)

    def convert_p(self, el: Any, text: str, parent_tags: set[str]) -> str:  # noqa: ANN401, ARG002 -- the library's
        lines = (_guarded(line.strip()) for line in text.strip().split("\n"))
        return "\n\n" + "\n".join(lines) + "\n\n"

    def convert_hN(self, n: int, el: Any, text: str, parent_tags: set[str]) -> str:  # noqa: ANN401, ARG002, N802 -- the library's
        words = re.sub(r"#+$", lambda found: "\\" + found[0], " ".join(text.split()))
        return f"\n\n{'#' * n} {words}\n\n"

    convert_h2 = None  # go by way of convert_hN
    convert_h3 = None

    def convert_a(self, el: Any, text: str, parent_tags: set[str]) -> str:  # noqa: ANN401, ARG002 -- the library's
        words = text.strip()
        before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        address = _IN_ADDRESS.sub(lambda sign: f"%{ord(sign[0]):02X}", el["href"])
        title = re.sub(r'["\\]', r"\\\g<0>", " ".join(el.get("title", "").split()))
        said = f' "{title}"' if title else ""
        return f"{before}[{words}]({address}{said}){after}"

    def convert_li(self, el: Any, text: str, parent_tags: set[str]) -> str:  # noqa: ANN401, ARG002 -- the library's
        text = text.strip("\n ")
        if _is_tight(el.parent):
            text = re.sub(r"\n{2,}", "\n", text)
        bullet = f"{_next_number(el.parent)}. " if el.parent.name == "ol" else "- "
        lines = (f"{' ' * len(bullet)}{line}" if line else "" for line in text.split("\n"))
        return bullet + "\n".join(lines)[len(bullet) :] + ("\n" if _is_tight(el.parent) else "\n\n")

    def convert_ul(self, el: Any, text: str, parent_tags: set[str]) -> str:  # noqa: ANN401, ARG002 -- the library's
        return "\n\n" + text.strip("\n") + "\n\n"

    convert_ol = convert_ul


_CONVERTER = _Converter()


def _guarded(line: str) -> str:
    line = _NUMBERED.sub(r"\1\\\2", line)
    return f"\\{line}" if _LINE_START.match(line) else line


def _next_number(tag: Tag) -> int:
    """Counted on the list itself, for its items come one after the other."""
    number = int(str(tag.get("next", tag.get("start", "1"))))
    tag["next"] = str(number + 1)
    return number


def _is_tight(tag: Tag) -> bool:
    """Asked for each item, so the list remembers it."""
    if "tight" not in tag.attrs:
        tag["tight"] = str(_has_plain_items(tag))
    return tag["tight"] == str(True)


def _has_plain_items(tag: Tag) -> bool:
    """Each item one paragraph, and lists below it that are as plain."""
    for item in tag.find_all("li"):
        names = [child.name for child in item.find_all(recursive=False)]
        if names[:1] != ["p"] or not set(names[1:]) <= set(_LISTS):
            return False
        if any(child.get("start", "1") != "1" for child in item.find_all("ol", recursive=False)):
            return False
    return True
