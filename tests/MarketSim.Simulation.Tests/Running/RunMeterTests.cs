using System.Diagnostics.Metrics;
using MarketSim.Simulation.Participants;
using MarketSim.Simulation.Running;

namespace MarketSim.Simulation.Tests.Running;

/// <summary>Meters are the whole process's: what other tests measure meanwhile comes on other threads, and does not count here.</summary>
public sealed class RunMeterTests : IDisposable
{
    private readonly VirtualTimeProvider _clock = new();
    private readonly MeterListener _listener = new();
    private readonly List<(string Instrument, double Value)> _measured = [];
    private readonly int _thread = Environment.CurrentManagedThreadId;

    public RunMeterTests()
    {
        _listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => Note(instrument, value));
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Note(instrument, value));
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public void Barrier_waits_from_the_questions_to_the_close_of_their_tick_and_a_lone_tick_has_none()
    {
        Listen();
        var meter = new RunMeter(_clock);

        meter.BarrierBegins();
        _clock.Advance(TimeSpan.FromMilliseconds(3));
        meter.TickCloses();
        _clock.Advance(TimeSpan.FromMilliseconds(50));
        meter.TickCloses();

        Assert.Equal([("marketsim.ticks", 1), ("marketsim.barrier.wait", 0.003), ("marketsim.ticks", 1)], _measured);
    }

    [Fact]
    public void Checkpoint_lasts_from_its_barrier_to_its_commit()
    {
        Listen();
        var meter = new RunMeter(_clock);

        meter.CheckpointBegins();
        _clock.Advance(TimeSpan.FromMilliseconds(120));
        meter.CheckpointCommitted(bytes: 70_000);

        Assert.Equal([("marketsim.checkpoint.size", 70_000), ("marketsim.checkpoint.duration", 0.12)], _measured);
    }

    [Fact]
    public void Tick_that_was_open_when_listening_began_has_no_wait()
    {
        var meter = new RunMeter(new ClockNobodyMayRead());

        meter.TickCloses();
        Listen();
        meter.TickCloses();

        Assert.Equal([("marketsim.ticks", 1)], _measured);
    }

    private void Listen()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == RunMeter.Name)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.Start();
    }

    private void Note(Instrument instrument, double value)
    {
        if (Environment.CurrentManagedThreadId == _thread)
        {
            _measured.Add((instrument.Name, value));
        }
    }

    private sealed class ClockNobodyMayRead : TimeProvider
    {
        public override long GetTimestamp() => throw new InvalidOperationException("The clock was read.");
    }
}
