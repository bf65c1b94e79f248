"""What a person may find, as a condition on rows."""

from collections.abc import Mapping

# Permission to the schools where the person has it; None is every school. What is not in it is never found.
Sight = Mapping[str, frozenset[int] | None]


def where(sight: Sight) -> tuple[str, list[str | int]]:
    """The condition on `e` and its parameters; an empty condition lets nothing through."""
    parts: list[str] = []
    params: list[str | int] = []
    for permission, schools in sorted(sight.items()):
        params.append(permission)
        if schools is None:
            parts.append("e.permission = %s")
            continue
        named = ", ".join("%s" for _ in schools)
        theirs = f" OR e.school_id IN ({named})" if schools else ""
        parts.append(f"(e.permission = %s AND (e.school_id IS NULL{theirs}))")
        params += sorted(schools)
    return " OR ".join(parts), params
