using MarketSim.Market.Time;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Agents.Strategies.Timing;

/// <summary>The state of the self-exciting process of an agent's wake-ups: the time of its last event, and the remaining excitation.</summary>
internal struct WakeMemory
{
    private const double DaySeconds = 86_400;

    private HawkesState _state;

    /// <summary>True after the first event.</summary>
    public bool IsBegun { get; private set; }

    /// <summary>Time of the last event.</summary>
    public SimulatedTime Last { get; private set; }

    /// <summary>Records the first event, which no other has caused.</summary>
    public void Excite(HawkesKernel kernel)
    {
        IsBegun = true;
        kernel.Excite(ref _state);
    }

    /// <summary>Draws the event after <paramref name="last"/>.</summary>
    public SimulatedTime Next<TBaseline>(HawkesKernel kernel, in TBaseline baseline, SimulatedTime last, ref RandomStream random)
        where TBaseline : struct, IHawkesBaseline
    {
        // No session is longer than this.
        double seconds = kernel.Next(ref _state, baseline, 1_000 * DaySeconds, ref random);
        if (!double.IsFinite(seconds))
        {
            return Last = SimulatedTime.Never;
        }

        kernel.Excite(ref _state);
        return Last = last.Later((long)(seconds * SimulatedTime.NanosecondsPerSecond));
    }

    public readonly void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(3);
        writer.WriteBoolean(IsBegun);
        writer.WriteInt64(Last.Nanoseconds);
        _state.Save(writer);
    }

    public static WakeMemory Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(3);
        return new WakeMemory
        {
            IsBegun = reader.ReadBoolean(),
            Last = new SimulatedTime(reader.ReadInt64()),
            _state = HawkesState.Restore(ref reader),
        };
    }
}
