"""Mail out: one function that renders and sends, and for the demo a folder of .eml files instead of a server."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage
from django.template.loader import render_to_string


class EmlFolderBackend(BaseEmailBackend):
    """Each mail becomes a file that a mail program opens."""

    def send_messages(self, email_messages: list[EmailMessage]) -> int:  # type: ignore[override]
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            number = sum(1 for _ in folder.iterdir()) + 1
            to = "".join(letter for letter in message.to[0] if letter.isalnum() or letter in "@.-")
            (folder / f"{number:05d}-{to}.eml").write_bytes(message.message().as_bytes())
        return len(email_messages)


def send(
    *,
    to: str,
    name: str,
    context: Mapping[str, Any],
    headers: dict[str, str] | None = None,
    connection: BaseEmailBackend | None = None,
) -> None:
    """Renders templates/emails/<name>-subject.txt, -text.txt and -html.html, and sends them as one mail."""
    values = {"public_url": settings.PUBLIC_URL, **context}
    subject = " ".join(render_to_string(f"emails/{name}-subject.txt", values).split())
    mail = EmailMultiAlternatives(
        subject,
        render_to_string(f"emails/{name}-text.txt", values),
        to=[to],
        headers=headers,
        connection=connection,
    )
    mail.attach_alternative(render_to_string(f"emails/{name}-html.html", values), "text/html")
    mail.send()
