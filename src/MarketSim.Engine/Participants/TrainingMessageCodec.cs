using System.Runtime.InteropServices;
using MarketSim.Agents.PolicyTrading;
using MarketSim.Engine.Episodes;
using MarketSim.Market.Orders;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Engine.Participants;

/// <summary>
/// Writes and reads training messages, between nodes and in checkpoints: MessagePack arrays whose first element is the kind. Arrays of floats are their
/// bytes, little-endian.
/// </summary>
public static class TrainingMessageCodec
{
    private const int FieldsOfBatch = 2;
    private const int FieldsOfWeights = 5;
    private const int FieldsOfResults = 2;
    private const int FieldsOfRow = 9;
    private const int FieldsOfLearnerRow = 7;
    private const int FieldsOfFingerprint = 3;
    private const int FieldsOfReports = 2;
    private const int FieldsOfChoices = 3;
    private const int FieldsOfStages = 4;
    private const int FieldsOfEvaluated = 12;

    private enum Kind
    {
        TrajectoryBatch = 1,
        Weights = 2,
        EpisodeResults = 3,
        LearnerRow = 4,
        ReplicaFingerprint = 5,
        OptionReports = 6,
        OptionChoices = 7,
        EpisodeStages = 8,
        StageEvaluated = 9,
    }

    /// <summary>Writes a message.</summary>
    /// <exception cref="ArgumentException">It is of no known type.</exception>
    public static void Write(MessagePackWriter writer, TrainingMessage message)
    {
        ArgumentNullException.ThrowIfNull(writer);
        switch (message)
        {
            case TrajectoryBatch batch:
                Begin(writer, FieldsOfBatch, Kind.TrajectoryBatch);
                writer.WriteArrayHeader(batch.Segments.Count);
                foreach (TrajectorySegment segment in batch.Segments)
                {
                    TrajectorySegmentCodec.Write(writer, segment);
                }

                break;
            case PublishedWeights weights:
                Begin(writer, FieldsOfWeights, Kind.Weights);
                writer.WriteString(weights.Policy);
                WriteVersion(writer, weights.Version);
                writer.WriteBytes(MemoryMarshal.AsBytes(weights.Weights.Span));
                break;
            case EpisodeResults results:
                Begin(writer, FieldsOfResults, Kind.EpisodeResults);
                writer.WriteArrayHeader(results.Rows.Count);
                foreach (EpisodeRow row in results.Rows)
                {
                    WriteRow(writer, row);
                }

                break;
            case LearnerRow row:
                WriteLearnerRow(writer, row);
                break;
            case ReplicaFingerprint fingerprint:
                Begin(writer, FieldsOfFingerprint, Kind.ReplicaFingerprint);
                writer.WriteInt64(fingerprint.Replica);
                writer.WriteBytes(fingerprint.Value.Span);
                break;
            case OptionReports reports:
                Begin(writer, FieldsOfReports, Kind.OptionReports);
                OptionMessageCodec.WriteReports(writer, reports.Reports);
                break;
            case OptionChoices choices:
                Begin(writer, FieldsOfChoices, Kind.OptionChoices);
                OptionMessageCodec.WriteChoices(writer, choices);
                break;
            case EpisodeStages stages:
                Begin(writer, FieldsOfStages, Kind.EpisodeStages);
                CurriculumMessageCodec.WriteStages(writer, stages);
                break;
            case StageEvaluated evaluated:
                Begin(writer, FieldsOfEvaluated, Kind.StageEvaluated);
                CurriculumMessageCodec.WriteEvaluated(writer, evaluated);
                break;
            default:
                throw new ArgumentException($"A {message?.GetType().Name} is no training message.", nameof(message));
        }
    }

    /// <summary>Reads a message.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged, or of an unknown kind.</exception>
    public static TrainingMessage Read(ref MessagePackReader reader)
    {
        int fields = reader.ReadArrayHeader();
        var kind = (Kind)reader.ReadInt32();
        return (kind, fields) switch
        {
            (Kind.TrajectoryBatch, FieldsOfBatch) => ReadBatch(ref reader),
            (Kind.Weights, FieldsOfWeights) => new PublishedWeights(reader.ReadString(), ReadVersion(ref reader), ReadFloats(ref reader)),
            (Kind.EpisodeResults, FieldsOfResults) => ReadResults(ref reader),
            (Kind.LearnerRow, FieldsOfLearnerRow) => ReadLearnerRow(ref reader),
            (Kind.ReplicaFingerprint, FieldsOfFingerprint) => new ReplicaFingerprint(reader.ReadInt32(), reader.ReadBytes().ToArray()),
            (Kind.OptionReports, FieldsOfReports) => new OptionReports(OptionMessageCodec.ReadReports(ref reader)),
            (Kind.OptionChoices, FieldsOfChoices) => OptionMessageCodec.ReadChoices(ref reader),
            (Kind.EpisodeStages, FieldsOfStages) => CurriculumMessageCodec.ReadStages(ref reader),
            (Kind.StageEvaluated, FieldsOfEvaluated) => CurriculumMessageCodec.ReadEvaluated(ref reader),
            _ => throw new InvalidDataException($"A training message of kind {(int)kind} and {fields} fields is not known."),
        };
    }

    /// <summary>The bytes of one message, as <see cref="Write"/> writes them.</summary>
    public static byte[] Encode(TrainingMessage message)
    {
        var writer = new MessagePackWriter();
        Write(writer, message);
        return writer.Written.ToArray();
    }

    /// <summary>Reads the weights that <see cref="Encode"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged, or of another message.</exception>
    public static PublishedWeights DecodeWeights(ReadOnlySpan<byte> content)
    {
        var reader = new MessagePackReader(content);
        return ReadWeights(ref reader);
    }

    /// <summary>Reads the weights that <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged, or of another message.</exception>
    public static PublishedWeights ReadWeights(ref MessagePackReader reader) =>
        Read(ref reader) as PublishedWeights ?? throw new InvalidDataException("Expected the weights of a policy, found another training message.");

    internal static float[] ReadFloats(ref MessagePackReader reader) => MemoryMarshal.Cast<byte, float>(reader.ReadBytes()).ToArray();

    private static void Begin(MessagePackWriter writer, int fields, Kind kind)
    {
        writer.WriteArrayHeader(fields);
        writer.WriteInt64((int)kind);
    }

    private static void WriteVersion(MessagePackWriter writer, PolicyVersion version)
    {
        writer.WriteInt64(version.WeightsVersion);
        writer.WriteInt64(version.Version);
    }

    private static PolicyVersion ReadVersion(ref MessagePackReader reader) => new(reader.ReadInt64(), reader.ReadInt64());

    private static TrajectoryBatch ReadBatch(ref MessagePackReader reader)
    {
        int count = reader.ReadArrayHeader();
        var segments = new List<TrajectorySegment>();
        for (int i = 0; i < count; i++)
        {
            segments.Add(TrajectorySegmentCodec.Read(ref reader));
        }

        return new TrajectoryBatch(segments);
    }

    private static void WriteRow(MessagePackWriter writer, EpisodeRow row)
    {
        writer.WriteArrayHeader(FieldsOfRow);
        writer.WriteInt64(row.Episode);
        writer.WriteInt64(row.Replica);
        writer.WriteInt64(row.Group);
        writer.WriteInt64(row.Account?.Value ?? -1);
        writer.WriteInt64(row.Decisions);
        writer.WriteDouble(row.Reward);
        writer.WriteDouble(row.WealthChange);
        writer.WriteDouble(row.TradedLots);
        writer.WriteDouble(row.Inventory);
    }

    private static EpisodeResults ReadResults(ref MessagePackReader reader)
    {
        int count = reader.ReadArrayHeader();
        var rows = new List<EpisodeRow>();
        for (int i = 0; i < count; i++)
        {
            reader.ReadArrayHeader(FieldsOfRow);
            int episode = reader.ReadInt32();
            int replica = reader.ReadInt32();
            int group = reader.ReadInt32();
            int account = reader.ReadInt32();
            rows.Add(new EpisodeRow(
                episode, replica, group, account < 0 ? null : new AccountId(account), reader.ReadInt64(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble()));
        }

        return new EpisodeResults(rows);
    }

    private static void WriteLearnerRow(MessagePackWriter writer, LearnerRow row)
    {
        Begin(writer, FieldsOfLearnerRow, Kind.LearnerRow);
        writer.WriteInt64(row.Tick);
        writer.WriteInt64(row.Learner);
        WriteVersion(writer, row.Version);
        writer.WriteArrayHeader(row.Figures.Count);
        foreach ((string name, double value) in row.Figures)
        {
            writer.WriteArrayHeader(2);
            writer.WriteString(name);
            writer.WriteDouble(value);
        }

        writer.WriteString(row.Note);
    }

    private static LearnerRow ReadLearnerRow(ref MessagePackReader reader)
    {
        long tick = reader.ReadInt64();
        int learner = reader.ReadInt32();
        PolicyVersion version = ReadVersion(ref reader);
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
