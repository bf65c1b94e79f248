"""A form for each part of a plan. What may be chosen is set by `settle` when a page is opened."""

from collections.abc import Iterable, Mapping
from typing import Any

from plans.forms.fields import AnyOf, Day, Folded, Line, Money, OneOf, Person, Text
from plans.models import Priority
from writing.forms import WritingForm

MOST_PRIORITIES, LEAST_PRIORITIES = 5, 3


class PlanForm(WritingForm):
    vision = Line(
        most=200, label="Where the school is going", needed="where the school is going",
        help_text="One sentence, above everything else.",
    )  # fmt: skip
    context = Text(
        most=4000, label="Where it is now",
        help_text="Who the children are, what is strong, what is not: what a reader needs to follow the priorities.",
    )  # fmt: skip
    why_so_many = Text(
        most=600, label="Why more than five priorities",
        help_text="Only if there are more than five. Whoever agrees the plan reads this.",
    )  # fmt: skip


class PriorityForm(WritingForm):
    title = Line(most=120, label="The priority", must="Write what the priority is, in a few words.")
    because = Text(
        most=4000, label="Because", needed="why this, with its evidence",
        help_text="Why this and not something else, and how you know.",
    )  # fmt: skip
    areas = AnyOf(label="Areas of the self-evaluation")
    serves = OneOf(label="Which of the trust’s priorities it serves", none="None of them", empty=None)
    lead = Person(label="Leads it", needed="who leads it")
    supporter = Person(label="Supports")
    link_governor = Person(label="Link governor")
    stage = OneOf(
        label="Stage of the change", choices=Priority.Stage.choices, none="Not chosen yet",
        help_text=(
            "Explore: is this the right thing? Prepare: plan and train. Deliver: do it and watch it. "
            "Sustain: keep it going."
        ),
    )  # fmt: skip
    stop_doing = Text(
        most=1500, label="What we stop doing",
        help_text="What is left out, so that there is time for this.",
    )  # fmt: skip
    steps = Folded(
        label="Steps of the handbook it is worked on in",
        help_text="Where the trust’s year already has a place for it: a visit, a network, a moderation.",
    )


class ObjectiveForm(WritingForm):
    """With the lines below it, each in fields of their own: `lines` names them by kind and id."""

    text = Text(
        most=600, label="The objective", needed="what will be different, by when",
        help_text="Begin with “By July …”, and say what will be different for children.",
    )  # fmt: skip
    lead = Person(label="Leads it", help_text="If it is not whoever leads the priority.")
    supporter = Person(label="Supports")
    leads: Mapping[Any, str] = {}  # who leads an action below, and which

    def clean(self) -> dict[str, Any]:
        """Nobody checks whether their own work is working."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        for name, value in list(found.items()):
            if name.startswith("monitoring-") and name.endswith("-who") and value in self.leads:
                words = f"{_who(self, name, value)} leads “{self.leads[value]}” below this objective."
                self.add_error(name, f"{words} Somebody else checks whether it works: choose another person.")
        return found


class ActionForm(WritingForm):
    text = Text(most=400, label="What is done", must="Write what is done, in one sentence.")
    lead = Person(label="Leads it", needed="who leads it")
    supporter = Person(label="Supports")
    planned_start = Day(label="Begins")
    planned_end = Day(label="Done by", needed="by when")
    cost = Money(label="Cost in pounds", help_text="Left empty: none.")
    budget_line = Line(most=60, label="From which budget")
    training = Line(most=200, label="Training it needs", help_text="For staff: what, how long.")
    lookers: Mapping[Any, str] = {}  # who checks whether the objective is reached, and how

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        start, end = found.get("planned_start"), found.get("planned_end")
        if start and end and end < start:
            self.add_error("planned_end", "It ends before it begins. Change one of the two days.")
        lead = found.get("lead")
        if lead in self.lookers:
            words = f"{_who(self, 'lead', lead)} is to look whether this objective is reached (“{self.lookers[lead]}”)."
            self.add_error("lead", f"{words} Choose another person, or another to look.")
        return found


def line_fields(kind: str, number: int, periods: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The fields of one line, by the ends of their names."""
    when = OneOf(label="By the end of", choices=list(periods), none="Not chosen yet", empty="")
    match kind:
        case "criterion":
            return {
                "measure": Line(most=200, label=f"Measure {number}", needed=f"what measure {number} is"),
                "baseline": Line(most=80, label="At the start"),
                "target": Line(most=80, label="Target"),
                "source": Line(most=120, label="Read from"),
            }
        case "milestone":
            return {
                "period": when,
                "text": Text(most=400, label=f"Milestone {number}", needed=f"milestone {number}"),
            }
        case _:
            return {
                "period": when,
                "how": Line(most=200, label=f"Look {number}: how", needed=f"how look {number} is done"),
                "who": Person(label="Who checks"),
                "who_else": Line(most=80, label="Or somebody without an account"),
            }


# What is chosen and not written, by the ends of the names.
CHOSEN = frozenset(
    name
    for fields in (
        *(form.base_fields for form in (PlanForm, PriorityForm, ObjectiveForm, ActionForm)),
        *(line_fields(kind, 1, ()) for kind in ("criterion", "milestone", "monitoring")),
    )
    for name, field in fields.items()
    if isinstance(field, OneOf | AnyOf)
)


def _who(form: WritingForm, name: str, value: Any) -> str:  # noqa: ANN401 -- an id
    return form.written(name).said(value).partition(",")[0]
