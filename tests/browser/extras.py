"""What some pages need besides the demo. Runs in the portal's process, not in a test's."""

import secrets
import time
from datetime import date, datetime
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from cryptography.hazmat.primitives.asymmetric import ec
from django.http import HttpRequest
from django.test import Client
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from adapters import clock
from adapters.sheets import write_csv
from people.actions import token_of
from people.models import User
from schedule.actions.feed import renew_feed_token
from schedule.models import Attachment, Event
from schools import term_dates
from schools.actions import apply_term_dates, invite_person
from schools.models import Appointment, School
from schools.reading import read_schools, read_term_dates
from tests.browser.pages import AREAS


def made() -> dict[str, dict[str, Any]]:
    found = {"places": places(), "sessions": sessions()}
    found["places"]["passkey"] = found["sessions"].pop("passkey")
    return found


def places() -> dict[str, Any]:
    """The numbers and secrets in the addresses of pages.py."""
    now, today = clock.now(), clock.today()
    lead = User.objects.get(email="lead@demo.example")
    # Somebody who never signs in here: signing in ends a reset
    head = User.objects.get(email="head.maple@demo.example")
    invited = invite_person(
        email="new@example.org", name="Nadia Frost", role="middle_leader", job="",
        school=School.objects.get(urn=900002), from_date=today, by=lead, now=now,
    )  # fmt: skip
    assert invited.invitation
    return {
        **_events(today),
        **_imports(lead, now),
        **{name: place for area in AREAS for name, place in area.places(now, today).items()},
        "appointment": Appointment.objects.filter(school__urn=900002, to_date=None)[0].pk,
        "attachment": Attachment.objects.filter(event__school__urn=900001)[0].pk,
        "feed": renew_feed_token(by=head, now=now).token,
        "invitation": token_of(invited.invitation),
        "reset": f"{user_pk_to_url_str(head)}-{default_token_generator.make_token(head)}",
    }


def _events(today: date) -> dict[str, int]:
    events = Event.objects.filter(year__start_year=2026).order_by("due_date", "pk")
    alder, ahead = events.filter(school__urn=900001), events.filter(state="planned", due_date__gt=today)
    found = {
        "done": alder.filter(state="done", attachments__isnull=False),
        "late": alder.filter(state="planned", due_date__lt=today),
        "not_needed": events.filter(state="not_needed"),
        "moved": alder.filter(is_moved=True),
        "coming": ahead.filter(school__urn=900001, owner_role="headteacher"),
        "visit": alder.filter(state="agreed", due_date__gt=today),
        "deadline": events.filter(last_school_date__isnull=False),
        "of_trust": events.filter(school=None),
        "takes_files": ahead.filter(school__urn=900003, step__documents__confidential=False),
        "birch": ahead.filter(school__urn=900002),
    }
    return {name: several[0].pk for name, several in found.items()}


def _imports(lead: User, now: datetime) -> dict[str, int]:
    dates = write_csv(term_dates.HEADER, term_dates.EXAMPLE)
    waiting = read_term_dates(data=dates, file_name="term-dates.csv", by=lead, now=now)
    # Eleven years on, each date falls on the same day of the week, and nobody looks at that year.
    later = dates.replace(b"2026/27", b"2037/38").replace(b"2026-", b"2037-").replace(b"2027-", b"2038-")
    applied = read_term_dates(data=later, file_name="later.csv", by=lead, now=now)
    apply_term_dates(kept=applied, by=lead, now=now)
    data = SCHOOLS_FILE.encode("cp1252")
    schools = read_schools(data=data, file_name="schools.csv", trust_uid="90001", by=lead, now=now)
    return {"dates_import": waiting.pk, "applied_import": applied.pk, "schools_import": schools.pk}


SCHOOLS_FILE = (
    "URN,LA (code),EstablishmentNumber,EstablishmentName,TypeOfEstablishment (name),EstablishmentStatus (name),"
    "OpenDate,CloseDate,PhaseOfEducation (name),StatutoryLowAge,StatutoryHighAge,NumberOfPupils,SchoolCapacity,"
    "PercentageFSM,Trusts (code),Trusts (name),Postcode,Town,LA (name),OfficialSixthForm (name)\n"
    "900001,999,2001,Alder Primary School,Academy converter,Open,01-09-2015,,Primary,3,11,220,236,18.4,90001,"
    "Fenmoor Academies Trust,FE1 1AA,Fenmoor,Fenshire,Does not have a sixth form\n"
    "900011,999,2011,Willow Primary School,Academy converter,Open,01-09-2026,,Primary,4,11,130,210,22.0,90001,"
    "Fenmoor Academies Trust,FE1 1AB,Fenmoor,Fenshire,Does not have a sixth form\n"
)


def sessions() -> dict[str, str]:
    """Keys of sessions that gave the password a moment ago, and two people who are no part of the demo: one with a
    second step, one who came by Microsoft and has no password."""
    keys = {}
    oak = School.objects.get(urn=900009)
    for name, password in (("second", "demo"), ("microsoft", None)):
        person = User.objects.create_user(f"{name}@demo.example", password, name=f"{name.title()} Person")
        Appointment.objects.create(
            person=person, role="senior_leader", job="cpd_lead", school=oak, from_date=date(2026, 9, 1)
        )
        if name == "second":
            TOTP.activate(person, generate_totp_secret())
            keys["recovery_code"] = RecoveryCodes.activate(person).get_unused_codes()[0]
            keys["passkey"] = Authenticator.objects.create(user=person, type="webauthn", data=passkey()).pk
        keys[name] = _session(person)
    keys["sure"] = _session(User.objects.get(email="head.rowan@demo.example"))
    return keys


def _session(person: Any) -> str:
    client, request = Client(), HttpRequest()
    client.force_login(person)
    request.session = client.session
    record_authentication(request, person, "password", reauthenticated=True)
    # For as long as the tests run, not for five minutes
    request.session["account_authentication_methods"][-1]["at"] = time.time() + 3600
    request.session.save()
    assert request.session.session_key
    return request.session.session_key


def passkey() -> dict[str, Any]:
    """A credential as a browser hands it over, of a key that nobody has."""
    identity = secrets.token_bytes(16)
    public = ES256.from_cryptography_key(  # type: ignore[no-untyped-call]
        ec.generate_private_key(ec.SECP256R1()).public_key()
    )
    attested = AttestedCredentialData.create(Aaguid.NONE, identity, public)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    data = AuthenticatorData.create(sha256(b"localhost"), flags, 0, attested)
    client = CollectedClientData.create("webauthn.create", b"challenge", "http://localhost")
    return {
        "name": "Office laptop",
        "credential": {
            "id": websafe_encode(identity),
            "rawId": websafe_encode(identity),
            "type": "public-key",
            "clientExtensionResults": {"credProps": {"rk": True}},
            "response": {
                "clientDataJSON": websafe_encode(client),
                "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
            },
        },
    }
