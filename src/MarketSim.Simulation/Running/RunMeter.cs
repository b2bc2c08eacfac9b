using System.Diagnostics.Metrics;
using MarketSim.Simulation.Participants;

namespace MarketSim.Simulation.Running;

/// <summary>
/// Measures one epoch of a run. Without a listener it reads no clock. Market and coordinator share it and take turns: a message of the one
/// always lies between their calls.
/// </summary>
/// <param name="timeProvider">Of the run.</param>
public sealed class RunMeter(TimeProvider timeProvider)
{
    /// <summary>Name of the meter, for listeners.</summary>
    public const string Name = "MarketSim.Simulation";

    private const long NotMeasured = long.MinValue;

    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> Ticks = Meter.CreateCounter<long>("marketsim.ticks", "{tick}", "Ticks that markets here have closed.");
    private static readonly Histogram<double> BarrierWait = Meter.CreateHistogram(
        "marketsim.barrier.wait", "s", "From a tick's questions to its last answer.", tags: null, Buckets(0.000_02, 0.000_05, 0.000_1, 0.000_2, 0.000_5, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5));
    private static readonly Histogram<double> CheckpointDuration = Meter.CreateHistogram(
        "marketsim.checkpoint.duration", "s", "From holding the barrier of a checkpoint to its commit.", tags: null, Buckets(0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30));
    private static readonly Histogram<long> CheckpointSize = Meter.CreateHistogram(
        "marketsim.checkpoint.size", "By", "Bytes of all parts of a committed checkpoint.", tags: null, new InstrumentAdvice<long> { HistogramBucketBoundaries = [1 << 14, 1 << 16, 1 << 18, 1 << 20, 1 << 22, 1 << 24, 1 << 26, 1 << 28, 1 << 30] });

    private long _barrierSince = NotMeasured;
    private long _checkpointSince = NotMeasured;

    /// <summary>The participants that are due have been asked.</summary>
    public void BarrierBegins() => _barrierSince = BarrierWait.Enabled ? timeProvider.GetTimestamp() : NotMeasured;

    /// <summary>All participants that were due have answered, or none was.</summary>
    public void TickCloses()
    {
        Ticks.Add(1);
        if (_barrierSince != NotMeasured)
        {
            BarrierWait.Record(timeProvider.GetElapsedTime(_barrierSince).TotalSeconds);
            _barrierSince = NotMeasured;
        }
    }

    /// <summary>The market holds the barrier of a checkpoint.</summary>
    public void CheckpointBegins() => _checkpointSince = CheckpointDuration.Enabled ? timeProvider.GetTimestamp() : NotMeasured;

    /// <summary>The checkpoint is committed.</summary>
    /// <param name="bytes">Of all its parts.</param>
    public void CheckpointCommitted(long bytes)
    {
        CheckpointSize.Record(bytes);
        if (_checkpointSince != NotMeasured)
        {
            CheckpointDuration.Record(timeProvider.GetElapsedTime(_checkpointSince).TotalSeconds);
            _checkpointSince = NotMeasured;
        }
    }

    /// <summary>Has the counters listed before they first count, so that their first step is seen.</summary>
    public static void BeginAtZero() => Ticks.Add(0);

    private static InstrumentAdvice<double> Buckets(params double[] seconds) => new() { HistogramBucketBoundaries = seconds };
}
