"""Writes of this app. Each leaves an audit row in its own transaction."""

from schools.actions.appointments import Invited, WrongAppointment, appoint, end_appointment, invite_person
from schools.actions.details import edit_school, edit_trust
from schools.actions.imports import AppliedAlready, YearIsClosed, apply_schools, apply_term_dates, keep_import
from schools.actions.marked import MarkedAlready, mark_days, mark_offers, unmark_days

__all__ = [
    "AppliedAlready",
    "Invited",
    "MarkedAlready",
    "WrongAppointment",
    "YearIsClosed",
    "apply_schools",
    "apply_term_dates",
    "appoint",
    "edit_school",
    "edit_trust",
    "end_appointment",
    "invite_person",
    "keep_import",
    "mark_days",
    "mark_offers",
    "unmark_days",
]
