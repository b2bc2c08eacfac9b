using System.Globalization;
using System.Text.Json.Serialization;

namespace MarketSim.Results;

/// <summary>The content of <c>run.json</c>: what was run, and its results.</summary>
public sealed record RunSummary
{
    /// <summary>Version of the program.</summary>
    public required string Version { get; init; }

    /// <summary>Name of the scenario.</summary>
    public required string Scenario { get; init; }

    /// <summary>Seed of the run.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The market's fingerprint so far, in hexadecimal.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The fingerprint after every 1,000 ticks (<see cref="FingerprintSpacingTicks"/>).</summary>
    public required IReadOnlyList<string> FingerprintEvery1000 { get; init; }

    /// <summary>1,000, or a larger power of ten in sessions of more than 100 million ticks.</summary>
    public required long FingerprintSpacingTicks { get; init; }

    /// <summary>SHA-256 over all state at the end, in hexadecimal.</summary>
    public required string StateDigest { get; init; }

    /// <summary>Ticks of the session that have passed.</summary>
    public required long Ticks { get; init; }

    /// <summary>Number of agents.</summary>
    public required int Agents { get; init; }

    /// <summary>Those of <see cref="Agents"/> that are no actors of their own.</summary>
    public int PooledAgents { get; init; }

    /// <summary>Number of partitions of the agents when the run last began or resumed; 0 before its first checkpoint.</summary>
    public int Partitions { get; init; }

    /// <summary>Orders that arrived at the venue.</summary>
    public required long Orders { get; init; }

    /// <summary>Number of trades.</summary>
    public required long Trades { get; init; }

    /// <summary>The state of the venue; null before the first checkpoint.</summary>
    public VenueResult? Venue { get; init; }

    /// <summary>Units traded.</summary>
    public required decimal Volume { get; init; }

    /// <summary>Observations delivered to agents, requests sent by them, and account events delivered to them.</summary>
    public required long Messages { get; init; }

    /// <summary>Wall-clock seconds of simulation, all sessions of an interrupted run together.</summary>
    public required double WallSeconds { get; init; }

    /// <summary>The status of the run: running, or its end.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>Symbol of the instrument.</summary>
    public required string Symbol { get; init; }

    /// <summary>Price of a tick, in currency.</summary>
    public required decimal TickSize { get; init; }

    /// <summary>Units of a lot.</summary>
    public required decimal LotSize { get; init; }

    /// <summary>Length of a tick.</summary>
    public required long TickNanoseconds { get; init; }

    /// <summary>Opening of the session, in seconds after midnight.</summary>
    public required double OpenSeconds { get; init; }

    /// <summary>End of the session, in seconds after midnight.</summary>
    public required double CloseSeconds { get; init; }

    /// <summary>Number of decisions in which an agent's strategy threw an exception.</summary>
    public required long AgentFailures { get; init; }

    /// <summary>The results by group of agents; empty unless the run is finished.</summary>
    public IReadOnlyList<GroupResult> Groups { get; init; } = [];

    /// <summary>Episodes that are over; 0 without training.</summary>
    public int Episodes { get; init; }

    /// <summary>The progress of the learners of a training run; empty until the run ends.</summary>
    public IReadOnlyList<LearnerSummary> Learners { get; init; } = [];

    /// <summary>Caveats for the reader of the results, one sentence each.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>A summary, for example <c>quickstart, seed 1: finished, 23,400 ticks, 12,345 orders, 6,789 trades, fingerprint 4f286857c1c0</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Scenario}, seed {Seed}: {Status.ToString().ToLowerInvariant()}, {Ticks:N0} ticks, {Orders:N0} orders, {Trades:N0} trades, fingerprint {Fingerprint[..Math.Min(12, Fingerprint.Length)]}");
}

/// <summary>The progress of a learner.</summary>
/// <param name="Policy">Its name.</param>
/// <param name="Updates">Of its weights, by its own count.</param>
/// <param name="WeightsVersions">Number of published weights versions.</param>
/// <param name="Steps">That it was given.</param>
/// <param name="StoppedBecause">Reason why it no longer learns; empty while it does.</param>
/// <param name="Sha256">Of the policy's file in <c>policies/</c>, in lower-case hexadecimal.</param>
public sealed record LearnerSummary(
    string Policy, string Algorithm, int Agents, long Updates, long WeightsVersions, long Steps, string StoppedBecause, string Sha256);

/// <summary>The states of a run, as <c>run.json</c> names them.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunStatus>))]
public enum RunStatus
{
    /// <summary>Not over, or killed.</summary>
    [JsonStringEnumMemberName("running")]
    Running,

    /// <summary>Ended as planned.</summary>
    [JsonStringEnumMemberName("finished")]
    Finished,

    /// <summary>Stopped on request, with a checkpoint to resume from.</summary>
    [JsonStringEnumMemberName("interrupted")]
    Interrupted,

    /// <summary>Ended by a failure, which the notes name.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,
}
