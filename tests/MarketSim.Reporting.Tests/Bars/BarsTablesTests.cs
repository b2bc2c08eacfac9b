using MarketSim.Experiments.Bars.Evaluation;
using MarketSim.Reporting.Bars;
using MarketSim.Reporting.Evaluations;
using MarketSim.Reporting.Tests.Runs;
using MarketSim.Scenarios.Bars;
using MarketSim.Scenarios.Documents;

namespace MarketSim.Reporting.Tests.Bars;

public sealed class BarsTablesTests : IDisposable
{
    private const string Yaml = """
        name: by-hand
        seed: 1
        bars:
          generated: { count: 40 }
          split: { folds: 2, testBars: 4, gapBars: 3 }
        environment: { barLengths: [1], lags: 1, volatilityBars: 2, barsPerYear: 24 }
        learners:
          - { name: pupil, type: ppo, steps: 100, seeds: 2 }
        """;

    private static readonly BarsTask Task = new((BarsScenario)ScenarioDocumentReader.Read(Yaml, "by-hand.yaml"));

    private static readonly BarsTestPath[] Paths =
    [
        Path("trained", 0, 0, 0.03, 1.0 / 3, 0, 0.01), Path("trained", 0, 1, -0.01, 0.02, 0, 0), Path("trained", 1, 0, 0.01, 0.04, 0, 0),
        Path("trained", 1, 1, 0.02, 0, 0.01, 0), Path("flat", 0, 0, 0, 0, 0, 0), Path("flat", 1, 0, 0, 0, 0, 0),
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Tables_are_read_back_to_the_bit()
    {
        BarsTables.Write(_folder.Path, Task, Paths, BarsFigures.Of(Task, Paths, seed: 1));

        IReadOnlyList<BarsTestPath> read = BarsTables.ReadPaths(_folder.Path);
        Assert.Equal(Paths.Select(Key), read.Select(Key));
        Assert.Equal(Paths.SelectMany(path => path.Steps), read.SelectMany(path => path.Steps));
        int[] tested = [.. Task.Folds.SelectMany(fold => Enumerable.Range(fold.Test.Start, fold.Test.End - fold.Test.Start))];
        IReadOnlyDictionary<int, double> closes = BarsTables.ReadCloses(_folder.Path);
        Assert.Equal(tested, closes.Keys);
        Assert.Equal(tested.Select(bar => Task.Bars[bar].Close), closes.Values);
        Assert.StartsWith("fold,bar,time,open,close\n1,", _folder.Read(BarsTables.TestBarsFile), StringComparison.Ordinal);
        Assert.StartsWith("learner,policy,fold,seed,bar,return,position,traded,costs\npupil,trained,1,1,", _folder.Read(BarsTables.BarsFile), StringComparison.Ordinal);
    }

    [Fact]
    public void Earlier_tables_of_bars_are_kept()
    {
        BarsFigures figures = BarsFigures.Of(Task, Paths, seed: 1);
        BarsTables.Write(_folder.Path, Task, Paths, figures);
        BarsTables.Write(_folder.Path, Task, Paths, figures);

        string[] tables = [BarsTables.BarsFile, EvaluationTables.EpisodesFile, EvaluationTables.SummaryFile, BarsTables.TestBarsFile];
        string earlier = System.IO.Path.Combine(_folder.Path, EarlierEvaluations.FolderName, "1");
        Assert.Equal(tables.Order(StringComparer.Ordinal), Directory.EnumerateFiles(earlier).Select(file => System.IO.Path.GetFileName(file)).Order(StringComparer.Ordinal));
    }

    private static (string Policy, int Fold, int Seed) Key(BarsTestPath path) => (path.Policy, path.Fold, path.Seed);

    private static BarsTestPath Path(string policy, int fold, int seed, params double[] returns) => new(
        "pupil", policy, fold, seed, 0, [.. returns.Select((change, number) => new BarsTestStep(Task.Folds[fold].Test.Start + number, change, 1, 0.5, 0))]);
}
