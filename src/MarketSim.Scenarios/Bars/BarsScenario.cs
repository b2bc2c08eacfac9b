using System.Security.Cryptography;
using System.Text;
using MarketSim.Environments.Bars;

namespace MarketSim.Scenarios.Bars;

/// <summary>Bars, how they are traded, the learners, and the parts of the bars that they are trained and evaluated on.</summary>
public sealed record BarsScenario : ScenarioDocument
{
    /// <summary>The source of the bars.</summary>
    public required BarsData Data { get; init; }

    /// <summary>The training and test stretches.</summary>
    public required BarsSplit Split { get; init; }

    /// <summary>The trading environment.</summary>
    public required BarsEnvironment Environment { get; init; }

    /// <summary>The learners, at least one; names differ.</summary>
    public required IReadOnlyList<BarsLearner> Learners { get; init; }

    /// <summary>Wall-clock time between checkpoints of a training; null for none but at an interruption. Changes no result.</summary>
    public TimeSpan? CheckpointEvery { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Number of trainings that run at the same time; null for one per processor. Changes no result.</summary>
    public int? Threads { get; init; }

    /// <summary>SHA-256 of everything that decides the result, in lower-case hexadecimal.</summary>
    public string Digest() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        BarsScenarioWriter.Write(this with { CheckpointEvery = null, Threads = null }))));
}

/// <summary>The division of bars into training and test parts: purged walk-forward splits.</summary>
/// <param name="Folds">At least 1.</param>
/// <param name="TestBars">Of each fold; the test parts follow one another up to the last bar.</param>
/// <param name="GapBars">Between training and test, at least the look-back of observations, so that no test shows a bar that was trained on.</param>
/// <param name="TrainingBars">Of each fold, the newest before the gap; null for all from the first bar on.</param>
public sealed record BarsSplit(int Folds, int TestBars, int GapBars, int? TrainingBars)
{
    /// <exception cref="ArgumentException">There are too few bars.</exception>
    public IReadOnlyList<WalkForwardSplit> Of(int bars) => WalkForwardSplits.Of(bars, Folds, GapBars, TestBars, TrainingBars);
}
