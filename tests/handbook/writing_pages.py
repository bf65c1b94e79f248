"""A page to write on as a browser without JavaScript has it: its fields, and sending them back."""

import json
from typing import Any

from bs4 import BeautifulSoup
from django.test import Client

from handbook.models import Edition, Process, Step


class Written:
    """The form of the page as it was opened; `fields` may be changed before it is sent."""

    def __init__(self, client: Client, address: str) -> None:
        self.client, self.address = client, address
        answer = client.get(address)
        assert answer.status_code == 200, answer.content
        self.page = BeautifulSoup(answer.content.decode(), "lxml")
        self.fields: dict[str, list[str]] = fields_of(self.page)

    def __setitem__(self, name: str, value: str | list[str]) -> None:
        self.fields[name] = value if isinstance(value, list) else [value]

    def __getitem__(self, name: str) -> str:
        return self.fields[name][0]

    def send(self, *, as_you_go: bool = False, **more: Any) -> Any:
        headers = {"X-Save": "as-you-go"} if as_you_go else {}
        return self.client.post(self.address, self.fields | more, headers=headers)

    def go_on(self, answer: Any) -> None:
        """With what the answer to a save as you go gave."""
        part = BeautifulSoup(answer.content.decode(), "lxml").select_one("[data-start]")
        assert part is not None
        self.fields["start"] = [str(part["data-start"])]
        json.loads(self["start"])


def fields_of(page: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for control in page.find("form", id="write").find_all(["input", "textarea", "select"]):
        if not control.get("name") or control.find_parent("template"):
            continue
        if control.get("type") in ("checkbox", "radio"):
            if control.has_attr("checked"):
                found.setdefault(control["name"], []).append(control.get("value", "on"))
        elif control.name == "select":
            chosen = control.find("option", selected=True) or control.find("option")
            found.setdefault(control["name"], []).append(chosen.get("value", ""))
        else:
            text = control.get("value", "") if control.name == "input" else control.get_text()
            found.setdefault(control["name"], []).append(
                text.removeprefix("\n") if control.name == "textarea" else text
            )
    return found


def process_of(draft: Edition) -> Process:
    return draft.processes.get(code="P01")


def step_of(draft: Edition) -> Step:
    return Step.objects.get(process__edition=draft, process__code="P01", code="visit")


def words(answer: Any) -> str:
    """What the main part of the page says."""
    page = BeautifulSoup(answer.content.decode(), "lxml")
    return " ".join((page.find("main") or page).get_text(" ").split())
