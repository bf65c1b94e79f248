"""The fields of one step."""

from handbook.forms.process import PHASES, TIERS, statutory_field
from handbook.forms.rows import Column, RowsField
from handbook.forms.writing import (
    PEOPLE,
    Area,
    Choice,
    Line,
    Named,
    Rich,
    Role,
    Roles,
    Several,
    Whole,
    kind_of,
)
from handbook.models import Step
from handbook.pack.kinds import role, whole
from handbook.pack.shape import PackStep, Preparation
from writing.forms import WritingForm


class StepForm(WritingForm):
    title = Line(
        PackStep,
        "title",
        label="Title",
        help_text="What the person does, as a short order, or the name of the occasion.",
        needed="a title",
    )
    kind = Choice(PackStep, "kind", choices=Step.Kind.choices, label="Kind")
    scope = Choice(
        PackStep,
        "scope",
        choices=Step.Scope.choices,
        label="For whom",
        help_text="Each school has it in its own dates; the trust has it once.",
    )
    timing = Line(
        PackStep,
        "timing",
        label="Timing",
        help_text="In the words of school life: AUT1 W3 Tue is the Tuesday of week 3.",
        needed="when it happens",
    )
    owner = Role(PackStep, "owner", label="Who does it", needed="who does it")
    takes_part = Roles(PackStep, "takes_part", label="Who takes part")
    minutes = RowsField(
        [
            Column("role", "Who", Choice(role, choices=PEOPLE, none="Choose who", needed="who")),
            Column("minutes", "Minutes", Whole(whole(0, 10_000), needed="minutes")),
        ],
        of="pairs",
        kind=kind_of(PackStep, "minutes"),
        label="Minutes of work for each",
        help_text="Time in a meeting among it. The check before publishing adds them up week by week.",
    )
    why = Area(
        PackStep,
        "why",
        label="Why it matters",
        help_text="One sentence for the card with the date. Leave it empty to use the process’s own.",
    )
    guidance = Rich(
        PackStep,
        "guidance",
        label="How to do it well",
        help_text="40 to 150 words.",
        needed="how to do it well",
    )
    prepare = RowsField(
        [
            Column("text", "What", Line(Preparation, "text", needed="what"), wide=True),
            Column("minutes", "Minutes", Whole(Preparation, "minutes", needed="minutes")),
        ],
        label="To prepare",
        help_text="The checklist beside the date. Leave it empty when nothing is needed.",
    )
    afterwards = Area(
        PackStep, "afterwards", label="Afterwards", help_text="What happens with the result, and by when."
    )
    documents = Named(PackStep, "documents", label="Documents it uses")
    who_sees = Area(
        PackStep,
        "who_sees",
        label="Who sees what comes out of it",
        help_text="Leave it empty to use the process’s own.",
    )
    phases = Several(
        PackStep,
        "phases",
        choices=PHASES,
        label="Phases of school",
        help_text="Tick none for all that the process is for.",
    )
    tiers = Several(
        PackStep,
        "tiers",
        choices=TIERS,
        label="Tiers of support",
        help_text="Tick none for all that the process is for.",
    )
    notice = Whole(
        PackStep,
        "notice",
        label="Notice before its date moves",
        help_text="In working days. Leave it empty to use the process’s own.",
    )
    statutory = statutory_field()
