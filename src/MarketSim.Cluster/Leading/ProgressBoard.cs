using System.Text.Json;
using System.Text.Json.Serialization;
using MarketSim.Market.Orders;
using MarketSim.Market.Venues;
using MarketSim.Results;
using MarketSim.Simulation.Running;

namespace MarketSim.Cluster.Leading;

/// <summary>Holds the last report of a market, for clients that query the store for a run's progress.</summary>
internal sealed class ProgressBoard
{
    private readonly TimeProvider _timeProvider;
    private readonly RunGauge _gauge;
    private RunProgress? _last;
    private long _countedAt;
    private long _counted;

    public ProgressBoard(TimeProvider timeProvider, RunGauge gauge)
    {
        _timeProvider = timeProvider;
        _gauge = gauge;
        _countedAt = timeProvider.GetTimestamp();
        Options = new RunOptions { TimeProvider = timeProvider, Progress = progress => Volatile.Write(ref _last, progress) };
    }

    public RunOptions Options { get; }

    /// <param name="nodes">The cluster as the leader sees it.</param>
    public string ToJson(IReadOnlyList<RunNode> nodes)
    {
        long ticks = _gauge.TicksOpened;
        double seconds = _timeProvider.GetElapsedTime(_countedAt).TotalSeconds;
        double rate = seconds > 0 ? Math.Round((ticks - _counted) / seconds, 1) : 0;
        _countedAt = _timeProvider.GetTimestamp();
        _counted = ticks;
        RunProgress? last = Volatile.Read(ref _last);
        return JsonSerializer.Serialize(
            new ClusterProgress(
                _gauge.Tick, last?.TickCount ?? 0, rate, last?.LastPrice.Ticks ?? 0, last?.SpreadTicks, last?.Counters ?? default, last?.Messages ?? 0) { Training = last?.Training, Nodes = nodes },
            ClusterProgress.Json);
    }
}

/// <summary>The progress of a run in the cluster, as last reported by its leader.</summary>
/// <param name="Tick">The tick opened last.</param>
/// <param name="TickCount">Of the session; 0 before the market said so.</param>
/// <param name="OpenedPerSecond">Ticks opened per second of wall-clock time, since the word before.</param>
public sealed record ClusterProgress(
    long Tick, long TickCount, double OpenedPerSecond, long LastPriceTicks, long? SpreadTicks, VenueCounters Counters, long Messages)
{
    // A mean reward before the first episode has ended is no number.
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>The status of the training; null for a run without training, and before the market's first report.</summary>
    public TrainingStatus? Training { get; init; }

    /// <summary>The cluster as the leader sees it, and what is placed where; empty from a leader that did not say so.</summary>
    public IReadOnlyList<RunNode> Nodes { get; init; } = [];

    /// <exception cref="JsonException">The text is not what a leader writes.</exception>
    public static ClusterProgress? Parse(string json) => JsonSerializer.Deserialize<ClusterProgress>(json, Json);

    /// <summary>The same as a run in one process reports it.</summary>
    public RunProgress ToRunProgress() => new(Tick, TickCount, new Price(LastPriceTicks), SpreadTicks, Counters, Messages) { Training = Training };
}
