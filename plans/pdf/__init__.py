"""Printed plans: four forms, all made from the same plain values."""

from plans.pdf.making import FORMS, Form, html_of, key_of, pdf_of

__all__ = ["FORMS", "Form", "html_of", "key_of", "pdf_of"]
