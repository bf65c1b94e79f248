"""Calendar feeds: what is in one, and that as iCalendar. A person's own dates, one school's, or one process's."""

from schedule.feeds.reading import State, state_of
from schedule.feeds.scope import Scope, scope_of
from schedule.feeds.writing import feed_of

__all__ = ["Scope", "State", "feed_of", "scope_of", "state_of"]
