"""Several people writing on one page: what a save lays over what, and what it leaves alone."""
