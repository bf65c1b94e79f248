"""Who answers for a role or job."""

from reminders.holders import Held, Holders

ALDER, BIRCH = 1, 2
HEAD_A, HEAD_B, DEPUTY_A, SENCO_A, LEAD, SUBJECT_B = 11, 12, 13, 14, 15, 16
HOLDERS = Holders(
    [
        Held(HEAD_A, "headteacher", "", ALDER),
        Held(HEAD_B, "headteacher", "", BIRCH),
        Held(DEPUTY_A, "senior_leader", "deputy_headteacher", ALDER),
        Held(SENCO_A, "senior_leader", "senco", ALDER),
        Held(SUBJECT_B, "middle_leader", "subject_leader", BIRCH),
        Held(LEAD, "improvement_lead", "", None),
    ]
)


def owners(code: str, school: int | None, *, owner: int | None = None) -> set[int]:
    return set(HOLDERS.of(school_id=school, owner_id=owner, owner_role=code, takes_part=())[0])


def test_a_role_is_answered_for_by_those_who_hold_it_there() -> None:
    assert owners("headteacher", ALDER) == {HEAD_A}
    assert owners("headteacher", BIRCH) == {HEAD_B}
    assert owners("improvement_lead", ALDER) == {LEAD}
    assert owners("ceo", ALDER) == set()
    assert owners("a role of long ago", ALDER) == set()


def test_a_job_is_done_by_the_one_named_or_else_by_the_role() -> None:
    assert owners("senco", ALDER) == {SENCO_A}
    assert owners("data_lead", ALDER) == {DEPUTY_A, SENCO_A}
    assert owners("trust_send_lead", ALDER) == {LEAD}


def test_where_a_school_has_no_such_leader_its_headteacher_answers() -> None:
    assert owners("senco", BIRCH) == {HEAD_B}
    assert owners("senior_leader", BIRCH) == {HEAD_B}
    assert owners("subject_leader", ALDER) == {HEAD_A}


def test_an_event_of_the_trust_reaches_the_role_at_every_school() -> None:
    assert owners("headteacher", None) == {HEAD_A, HEAD_B}
    assert owners("senco", None) == {SENCO_A, HEAD_B}
    assert owners("improvement_lead", None) == {LEAD}


def test_a_named_owner_stands_before_the_role_while_appointed_there() -> None:
    assert owners("headteacher", ALDER, owner=DEPUTY_A) == {DEPUTY_A}
    assert owners("headteacher", ALDER, owner=LEAD) == {LEAD}
    assert owners("headteacher", ALDER, owner=SUBJECT_B) == {HEAD_A}
    assert owners("ceo", None, owner=SUBJECT_B) == {SUBJECT_B}
    assert owners("headteacher", ALDER, owner=999) == {HEAD_A}


def test_an_owner_does_not_take_part_besides() -> None:
    told = HOLDERS.of(
        school_id=ALDER, owner_id=None, owner_role="headteacher", takes_part=["headteacher", "senco"]
    )
    assert told == (frozenset({HEAD_A}), frozenset({SENCO_A}))
