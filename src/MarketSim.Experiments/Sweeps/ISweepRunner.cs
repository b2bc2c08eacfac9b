using MarketSim.Scenarios;

namespace MarketSim.Experiments.Sweeps;

/// <summary>Carries the runs of a sweep out.</summary>
public interface ISweepRunner
{
    /// <summary>Runs the scenario with each seed.</summary>
    /// <param name="seeds">Those that have not finished before.</param>
    /// <param name="report">Takes each result as it comes, one at a time, on any thread.</param>
    /// <exception cref="OperationCanceledException">The user has had enough; what has ended was reported.</exception>
    Task RunAsync(Scenario scenario, IReadOnlyList<ulong> seeds, Action<SweepResult> report, CancellationToken interrupt);
}
