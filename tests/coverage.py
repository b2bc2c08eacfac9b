#!/usr/bin/env python3
"""Merges the Cobertura files of all test projects, prints line and branch coverage of each project of src, and writes one file.

    tests/coverage.py RESULTS OUTPUT

RESULTS is the folder that `dotnet test` wrote to: a *.trx per test project, and a *.cobertura.xml where its collector worked. Ends with 1 when a test
project has no measurement: what is printed would be less than was tested.

A line is covered when any project's tests ran it. Of a branch, Cobertura says how many of its ways were taken, not which: merged, it has as many as the
project that took most of them, which is never too many.
"""

import pathlib
import re
import sys
import xml.etree.ElementTree as xml

# Sources are compiled under this path, wherever the clone lies (src/Directory.Build.props).
SOURCES = re.compile(r"^/?marketsim/src/([^/]+)/(?!obj/)(.+)$")
CONDITIONS = re.compile(r"\((\d+)/(\d+)\)")


class Line:
    """A line of code: how often it ran, and of how many ways how many were taken."""

    def __init__(self):
        self.hits = self.taken = self.ways = 0

    def add(self, element):
        self.hits = max(self.hits, int(element.get("hits", "0")))
        if found := CONDITIONS.search(element.get("condition-coverage", "")):
            self.taken = max(self.taken, int(found[1]))
            self.ways = max(self.ways, int(found[2]))


class Counts:
    """Lines and ways of branches, covered and all."""

    def __init__(self, lines=()):
        self.covered = self.lines = self.taken = self.ways = 0
        for line in lines:
            self.lines += 1
            self.covered += line.hits > 0
            self.taken += line.taken
            self.ways += line.ways

    def add(self, other):
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)

    @property
    def rates(self):
        return ratio(self.covered, self.lines), ratio(self.taken, self.ways)


def ratio(part, whole):
    return part / whole if whole else 1.0


def read(path, files):
    """Adds one project's measurement to the lines of each file, by project and path in it. A file that is cut off gives what it holds."""
    for element in elements(path):
        if element.tag != "class":
            continue
        source = SOURCES.match(element.get("filename", "").replace("\\", "/"))
        if source:
            lines = files.setdefault(source[1], {}).setdefault(source[2], {})
            for line in element.iterfind("lines/line"):
                lines.setdefault(int(line.get("number")), Line()).add(line)
        element.clear()


def elements(path):
    try:
        for _, element in xml.iterparse(path):
            yield element
    except xml.ParseError as error:
        print(f"tests/coverage.py: {path} is damaged: {error}", file=sys.stderr)


def unmeasured(results):
    """Names of the test projects whose collector gave nothing."""
    names = []
    for path in results.rglob("*.trx"):
        try:
            report = xml.parse(path).getroot()
        except xml.ParseError:
            names.append(path.name)
            continue
        test = report.find(".//{*}UnitTest")
        attached = [link.get("href", "") for link in report.iterfind(".//{*}Collector//{*}A")]
        if test is not None and not any(link.endswith(".cobertura.xml") for link in attached):
            names.append(pathlib.PurePath(test.get("storage", path.name)).stem)
    return sorted(names)


def rates_of(element, counts):
    line, branch = counts.rates
    element.set("line-rate", f"{line:.4f}")
    element.set("branch-rate", f"{branch:.4f}")


def write(path, files, total):
    root = xml.Element("coverage", version="1.9", timestamp="0")
    rates_of(root, total)
    for name in ("lines-covered", "lines-valid", "branches-covered", "branches-valid"):
        root.set(name, str({"lines-covered": total.covered, "lines-valid": total.lines, "branches-covered": total.taken, "branches-valid": total.ways}[name]))
    xml.SubElement(xml.SubElement(root, "sources"), "source").text = "."
    packages = xml.SubElement(root, "packages")
    for project, sources in sorted(files.items()):
        package = xml.SubElement(packages, "package", name=project)
        rates_of(package, Counts(line for lines in sources.values() for line in lines.values()))
        classes = xml.SubElement(package, "classes")
        for source, lines in sorted(sources.items()):
            file = xml.SubElement(classes, "class", name=source, filename=f"src/{project}/{source}")
            rates_of(file, Counts(lines.values()))
            xml.SubElement(file, "methods")
            rows = xml.SubElement(file, "lines")
            for number, line in sorted(lines.items()):
                row = xml.SubElement(rows, "line", number=str(number), hits=str(line.hits), branch=str(line.ways > 0))
                if line.ways:
                    row.set("condition-coverage", f"{100 * line.taken // line.ways}% ({line.taken}/{line.ways})")
    path.parent.mkdir(parents=True, exist_ok=True)
    xml.indent(root)
    xml.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)


def main(results, output):
    files = {}
    for path in sorted(results.rglob("*.cobertura.xml")):
        read(path, files)
    source_folder = pathlib.Path(__file__).resolve().parent.parent / "src"
    projects = sorted(path.stem for path in source_folder.glob("*/*.csproj"))
    total = Counts()
    print(f"\n{'Coverage of':<26}{'lines':>8}{'branches':>10}{'lines of code':>15}")
    for project in projects:
        counts = Counts(line for lines in files.get(project, {}).values() for line in lines.values())
        total.add(counts)
        line, branch = counts.rates
        print(f"{project:<26}{line:>8.1%}{branch:>10.1%}{counts.lines:>15,}" if counts.lines else f"{project:<26}{'not measured':>18}")
    line, branch = total.rates
    print(f"{'all of src':<26}{line:>8.1%}{branch:>10.1%}{total.lines:>15,}" if total.lines else f"{'all of src':<26}{'not measured':>18}")
    print("Processes that the tests start (the command, nodes) are not measured.")
    write(output, files, total)
    print(f"Cobertura: {output}")
    missing = unmeasured(results)
    if missing or not files:
        print(f"tests/coverage.py: no coverage came from {', '.join(missing) or 'any test project'}; the figures are too low", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: tests/coverage.py RESULTS OUTPUT")
    sys.exit(main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])))
