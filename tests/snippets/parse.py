"""Parses code with the grammar of its language and reports the first syntax error.

    python3 parse.py LANGUAGE FILE
"""

import importlib
import sys

from tree_sitter import Language, Parser

grammar = importlib.import_module("tree_sitter_" + sys.argv[1].replace("csharp", "c_sharp"))
with open(sys.argv[2], "rb") as file:
    code = file.read()
tree = Parser(Language(grammar.language())).parse(code)
todo = [tree.root_node]
while todo:
    node = todo.pop()
    if node.is_error or node.is_missing:
        line = code.splitlines()[node.start_point[0]]
        sys.exit(f"line {node.start_point[0] + 1}, column {node.start_point[1] + 1}: {line.decode()}")
    todo.extend(node.children)
