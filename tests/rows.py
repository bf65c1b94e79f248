"""The words of the matrix: who asks, how, and what they are answered."""

from dataclasses import dataclass

# Who asks. The first five are appointed to Alder, the next five to the whole trust.
AT_SCHOOL = ("headteacher", "senior_leader", "middle_leader", "improvement_partner", "local_governor")
TRUST_WIDE = ("improvement_lead", "ceo", "trustee", "governance_professional", "portal_admin")
UNAPPOINTED = "signed in, holds nothing"
ANONYMOUS = "not signed in"
PEOPLE = (*AT_SCHOOL, *TRUST_WIDE, UNAPPOINTED, ANONYMOUS)

ROLES = frozenset(AT_SCHOOL + TRUST_WIDE)
SIGNED_IN = ROLES | {UNAPPOINTED}
EVERYBODY = SIGNED_IN | {ANONYMOUS}
OFFICE = frozenset({"improvement_lead", "ceo", "portal_admin"})  # keeps schools and people
LEADERS = frozenset({"improvement_lead", "ceo"})  # lay the handbook over the year
SEE_EVENTS = ROLES - {"portal_admin"}
# What a step owned by the headteacher asks: the school's leaders, and those who answer for every school.
ACT_ON_STEP = frozenset({"headteacher", "senior_leader", "improvement_lead", "ceo"})
READ_FILES = ACT_ON_STEP | {"improvement_partner"}

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
PAGE, FORM, ACTION = ("GET", "HEAD"), ("GET", "POST"), ("POST",)


@dataclass(frozen=True)
class Row:
    """`who` gets `page` (GET) and `post` (an empty POST) as the status; what the address lacks answers `missing`.

    `of_school`: the address names something of a school. People of another school get the same 404 as when there is
    no such thing; people of that school who may not do it get 403. `refused_first`: those not in `who` get 403
    whatever the address names.
    """

    methods: tuple[str, ...]
    who: frozenset[str]
    args: tuple[str, ...] = ()
    of_school: bool = False
    refused_first: bool = False
    page: int = 200
    post: int = 302
    missing: int = 404
    slow: bool = False  # opened by one person of each kind only

    def answer(self, person: str, method: str, place: str) -> int:
        """`place`: "own" is Alder, "other" is Birch, "none" is nowhere."""
        if person == ANONYMOUS and ANONYMOUS not in self.who:
            return 302  # to sign in, whatever is asked
        if method not in self.methods:
            return 405
        if self.refused_first and person not in self.who:
            return 403
        if self.hides(person, place):
            return self.missing
        if person not in self.who:
            return 403
        return self.post if method == "POST" else self.page

    def hides(self, person: str, place: str) -> bool:
        stranger = person == UNAPPOINTED or (person in AT_SCHOOL and place == "other")
        return place == "none" or (self.of_school and stranger)


def school(
    methods: tuple[str, ...], who: frozenset[str], *args: str, page: int = 200, post: int = 302
) -> Row:
    return Row(methods, who, args, of_school=True, page=page, post=post)


def thing(methods: tuple[str, ...], who: frozenset[str], *args: str, post: int = 302) -> Row:
    """Something of the trust: there is one for everybody, or there is none."""
    return Row(methods, who, args, refused_first=True, post=post)
