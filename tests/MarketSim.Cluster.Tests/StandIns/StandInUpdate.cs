using System.Numerics;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Cluster.Tests.StandIns;

/// <summary>What an update was begun with; together with the weights of that time it is all that the update depends on.</summary>
/// <param name="Tick">The tick at which it began; -1 when none has begun.</param>
internal readonly record struct StandInInputs(long Tick, double MidTicks, long VolumeLots)
{
    public static StandInInputs None => new(-1, 0, 0);

    public static StandInInputs Of(MarketSnapshot market) => new(market.Tick, market.MidTicks, market.CumulativeVolumeLots);

    public void Save(MessagePackWriter writer)
    {
        writer.WriteInt64(Tick);
        writer.WriteDouble(MidTicks);
        writer.WriteInt64(VolumeLots);
    }

    public static StandInInputs Restore(ref MessagePackReader reader) => new(reader.ReadInt64(), reader.ReadDouble(), reader.ReadInt64());
}

/// <summary>
/// One update of all weights, a slice at a time, into separate weights: those before stay as they are until the result is due, so that the state
/// never depends on how far an update has come.
/// </summary>
internal sealed class StandInUpdate(float[] before, float[] after, in StandInInputs inputs, int slices)
{
    private readonly uint _key = BitOperations.RotateLeft((uint)inputs.Tick, 16) ^ (uint)inputs.VolumeLots ^ (uint)(long)(inputs.MidTicks * 2);
    private int _slicesDone;
    private ulong _mixed;

    public bool IsDone => _slicesDone == slices;

    /// <summary>A number that every weight of the result has changed.</summary>
    public ulong Mixed => IsDone ? _mixed : throw new InvalidOperationException("The update is not done.");

    public void RunSlice()
    {
        int from = (int)((long)before.Length * _slicesDone / slices);
        int to = (int)((long)before.Length * (_slicesDone + 1) / slices);
        for (int i = from; i < to; i++)
        {
            // Exact in every processor: one multiplication and one addition of floats, each rounded.
            uint noise = (_key + (uint)i) * 2_654_435_761u;
            float gradient = (noise >> 16) * (1f / 65_536f);
            float decayed = before[i] * 0.75f;
            after[i] = decayed + gradient;
            _mixed = BitOperations.RotateLeft(_mixed, 7) + BitConverter.SingleToUInt32Bits(after[i]);
        }

        _slicesDone++;
    }
}
