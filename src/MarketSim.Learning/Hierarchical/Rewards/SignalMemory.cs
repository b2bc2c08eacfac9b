using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Hierarchical.Rewards;

/// <summary>The memory of the named rewards of an episode's earlier moves.</summary>
public struct SignalMemory
{
    private const double TrendShare = 0.1;
    private const double DeviationKept = 0.9;

    /// <summary>Weighted mean of the moves so far, the last one with a tenth: positive while prices rise.</summary>
    public double Trend { get; private set; }

    /// <summary>Weighted sum of the moves so far, which forgets a tenth at each step: positive while prices lie above where they were.</summary>
    public double Deviation { get; private set; }

    /// <summary>Share of an order that was to be carried out before the step.</summary>
    public double Remaining { get; private set; }

    /// <summary>True when at least one step was added, so that <see cref="Remaining"/> is defined.</summary>
    public bool HasRemaining { get; private set; }

    /// <summary>Takes a step in, after its rewards were computed.</summary>
    public void Add(in StepSignals signals)
    {
        Trend += TrendShare * (signals.Move - Trend);
        Deviation = (DeviationKept * Deviation) + signals.Move;
        Remaining = signals.Remaining;
        HasRemaining = true;
    }

    /// <summary>Writes the state, which <c>Restore</c> reads.</summary>
    public readonly void Save(MessagePackWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(4);
        writer.WriteDouble(Trend);
        writer.WriteDouble(Deviation);
        writer.WriteDouble(Remaining);
        writer.WriteBoolean(HasRemaining);
    }

    /// <summary>Restores the state that <c>Save</c> wrote.</summary>
    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(4);
        Trend = reader.ReadDouble();
        Deviation = reader.ReadDouble();
        Remaining = reader.ReadDouble();
        HasRemaining = reader.ReadBoolean();
    }
}
