"""What WeasyPrint leaves open in the tags of a PDF, put in before the file is written.

It gives what runs at the head and foot of a page a mark that no tag holds, cells of headings no direction, links the
name of their target instead of words, and lists the groups of HTML. `docs/pdf-ua.md` says what the tests look for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pydyf

ARTIFACT = pydyf.Dictionary({"Type": "/Pagination"})


def complete(document: Any, pdf: pydyf.PDF) -> None:  # noqa: ANN401 -- WeasyPrint carries no types
    """The `finisher` of WeasyPrint's `write_pdf`."""
    objects = {one.reference: one for one in pdf.objects}
    root = objects[pdf.catalog["StructTreeRoot"]]
    held: dict[bytes, set[int]] = defaultdict(set)  # by page, the marks that a tag holds
    names: list[tuple[str, bytes]] = []
    for element, in_head in _elements(objects, root["K"][0], in_head=False):
        held[element.get("Pg", b"")] |= {kid for kid in element["K"] if isinstance(kid, int)}
        if element["S"] == "/TH":
            element["A"]["Scope"] = "/Column" if in_head else "/Row"
        if "ID" in element:
            names.append((element["ID"].string, element.reference))
    if names:
        root["IDTree"] = pydyf.Dictionary({"Names": pydyf.Array(_name_tree(names))})
    parents = objects[root["ParentTree"]]["Nums"]
    for number, reference in enumerate(pdf.page_references):
        _free(objects[objects[reference]["Contents"]], parents[2 * number + 1], held[reference])
    _word_links(document)


def _elements(objects: dict[bytes, Any], reference: bytes, *, in_head: bool) -> Iterator[tuple[Any, bool]]:
    """The tags of the tree, each with whether it stands in the head of a table."""
    waiting = [(reference, in_head)]
    while waiting:
        reference, in_head = waiting.pop()
        element = objects[reference]
        if "S" in element:  # a link's place in the file has none
            yield element, in_head
            inner = in_head or element["S"] == "/THead"
            if element["S"] == "/L":
                element["K"][:] = tuple(_without_groups(objects, element))
            waiting += [(kid, inner) for kid in element["K"] if isinstance(kid, bytes)]


def _without_groups(objects: dict[bytes, Any], found: pydyf.Dictionary) -> Iterator[Any]:
    """In a list of terms HTML lets a `div` hold each with what it means; in a PDF a list holds nothing but items."""
    for kid in tuple(found["K"]):
        if isinstance(kid, bytes) and objects[kid].get("S") == "/Div":
            for inner in objects[kid]["K"]:
                objects[inner]["P"] = found.reference
                yield inner
        else:
            yield kid


def _name_tree(names: list[tuple[str, bytes]]) -> Iterator[Any]:
    for name, reference in sorted(names):
        yield pydyf.String(name)
        yield reference


def _free(stream: pydyf.Stream, parents: pydyf.Array, held: set[int]) -> None:
    """A mark that no tag holds was made for the head or foot of the page."""
    words = stream.stream
    for place, word in enumerate(words):
        if word == b"BDC" and isinstance(words[place - 1], pydyf.Dictionary):
            mark = words[place - 1].get("MCID")
            if mark is not None and mark not in held:
                words[place - 2], words[place - 1] = "/Artifact", ARTIFACT
                parents[mark] = "null"


def _word_links(document: Any) -> None:  # noqa: ANN401 -- WeasyPrint carries no types
    for page in document.pages:
        for *_, box in page.links:
            words = " ".join("".join(box.element.itertext()).split()) if box.element is not None else ""
            if box.link_annotation and words:
                box.link_annotation["Contents"] = pydyf.String(words)
