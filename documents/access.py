"""The doors of this app. Papers have theirs in schedule.access, documents in handbook.access."""

from django.http import Http404

from handbook.models import Document, Edition
from people.access import Access
from people.roles import Permission

IN_FORCE = Edition.Status.PUBLISHED


def get_document_to_dress_for(access: Access, code: str) -> Document:
    """A document of the edition in force, for whoever keeps the templates."""
    access.require(Permission.HANDBOOK_EDIT)
    found = Document.objects.filter(process__edition__status=IN_FORCE, code=code)
    document = found.select_related("process__chapter").order_by("pk").first()
    if document is None:
        raise Http404
    return document
