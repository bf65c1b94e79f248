"""A few real files for the fictional trust: the record of each autumn meeting, as a PDF."""

from datetime import date

from django.template.loader import render_to_string

from adapters.pdf import PdfUnavailable, render_pdf
from demo.trust import read_trust


def meeting_records(today: date) -> dict[str, bytes]:
    """By the school's everyday name. Empty where this machine cannot make PDFs."""
    data = read_trust()
    records = {}
    for row in data["schools"]:
        html = render_to_string(
            "demo/meeting_record.html", {"school": row, "trust": data["name"], "today": today}
        )
        try:
            records[row["short_name"]] = render_pdf(
                html=html, stylesheets=(), title=f"Meeting record, {row['name']}"
            )
        except PdfUnavailable:
            return {}
    return records
