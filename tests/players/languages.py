"""Parses the snippets in Swift and Kotlin with tree-sitter, and checks the strings in them.

    python3 languages.py SNIPPETS
"""

import json
import pathlib
import re
import sys
import urllib.parse

import tree_sitter_kotlin
import tree_sitter_swift
from tree_sitter import Language, Parser

ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}


def unescape(literal):
    """The value of a literal of Swift or Kotlin, which differ only in `\\u`."""

    def one(match):
        if match[1]:
            return chr(int(match[1].strip("{}"), 16))
        return ESCAPES.get(match[2], match[2])

    return re.sub(r"\\(?:u(\{[0-9a-f]+\}|[0-9a-f]{4})|(.))", one, literal, flags=re.DOTALL)


def literals(node, kinds):
    """The string literals below a node, in order. None may contain an interpolation."""
    if node.type in kinds:
        inner = [child.type for child in node.children]
        assert not any("interpol" in kind for kind in inner), inner
        yield node.text.decode()[1:-1]
        return
    for child in node.children:
        yield from literals(child, kinds)


def path(url):
    """Host and path of a URL, unescaped."""
    parts = urllib.parse.urlsplit(url)
    return parts.netloc + urllib.parse.unquote(parts.path)


languages = {
    "swift.swift": (tree_sitter_swift.language(), {"line_string_literal"}),
    "kotlin-player.kotlin": (tree_sitter_kotlin.language(), {"string_literal"}),
}
for case in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    about = json.loads((case / "case.json").read_text())
    tokens = about["tokens"]
    for name, (language, kinds) in languages.items():
        tree = Parser(Language(language)).parse((case / name).read_bytes())
        assert not tree.root_node.has_error, f"{case.name}/{name}: {tree.root_node}"
        found = [unescape(text) for text in literals(tree.root_node, kinds)]
        urls = [path(text) for text in found if text.startswith("https://")]
        rest = sorted(text for text in found if not text.startswith("https://"))
        domain = [about["domain"]] if about["domain"] != "mux.com" else []
        wanted = [about["id"], tokens["v"], *domain, *([tokens["d"]] if "d" in tokens else [])]
        assert rest == sorted(wanted), f"{case.name}/{name}: {rest}"
        poster = [f"image.{about['domain']}/{about['id']}/thumbnail.webp"] if "t" in tokens else []
        assert urls == poster, f"{case.name}/{name}: {urls}"
    print(f"{case.name}: Swift and Kotlin are right")
