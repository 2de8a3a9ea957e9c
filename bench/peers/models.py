"""A library of official documents as one builds it with Wagtail: an index page and a page for each document."""

from django.core.paginator import Paginator
from django.db import models
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

PER_PAGE = 20


class LibraryPage(Page):
    template = "peers/library.html"

    def get_context(self, request, *args, **kwargs):
        rows = DocumentPage.objects.child_of(self).live().order_by("-issued_on", "-pk")
        year = request.GET.get("year", "")
        if year.isdigit():
            rows = rows.filter(issued_on__year=int(year))
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
        return super().get_context(request, *args, **kwargs) | {"documents": page}


class DocumentPage(Page):
    template = "peers/document.html"

    doc_number = models.CharField(max_length=100, blank=True, db_index=True)
    issuer = models.CharField(max_length=200)
    genre = models.CharField(max_length=40, blank=True)
    themes = models.CharField(max_length=200, blank=True)
    issued_on = models.DateField(null=True, db_index=True)
    body = RichTextField()

    search_fields = [
        *Page.search_fields,
        index.SearchField("doc_number"),
        index.SearchField("issuer"),
        index.SearchField("body"),
        index.FilterField("issued_on"),
    ]
