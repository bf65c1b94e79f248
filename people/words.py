"""A length of time as a person says it. Pure."""


def duration(minutes: int) -> str:
    """40 minutes, 1 hour, 1 hour 5 minutes, 2 hours 30."""
    hours, rest = divmod(minutes, 60)
    over = f"{rest} minute{'' if rest == 1 else 's'}"
    if not hours:
        return over
    whole = f"{hours} hour{'' if hours == 1 else 's'}"
    if not rest:
        return whole
    return f"{whole} {rest if rest >= 10 else over}"
