using MarketSim.Agents.PolicyTrading;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Simulation.Training;

/// <summary>What a learner did with what it was given at a tick.</summary>
/// <param name="Learner">Index of its policy in the scenario.</param>
/// <param name="Version">Of its weights afterwards.</param>
/// <param name="Figures">In the order in which they are written down.</param>
/// <param name="Note">What whoever reads the results must know; empty for nothing.</param>
internal sealed record LearnerRow(
    long Tick, int Learner, PolicyVersion Version, IReadOnlyList<(string Name, double Value)> Figures, string Note) : IComparable<LearnerRow>
{
    private const int FieldCount = 6;

    public int CompareTo(LearnerRow? other) => other is null ? 1 : (Tick, Learner).CompareTo((other.Tick, other.Learner));

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(FieldCount);
        writer.WriteInt64(Tick);
        writer.WriteInt64(Learner);
        writer.WriteInt64(Version.Publication);
        writer.WriteInt64(Version.Version);
        writer.WriteArrayHeader(Figures.Count);
        foreach ((string name, double value) in Figures)
        {
            writer.WriteArrayHeader(2);
            writer.WriteString(name);
            writer.WriteDouble(value);
        }

        writer.WriteString(Note);
    }

    public static LearnerRow Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        long tick = reader.ReadInt64();
        int learner = reader.ReadInt32();
        var version = new PolicyVersion(reader.ReadInt64(), reader.ReadInt64());
        int count = reader.ReadArrayHeader();
        var figures = new List<(string, double)>();
        for (int i = 0; i < count; i++)
        {
            reader.ReadArrayHeader(2);
            figures.Add((reader.ReadString(), reader.ReadDouble()));
        }

        return new LearnerRow(tick, learner, version, figures, reader.ReadString());
    }
}
