"""Writes what the box is made of and under which licences, for its About page: from Cargo.lock and web/package-lock.json.

    licence_list.py METADATA.json TREE.txt PACKAGES.cdx.json NODE_MODULES OUT.txt

METADATA is from `cargo metadata`, TREE has a `name version|licence` a line from `cargo tree`, PACKAGES is from `npm sbom`. The same
input gives the same output.
"""

import json
import pathlib
import sys

from contents import folders, licences


def crates(tree):
    """Those that are linked into the binary, without the box itself."""
    parts = {}
    for line in tree.splitlines():
        package, licence = line.split("|")
        name, version = package.split()[:2]
        if name != "neko":
            part = {"name": name, "version": version.removeprefix("v"), "licenses": [{"expression": licence}]}
            parts[part["name"], part["version"]] = part
    return list(parts.values())


def main():
    metadata, tree, packages, node_modules, out = map(pathlib.Path, sys.argv[1:])
    parts = crates(tree.read_text()) + json.loads(packages.read_text())["components"]
    text = licences(parts, folders(json.loads(metadata.read_text()), node_modules))
    # no part of a licence: how its author's editor ended the lines
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").splitlines()]
    out.write_text("\n".join(lines) + "\n")


main()
