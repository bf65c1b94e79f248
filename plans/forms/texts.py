"""Text as it is kept: plain, without what a paste brings along, and not longer than somebody will read."""

import re
import unicodedata

from django.core.exceptions import ValidationError

PAGE = 3000  # characters of a page of print
_SCRIPT = re.compile(r"<(script|style)\b.*?</\1>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--.*?-->", re.DOTALL)
_BLOCK = re.compile(r"<(?:/p|/div|/li|/tr|br\s*/?)>", re.IGNORECASE)
_KEPT = "\n\t\u200c\u200d"  # and what joins the letters of some scripts
_GAPS = re.compile(r"\n{3,}")


def cleaned(text: str) -> str:
    """Lines end alike, nothing invisible, no HTML; at most one empty line between paragraphs."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\xa0", " ")
    text = _TAG.sub("", _BLOCK.sub("\n", _SCRIPT.sub("", text)))
    kept = "".join(one for one in text if one in _KEPT or unicodedata.category(one)[0] != "C")
    lines = (line.rstrip() for line in kept.replace("\t", " ").split("\n"))
    return _GAPS.sub("\n\n", "\n".join(lines)).strip()


def short_enough(text: str, most: int) -> str:
    if len(text) > most:
        pages = round(len(text) / PAGE)
        about = f", about {pages} pages" if pages > 1 else ""
        raise ValidationError(
            f"This is {len(text):,} characters long{about}. Keep it to {most:,}: a plan is read when it is short. "
            f"Nothing of it is lost while this page is open."
        )
    return text
