using System.Runtime.InteropServices;
using MarketSim.Agents.PolicyTrading;
using MarketSim.Market.Orders;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Simulation.Training;

/// <summary>What partitions, copies of the market, learners and the market send one another, as MessagePack arrays whose first element says what they are.</summary>
internal static class TrainingMail
{
    private const int FieldsOfWeights = 5;

    private enum Kind
    {
        Experience = 1,
        Weights = 2,
        EpisodeRows = 3,
        LearnerRows = 4,
        ReplicaFingerprint = 5,
    }

    /// <summary>To a learner: steps of agents of its policy.</summary>
    /// <param name="replica">The copy of the market that they come from; 0 for the main one.</param>
    public static byte[] OfExperience(int replica, IReadOnlyList<Experience> experience)
    {
        var writer = new MessagePackWriter(1 << 16);
        writer.WriteArrayHeader(3);
        writer.WriteInt64((int)Kind.Experience);
        writer.WriteInt64(replica);
        writer.WriteArrayHeader(experience.Count);
        foreach (Experience item in experience)
        {
            ExperienceEncoding.Write(writer, item);
        }

        return writer.Written.ToArray();
    }

    /// <exception cref="InvalidDataException">It is no such mail.</exception>
    public static IReadOnlyList<LearnerInput> ReadExperience(ReadOnlySpan<byte> content)
    {
        var reader = new MessagePackReader(content);
        Require(ref reader, Kind.Experience, 3);
        int replica = reader.ReadInt32();
        int count = reader.ReadArrayHeader();
        var inputs = new List<LearnerInput>();
        for (int i = 0; i < count; i++)
        {
            inputs.Add(new LearnerInput(replica, ExperienceEncoding.Read(ref reader)));
        }

        return inputs;
    }

    /// <summary>To all that hold a policy: its new weights.</summary>
    public static byte[] OfWeights(string policy, PolicyVersion version, ReadOnlySpan<float> weights)
    {
        var writer = new MessagePackWriter(64 + (weights.Length * sizeof(float)));
        writer.WriteArrayHeader(FieldsOfWeights);
        writer.WriteInt64((int)Kind.Weights);
        writer.WriteString(policy);
        writer.WriteInt64(version.Publication);
        writer.WriteInt64(version.Version);
        writer.WriteBytes(MemoryMarshal.AsBytes(weights));
        return writer.Written.ToArray();
    }

    /// <exception cref="InvalidDataException">It is no such mail.</exception>
    public static PublishedWeights ReadWeights(ReadOnlySpan<byte> content)
    {
        var reader = new MessagePackReader(content);
        Require(ref reader, Kind.Weights, FieldsOfWeights);
        string policy = reader.ReadString();
        var version = new PolicyVersion(reader.ReadInt64(), reader.ReadInt64());
        return new PublishedWeights(policy, version, MemoryMarshal.Cast<byte, float>(reader.ReadBytes()).ToArray());
    }

    /// <summary>To the market: how an episode ended for some agents.</summary>
    public static byte[] OfEpisodeRows(IReadOnlyList<EpisodeRow> rows)
    {
        var writer = new MessagePackWriter();
        writer.WriteArrayHeader(2);
        writer.WriteInt64((int)Kind.EpisodeRows);
        writer.WriteArrayHeader(rows.Count);
        foreach (EpisodeRow row in rows)
        {
            row.Save(writer);
        }

        return writer.Written.ToArray();
    }

    /// <summary>To the market: what a learner did.</summary>
    public static byte[] OfLearnerRow(LearnerRow row)
    {
        var writer = new MessagePackWriter();
        writer.WriteArrayHeader(2);
        writer.WriteInt64((int)Kind.LearnerRows);
        row.Save(writer);
        return writer.Written.ToArray();
    }

    /// <summary>To the market: what an episode of a copy of the market came to.</summary>
    /// <param name="fingerprint">In hexadecimal.</param>
    public static byte[] OfReplicaFingerprint(int replica, string fingerprint)
    {
        var writer = new MessagePackWriter();
        writer.WriteArrayHeader(2);
        writer.WriteInt64((int)Kind.ReplicaFingerprint);
        writer.WriteArrayHeader(2);
        writer.WriteInt64(replica);
        writer.WriteBytes(Convert.FromHexString(fingerprint));
        return writer.Written.ToArray();
    }

    /// <summary>What came to the market.</summary>
    /// <exception cref="InvalidDataException">It is no mail for the market.</exception>
    public static void ReadForMarket(ReadOnlySpan<byte> content, TrainingNotes notes)
    {
        var reader = new MessagePackReader(content);
        reader.ReadArrayHeader(2);
        var kind = (Kind)reader.ReadInt32();
        switch (kind)
        {
            case Kind.EpisodeRows:
                int count = reader.ReadArrayHeader();
                for (int i = 0; i < count; i++)
                {
                    notes.Add(EpisodeRow.Restore(ref reader));
                }

                break;
            case Kind.LearnerRows:
                notes.Add(LearnerRow.Restore(ref reader));
                break;
            case Kind.ReplicaFingerprint:
                reader.ReadArrayHeader(2);
                notes.Add(new ReplicaFingerprint(reader.ReadInt32(), reader.ReadBytes().ToArray()));
                break;
            default:
                throw new InvalidDataException($"Mail of kind {kind} is not for the market.");
        }
    }

    private static void Require(ref MessagePackReader reader, Kind expected, int fields)
    {
        reader.ReadArrayHeader(fields);
        var found = (Kind)reader.ReadInt32();
        if (found != expected)
        {
            throw new InvalidDataException($"Expected mail of kind {expected}, found {found}.");
        }
    }
}

/// <summary>Steps of one agent of one copy of the market, waiting for a learner. Learners take them in order of (tick, replica, agent).</summary>
internal sealed record LearnerInput(int Replica, Experience Experience) : IComparable<LearnerInput>
{
    public int CompareTo(LearnerInput? other) => other is null ? 1 : Key.CompareTo(other.Key);

    private (long Tick, int Replica, AccountId Account) Key => (Experience.Tick, Replica, Experience.Account);
}
