namespace MarketSim.Reporting.RunFolders;

/// <summary>What <c>run.json</c> says of a run.</summary>
internal sealed record RunFacts
{
    public required string Version { get; init; }

    public required string Scenario { get; init; }

    /// <summary>As written: it may need all 64 bits.</summary>
    public required string Seed { get; init; }

    public required string Fingerprint { get; init; }

    public required string StateDigest { get; init; }

    public required long Ticks { get; init; }

    public required long Agents { get; init; }

    public required long Orders { get; init; }

    public required long Trades { get; init; }

    public required long Messages { get; init; }

    public required double WallSeconds { get; init; }

    public required RunStatus Status { get; init; }

    public required string Symbol { get; init; }

    /// <summary>Smallest price step, in currency.</summary>
    public required double TickSize { get; init; }

    /// <summary>Smallest quantity, in shares.</summary>
    public required double LotSize { get; init; }

    public required long TickNanoseconds { get; init; }

    /// <summary>Seconds since midnight.</summary>
    public required double OpenSeconds { get; init; }

    /// <summary>Seconds since midnight.</summary>
    public required double CloseSeconds { get; init; }

    public required long AgentFailures { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }
}
