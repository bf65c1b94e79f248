"""A trust's own Word file with named places to fill: checked without opening it in Word, filled in a sandbox.

What may stand in it: {{ field }}, {{ school.name }}, {% if field %} ... {% endif %}, and rows of a table between
{%tr for row in table %} and {%tr endfor %}. Nothing else is run.
Import this inside a function: docxtpl is slow to load.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from docx.opc.exceptions import OpcError
from docxtpl import DocxTemplate
from jinja2 import TemplateError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from adapters.docx_package import NotAccepted, check_package

MOST_PLACES = 500
MOST_BRACES = 6 * MOST_PLACES  # of a kind in one part
LONGEST_PLACE = 1_000  # letters
ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.For, nodes.If, nodes.Not,
    nodes.And, nodes.Or,
)  # fmt: skip


@dataclass(frozen=True)
class Found:
    """The names a template uses, in their order, and what is wrong with them."""

    names: tuple[str, ...]
    problems: tuple[str, ...]


class _Strict(ImmutableSandboxedEnvironment):
    """Names and their parts, and no more: no calls, no filters, no tests, nothing with an underscore in front."""

    def __init__(self) -> None:
        super().__init__(autoescape=True)
        self.globals.clear()
        self.filters.clear()
        self.tests.clear()

    def getattr(self, obj: Any, attribute: str) -> Any:  # noqa: ANN401
        if isinstance(obj, Mapping):
            return obj.get(attribute, "")
        return ""


def check_template(
    content: bytes, *, plain: AbstractSet[str], tables: Mapping[str, tuple[str, ...]]
) -> Found:
    """NotAccepted, with the reason, for a file that must not be kept. Unknown names come back as problems."""
    check_package(content)
    names: list[str] = []
    problems: list[str] = []
    for where, source in _sources(content):
        try:
            tree = _Strict().parse(source)
            walk = _Walk(where, plain, tables)
            walk.read(tree, {})
            if not walk.problems:
                _Strict().compile(tree)  # what stands too deep in one another only shows here
        except RecursionError as error:
            raise NotAccepted("Its {% if %} stand too deep in one another. Make it plainer.") from error
        except TemplateError as error:
            problems.append(f"In {where}: {_said(error)}")
            continue
        names += walk.names
        problems += walk.problems
    if len(names) > MOST_PLACES:
        raise NotAccepted(f"It has more than {MOST_PLACES} places to fill. Make a shorter one.")
    return Found(tuple(dict.fromkeys(names)), tuple(dict.fromkeys(problems)))


def fill(content: bytes, context: Mapping[str, Any]) -> bytes:
    check_package(content)
    template = DocxTemplate(BytesIO(content))
    try:
        template.render(dict(context), _Strict())
    except (TemplateError, etree.Error, OpcError, KeyError, ValueError, AttributeError) as error:
        raise NotAccepted("It could not be filled in.") from error
    out = BytesIO()
    template.docx.save(out)
    return out.getvalue()


def _sources(content: bytes) -> Iterator[tuple[str, str]]:
    """Every text that would be run, as it would be."""
    template = DocxTemplate(BytesIO(content))
    try:
        template.init_docx()
        yield "the text", template.patch_xml(_few_braces(template.get_xml()))
        for what, uri in (("a header", template.HEADER_URI), ("a footer", template.FOOTER_URI)):
            for _, part in template.get_headers_footers(uri):
                yield what, template.patch_xml(_few_braces(template.get_part_xml(part)))
        for part in template.docx.part.package.parts:
            if part.content_type.endswith("wordprocessingml.footnotes+xml"):
                yield "the footnotes", template.patch_xml(_few_braces(part.blob.decode("utf-8")))
        about = template.docx.core_properties
        for name in ("author", "comments", "identifier", "language", "subject", "title"):
            yield "the file’s properties", getattr(about, name) or ""
    except NotAccepted:
        raise
    except (OpcError, etree.Error, KeyError, ValueError, AttributeError, TypeError) as error:
        raise NotAccepted(
            "It is no Word file that can be read. Open it in Word, save it again and choose that."
        ) from error


def _few_braces(xml: str) -> str:
    """docxtpl and jinja go over what is left open again and again, so it is refused before they see it."""
    words = re.sub(r"<[^>]*>", "", xml)
    for begin, end in (("{{", "}}"), ("{%", "%}"), ("{#", "#}")):
        places = words.split(begin)[1:]
        if len(places) > MOST_PLACES or max(words.count(one) for one in "{}%") > MOST_BRACES:
            raise NotAccepted(f"It has more braces in it than {MOST_PLACES} places to fill need.")
        if any(end not in place[:LONGEST_PLACE] for place in places):
            raise NotAccepted(
                f"A place to fill is not written as it should be ({begin} without {end}). Look for a brace too few."
            )
    return xml


def _said(error: TemplateError) -> str:
    said = re.sub(r"<[^>]*>", "", str(error.message or ""))[:160].rstrip(".")
    return f"a place to fill is not written as it should be ({said}). Look for a brace too many or too few."


class _Walk:
    def __init__(self, where: str, plain: AbstractSet[str], tables: Mapping[str, tuple[str, ...]]) -> None:
        self.where = where
        self.plain = plain
        self.tables = tables
        self.names: list[str] = []
        self.problems: list[str] = []

    def read(self, node: nodes.Node, rows: Mapping[str, str]) -> None:
        """`rows`: the names of rows that stand here, with their tables."""
        if isinstance(node, nodes.For):
            self._loop(node, rows)
        elif isinstance(node, nodes.Name | nodes.Getattr):
            self._name(node, rows)
        elif isinstance(node, ALLOWED):
            for child in node.iter_child_nodes():
                self.read(child, rows)
        else:
            self._say(
                f"{{{{ … }}}} and {{% … %}} may only name fields; “{type(node).__name__.lower()}” is not run here."
            )

    def _loop(self, node: nodes.For, rows: Mapping[str, str]) -> None:
        over, each = node.iter, node.target
        if not (isinstance(over, nodes.Name) and isinstance(each, nodes.Name)) or (
            rows or node.test or node.recursive or node.else_
        ):
            self._say(
                "Rows are repeated as {%tr for row in a_table %} … {%tr endfor %}, not one inside another."
            )
            return
        table, row = over.name, each.name
        if table not in self.tables:
            self._say(f"“{table}” is no table of this document.{_near(table, self.tables)}")
            return
        if row in self.plain or row in self.tables or "." in row or row.startswith("_"):
            self._say(f"Call the row otherwise than “{row}”, which is a field.")
            return
        self.names.append(table)
        for child in node.body:
            self.read(child, {row: table})

    def _name(self, node: nodes.Name | nodes.Getattr, rows: Mapping[str, str]) -> None:
        name = _dotted(node)
        first, _, rest = name.partition(".")
        if first in rows:
            columns = self.tables[rows[first]]
            if rest not in columns:
                self._say(f"“{name}” is not known.{_near(rest, columns, first)}")
        elif name in self.tables or name in self.plain:
            if name in self.tables:
                self._say(f"“{name}” is a table: repeat its rows with {{%tr for row in {name} %}}.")
            else:
                self.names.append(name)
        else:
            self._say(f"“{name}” is not known.{_near(name, [*self.plain, *self.tables])}")

    def _say(self, problem: str) -> None:
        self.problems.append(f"In {self.where}: {problem}")


def _dotted(node: nodes.Node) -> str:
    if isinstance(node, nodes.Getattr):
        return f"{_dotted(node.node)}.{node.attr}"
    return node.name if isinstance(node, nodes.Name) else "…"


def _near(name: str, known: Any, row: str = "") -> str:  # noqa: ANN401 -- any collection of names
    near = difflib.get_close_matches(name, sorted(known), 3, 0.5)
    said = " or ".join(f"{{{{ {row}.{one} }}}}" if row else f"{{{{ {one} }}}}" for one in near)
    return f" Did you mean {said}?" if near else ""
