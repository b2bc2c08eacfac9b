"""Run folders as pandas frames."""

import json
import pathlib

_TABLES = ("trades", "book", "metrics", "groups", "agents", "episodes", "learning", "curriculum")


class Run:
    """The results of a run. Tables are attributes (run.trades, run.book, run.episodes, …), read when first asked for."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        summary = self.folder / "run.json"
        if not summary.is_file():
            raise FileNotFoundError(f"{self.folder} is no run folder: it holds no run.json.")
        self.summary = json.loads(summary.read_text(encoding="utf-8"))
        self._frames = {}

    @property
    def tables(self):
        """Names of the tables that are there."""
        return [name for name in _TABLES if (self.folder / f"{name}.csv").is_file()]

    @property
    def fingerprint(self):
        return self.summary["fingerprint"]

    def table(self, name):
        """A table as a pandas frame."""
        if name not in self._frames:
            path = self.folder / f"{name}.csv"
            if not path.is_file():
                raise FileNotFoundError(f"The run in {self.folder} has no table {name}; it has {', '.join(self.tables) or 'none'}.")
            try:
                import pandas
            except ImportError as error:
                raise ImportError("Tables are pandas frames, and pandas is not installed; install it, e.g. Debian's python3-pandas.") from error
            self._frames[name] = pandas.read_csv(path)
        return self._frames[name]

    def __getattr__(self, name):
        if name in _TABLES:
            return self.table(name)
        raise AttributeError(name)

    def __repr__(self):
        return f"Run({str(self.folder)!r}: {self.summary.get('scenario') or 'no scenario'}, {self.summary.get('status')})"


def open(folder):  # noqa: A001 - marketsim.open is its name
    """Reads a run folder."""
    return Run(folder)
