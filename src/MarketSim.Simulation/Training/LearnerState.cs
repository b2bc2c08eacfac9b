using MarketSim.Agents.PolicyTrading;
using MarketSim.Engine.Participants;
using MarketSim.Learning.Algorithms;
using MarketSim.Numerics.Serialization;
using MarketSim.Results.Checkpoints;

namespace MarketSim.Simulation.Training;

/// <summary>One update of a learner.</summary>
/// <param name="Tick">At which it ended for the market: new weights, if it made any, were published.</param>
/// <param name="StartTick">At which it began: it took all that had come by then.</param>
/// <param name="Version">Of the weights after it.</param>
/// <param name="Steps">That it took.</param>
internal readonly record struct CompletedUpdate(long Tick, long StartTick, PolicyVersion Version, long Steps);

/// <summary>
/// The persistent state of a learner: the learner itself, the weights published last, the segments that wait for an update, and the log of all updates,
/// from which an asynchronous run can be repeated.
/// </summary>
internal sealed class LearnerState
{
    private const int FieldCount = 5;

    private readonly ILearner _learner;
    private readonly string _policy;
    private readonly List<TrajectorySegment> _inbox = [];
    private readonly List<CompletedUpdate> _updates = [];
    private readonly StageBook? _stages;

    /// <param name="stages">Of an opponent of the groups that a curriculum evaluates; null for all others.</param>
    public LearnerState(string policy, ILearner learner, StageBook? stages = null)
    {
        _stages = stages;
        _policy = policy;
        _learner = learner;
        Published = new PublishedWeights(policy, new PolicyVersion(0, learner.Version), learner.Policy.Weights.ToArray());
        PartNames = [Results.Checkpoints.PartNames.Policy(policy), StatePart(policy), .. learner.PartNames.Select(NameOf), .. stages is null ? Array.Empty<string>() : [Results.Checkpoints.PartNames.Stages]];
    }

    public IReadOnlyList<string> PartNames { get; }

    /// <summary>The weights published last.</summary>
    public PublishedWeights Published { get; private set; }

    public PolicyVersion Version => Published.Version;

    public IReadOnlyList<CompletedUpdate> Updates => _updates;

    /// <summary>The next tick at which it polls whether an update is done; <see cref="long.MaxValue"/> for none.</summary>
    public long PollTick { get; set; } = long.MaxValue;

    /// <summary>The update that has begun and is not published yet; null for none.</summary>
    public LearnerUpdate? Update { get; set; }

    /// <summary>The result of <see cref="Update"/>; null until it is done. At a checkpoint it always is.</summary>
    public Trained? Done { get; set; }

    /// <summary>The reason why it no longer learns; empty while it does.</summary>
    public string StoppedBecause { get; private set; } = string.Empty;

    public bool IsStopped => StoppedBecause.Length > 0;

    /// <summary>True when its weights must not change by an episode, because a stage is evaluated; the episode's segments wait.</summary>
    public bool IsFrozenIn(int episode) => _stages?.IsEvaluated(episode) == true;

    /// <summary>The part with everything but the learner itself.</summary>
    public static string StatePart(string policy) => $"{ParticipantAddress.Learner(policy)}/state";

    public void Receive(in ParticipantDelivery delivery)
    {
        foreach (ParticipantMessage message in delivery.Messages)
        {
            switch (message.Content)
            {
                case TrajectoryBatch batch:
                    _inbox.AddRange(batch.Segments);
                    break;
                case EpisodeStages stages:
                    _stages?.Add(stages);
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>Publishes the initial weights, when they differ from those with which all participants begin.</summary>
    public void Begin() => Published = Published with { Version = Version with { WeightsVersion = Version.WeightsVersion + 1 }, Weights = _learner.Policy.Weights.ToArray() };

    /// <summary>All segments received, in an order that does not depend on the order of their arrival.</summary>
    public IReadOnlyList<TrajectorySegment> DrainInbox()
    {
        if (_inbox.Count == 0)
        {
            return [];
        }

        _inbox.Sort();
        TrajectorySegment[] drained = [.. _inbox];
        _inbox.Clear();
        return drained;
    }

    /// <summary>An update is over: the learner's present weights become the published ones, if there are new ones.</summary>
    /// <param name="failure">Reason why it no longer learns, so that the last published weights remain; empty while it does.</param>
    /// <returns>True if there are new weights.</returns>
    public bool Complete(long tick, LearnerUpdate update, string failure)
    {
        bool isNew = failure.Length == 0 && _learner.Version != Version.Version;
        if (isNew)
        {
            Published = Published with
            {
                Version = new PolicyVersion(Version.WeightsVersion + 1, _learner.Version),
                Weights = _learner.Policy.Weights.ToArray(),
            };
        }

        StoppedBecause = failure;
        (Update, Done) = (null, null);
        _updates.Add(new CompletedUpdate(tick, update.StartTick, Version, update.Steps));
        return isNew;
    }

    public IReadOnlyList<PartContent> Save() =>
    [
        new PartContent(Results.Checkpoints.PartNames.Policy(_policy), TrainingMessageCodec.Encode(Published)),
        new PartContent(StatePart(_policy), SaveState()),
        .. _learner.Save().Select(part => new PartContent(NameOf(part.Name), part.Content)),
    ];

    /// <param name="parts">All of <see cref="PartNames"/>.</param>
    public void Restore(CheckpointParts parts)
    {
        Published = TrainingMessageCodec.DecodeWeights(parts[Results.Checkpoints.PartNames.Policy(_policy)]);
        RestoreState(parts[StatePart(_policy)]);
        _stages?.Restore(parts[Results.Checkpoints.PartNames.Stages]);
        _learner.Restore([.. _learner.PartNames.Select(part => new LearnerPart(part, parts[NameOf(part)]))]);
    }

    /// <summary>The log of a saved learner.</summary>
    /// <param name="content">Of its part <see cref="StatePart"/>.</param>
    public static IReadOnlyList<CompletedUpdate> ReadUpdates(byte[] content)
    {
        var reader = new MessagePackReader(content);
        reader.ReadArrayHeader(FieldCount);
        reader.ReadInt64();
        reader.ReadString();
        return ReadLog(ref reader);
    }

    /// <summary>The reason why a saved learner no longer learns; empty while it does.</summary>
    /// <param name="content">Of its part <see cref="StatePart"/>.</param>
    public static string ReadStop(byte[] content)
    {
        var reader = new MessagePackReader(content);
        reader.ReadArrayHeader(FieldCount);
        reader.ReadInt64();
        return reader.ReadString();
    }

    private string NameOf(string part) => $"{ParticipantAddress.Learner(_policy)}/{part}";

    private byte[] SaveState()
    {
        _inbox.Sort();
        var writer = new MessagePackWriter();
        writer.WriteArrayHeader(FieldCount);
        writer.WriteInt64(PollTick);
        writer.WriteString(StoppedBecause);
        writer.WriteArrayHeader(_updates.Count);
        foreach (CompletedUpdate update in _updates)
        {
            writer.WriteArrayHeader(5);
            writer.WriteInt64(update.Tick);
            writer.WriteInt64(update.StartTick);
            writer.WriteInt64(update.Version.WeightsVersion);
            writer.WriteInt64(update.Version.Version);
            writer.WriteInt64(update.Steps);
        }

        SaveUpdate(writer);
        writer.WriteArrayHeader(_inbox.Count);
        foreach (TrajectorySegment segment in _inbox)
        {
            TrajectorySegmentCodec.Write(writer, segment);
        }

        return writer.Written.ToArray();
    }

    private void RestoreState(byte[] content)
    {
        var reader = new MessagePackReader(content);
        reader.ReadArrayHeader(FieldCount);
        PollTick = reader.ReadInt64();
        StoppedBecause = reader.ReadString();
        _updates.Clear();
        _updates.AddRange(ReadLog(ref reader));
        RestoreUpdate(ref reader);
        _inbox.Clear();
        int count = reader.ReadArrayHeader();
        for (int i = 0; i < count; i++)
        {
            _inbox.Add(TrajectorySegmentCodec.Read(ref reader));
        }
    }

    private void SaveUpdate(MessagePackWriter writer)
    {
        if (Update is null || Done is null)
        {
            writer.WriteNil();
            return;
        }

        writer.WriteArrayHeader(3);
        Update.Save(writer);
        writer.WriteArrayHeader(2 * Done.Figures.Count);
        foreach ((string name, double value) in Done.Figures.OrderBy(figure => figure.Key, StringComparer.Ordinal))
        {
            writer.WriteString(name);
            writer.WriteDouble(value);
        }

        writer.WriteString(Done.Failure?.Message ?? string.Empty);
    }

    private void RestoreUpdate(ref MessagePackReader reader)
    {
        (Update, Done) = (null, null);
        if (reader.TryReadNil())
        {
            return;
        }

        reader.ReadArrayHeader(3);
        Update = LearnerUpdate.Restore(ref reader);
        var figures = new Dictionary<string, double>(StringComparer.Ordinal);
        int elements = reader.ReadArrayHeader();
        for (int i = 0; i < elements; i += 2)
        {
            figures.Add(reader.ReadString(), reader.ReadDouble());
        }

        string failure = reader.ReadString();
        Done = new Trained(figures, failure.Length == 0 ? null : new LearningDivergedException(failure));
    }

    private static List<CompletedUpdate> ReadLog(ref MessagePackReader reader)
    {
        int count = reader.ReadArrayHeader();
        var log = new List<CompletedUpdate>();
        for (int i = 0; i < count; i++)
        {
            reader.ReadArrayHeader(5);
            log.Add(new CompletedUpdate(
                reader.ReadInt64(), reader.ReadInt64(), new PolicyVersion(reader.ReadInt64(), reader.ReadInt64()), reader.ReadInt64()));
        }

        return log;
    }
}
