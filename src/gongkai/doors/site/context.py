"""What every public page knows: its site, the way around it, the script it is read in. Empty behind the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from django.db.models import Exists
from django.http import HttpRequest
from django.urls import reverse

from gongkai.base.prepared.queries import prepared
from gongkai.base.ui.context import is_elder
from gongkai.doors.site.english import document_of, english_of, english_portal, worth_linking
from gongkai.doors.site.queries.english import english_versions
from gongkai.doors.site.rules import TRANSLATION, palette_of
from gongkai.doors.site.rules.english import PREFIX, translation_key
from gongkai.doors.site.script import script_of
from gongkai.engine.publishing import queries as publishing

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gongkai.base.organisations.models import Site

MOST_COLUMNS_IN_NAV = 4


def portal(request: HttpRequest) -> dict[str, Any]:
    """Template context of public pages: site, nav, messages (none: reading them would open the session)."""
    if request.path.startswith("/desk"):
        return {}
    site = getattr(request, "site", None)
    shown: dict[str, Any] = {"messages": (), "script": script_of(request)}
    if not site:
        return shown
    if request.path.startswith(PREFIX):
        return {"messages": (), **english_portal(request, site)}
    columns, translated = _columns_and_english(site, document_of(request.path))
    return shown | {
        "site": shell(site, request),
        "nav": navigation(request.path, columns, few=is_elder(request)),
        "suggest_url": _suggest_url(request),
        "canonical": request.build_absolute_uri(request.path),
        "english_alternate": _english_alternate(request, translated=translated),
    }


def _suggest_url(request: HttpRequest) -> str:
    """Return where the search box asks; nowhere in 长者版: nothing opens by itself under the hands of who is writing."""
    script = "?script=hant" if request.GET.get("script") == "hant" else ""
    return "" if is_elder(request) else f"{reverse('site:suggest')}{script}"


def _english_sister(request: HttpRequest) -> str:
    address, words = english_of(request.path), request.GET.get("q", "")
    return f"{address}?{urlencode({'q': words})}" if words and request.path == reverse("site:search") else address


@prepared(0)
def _in_navigation(site: int) -> QuerySet[Any, tuple[str, str]]:
    columns = publishing.column_model().objects.filter(site=site, visible=True, parent=None, statutory=False)
    return columns.values_list("name", "slug")[:MOST_COLUMNS_IN_NAV]


@prepared(0, "")
def _in_navigation_with_english(site: int, english: str) -> QuerySet[Any, tuple[str, str, bool]]:
    columns = publishing.column_model().objects.filter(site=site, visible=True, parent=None, statutory=False)
    version = Exists(publishing.public_releases().filter(key=english, kind=TRANSLATION))
    return columns.values_list("name", "slug", version)[:MOST_COLUMNS_IN_NAV]


def _columns_and_english(site: Site, key: str) -> tuple[list[tuple[str, str]], bool]:
    """Return name and slug of the columns in the navigation, and whether this document has an English version.

    One query where the site has columns. Plain values: this runs on every page made.
    """
    if not key:
        return _in_navigation(site.pk), False
    found = _in_navigation_with_english(site.pk, translation_key(key))
    if not found:
        return [], english_versions(key).exists()
    return [(name, slug) for name, slug, _ in found], bool(found[0][2])


def _english_alternate(request: HttpRequest, *, translated: bool) -> str:
    address = english_of(request.path)
    return request.build_absolute_uri(address) if address and worth_linking(request.path, translated=translated) else ""


def navigation(path: str, columns: list[tuple[str, str]], *, few: bool = False) -> list[dict[str, Any]]:
    """Return the main navigation: only what exists. Columns of the statutory part stand on its own page.

    `few` is for 长者版: five ways; the others are in the fold of its home page and in the footer.
    """
    if few:
        entries = [("首页", "/"), ("查文件", "/documents/"), ("问一问", "/ask"), ("政府信息公开", "/disclosure/")]
        entries.append(("找单位", "/agencies/"))
    else:
        entries = [("首页", "/"), ("政府文件", "/documents/")]
        entries += [(name, f"/columns/{slug}/") for name, slug in columns]
        entries += [("政府信息公开", "/disclosure/"), ("公开机关", "/agencies/"), ("公开核验", "/verify/")]
    return [
        {"label": label, "url": url, "current": path == url if url == "/" else path.startswith(url)}
        for label, url in entries
    ]


def shell(site: Site, request: HttpRequest) -> dict[str, Any]:
    """Return the site as the page shell wants it (R268: sponsor, address, telephone, postal code, copyright)."""
    back = quote(request.get_full_path())
    other = "hans" if script_of(request) == "hant" else "hant"
    return {
        "name": site.name,
        "palette": palette_of(request.GET.get("palette") or site.theme).key,
        "tagline": site.tagline,
        "domain": request.get_host(),
        "code": site.identification_code,
        "sponsor": site.sponsor,
        "organiser": site.organiser,
        "address": site.address,
        "postal_code": site.postal_code,
        "phone": site.phone,
        "icp": site.icp_number,
        "police": site.police_number,
        "copyright": site.copyright,
        "help_text": site.offline_help,
        "home_url": "/",
        "search_url": reverse("site:search"),
        "me_url": "",
        "english_url": _english_sister(request),
        "traditional_url": f"{reverse('site:script')}?to={other}&next={back}",
        "footer_links": [
            {"label": "公开机关", "url": "/agencies/"},
            {"label": "专题", "url": "/topics/"},
            {"label": "政策解读", "url": "/interpretations/"},
            {"label": "政策专题", "url": "/themes/"},
            {"label": "我能享受什么", "url": "/policies/match/"},
            {"label": "办事事项", "url": "/services/"},
            {"label": "常见问题", "url": "/faq/"},
            {"label": "政府公报", "url": "/gazette/"},
            {"label": "订阅", "url": "/subscriptions/"},
            {"label": "问一问", "url": "/ask"},
            {"label": "申请公开", "url": "/apply/"},
            {"label": "查询申请进度", "url": "/apply/track"},
            {"label": "转载和上级网站信息", "url": "/reposts/"},
            {"label": "公开核验", "url": "/verify/"},
            {"label": "最新公开（订阅源）", "url": "/feeds/latest.xml"},
            {"label": "网站地图", "url": "/sitemap.xml"},
        ],
    }
