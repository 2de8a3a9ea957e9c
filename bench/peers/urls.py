from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import include, path
from wagtail import urls as wagtail_urls

from bench.peers.models import PER_PAGE, DocumentPage


def search(request):
    found = DocumentPage.objects.live().search(request.GET.get("q", ""))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "peers/search.html", {"documents": page, "words": request.GET.get("q", "")})


urlpatterns = [path("search/", search), path("", include(wagtail_urls))]
