"""The fields of a chapter, and of the handbook as a whole."""

from handbook.forms.writing import Area, Line
from handbook.pack.shape import Pack, PackChapter
from writing.forms import WritingForm


class ChapterForm(WritingForm):
    title = Line(PackChapter, "title", label="Title", needed="a title")
    intro = Area(
        PackChapter,
        "intro",
        label="What the chapter is about",
        help_text="One or two sentences, under the title in the contents.",
    )


class EditionForm(WritingForm):
    title = Line(Pack, "title", label="Title", needed="a title", help_text="For example Handbook 2026/27.")
    summary = Area(
        Pack,
        "summary",
        label="What the handbook is",
        help_text="One or two sentences at the top of the contents.",
    )
