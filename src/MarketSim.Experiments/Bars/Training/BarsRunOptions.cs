namespace MarketSim.Experiments.Bars.Training;

/// <summary>The execution of trainings on bars; changes no result.</summary>
public sealed record BarsRunOptions
{
    /// <summary>The clock.</summary>
    public required TimeProvider TimeProvider { get; init; }

    /// <summary>Trainings at the same time; null for what the scenario says.</summary>
    public int? Threads { get; init; }

    /// <summary>Told now and then how many environment steps are done and how many there are in all; on some thread.</summary>
    public Action<long, long>? Progress { get; init; }

    /// <summary>Cancels the run: every training saves its state after its update, and the run ends as interrupted.</summary>
    public CancellationToken Interrupt { get; init; }
}
