namespace MarketSim.Simulation.Bars.Training;

/// <summary>How trainings on bars are carried out; none of it changes the result.</summary>
public sealed record BarsRunOptions
{
    /// <summary>The clock.</summary>
    public required TimeProvider TimeProvider { get; init; }

    /// <summary>Trainings at the same time; null for what the scenario says.</summary>
    public int? Threads { get; init; }

    /// <summary>Told now and then how many environment steps are done and how many there are in all; on some thread.</summary>
    public Action<long, long>? Progress { get; init; }

    /// <summary>When cancelled, every training saves itself after its update, and the run ends as interrupted.</summary>
    public CancellationToken Interrupt { get; init; }
}
