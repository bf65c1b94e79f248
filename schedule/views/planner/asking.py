"""Reads from the address what the planner is to show. What means nothing is left out, and the page says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.http import Http404

from people.access import Access, PortalRequest
from people.models import User
from people.roles import JOBS, ROLES, Permission
from schedule.queries.planner import VIEWS, Asked, Offer, offer
from schools.access import access_of, schools_for
from schools.models import School

# Where the arithmetic of dates holds and a year can have been entered.
EARLIEST, LATEST = date(2000, 9, 1), date(2099, 8, 31)
DIGITS = 9


@dataclass
class _Reader:
    asked: Mapping[str, str]
    unknown: list[str] = field(default_factory=list)

    def one_of(self, name: str, known: Mapping[str, str] | set[str], default: str = "") -> str:
        value = self.asked.get(name, "")
        if not value or value in known:
            return value or default
        self.unknown.append(value)
        return default

    def day(self, today: date) -> date:
        value = self.asked.get("day", "")
        if not value:
            return today
        try:
            day = date.fromisoformat(value)
        except ValueError:
            day = date.min
        if EARLIEST <= day <= LATEST:
            return day
        self.unknown.append(value)
        return today


def asked_of(request: PortalRequest, today: date) -> tuple[Asked, Offer]:
    """A school or a person that the reader may not look at is not there. Two queries, three for who plans."""
    access = request.access
    access.require_anywhere(Permission.EVENT_VIEW)
    read = _Reader(request.GET)
    schools = tuple(schools_for(access, Permission.EVENT_VIEW).select_related("trust").order_by("name", "pk"))
    plans = access.can(Permission.EVENT_MOVE)
    offered = offer(today, plans=plans)
    school = _school(request.GET.get("school", ""), schools)
    whose, code = _whose(access, request.GET.get("whose", ""), offered, today)
    asked = Asked(
        view=read.one_of("view", VIEWS, "half-term" if school else "week"),
        day=read.day(today),
        today=today,
        schools=schools,
        school=school,
        whose=whose,
        whose_code=code,
        process=read.one_of("process", dict(offered.processes)),
        role=read.one_of("role", {*ROLES, *JOBS}),
        kind=read.one_of("kind", dict(offered.kinds)),
        state=read.one_of("state", dict(offered.states)),
        unknown=tuple(read.unknown),
    )
    return asked, offered


def _school(urn: str, schools: tuple[School, ...]) -> School | None:
    """Who has one school starts there, the others with all of them."""
    if not urn and len(schools) == 1:
        return schools[0]
    if not urn or urn == "all":
        return None
    if not _is_number(urn):
        raise Http404
    found = next((school for school in schools if school.urn == int(urn)), None)
    if found is None:
        raise Http404
    return found


def _whose(access: Access, code: str, offered: Offer, today: date) -> tuple[Access | None, str]:
    if not code:
        return None, ""
    if code == "me":
        return access, code
    if not _is_number(code) or code not in dict(offered.people):
        raise Http404
    return access_of(User.objects.get(pk=int(code)), today), code


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= DIGITS
