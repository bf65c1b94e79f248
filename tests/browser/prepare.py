"""Makes the demo and what some pages need besides, and prints where things are. Run by portal.py, as a program."""

import json
import os
import secrets
import sys
import time
from datetime import date
from typing import Any

import django


def main() -> None:
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 -- after django.setup

    call_command("demo", "--no-serve", stdout=sys.stderr)
    made = {"places": places(), "sessions": sessions()}
    made["places"]["passkey"] = made["sessions"].pop("passkey")
    print(json.dumps(made))


def places() -> dict[str, Any]:
    """The numbers and secrets in the addresses of pages.py."""
    from allauth.account.forms import default_token_generator  # noqa: PLC0415 -- after django.setup
    from allauth.account.utils import user_pk_to_url_str  # noqa: PLC0415

    from adapters import clock  # noqa: PLC0415
    from adapters.sheets import write_csv  # noqa: PLC0415
    from people.actions import token_of  # noqa: PLC0415
    from people.models import User  # noqa: PLC0415
    from schedule.actions.feed import renew_feed_token  # noqa: PLC0415
    from schedule.models import Attachment, Event  # noqa: PLC0415
    from schools import term_dates  # noqa: PLC0415
    from schools.actions import apply_term_dates, invite_person  # noqa: PLC0415
    from schools.models import Appointment, School  # noqa: PLC0415
    from schools.reading import read_schools, read_term_dates  # noqa: PLC0415

    now, today = clock.now(), clock.today()
    lead = User.objects.get(email="lead@demo.example")
    # Somebody who never signs in here: signing in ends a reset
    head = User.objects.get(email="head.maple@demo.example")
    events = Event.objects.filter(year__start_year=2026).order_by("due_date", "pk")
    alder = events.filter(school__urn=900001)
    invited = invite_person(
        email="new@example.org", name="Nadia Frost", role="middle_leader", job="",
        school=School.objects.get(urn=900002), from_date=today, by=lead, now=now,
    )  # fmt: skip
    assert invited.invitation
    dates = write_csv(term_dates.HEADER, term_dates.EXAMPLE)
    waiting = read_term_dates(data=dates, file_name="term-dates.csv", by=lead, now=now)
    # Eleven years on, each date falls on the same day of the week, and nobody looks at that year.
    later = dates.replace(b"2026/27", b"2037/38").replace(b"2026-", b"2037-").replace(b"2027-", b"2038-")
    applied = read_term_dates(data=later, file_name="later.csv", by=lead, now=now)
    apply_term_dates(kept=applied, by=lead, now=now)
    schools = read_schools(
        data=SCHOOLS_FILE.encode("cp1252"), file_name="schools.csv", trust_uid="90001", by=lead, now=now
    )
    return {
        "done": alder.filter(state="done", attachments__isnull=False)[0].pk,
        "attachment": Attachment.objects.filter(event__school__urn=900001)[0].pk,
        "feed": renew_feed_token(by=head, now=now).token,
        "late": alder.filter(state="planned", due_date__lt=today)[0].pk,
        "not_needed": events.filter(state="not_needed")[0].pk,
        "moved": alder.filter(is_moved=True)[0].pk,
        "coming": alder.filter(state="planned", due_date__gt=today, owner_role="headteacher")[0].pk,
        "visit": alder.filter(state="agreed", due_date__gt=today)[0].pk,
        "deadline": events.filter(last_school_date__isnull=False)[0].pk,
        "of_trust": events.filter(school=None)[0].pk,
        "takes_files": events.filter(
            school__urn=900003, state="planned", due_date__gt=today, step__documents__confidential=False
        )[0].pk,
        "birch": events.filter(school__urn=900002, due_date__gt=today)[0].pk,
        "appointment": Appointment.objects.filter(school__urn=900002, to_date=None)[0].pk,
        "dates_import": waiting.pk,
        "applied_import": applied.pk,
        "schools_import": schools.pk,
        "invitation": token_of(invited.invitation),
        "reset": f"{user_pk_to_url_str(head)}-{default_token_generator.make_token(head)}",
    }


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
    from allauth.mfa.models import Authenticator  # noqa: PLC0415 -- after django.setup
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes  # noqa: PLC0415
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret  # noqa: PLC0415

    from people.models import User  # noqa: PLC0415
    from schools.models import Appointment, School  # noqa: PLC0415

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
    from allauth.account.internal.flows.login import record_authentication  # noqa: PLC0415 -- after django.setup
    from django.http import HttpRequest  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

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
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415 -- slow
    from fido2.cose import ES256  # noqa: PLC0415 -- slow
    from fido2.utils import sha256, websafe_encode  # noqa: PLC0415 -- slow
    from fido2.webauthn import (  # noqa: PLC0415 -- slow
        Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData,
    )  # fmt: skip

    identity = secrets.token_bytes(16)
    public = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
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


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    main()
