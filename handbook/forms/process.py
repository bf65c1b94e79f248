"""The fields of one process."""

from handbook.forms.rows import Column, RowsField
from handbook.forms.writing import (
    Area,
    Check,
    Day,
    Line,
    Named,
    Rich,
    Role,
    Roles,
    Several,
    Whole,
    kind_of,
)
from handbook.models import Process
from handbook.pack.kinds import GUIDE, Kind, read_markdown, text
from handbook.pack.shape import PackProcess, Statutory
from writing.forms import WritingForm

PHASES = tuple(Process.Phase.choices)
TIERS = ((1, "1, universal"), (2, "2, targeted"), (3, "3, intensive"), (4, "4, intervention"))
# Its own file in a pack, so it is no key of the shape.
GUIDE_TEXT = Kind(lambda value, place: read_markdown(value, place, GUIDE), "")


def statutory_field() -> RowsField:
    return RowsField(
        [
            Column("rule", "What the law or the grant asks", Area(Statutory, "rule", needed="the rule")),
            Column("source", "Where it is written", Line(Statutory, "source", needed="its source")),
            Column(
                "check",
                "Say “Check before relying on it” on the page",
                Check(Statutory, "check", initial=True),
                counts=False,
            ),
        ],
        of="one",
        label="The legal duty",
        help_text="Only where a law, a grant or a regulator asks for this. Empty both lines to take it out.",
    )


class ProcessForm(WritingForm):
    title = Line(PackProcess, "title", label="Title", needed="a title")
    purpose = Area(
        PackProcess,
        "purpose",
        label="What it is for",
        help_text="One sentence. It stands under the title.",
        needed="what it is for",
    )
    why = Area(
        PackProcess,
        "why",
        label="Why it matters to the school",
        help_text="One or two sentences, to the people who do the work. They read it beside the date.",
        needed="why it matters",
    )
    guide = Rich(
        GUIDE_TEXT,
        label="The guide",
        help_text="What it is, how it goes well, what to avoid, what good looks like.",
    )
    owner = Role(
        PackProcess, "owner", label="Who owns it", help_text="Keeps these pages true.", needed="who owns it"
    )
    lead = Role(PackProcess, "lead", label="Who leads it in the school", none="Nobody in the school")
    takes_part = Roles(PackProcess, "takes_part", label="Who takes part")
    told = Roles(PackProcess, "told", label="Who is told")
    who_sees = Area(
        PackProcess,
        "who_sees",
        label="Who sees what comes out of it",
        help_text="One sentence, on every page and form of the process.",
        needed="who sees what comes out of it",
    )
    phases = Several(
        PackProcess,
        "phases",
        choices=PHASES,
        label="Phases of school",
        help_text="Tick none and it is for all.",
    )
    tiers = Several(
        PackProcess,
        "tiers",
        choices=TIERS,
        label="Tiers of support",
        help_text="Tick none and it is for all.",
    )
    notice = Whole(
        PackProcess,
        "notice",
        label="Notice before a date moves",
        help_text="In working days. Moving a date later than that needs a reason and is seen as a broken promise.",
        must="Write how many working days, 0 for none.",
    )
    success = RowsField(
        [Column("text", "How anyone can tell", Area(text()), wide=True)],
        of="values",
        kind=kind_of(PackProcess, "success"),
        label="How anyone can tell it was done well",
        help_text="Things that can be seen or counted, one to a line.",
    )
    statutory = statutory_field()
    review_date = Day(
        PackProcess,
        "review_date",
        label="Read it again by",
        help_text="The day by which the owner reads the whole process again.",
    )
    related = Named(PackProcess, "related", label="Related processes")
