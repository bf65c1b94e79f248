"""Input of the pages that write a draft, turned into clean values. Forms never save.

A form for one kind of row:

    class ChapterForm(WritingForm):
        title = Line(PackChapter, "title", label="Title", needed="a title")
        intro = Area(PackChapter, "intro", label="What the chapter is about")

Its fields are named as the row's columns and checked by the very kinds of handbook.pack.shape, so that whatever is
saved can be taken out as a pack. A draft may be incomplete: an empty text is saved, and `needed` names it on the page
until it is written. `writing.forms` has WritingForm, `writing.py` here the fields, `rows.py` lists of lines
(`RowsField([Column(...), ...])`). A view is one call: `handbook.views.writing.write`.
"""
