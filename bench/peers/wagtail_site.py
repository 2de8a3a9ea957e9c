"""python -m bench.peers.wagtail_site DOCUMENTS.jsonl ROUNDS: fill a Wagtail site and print what its pages cost, as JSON.

DOCUMENTS are lines of {title, doc_number, issuer, genre, themes, issued_on, html}; PEER_WORK is a folder for its database.
"""

import datetime as dt
import json
import os
import statistics
import sys
import time
from pathlib import Path

SAMPLE = 24
WORDS = ("住房 补贴", "公共服务 管理", "工作方案", "环境保护", "专项检查 通报", "云川市 通知")


def main(source, rounds):
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.peers.settings"
    made = Path(os.environ["PEER_WORK"]) / "peer_migrations"
    made.mkdir()
    (made / "__init__.py").touch()
    sys.path.insert(0, str(made.parent))
    import django

    django.setup()
    from django.core.management import call_command

    call_command("makemigrations", "peers", verbosity=0)
    call_command("migrate", verbosity=0)
    begun = time.process_time()
    addresses = fill([json.loads(line) for line in Path(source).read_text(encoding="utf-8").splitlines()])
    found = {"documents": len(addresses), "filled_s": round(time.process_time() - begun, 1)}
    chosen = addresses[:: max(len(addresses) // SAMPLE, 1)][:SAMPLE]
    lists = ["/library/", "/library/?page=5", "/library/?page=20"]
    searches = [f"/search/?q={words}" for words in WORDS]
    for name, paths in (("document", chosen), ("list", lists), ("search", searches)):
        found[name] = measured(paths, rounds)
    print(json.dumps(found))


def fill(rows):
    from wagtail.models import Page, Site

    from bench.peers.models import DocumentPage, LibraryPage

    root = Page.get_first_root_node()
    library = root.add_child(instance=LibraryPage(title="政府文件", slug="library"))
    home = root.add_child(instance=LibraryPage(title="首页", slug="home-of-bench"))
    library.move(home, pos="last-child")
    library.refresh_from_db()
    Site.objects.all().delete()
    Site.objects.create(hostname="testserver", root_page=home, is_default_site=True, site_name="云川市政府信息公开平台")
    addresses = []
    for number, row in enumerate(rows):
        day = dt.date.fromisoformat(row["issued_on"]) if row["issued_on"] else None
        library.add_child(
            instance=DocumentPage(
                title=row["title"][:250], slug=f"d{number}", doc_number=row["doc_number"], issuer=row["issuer"],
                genre=row["genre"], themes=row["themes"], issued_on=day, body=row["html"],
            )
        )  # fmt: skip
        addresses.append(f"/library/d{number}/")
    return addresses


def measured(paths, rounds):
    """Return CPU milliseconds a request (median of the rounds) and the most queries, after one round uncounted."""
    from django.core.handlers.base import BaseHandler
    from django.core.handlers.wsgi import WSGIRequest
    from django.db import connection
    from django.test import RequestFactory
    from django.test.utils import CaptureQueriesContext

    handler, factory = BaseHandler(), RequestFactory(SERVER_NAME="testserver", HTTP_ACCEPT_ENCODING="gzip")
    handler.load_middleware()
    environs = {path: factory.get(path).environ for path in paths}

    def ask(path):
        response = handler.get_response(WSGIRequest(dict(environs[path])))
        if response.status_code != 200:
            raise SystemExit(f"{path}: {response.status_code}")
        response.close()

    times, queries = [], []
    for number in range(rounds + 1):
        begun = time.process_time()
        for path in paths:
            ask(path)
        if number:
            times.append((time.process_time() - begun) * 1000 / len(paths))
    for path in paths:
        with CaptureQueriesContext(connection) as captured:
            ask(path)
        queries.append(len(captured))
    return {"cpu_ms": round(statistics.median(times), 3), "queries": max(queries)}


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
