"""What appointments let a person do. No page, no database."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from people.access import Access, Holding
from people.models import User
from people.roles import Permission

TODAY = date(2026, 11, 23)
ALDER, BIRCH = 1, 2


def access(*holdings: Holding) -> Access:
    return Access(User(), TODAY, holdings)


HEAD = access(Holding("headteacher", ALDER))
TRUSTEE = access(Holding("trustee", None))
LEAD = access(Holding("improvement_lead", None))
NOBODY = access()


@pytest.mark.parametrize(
    ("who", "permission", "school", "allowed"),
    [
        (HEAD, Permission.SCHOOL_VIEW, ALDER, True),
        (HEAD, Permission.SCHOOL_VIEW, BIRCH, False),
        (HEAD, Permission.SCHOOL_VIEW, None, False),  # of one school is not of the trust
        (HEAD, Permission.PERSON_INVITE, ALDER, False),
        (LEAD, Permission.SCHOOL_VIEW, ALDER, True),
        (LEAD, Permission.SCHOOL_VIEW, None, True),
        (TRUSTEE, Permission.DOCUMENT_READ, ALDER, False),
        (NOBODY, Permission.SCHOOL_VIEW, ALDER, False),
        (NOBODY, Permission.HANDBOOK_READ, None, False),
    ],
)
def test_can_asks_for_the_permission_at_that_place(
    who: Access, permission: Permission, school: int | None, allowed: bool
) -> None:
    assert who.can(permission, school) == allowed


def test_permissions_of_two_appointments_do_not_mix_between_schools() -> None:
    both = access(Holding("headteacher", ALDER), Holding("local_governor", BIRCH))
    assert both.can(Permission.DOCUMENT_READ, ALDER)
    assert not both.can(Permission.DOCUMENT_READ, BIRCH)
    assert both.reach(Permission.DOCUMENT_READ) == frozenset({ALDER})
    assert both.reach(Permission.SCHOOL_VIEW) == frozenset({ALDER, BIRCH})


def test_a_trustee_who_governs_a_school_reaches_every_school() -> None:
    both = access(Holding("trustee", None), Holding("local_governor", ALDER))
    assert both.reach(Permission.SCHOOL_VIEW) is None
    assert both.school_ids == {ALDER}
    assert both.is_trust_wide


def test_reach_of_nobody_is_no_school_and_not_every_school() -> None:
    assert NOBODY.reach(Permission.SCHOOL_VIEW) == frozenset()
    assert TRUSTEE.reach(Permission.TIER_VIEW) == frozenset()


def test_can_anywhere_needs_one_school() -> None:
    assert HEAD.can_anywhere(Permission.SCHOOL_VIEW)
    assert not HEAD.can_anywhere(Permission.PERSON_INVITE)
    assert not NOBODY.can_anywhere(Permission.SCHOOL_VIEW)


def test_roles_at_a_school_include_those_for_the_whole_trust() -> None:
    both = access(Holding("trustee", None), Holding("local_governor", ALDER))
    assert both.roles_at(ALDER) == {"trustee", "local_governor"}
    assert both.roles_at(BIRCH) == {"trustee"}
    assert both.roles_at(None) == {"trustee"}


def test_require_refuses_what_can_denies() -> None:
    HEAD.require(Permission.SCHOOL_VIEW, ALDER)
    HEAD.require_anywhere(Permission.SCHOOL_VIEW)
    with pytest.raises(PermissionDenied):
        HEAD.require(Permission.SCHOOL_VIEW, BIRCH)
    with pytest.raises(PermissionDenied):
        HEAD.require_anywhere(Permission.AUDIT_READ)


@pytest.mark.parametrize(
    ("who", "trust_wide"), [(HEAD, False), (TRUSTEE, True), (LEAD, True), (NOBODY, False)]
)
def test_trust_wide_is_an_appointment_without_a_school(who: Access, trust_wide: bool) -> None:
    assert who.is_trust_wide == trust_wide
