"""The public addresses of the site itself; each kind of content brings its own from its package."""

from __future__ import annotations

from django.urls import include, path, re_path
from django.views.generic import RedirectView

from gongkai.doors.site.portal import (
    agencies,
    columns,
    disclosure,
    display,
    feeds,
    files,
    home,
    library,
    reposts,
    search,
    searched,
    sitemaps,
    topics,
    verify,
)

app_name = "site"
urlpatterns = [
    path("", home.home, name="home"),
    path("documents/", library.library, name="library"),
    path("columns/<slug:slug>/", columns.column, name="column"),
    path("agencies/", agencies.agencies, name="agencies"),
    path("agencies/<slug:code>/", agencies.agency, name="agency"),
    path("topics/", topics.topics, name="topics"),
    path("topics/<slug:address>/", topics.topic, name="topic"),
    path("reposts/", reposts.reposts, name="reposts"),
    re_path(r"^reposts/(?P<key>[^?#\s]{1,60})$", reposts.repost, name="repost"),
    path("disclosure/", disclosure.disclosure, name="disclosure"),
    path("search", search.search, name="search"),
    # Whoever types a slash as behind every other list is brought there.
    path("search/", RedirectView.as_view(url="/search", query_string=True), name="to-search"),
    path("ask/", RedirectView.as_view(url="/ask", query_string=True), name="to-ask"),
    path("search/suggest", search.suggest, name="suggest"),
    path("search/seen", searched.seen, name="search-seen"),
    path("search/opened", searched.opened, name="search-opened"),
    path("search/helped", searched.helped, name="search-helped"),
    path("verify/", verify.verify, name="verify"),
    path("verify/check", verify.check, name="verify-check"),
    re_path(r"^verify/proof/(?P<key>[^?#]{1,60})\.json$", verify.proof, name="verify-proof"),
    path("verify/head.json", verify.head, name="verify-head"),
    re_path(
        r"^files/(?P<key>[^?#]{1,60})/(?P<number>\d{1,6})/(?P<file_id>\d{1,12})/(?P<name>[^/]+)$",
        files.download,
        name="file",
    ),
    re_path(
        r"^pictures/(?P<key>[^?#]{1,60})/(?P<number>\d{1,6})/(?P<file_id>\d{1,12})/(?P<width>\d{1,5})$",
        files.picture,
        name="picture",
    ),
    path("feeds/latest.xml", feeds.latest, name="feed-latest"),
    path("feeds/search.xml", feeds.saved_search, name="feed-search"),
    path("feeds/columns/<slug:slug>.xml", feeds.column, name="feed-column"),
    path("feeds/agencies/<slug:code>.xml", feeds.agency, name="feed-agency"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-pages.xml", sitemaps.pages, name="sitemap-pages"),
    re_path(
        r"^sitemap-(?P<month>\d{4}-(?:0[1-9]|1[0-2]))(?:-(?P<part>[2-9]|[1-9]\d))?\.xml$",
        sitemaps.month,
        name="sitemap-month",
    ),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("site.webmanifest", sitemaps.manifest, name="manifest"),
    path("opensearch.xml", sitemaps.opensearch, name="opensearch"),
    path("display/script", display.script, name="script"),
    path("en/", include("gongkai.doors.site.portal.english.urls")),
]
