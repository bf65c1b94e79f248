"""Printed plans: four forms, all made from the same plain values."""

from plans.pdf.kept import Place
from plans.pdf.making import (
    FORMS,
    Form,
    html_of,
    is_long,
    keep_made,
    key_of,
    pdf_of,
    place_of,
    title_of,
    version_place,
)

__all__ = [
    "FORMS",
    "Form",
    "Place",
    "html_of",
    "is_long",
    "keep_made",
    "key_of",
    "pdf_of",
    "place_of",
    "title_of",
    "version_place",
]
