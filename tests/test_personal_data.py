"""Every field of every table of ours is named as personal or plain in docs/personal-data.md, and nothing else is."""

import re
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "personal-data.md").read_text(encoding="utf-8")
HEAD = ["field", "what it is", "why kept", "kept until"]


def listed() -> dict[str, list[list[str]]]:
    """Model to its rows: four cells each."""
    tables: dict[str, list[list[str]]] = {}
    for part in re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]:
        model, _, text = part.partition("\n")
        rows = [
            [cell.strip() for cell in line.strip("|").split("|")]
            for line in text.splitlines()
            if line[:1] == "|"
        ]
        if rows:
            assert rows[0] == HEAD, model
            tables[model] = rows[2:]
    return tables


def fields_listed() -> list[str]:
    return [
        f"{model}.{name}" for model, rows in listed().items() for row in rows for name in row[0].split(", ")
    ]


def fields_kept() -> set[str]:
    ours = [config for config in apps.get_app_configs() if Path(config.path).parent == ROOT]
    return {
        f"{model._meta.label}.{field.name}"
        for config in ours
        for model in config.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.concrete
    }


def test_every_field_is_listed_and_every_listed_field_exists() -> None:
    assert sorted(set(fields_listed()) ^ fields_kept()) == []


def test_no_field_is_listed_twice() -> None:
    names = fields_listed()
    assert sorted(name for name in set(names) if names.count(name) > 1) == []


def test_every_row_says_what_why_and_how_long() -> None:
    odd = [
        (model, row)
        for model, rows in listed().items()
        for row in rows
        if len(row) != 4 or row[1] not in ("personal", "plain") or not all(row)
    ]
    assert odd == []


def test_what_points_to_a_person_is_personal() -> None:
    plain = {
        f"{model}.{name}"
        for model, rows in listed().items()
        for row in rows
        if row[1] == "plain"
        for name in row[0].split(", ")
    }
    to_people = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.concrete and field.is_relation and field.related_model is apps.get_model("people", "User")
    }
    assert sorted(plain & to_people) == []
