"""The cover of the full plan: whose it is, where it stands, who agreed it, and what the year is about."""

from __future__ import annotations

from dataclasses import dataclass

from plans.pdf.words import shortened
from plans.queries.prints import Print

MANY = 5  # priorities: more of them stand closer together
MOST = 10  # that a cover holds; the contents have them all
VERY_MANY = 8  # one line each
TITLE, VISION, SCHOOL = 130, 280, 44  # letters
CLOSE_TITLE, CLOSE_VISION = 85, 160


@dataclass(frozen=True)
class CoverLine:
    number: int
    title: str
    who: str  # "Ann Bell leads, with Cy Dean"


@dataclass(frozen=True)
class Cover:
    trust: str  # empty on the trust's own plan
    vision: str
    lines: tuple[CoverLine, ...]
    more: int  # that find no room
    is_close: bool
    is_long: bool  # the name of the school

    @property
    def look(self) -> str:
        return " ".join(("cover", *(["close"] if self.is_close else []), *(["long"] if self.is_long else [])))


def cover_of(made: Print) -> Cover:
    sheet = made.sheet
    is_long = len(sheet.school) > SCHOOL
    texts = [one.title for one in sheet.priorities]
    is_close = len(texts) > MANY or is_long or sum(map(len, texts)) > MANY * CLOSE_TITLE
    most = CLOSE_TITLE if len(texts) > VERY_MANY else TITLE
    shown = sheet.priorities[:MOST]
    return Cover(
        "" if made.trust == sheet.school else made.trust,
        shortened(sheet.vision, CLOSE_VISION if is_close else VISION),
        tuple(
            CoverLine(one.number, shortened(one.title, most), _who(one.lead, one.supporter)) for one in shown
        ),
        len(sheet.priorities) - len(shown),
        is_close,
        is_long,
    )


def _who(lead: str, supporter: str) -> str:
    if not lead:
        return ""
    return f"{lead} leads, with {supporter}" if supporter else f"{lead} leads"
