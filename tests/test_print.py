"""The portal's own words are set like print: an apostrophe is ’ on pages and in the texts that come with it."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TEXTS = (
    *ROOT.glob("templates/**/*.html"),
    *ROOT.glob("handbook/content/**/*.*"),
    *ROOT.glob("plans/content/**/*.yaml"),
    *ROOT.glob("demo/**/*.yaml"),
)
COMMENT = re.compile(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", re.DOTALL)
STRAIGHT = re.compile(r"\w+'\w+|\b\w+s' \w+")


@pytest.mark.parametrize("folder", ["templates", "handbook", "plans", "demo"])
def test_apostrophes_are_those_of_print(folder: str) -> None:
    texts = [path for path in TEXTS if path.relative_to(ROOT).parts[0] == folder]
    assert texts
    found = {
        f"{path.relative_to(ROOT)}: {words}"
        for path in texts
        for words in STRAIGHT.findall(COMMENT.sub("", path.read_text()))
    }
    assert sorted(found) == []
