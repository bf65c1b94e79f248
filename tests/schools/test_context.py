"""The menu holds what the person may open, and says where they are."""

from datetime import date

import pytest
from django.http import HttpRequest
from django.urls import NoReverseMatch

from people.access import Access, Holding
from people.models import User
from schools import context


@pytest.fixture(autouse=True)
def addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {"schedule:next": "/next/", "schools:list": "/schools/", "appointments:list": "/people/"}

    def address(name: str) -> str:
        try:
            return known[name]
        except KeyError as error:
            raise NoReverseMatch(name) from error

    monkeypatch.setattr(context, "reverse", address)


def access(*holdings: Holding) -> Access:
    return Access(User(name="Ruth Ellison"), date(2026, 11, 23), holdings)


def test_a_headteacher_sees_no_people_page_and_no_page_that_is_not_built() -> None:
    items = context.nav_of(access(Holding("headteacher", 1)), "/schools/900001/")
    assert [(item.label, item.current) for item in items] == [("Next", ""), ("Schools", "true")]


def test_the_school_improvement_lead_sees_people() -> None:
    items = context.nav_of(access(Holding("improvement_lead", None)), "/people/")
    assert [(item.label, item.current) for item in items] == [
        ("Next", ""),
        ("Schools", ""),
        ("People", "page"),
    ]


def test_the_first_page_is_what_comes_next() -> None:
    items = context.nav_of(access(Holding("headteacher", 1)), "/")
    assert [(item.label, item.current) for item in items] == [("Next", "page"), ("Schools", "")]


def test_nobody_sees_a_menu_before_sign_in() -> None:
    assert context.nav_of(None, "/") == []


def test_the_main_role_is_that_for_the_whole_trust() -> None:
    assert context.main_role(access(Holding("local_governor", 1), Holding("ceo", None))) == "chief executive"
    assert context.main_role(access()) == ""


def test_the_frame_can_be_made_for_a_request_of_nobody() -> None:
    frame = context.portal(HttpRequest())
    assert (frame["access"], frame["paper"]) == (None, "")
