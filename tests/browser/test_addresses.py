"""No page is forgotten: every address has its row in pages.py, or a reason why it is no page."""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from tests.browser.conftest import OpenAs
from tests.browser.pages import PAGES, TAKEN_OVER, WITHOUT_A_PAGE
from tests.browser.portal import Portal
from tests.browser.rows import Without
from tests.browser.soundness import name_of


def test_every_address_of_the_portal_has_its_row() -> None:
    named = {name for name in _names(get_resolver(), "") if name}
    assert sorted(named - {row.name for row in PAGES} - set(WITHOUT_A_PAGE) - set(TAKEN_OVER)) == []
    assert sorted(set(WITHOUT_A_PAGE) - named) == []
    assert {name: name_of(reverse(name)) for name in TAKEN_OVER} == TAKEN_OVER


def _names(resolver: URLResolver, space: str) -> Iterator[str]:
    for one in resolver.url_patterns:
        if isinstance(one, URLPattern):
            yield f"{space}{one.name}" if one.name else ""
        else:
            yield from _names(one, f"{space}{one.namespace}:" if one.namespace else space)


@pytest.mark.parametrize("name", WITHOUT_A_PAGE)
def test_what_has_no_row_is_no_page(name: str, portal: Portal, person: OpenAs) -> None:
    without: Without = WITHOUT_A_PAGE[name]
    path = without.address.format(**portal.places)
    assert resolve(path).view_name == name
    answer = person(without.who).request.get(path, max_redirects=0, headers=without.headers)
    if isinstance(without.answer, int):
        assert answer.status == without.answer
    else:
        assert (answer.status, answer.headers["content-type"].split(";")[0]) == (200, without.answer)
