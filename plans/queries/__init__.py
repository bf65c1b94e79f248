"""What the pages and files of plans read."""

from plans.queries.sheets import LINE_STATES, end_of, sheet_of, sheets_of, state_of

__all__ = ["LINE_STATES", "end_of", "sheet_of", "sheets_of", "state_of"]
