"""Calendar feeds: what is in one, and that as iCalendar. A person's own dates, one school's, or one process's."""

from schedule.feeds.reading import Places, feed_tag, places_of
from schedule.feeds.scope import Scope, scope_of
from schedule.feeds.writing import feed_of

__all__ = ["Places", "Scope", "feed_of", "feed_tag", "places_of", "scope_of"]
