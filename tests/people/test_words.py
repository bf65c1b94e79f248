"""A length of time as a person says it."""

from people.words import duration


def test_durations_in_words() -> None:
    assert [duration(count) for count in (1, 40, 60, 61, 65, 70, 150, 780, 781)] == [
        "1 minute", "40 minutes", "1 hour", "1 hour 1 minute", "1 hour 5 minutes", "1 hour 10", "2 hours 30",
        "13 hours", "13 hours 1 minute",
    ]  # fmt: skip
