"""Says what is inside the binary: one CycloneDX document, and the licence texts of all of it.

    contents.py CRATES.cdx.json PACKAGES.cdx.json METADATA.json NODE_MODULES OUT.cdx.json OUT.txt

CRATES is from `cargo cyclonedx`, PACKAGES from `npm sbom`, METADATA from `cargo metadata`. The same input gives the same
output, whatever the folder and the hour.
"""

import json
import pathlib
import re
import sys

LICENCE_FILE = re.compile(r"(licen[cs]e|copying|copyright|notice|unlicense)", re.IGNORECASE)
# part of every Rust program, and of no list of crates
STANDARD_LIBRARY = "The Rust standard library"


def merge(crates, packages):
    """The document for the binary, with the packages that its page is made of."""
    root = crates["metadata"]["component"]
    folder = root["bom-ref"].split("#")[0]
    crates["components"] += sorted(packages["components"], key=lambda part: part["bom-ref"])
    edges = {edge["ref"]: edge for edge in crates["dependencies"]}
    page = packages["metadata"]["component"]["bom-ref"]
    for edge in packages["dependencies"]:
        if edge["ref"] == page:
            edges[root["bom-ref"]]["dependsOn"] += edge["dependsOn"]
        else:
            edges[edge["ref"]] = edge
    crates["dependencies"] = list(edges.values())
    # the folder of the build is nobody's business, and differs
    return json.dumps(crates, indent=1).replace(folder, "neko")


def folders(metadata, node_modules):
    """Where the files of each part are, by name and version."""
    found = {}
    for package in metadata["packages"]:
        found[package["name"], package["version"]] = pathlib.Path(package["manifest_path"]).parent
    # one that needs another version than the rest has it in a folder of its own
    inner = [node_modules, *node_modules.glob("**/node_modules")]
    for manifest in (found for where in inner for form in ("*", "@*/*") for found in where.glob(f"{form}/package.json")):
        package = json.loads(manifest.read_text())
        found[package["name"], package["version"]] = manifest.parent
    return found


def terms(part):
    """The licence of a part as an SPDX expression."""
    names = [
        entry.get("expression") or entry["license"].get("id") or entry["license"]["name"]
        for entry in part.get("licenses", [])
    ]
    return " AND ".join(names) or sys.exit(f"{part['name']} {part['version']} has no licence")


def texts(folder):
    """The texts in a part's own folder; files in others belong to its tests and examples."""
    for path in sorted(folder.iterdir()):
        if path.is_file() and LICENCE_FILE.match(path.name) and path.suffix not in {".rs", ".js", ".ts", ".html"}:
            yield path.read_text(errors="replace").strip()


def licences(parts, where):
    """The list of all parts, and each licence text once with those it is for."""
    lines = ["Neko is made with the work of many others. Each part and its licence:", ""]
    by_text = {}
    lines.append(f"{STANDARD_LIBRARY}: MIT OR Apache-2.0")
    for part in sorted(parts, key=lambda part: (part["name"].lower(), part["version"])):
        name = f"{part['name']} {part['version']}"
        found = list(texts(where[part["name"], part["version"]]))
        remark = "" if found else f" (by {part.get('author', 'its authors')}; its package holds no text)"
        lines.append(f"{name}: {terms(part)}{remark}")
        for text in found:
            # one licence, however it is wrapped, and whatever example of its use follows its end
            words = " ".join(text.split()).partition("END OF TERMS AND CONDITIONS")[0]
            by_text.setdefault(words.lower(), (text, []))[1].append(name)
    for text, names in by_text.values():
        lines += ["", "=" * 100, ", ".join(dict.fromkeys(names)) + ":", "", text]
    return "\n".join(lines) + "\n"


def main():
    crates, packages, metadata = (json.loads(pathlib.Path(path).read_text()) for path in sys.argv[1:4])
    node_modules, document, text = (pathlib.Path(path) for path in sys.argv[4:7])
    document.write_text(merge(crates, packages) + "\n")
    text.write_text(licences(crates["components"], folders(metadata, node_modules)))


if __name__ == "__main__":
    main()
