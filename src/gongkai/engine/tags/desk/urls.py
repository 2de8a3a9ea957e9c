from django.urls import include, path

from gongkai.base.organisations.officer import Entry, navigation
from gongkai.base.organisations.rules import Permission
from gongkai.engine.tags.desk import views
from gongkai.engine.tags.desk.register import TAGS

app_name = "catalogue"
urlpatterns = [
    path("versions/", views.versions, name="versions"),
    path("versions/new/", views.propose, name="propose"),
    path("versions/<int:pk>/", views.version, name="version"),
    path("pending/", views.pending, name="pending"),
    path("unmapped/", views.unmapped, name="unmapped"),
    path("", include(TAGS.urls())),
]

navigation(
    Entry(
        "tags",
        "标签目录",
        "catalogue:tags:list",
        870,
        under="settings",
        note="主题、行业、地区等，改名与合并",
        visible=lambda by: by.may_anywhere(Permission.TAGS_MANAGE),
    )
)
