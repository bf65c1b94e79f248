"""Drafts: the list, one draft, its chapters and documents, packs in and out. Below /handbook/drafts/."""

from django.urls import URLPattern, path

from handbook.views import drafts, packs, parts

urlpatterns: list[URLPattern] = [
    path("", drafts.drafts, name="drafts"),
    path("amend/", drafts.amend, name="amend"),
    path("import/", packs.import_pack, name="import_pack"),
    path("<int:pk>/", drafts.draft, name="draft"),
    path("<int:pk>/discard/", drafts.discard, name="discard"),
    path("<int:pk>/pack.zip", packs.draft_pack, name="draft_pack"),
    path("<int:pk>/title/", drafts.edit_edition, name="edit_edition"),
    path("<int:pk>/chapters/<slug:chapter>/", drafts.edit_chapter, name="edit_chapter"),
    path("<int:pk>/chapters/<slug:chapter>/remove/", parts.remove_chapter, name="remove_chapter"),
    path("<int:pk>/add/chapter/", parts.add_chapter, name="add_chapter"),
    path("<int:pk>/add/process/", parts.add_process, name="add_process"),
    path("<int:pk>/order/chapters/", parts.order_chapters, name="order_chapters"),
    path("<int:pk>/order/processes/", parts.order_processes, name="order_processes"),
    path("<int:pk>/<process:process>/remove/", parts.remove_process, name="remove_process"),
    path("<int:pk>/<process:process>/add/step/", parts.add_step, name="add_step"),
    path("<int:pk>/<process:process>/add/document/", parts.add_document, name="add_document"),
    path("<int:pk>/<process:process>/order/steps/", parts.order_steps, name="order_steps"),
    path("<int:pk>/<process:process>/order/documents/", parts.order_documents, name="order_documents"),
    path("<int:pk>/<process:process>/steps/<slug:step>/remove/", parts.remove_step, name="remove_step"),
    path("<int:pk>/<process:process>/documents/<slug:document>/", drafts.edit_document, name="edit_document"),
    path(
        "<int:pk>/<process:process>/documents/<slug:document>/remove/",
        parts.remove_document,
        name="remove_document",
    ),
]
# Below /handbook/packs/.
packs_urlpatterns: list[URLPattern] = [path("handbook.zip", packs.pack, name="pack")]
