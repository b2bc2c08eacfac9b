using MarketSim.Market.Orders;
using MarketSim.Market.Venues;
using MarketSim.Results;
using MarketSim.Results.Recording;
using MarketSim.Scenarios;
using MarketSim.Simulation.Participants;
using MarketSim.Simulation.Training;
using Microsoft.Extensions.Logging;

namespace MarketSim.Simulation.Running;

/// <summary>The execution of a run; changes no result.</summary>
public sealed record RunOptions
{
    /// <summary>The clock.</summary>
    public required TimeProvider TimeProvider { get; init; }

    /// <summary>Number of partitions; null for what the scenario says.</summary>
    public int? Partitions { get; init; }

    /// <summary>Number of threads; null for what the scenario says.</summary>
    public int? Threads { get; init; }

    /// <summary>Receives the state of the run now and then, on a thread of the run.</summary>
    public Action<RunProgress>? Progress { get; init; }

    /// <summary>Wall-clock time between two reports of progress.</summary>
    public TimeSpan ProgressInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Cancels the run, which takes a checkpoint at the next barrier and ends as interrupted.</summary>
    public CancellationToken Interrupt { get; init; }

    /// <summary>Receives the log; null for none.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>Observes the run; null for none.</summary>
    public IRunObserver? Observer { get; init; }

    /// <summary>Participants of a run beside its partitions; of a run that is no repetition, or of one that goes by a log.</summary>
    internal Func<Scenario, ReplayLog?, IReadOnlyList<ParticipantDefinition>> Participants { get; init; } =
        static (scenario, replay) => TrainingParticipants.Of(scenario, replay);
}

/// <summary>The progress of a run.</summary>
/// <param name="SpreadTicks">Null when a side of the book is empty.</param>
public sealed record RunProgress(
    long Tick, long TickCount, Price LastPrice, long? SpreadTicks, VenueCounters Counters, long Messages)
{
    /// <summary>The status of the training; null for a run without one.</summary>
    public TrainingStatus? Training { get; init; }
}
