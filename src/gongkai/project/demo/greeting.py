"""What `gongkai demo` prints before it serves: where to go, and who can sign in."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from gongkai.base.organisations.models import Post
from gongkai.base.organisations.rules import ROLES
from gongkai.project.demo import people
from gongkai.project.demo.columns import WINDOWS
from gongkai.project.demo.marker import Marker


def greet(console: Console, *, marker: Marker, port: int, is_new: bool) -> None:
    console.print()
    state = "已建成" if is_new else "沿用已有数据（重新开始：--fresh）"
    console.print(f"[bold]云川市示范城市[/bold]　{marker.documents} 件公文　{state}")
    console.print(_addresses(port))
    console.print(_sign_ins())
    console.print(
        "其余人员的登录名写作“单位.岗位”：例如 jyj.open 是教育局的政务公开专员，nanmen.draft 是南门街道的拟稿人；"
        "岗位有 draft、head、open、sign。全部名单见后台“人员”。"
    )


def _addresses(port: int) -> Table:
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    table.add_row("门户", f"http://127.0.0.1:{port}/")
    table.add_row("后台", f"http://127.0.0.1:{port}/desk/")
    for window in WINDOWS:
        if not window.is_default:
            table.add_row(window.name, f"http://{window.host}:{port}/  （需在 hosts 文件中指向 127.0.0.1）")
    return table


def _sign_ins() -> Table:
    names = {somebody.username: somebody for somebody in people.everybody()}
    posts = (
        Post.objects.filter(person__username__in=people.FIRST_TO_TRY).select_related("agency", "person").order_by("pk")
    )
    home: dict[str, Post] = {}
    for post in posts:
        home.setdefault(post.person.username, post)
    table = Table(title=f"登录（密码都是 {people.PASSWORD}）", title_justify="left", title_style="bold")
    for heading in ("登录名", "姓名", "角色", "单位"):
        table.add_column(heading, no_wrap=True)
    for username in people.FIRST_TO_TRY:
        if username in home:
            post = home[username]
            table.add_row(username, names[username].name, ROLES[post.role].name, post.agency.label)
    return table
