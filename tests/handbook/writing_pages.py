"""A page to write on as a browser without JavaScript has it: its fields, and sending them back."""

import json
from typing import Any

from django.test import Client
from lxml import html

from handbook.models import Edition, Process, Step


class Written:
    """The form of the page as it was opened; `fields` may be changed before it is sent."""

    def __init__(self, client: Client, address: str) -> None:
        self.client, self.address = client, address
        self.opened = client.get(address)
        assert self.opened.status_code == 200, self.opened.content
        self.page = page_of(self.opened)
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
        (start,) = page_of(answer).xpath("//@data-start")
        self.fields["start"] = [str(start)]
        json.loads(self["start"])


def page_of(answer: Any) -> Any:
    return html.document_fromstring(answer.content.decode())


def fields_of(page: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    (form,) = page.xpath("//form[@id='write']")
    for control in form.iter("input", "textarea", "select"):
        name = control.get("name")
        if not name or next(control.iterancestors("template"), None) is not None:
            continue
        if control.get("type") in ("checkbox", "radio"):
            if control.get("checked") is not None:
                found.setdefault(name, []).append(control.get("value", "on"))
        elif control.tag == "select":
            chosen = control.xpath(".//option[@selected]") or control.xpath(".//option")
            found.setdefault(name, []).append(chosen[0].get("value", ""))
        elif control.tag == "textarea":
            found.setdefault(name, []).append(control.text_content().removeprefix("\n"))
        else:
            found.setdefault(name, []).append(control.get("value", ""))
    return found


def process_of(draft: Edition) -> Process:
    return draft.processes.get(code="P01")


def step_of(draft: Edition) -> Step:
    return Step.objects.get(process__edition=draft, process__code="P01", code="visit")


def words(answer: Any) -> str:
    """What the main part of the page says."""
    page = page_of(answer)
    (part,) = page.xpath("//main") or [page]
    return " ".join(" ".join(part.itertext()).split())
