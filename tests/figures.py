#!/usr/bin/env python3
"""Prints the size of each project of src at a commit: lines, files, lengths of methods, public types, and the share of public members with documentation.

    tests/figures.py [COMMIT]      HEAD where none is given

A method is as long as from its signature to its closing brace. A public member is declared in public types only; positional parameters of records are none.
"""

import re
import statistics
import subprocess
import sys

COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
RAW_TEXT = re.compile(r'\$*("{3,}).*?\1', re.DOTALL)
CHARACTER = re.compile(r"'(\\[^']+|[^\\'])'")
TYPE = re.compile(r"\b(class|struct|interface|enum|record(?: struct| class)?) (\w+)")
ENUM = re.compile(r"public enum \w+[^{]*\{([^}]*)\}")
HIDDEN = re.compile(r"\b(private|internal)\b")


class Project:
    """What is counted of one project, or of all."""

    def __init__(self):
        self.files, self.methods = [], []
        self.types = self.members = self.documented = 0

    def add(self, other):
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)

    def member(self, is_documented):
        self.members += 1
        self.documented += is_documented

    def row(self, name):
        methods = self.methods or [0]
        return (
            f"| {name} | {sum(self.files):,} | {len(self.files):,} | {median(self.files)} / {quantile(self.files)} | {len(self.methods):,} "
            f"| {median(methods)} / {quantile(methods)} | {self.types:,} | {share(self.documented, self.members)} |"
        )


def median(values):
    return int(statistics.median(values))


def quantile(values):
    return sorted(values)[min(len(values) - 1, int(0.9 * len(values)))]


def share(part, whole):
    return f"{part / whole:.1%} of {whole:,}" if whole else "none"


def text_end(code, start):
    """Index behind a text that begins at its prefix or quote; texts inside the holes of an interpolated one are skipped."""
    opening = re.compile(r'[$@]*"').match(code, start)
    is_verbatim, has_holes = "@" in opening[0], "$" in opening[0]
    depth, place = 0, opening.end()
    while place < len(code):
        character, pair = code[place], code[place:place + 2]
        if depth:
            if character == '"' or (character in "$@" and re.match(r'[$@]+"', code[place:place + 3])):
                place = text_end(code, place)
                continue
            depth += (character == "{") - (character == "}")
        elif (has_holes and pair in ("{{", "}}")) or (is_verbatim and pair == '""') or (character == "\\" and not is_verbatim):
            place += 2
            continue
        elif has_holes and character == "{":
            depth = 1
        elif character == '"':
            return place + 1
        place += 1
    return place


def blank(code):
    """The code without texts and comments, on the same lines; documentation stays as its three slashes."""
    parts, place = [], 0
    while place < len(code):
        rest = code[place:place + 4]
        end, kept = place + 1, code[place]
        if rest[:2] in ("//", "/*"):
            end, kept = COMMENT.match(code, place).end(), "///" if rest[:3] == "///" else ""
        elif rest[0] in '"$@':
            if raw := RAW_TEXT.match(code, place):
                end, kept = raw.end(), '""'
            elif re.match(r'[$@]*"', rest):
                end, kept = text_end(code, place), '""'
        elif rest[0] == "'" and (character := CHARACTER.match(code, place)):
            end, kept = character.end(), "' '"
        parts.append(kept)
        if end > place + 1:
            parts.append("\n" * code.count("\n", place, end))
        place = end
    return "".join(parts)


class Reader:
    """Goes through blanked code, declaration by declaration."""

    def __init__(self, project):
        self.project = project
        self.scopes = []  # Of each brace that is open: (kind, is public, first line).
        self.line = 1
        self.forget()

    def forget(self):
        self.declaration, self.begins, self.is_documented = "", None, False

    def read(self, code):
        brackets = place = 0
        while place < len(code):
            character = code[place]
            if code.startswith("///", place):
                self.is_documented = self.is_documented or not self.declaration.strip()
                place += 3
                continue
            self.line += character == "\n"
            brackets += (character in "([") - (character in ")]")
            if brackets == 0 and character in "{};":
                self.ends(character)
            else:
                if self.begins is None and not character.isspace():
                    self.begins = self.line
                self.declaration += character
            place += 1
        for values in ENUM.findall(code):
            self.enum(values)

    def enum(self, values):
        is_documented = False
        for line in values.splitlines():
            if line.strip().startswith("///"):
                is_documented = True
            elif line.strip():
                self.project.member(is_documented)
                is_documented = False

    def ends(self, character):
        text = re.sub(r"^(\[[^\]]*\] ?)+", "", " ".join(self.declaration.split()))
        head = re.split(r"[(=]", text, maxsplit=1)[0]
        outer = self.scopes[-1] if self.scopes else None
        is_member = outer is None or outer[0] in ("type", "interface")
        named = TYPE.search(head) if is_member and character != "}" and not text.startswith(("using", "namespace", "global using")) else None
        if character == "}":
            self.closes()
        elif is_member and text and not text.startswith(("using", "namespace", "global using")):
            self.declares(head, named, outer)
        begins = self.begins or self.line
        if character == "{":
            if named:
                is_public = bool(re.search(r"\bpublic\b", head)) or (outer is not None and outer[0] == "interface")
                self.scopes.append(("interface" if named[1] == "interface" else "type", is_public, begins))
            else:
                is_method = outer is not None and is_member and "(" in text and "=" not in text.split("(")[0] and "=>" not in text
                self.scopes.append(("method" if is_method else "other", False, begins))
        elif character == ";" and outer is not None and is_member and not named and "(" in text.split("=>")[0] and "=>" in text:
            self.project.methods.append(self.line - begins + 1)
        self.forget()

    def closes(self):
        if self.scopes:
            kind, _, begins = self.scopes.pop()
            if kind == "method":
                self.project.methods.append(self.line - begins + 1)

    def declares(self, head, named, outer):
        is_public = bool(re.search(r"\b(public|protected)\b", head)) and "private protected" not in head
        is_public = is_public or (outer is not None and outer[0] == "interface" and not HIDDEN.search(head))
        if is_public and all(scope[0] in ("type", "interface") and scope[1] for scope in self.scopes):
            self.project.member(self.is_documented)
            self.project.types += named is not None and outer is None


def sources(commit):
    """Path and code of each C# file below src."""
    listed = subprocess.run(["git", "ls-tree", "-r", "--name-only", commit, "--", "src"], capture_output=True, text=True, check=True).stdout.splitlines()
    for path in listed:
        if path.endswith(".cs"):
            yield path, subprocess.run(["git", "show", f"{commit}:{path}"], capture_output=True, check=True).stdout.decode("utf-8-sig")


def main(commit):
    projects = {}
    for path, code in sources(commit):
        project = projects.setdefault(path.split("/")[1], Project())
        project.files.append(code.count("\n"))
        Reader(project).read(blank(code))
    print("| project | lines | files | lines of a file, median / 90 % | methods | lines of a method, median / 90 % | public types | documented public members |")
    print("|---|---|---|---|---|---|---|---|")
    total = Project()
    for name, project in sorted(projects.items()):
        total.add(project)
        print(project.row(name))
    print(total.row("all"))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "HEAD")
