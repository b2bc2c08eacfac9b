using MarketSim.Results;

namespace MarketSim.Experiments.Bars.Training;

/// <summary>The content of <c>run.json</c> of a training on bars.</summary>
public sealed record BarsRunSummary
{
    /// <summary>Version of the program.</summary>
    public required string Version { get; init; }

    /// <summary>Name of the scenario.</summary>
    public required string Scenario { get; init; }

    /// <summary>Seed of the run.</summary>
    public required ulong Seed { get; init; }

    /// <summary>SHA-256 over all that was trained (names and weights of the policies), in lower-case hexadecimal; empty until the run is finished.</summary>
    public required string StateDigest { get; init; }

    /// <summary>Number of bars.</summary>
    public required int Bars { get; init; }

    /// <summary>Bars in a year, by which figures are made annual.</summary>
    public required double BarsPerYear { get; init; }

    /// <summary>Results by fold.</summary>
    public required IReadOnlyList<BarsFoldSummary> Folds { get; init; }

    /// <summary>Environment steps that were trained.</summary>
    public required long Steps { get; init; }

    /// <summary>Steps of all trainings.</summary>
    public required long TotalSteps { get; init; }

    /// <summary>Those that are done.</summary>
    public required IReadOnlyList<BarsTrainingSummary> Trainings { get; init; }

    /// <summary>Wall-clock seconds of training, all sessions of an interrupted run together, but for those that were killed.</summary>
    public required double WallSeconds { get; init; }

    /// <summary>The status of the run: running, or its end.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>Caveats for the reader of the results, one sentence each.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}

/// <summary>One fold: numbers of bars from 0, the last one of each part included; times as the bars state them.</summary>
public sealed record BarsFoldSummary(
    int Fold, int TrainingFirst, int TrainingLast, DateTime TrainingFrom, DateTime TrainingTo, int TestFirst, int TestLast, DateTime TestFrom, DateTime TestTo);

/// <summary>The end of a training.</summary>
/// <param name="MeanReward">Mean sum of rewards of its last 100 episodes; null when none has ended.</param>
/// <param name="StoppedBecause">Reason of an early end; empty otherwise.</param>
public sealed record BarsTrainingSummary(string Name, string Learner, string Algorithm, int Fold, int Seed, long Steps, long Episodes, double? MeanReward, string StoppedBecause);
