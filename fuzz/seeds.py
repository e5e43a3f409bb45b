"""Writes the first inputs of every fuzzer to fuzz/corpus, from pages of our own: `python3 fuzz/seeds.py`.

What fuzzers found worth keeping stands beside them, under names of their own; nothing of that is touched.
"""

import gzip
import json
import struct
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "fuzz" / "corpus"
PAGES = ROOT / "training-data" / "pages"
SMALL = 2500  # bytes: fuzzers change small inputs faster
PER_TARGET = 12

NEWS = "<title>天桥通车</title><ul><li><a href=/>首页</a><li>登录</ul><h1>两座天桥今天通车</h1><p>记者获悉，&amp;两座天桥今天通车。<p>版权所有"
DAMAGED = "創(chuàng)新發(fā)展，網(wǎng)絡，數(shù)據。在當?shù)厣袑偈状危?數(shù)據"


def write(target: str, name: str, content: bytes) -> None:
    folder = CORPUS / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"seed-{name}").write_bytes(content)


def small_pages(ending: str) -> list[tuple[str, bytes]]:
    """The smallest page of each kind that has one, the smallest first."""
    smallest = {}
    for path in sorted(PAGES.rglob(f"*{ending}")):
        known = smallest.get(path.parent.name)
        if known is None or path.stat().st_size < known.stat().st_size:
            smallest[path.parent.name] = path
    paths = sorted(smallest.values(), key=lambda path: path.stat().st_size)
    return [(path.stem, path.read_bytes()[:SMALL]) for path in paths[:PER_TARGET]]


def warc(kind: str, content_type: str, content: bytes) -> bytes:
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: http://example.com/\r\nContent-Type: {content_type}\r\n"
    return f"{head}Content-Length: {len(content)}\r\n\r\n".encode() + content + b"\r\n\r\n"


def response(body: bytes, *fields: str) -> bytes:
    head = "".join(f"{field}\r\n" for field in ("HTTP/1.1 200 OK", "Content-Type: text/html; charset=utf-8", *fields))
    return head.encode() + b"\r\n" + body


def containers() -> dict[str, bytes]:
    page = NEWS.encode()
    lines = [{"text": "首页\n正文。", "id": 1}, {"html": NEWS}, {"paragraphs": ["首页", {"text": "正文。"}]}, {"id": 3}]
    jsonl = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines).encode()
    chunked = b"%x\r\n%b\r\n0\r\n\r\n" % (len(page), page)
    http = "application/http; msgtype=response"
    archive = warc("warcinfo", "application/warc-fields", b"software: example") + warc("response", http, response(page))
    return {
        "jsonl": jsonl,
        "jsonl-gz": gzip.compress(jsonl, mtime=0),
        "surrogate": b'{"text":"\\ud83d\\ude00 \\ud800"}\n{"text":"x"}',
        "warc": archive,
        "warc-gz": gzip.compress(archive, mtime=0) + gzip.compress(warc("response", http, response(page)), mtime=0),
        "warc-chunked": warc("response", http, response(chunked, "Transfer-Encoding: chunked")),
        "warc-gzip": warc("response", http, response(gzip.compress(page, mtime=0), "Content-Encoding: gzip")),
        "wet": warc("conversion", "text/plain", "首页\n正文。".encode()),
        "lying": warc("response", http, response(page)).replace(b"Content-Length: ", b"Content-Length: 9"),
        "html": page,
    }


def model() -> dict[str, bytes]:
    """Models of the embedded one's header: without groups, so that they are small, and with one of a small table."""
    whole = (ROOT / "models" / "parasift.safetensors").read_bytes()
    length = struct.unpack("<Q", whole[:8])[0]
    header, data = json.loads(whole[8 : 8 + length]), whole[8 + length :]
    about = json.loads(header["__metadata__"]["parasift"])
    models = {}
    for name, groups in {"empty": [], "place": ["place"]}.items():
        kept = dict(about, groups=[group for group in about["groups"] if group["name"] in groups])
        kept |= {"html": groups, "text": groups}
        dropped = len(about["html"]) - len(groups), len(about["text"]) - len(groups)
        tensors, parts, at = {"__metadata__": {"parasift": json.dumps(kept)}}, [], 0
        for tensor, info in header.items():
            group = tensor.removesuffix(".evidence")
            if tensor == "__metadata__" or (tensor != group and group not in groups):
                continue
            shape, (start, end) = info["shape"], info["data_offsets"]
            content = data[start:end]
            if tensor.endswith(".weights"):
                # Six columns for each group.
                width = shape[1] - 6 * dropped[tensor.startswith("text")]
                rows = [content[row * shape[1] * 8 :][: width * 8] for row in range(shape[0])]
                shape, content = [shape[0], width], b"".join(rows)
            tensors[tensor] = {"dtype": info["dtype"], "shape": shape, "data_offsets": [at, at + len(content)]}
            parts.append(content)
            at += len(content)
        head = json.dumps(tensors).encode()
        head += b" " * (-len(head) % 8)
        models[name] = struct.pack("<Q", len(head)) + head + b"".join(parts)
    return models


def main() -> None:
    page = NEWS.encode()
    for name, content in small_pages(".html"):
        write("html", name, content)
        write("tokenizer", name, content)
        write("labelled", f"html-{name}", b"\1" + content)
        write("http", f"html-{name}", bytes([2, 5, 0]) + content)
    for name, content in small_pages(".tsv"):
        write("labelled", f"tsv-{name}", b"\0" + content)
        lines = [line.split("\t", 1)[-1] for line in content.decode(errors="ignore").splitlines()]
        write("text", name, "\n".join(lines).encode())
    paragraphs = [{"text": "首页", "label": "nav"}, {"text": "正文。", "label": "body", "title": True, "tag_path": "div/h1"}]
    pages = json.dumps({"url": "http://example.com/", "paragraphs": paragraphs}, ensure_ascii=False)
    write("labelled", "jsonl-page", b"\2" + pages.encode())
    write("labelled", "jsonl-spam", b'\2{"text":"\xe8\xb5\x8c\xe5\x8d\x9a","kind":"x"}')
    for number, encoding in enumerate(["utf-8", "utf-8", "gbk", "gb18030", "big5hkscs", "big5hkscs", "shift_jis", "euc_jp"]):
        encoded = f"<meta charset={encoding}>{NEWS}".encode(encoding, errors="ignore")
        write("decode", f"{number}-{encoding}", bytes([number]) + encoded)
        write("decode", f"{number}-undeclared", b"\0" + NEWS.encode(encoding, errors="ignore"))
    for encoding in ["utf-16le", "utf-16be", "utf-16", "utf-8-sig"]:
        write("decode", encoding, b"\0" + NEWS.encode(encoding))
    write("decode", "mixed", b"\0<meta charset=gbk>" + NEWS.encode("gbk") + page)
    write("decode", "iso-2022-jp", b"\x08" + "ニュース".encode("iso-2022-jp"))
    write("repair", "damaged", DAMAGED.encode())
    write("repair", "folded", DAMAGED.replace("？", "?").encode())
    write("repair", "explained", "“㐂”(xǐ)是“喜”的异体字，(chuàng)不是损坏。".encode())
    write("repair", "clean", "创新(innovation)发展（一）？".encode())
    write("repair", "lone", "當(dāng)(dāng)(shù)?（fā）?".encode())
    for name, content in containers().items():
        write("container", name, content)
        write("http", name, bytes([0, 1 if "jsonl" in name else 4, 1 if name.endswith("-gz") else 0]) + content)
    write("http", "json-list", b"\0\0\0" + json.dumps([{"text": "首页"}, {"html": NEWS}]).encode())
    write("http", "clean-gbk", b"\1\2\0" + NEWS.encode("gbk"))
    for name, content in model().items():
        write("model", name, content)
        write("model", f"{name}-cut", content[: len(content) // 2])
    write("model", "no-header", struct.pack("<Q", 1 << 60) + b"{}")


if __name__ == "__main__":
    main()
