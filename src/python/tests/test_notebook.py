import importlib.util
import json
import pathlib
import unittest

NOTEBOOK = pathlib.Path(__file__).resolve().parent.parent / "notebooks" / "market.ipynb"
MISSING = [name for name in ("matplotlib", "pandas") if importlib.util.find_spec(name) is None]
HAS_JUPYTER = all(importlib.util.find_spec(name) for name in ("nbconvert", "nbformat", "ipykernel"))
PICTURES = 3


@unittest.skipIf(MISSING, f"{', '.join(MISSING)} missing; on Debian: python3-matplotlib python3-pandas")
class Notebook(unittest.TestCase):
    def test_kept_notebook_has_its_pictures_and_no_error(self):
        cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
        outputs = [output for cell in cells if cell["cell_type"] == "code" for output in cell["outputs"]]
        self.assertEqual(PICTURES, sum("image/png" in output.get("data", {}) for output in outputs))
        self.assertNotIn("error", [output["output_type"] for output in outputs])

    @unittest.skipUnless(HAS_JUPYTER, "Jupyter is not installed (Debian: python3-nbconvert python3-ipykernel); the cells run as a script")
    def test_notebook_runs_in_jupyter_and_draws_its_pictures(self):
        import nbformat
        from nbconvert.preprocessors import ExecutePreprocessor
        notebook = nbformat.read(NOTEBOOK, as_version=4)
        kept = [self.texts(cell) for cell in notebook.cells if cell.cell_type == "code"]
        ExecutePreprocessor(timeout=300, startup_timeout=300, kernel_name="python3").preprocess(notebook, {"metadata": {"path": str(NOTEBOOK.parent)}})
        cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
        pictures = [output for cell in cells for output in cell.outputs if "image/png" in output.get("data", {})]
        self.assertEqual(PICTURES, len(pictures))
        # Same seeds, same numbers: what the notebook shows is what it gives.
        self.assertEqual(kept, [self.texts(cell) for cell in cells])

    @unittest.skipIf(HAS_JUPYTER, "Jupyter runs it")
    def test_cells_run_as_a_script_and_draw_their_pictures(self):
        import matplotlib
        matplotlib.use("Agg")
        import matplotlib.pyplot as plt
        shown = []
        plt.show = lambda: shown.append(plt.gcf())
        space = {"__name__": "notebook"}
        for cell in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                exec(compile("".join(cell["source"]), NOTEBOOK.name, "exec"), space)
        self.assertEqual(PICTURES, len(shown))

    @staticmethod
    def texts(cell):
        return "".join(output["text"] for output in cell.outputs if output.output_type == "stream" and output.name == "stdout")


if __name__ == "__main__":
    unittest.main()
