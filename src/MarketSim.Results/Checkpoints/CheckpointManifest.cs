using System.Security.Cryptography;
using System.Text;
using MarketSim.Engine.Episodes;

namespace MarketSim.Results.Checkpoints;

/// <summary>A checkpoint: the parts that make up the state of a run between two ticks.</summary>
/// <param name="Format">Version of the parts' layout.</param>
/// <param name="ScenarioDigest">Digest of the run's scenario (<see cref="Scenarios.Scenario.Digest"/>).</param>
/// <param name="Tick">The tick closed last; -1 before the first.</param>
/// <param name="Status"><see cref="RunStatus.Finished"/> in the last manifest of a run.</param>
/// <param name="Parts">In ordinal order of names.</param>
/// <param name="WallSeconds">Wall-clock seconds of simulation until then, those of earlier processes included.</param>
public sealed record CheckpointManifest(
    int Format,
    string ScenarioDigest,
    long Tick,
    RunStatus Status,
    IReadOnlyList<PartReference> Parts,
    IReadOnlyList<OutputLength> Outputs,
    double WallSeconds)
{
    /// <summary>The layout that this program writes and reads.</summary>
    public const int CurrentFormat = 4;

    /// <summary>Rows of output since the manifest before, where the store keeps them as parts; they do not count as state.</summary>
    public IReadOnlyList<OutputSegment> Segments { get; init; } = [];

    /// <summary>The content of <c>run.json</c> as of this checkpoint.</summary>
    public RunSummary? Summary { get; init; }

    /// <summary>
    /// Digests of fixed gradients and actions (<see cref="Learning.Gradients.GradientSelfTest"/>) on the machines that computed the run's learners on
    /// torch, in the order in which they did; empty for a run without such learners. A run with two of them can be repeated up to rounding only.
    /// </summary>
    public IReadOnlyList<string> TorchSelfTests { get; init; } = [];

    /// <summary>
    /// True when a finished run continues with further episodes. Its last checkpoint was taken before any participant began another one, so that all
    /// participants restored from it begin the next.
    /// </summary>
    public bool IsProlonged(EpisodeCalendar calendar) => Status == RunStatus.Finished && Tick + 1 < calendar.TickCount;

    /// <summary>The part of a name.</summary>
    /// <exception cref="CheckpointException">There is no such part.</exception>
    public PartReference Part(string name) => Parts.FirstOrDefault(part => part.Name == name)
        ?? throw new CheckpointException($"The checkpoint after tick {Tick} has no part {name}: it belongs to another scenario.");

    /// <summary>
    /// SHA-256 over names and digests of all parts, in hexadecimal. Parts depend neither on placement nor on when checkpoints were taken, so
    /// equal runs have equal digests.
    /// </summary>
    public string StateDigest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (PartReference part in Parts)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{part.Name}\n{part.Sha256}\n"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

/// <summary>A checkpoint cannot be read: it is damaged, or of another version.</summary>
public sealed class CheckpointException : Exception
{
    /// <summary>Says what is wrong.</summary>
    public CheckpointException(string message)
        : base(message)
    {
    }

    /// <summary>Says what is wrong, and its cause.</summary>
    public CheckpointException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
