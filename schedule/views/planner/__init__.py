"""The planner: its page, what leaves it, and what the lead does to many steps at once."""
