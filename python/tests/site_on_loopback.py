"""A site on loopback: an article, the same in GBK, a hacked page, a list, and what is no page."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HACKED = (Path(__file__).parents[2] / "examples" / "hacked-news.html").read_text("utf-8")

ARTICLE = """<!DOCTYPE html><html><head><title>北街片区停水通知</title></head><body>
<ul><li><a href="/">首页</a></li><li><a href="/news">新闻</a></li><li><a href="/about">关于我们</a></li></ul>
<h1>北街片区停水通知</h1>
<p>因老旧管网检修，本周六上午八点到十二点，北街片区将暂停供水，请居民提前储水备用。</p>
<p>检修期间，社区将在广场设置临时供水点，工作人员会为行动不便的老人送水上门。</p>
<div>版权所有 青石日报社</div></body></html>"""

#: An article as text, with furniture around it.
TEXT = """首页
新闻
关于我们
因老旧管网检修，本周六上午八点到十二点，北街片区将暂停供水，请居民提前储水备用。
检修期间，社区将在广场设置临时供水点，工作人员会为行动不便的老人送水上门。
版权所有 青石日报社
"""

LIST = """<!DOCTYPE html><html><head><title>新闻</title></head><body><ul>{}</ul><div>版权所有</div></body></html>""".format(
    "".join(f'<li><a href="/{name}">{title}</a></li>' for name, title in [
        ("article", "停水通知"), ("gbk", "停水通知（旧版）"), ("hacked", "人行天桥通车"), ("picture", "图片"), ("gone", "旧闻"),
    ])
)

#: What stands at each path: the media type, and the bytes.
PAGES = {
    "/list": ("text/html; charset=utf-8", LIST.encode()),
    "/article": ("text/html; charset=utf-8", ARTICLE.encode()),
    "/gbk": ("text/html; charset=gbk", ARTICLE.encode("gb18030")),
    "/hacked": ("text/html", HACKED.encode()),
    "/picture": ("image/png", bytes(range(256))),
    "/robots.txt": ("text/plain", b""),
}


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        kind, body = PAGES.get(self.path, ("text/html", b"<p>gone"))
        self.send_response(200 if self.path in PAGES else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def served() -> Iterator[str]:
    """Serves the site; its address, without a slash at the end."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
