"""What can be started at a school when something about it changed. Offered in a message; nothing happens by itself."""

from datetime import date

from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from schools.models import School


def offer(said: str, school: School, trigger: str, day: date | None = None) -> SafeString:
    """`trigger`: the word that the process which fits waits for."""
    asked = {"school": str(school.urn), "trigger": trigger}
    if day:
        asked["day"] = day.isoformat()
    url = f"{reverse('schedule:start_opening')}?{urlencode(asked)}"
    return format_html('{} <a href="{}">Start a process for that</a>.', said, url)
