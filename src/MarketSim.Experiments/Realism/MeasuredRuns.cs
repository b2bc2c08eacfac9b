using System.Globalization;
using MarketSim.Results;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Reading;
using MarketSim.Simulation.Running;

namespace MarketSim.Experiments.Realism;

/// <summary>Runs of scenarios whose facts are to be measured.</summary>
/// <param name="jobs">Runs at the same time, at least 1.</param>
/// <param name="say">Receives a line for each run; null for none.</param>
public sealed class MeasuredRuns(TimeProvider timeProvider, int jobs, Action<string>? say)
{
    /// <summary>The scenario with the output that facts are measured from: a second of the book is fine enough for impact, and levels behind the best are not looked at.</summary>
    public static Scenario Measured(Scenario scenario) => scenario with
    {
        Output = new ScenarioOutput { SampleIntervalNanoseconds = Math.Max(1_000_000_000, scenario.Market.Session.TickNanoseconds), BookLevels = 1, Trades = true },
    };

    /// <summary>The folder of a finished run: one from before, where it is of the same scenario.</summary>
    public async Task<string> RunAsync(Scenario scenario, string folder, string prefix, CancellationToken interrupt)
    {
        string path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{prefix}-{scenario.Seed}"));
        var options = new RunOptions { TimeProvider = timeProvider, Interrupt = interrupt, Threads = Math.Max(1, Environment.ProcessorCount / jobs) };
        if (IsFinished(scenario, path))
        {
            return path;
        }

        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }

        RunResult result = await SimulationRun.StartAsync(scenario, path, options).ConfigureAwait(false);
        interrupt.ThrowIfCancellationRequested();
        RunSummary summary = result.Summary;
        say?.Invoke(string.Create(CultureInfo.InvariantCulture, $"{scenario.Name} {prefix} {scenario.Seed}: {summary.Trades:#,0} trades, {summary.Messages:#,0} messages, {summary.WallSeconds:0.0} s"));
        return path;
    }

    private static bool IsFinished(Scenario scenario, string path)
    {
        if (!File.Exists(Path.Combine(path, RunFolder.SummaryFile)) || !RunFolder.Open(path).IsFinished())
        {
            return false;
        }

        return ScenarioReader.ReadFile(Path.Combine(path, RunFolder.ScenarioFile)).Digest() == scenario.Digest();
    }
}
