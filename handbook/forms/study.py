"""The fields of a study page: ten minutes for a leadership team."""

from handbook.forms.rows import Column, RowsField
from handbook.forms.writing import Area, kind_of
from handbook.pack.kinds import text
from handbook.pack.shape import Study
from writing.forms import WritingForm


class StudyForm(WritingForm):
    key_idea = Area(
        Study,
        "key_idea",
        label="The key idea",
        help_text="Three to six sentences: what the process rests on.",
        needed="the key idea",
    )
    activity = Area(
        Study,
        "activity",
        label="Ten minutes together",
        help_text="What a leadership team does with it, as one paragraph of instructions.",
        needed="the activity",
    )
    questions = RowsField(
        [Column("text", "Question", Area(text()), wide=True)],
        of="values",
        kind=kind_of(Study, "questions"),
        spare=1,
        label="Questions to talk over",
        help_text="Three are enough. A question whose answer you know belongs in the key idea.",
        needed="at least one question",
    )
