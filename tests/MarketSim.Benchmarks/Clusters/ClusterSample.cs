using MarketSim.Results;

namespace MarketSim.Benchmarks.Clusters;

/// <summary>A run on two nodes and what they counted of it.</summary>
/// <param name="Market">Of the node that led it.</param>
/// <param name="Agents">Of the node that carried its agents.</param>
internal sealed record ClusterSample(RunSummary Summary, NodeFigures Market, NodeFigures Agents)
{
    private const string In = "direction=\"in\"";
    private const string Out = "direction=\"out\"";
    private const string ProcessorTime = "dotnet_process_cpu_time_seconds_total";

    /// <summary>The requests to the agents' node beside ticks, in a run without checkpoints: to place, to prepare, and to settle at the end.</summary>
    private const int RequestsBesideTicks = 3;

    /// <summary>Ticks at which the agents' node was asked.</summary>
    public double TicksAsked => Market.Sum("marketsim_barrier_wait_seconds_count");

    /// <summary>Requests to the agents' node that were answered; 1 by design. Each is one frame out and one frame in, unless one is lost.</summary>
    public double RequestsPerTick => (Market.Sum("marketsim_requests_round_trip_seconds_count") - RequestsBesideTicks) / TicksAsked;

    /// <summary>All frames that the market's node sent, heartbeats between the nodes included.</summary>
    public double FramesOutPerTick => Market.Sum("marketsim_transport_frames_total", Out) / TicksAsked;

    public double FramesInPerTick => Market.Sum("marketsim_transport_frames_total", In) / TicksAsked;

    public double BytesOut => Market.Sum("marketsim_transport_bytes_total", Out);

    public double BytesIn => Market.Sum("marketsim_transport_bytes_total", In);

    /// <summary>Processor time of the market's node, user and system, in seconds.</summary>
    public double MarketProcessorSeconds => Market.Sum(ProcessorTime);

    public double AgentsProcessorSeconds => Agents.Sum(ProcessorTime);

    /// <summary>Mean time from a request to its answer, the work of the agents' node included, in milliseconds.</summary>
    public double RoundTripMilliseconds => Market.Mean("marketsim_requests_round_trip_seconds") * 1e3;

    public double CheckpointMilliseconds => Market.Mean("marketsim_checkpoint_duration_seconds") * 1e3;

    public double CheckpointBytes => Market.Mean("marketsim_checkpoint_size_bytes");

    public double CommitMilliseconds => Market.Mean("marketsim_store_call_duration_seconds", "call=\"commit\"") * 1e3;
}
