"""Addresses of the bulletins."""

from django.urls import path

from guanhu.bulletin import draft_pages, issued_pages, listing

urlpatterns = [
    path("", listing.bulletins, name="bulletins"),
    path("begin/", listing.begin, name="bulletin-begin"),
    path("drafts/<int:pk>/", draft_pages.edit, name="bulletin-draft"),
    path("drafts/<int:pk>/paper/", draft_pages.preview, name="bulletin-draft-paper"),
    path("drafts/<int:pk>/file/", draft_pages.file, name="bulletin-draft-file"),
    path("drafts/<int:pk>/issue/", draft_pages.issue, name="bulletin-issue"),
    path("drafts/<int:pk>/discard/", draft_pages.discard, name="bulletin-discard"),
    path("<int:year>/<int:number>/", issued_pages.issued, name="bulletin"),
    path("<int:year>/<int:number>/file/", issued_pages.file, name="bulletin-file"),
    path("<int:year>/<int:number>/check/", issued_pages.check, name="bulletin-check"),
]
