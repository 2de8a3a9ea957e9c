from django.urls import include, path

from gongkai.base.organisations.officer import Entry, navigation
from gongkai.base.organisations.queries import Acting
from gongkai.base.organisations.rules import Permission
from gongkai.doors.site.desk import banners, care, english, pieces, reposts, sitebook, topics
from gongkai.doors.site.queries import READERS

pages = [
    path("topics/", topics.topics, name="topics"),
    path("topics/new/", topics.new, name="topic-new"),
    path("topics/<int:pk>/", topics.topic, name="topic"),
    path("topics/<int:pk>/preview/", topics.preview, name="topic-preview"),
    path("topics/<int:pk>/banner/", banners.banner, name="banner"),
    path("topics/<int:pk>/banner/picture/", banners.picture, name="banner-picture"),
    path("topics/<int:pk>/blocks/new/<slug:kind>/", topics.block, name="block-new"),
    path("topics/<int:pk>/blocks/<slug:block>/", topics.block, name="block"),
    path("topics/<int:pk>/blocks/<slug:block>/arrange/", topics.arrange, name="block-arrange"),
    path("reposts/", reposts.reposts, name="reposts"),
    path("reposts/new/", reposts.new, name="repost-new"),
    path("reposts/<int:pk>/", reposts.repost, name="repost"),
    path("english/", english.translations, name="translations"),
    path("english/new/", english.new, name="translation-new"),
    path("english/<int:pk>/", english.translation, name="translation"),
    path("english/names/", english.names, name="english-names"),
    path("english/names/<slug:sort>/<int:pk>/", english.name, name="english-name"),
    path("<slug:model>/<int:pk>/do/<slug:verb>/", pieces.act, name="act"),
    path("book/<int:pk>/", sitebook.site, name="site"),
    path("book/<int:pk>/edit/", sitebook.edit, name="site-edit"),
    path("book/<int:pk>/check/", sitebook.confirm, name="site-check"),
    path("book/<int:pk>/themes/", sitebook.themes, name="themes"),
    path("book/<int:pk>/columns/", care.columns, name="columns"),
    path("book/<int:pk>/columns/move/", care.move, name="column-move"),
    path("book/<int:pk>/hot/", care.hot, name="hot"),
    path("book/<int:pk>/hot/words/", care.words, name="hot-words"),
]
urlpatterns = [
    path("", include((pages, "site-desk"))),
    path("book/", include(sitebook.BOOK.urls())),
]


def _arranges(by: Acting) -> bool:
    return any(by.may_anywhere(permission) for permission in READERS)


def _keeps(by: Acting) -> bool:
    return by.may_anywhere(Permission.PUBLISHING_COLUMNS) or by.may_anywhere(Permission.SITEWATCH_MANAGE)


navigation(
    Entry(
        "site-pieces", "专题、转载和英文版", "site-desk:topics", 560, visible=_arranges, under="settings",
        note="编排专题，登记转载，提供英文标题和译文",
    )
)  # fmt: skip
navigation(
    Entry(
        "site-book", "网站登记簿", "site-book:list", 565, visible=_keeps, under="settings",
        note="登记、栏目维护、主题、热点",
    )
)  # fmt: skip
