"""The handbook's own pages. The page of one process, in a school's dates, is schedule's."""
