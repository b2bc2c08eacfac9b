using MarketSim.Engine.Definitions;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Engine.Participants;

/// <summary>The stages of the present and, once the curriculum has decided it, of the next episode. Every participant that begins episodes has a copy.</summary>
public sealed class StageSchedule
{
    // The present episode and the next.
    private const int MaxEpisodes = 2;

    private readonly MarketCurriculum _curriculum;
    private readonly List<EpisodeStages> _episodes = [];

    /// <summary>Begins with the first episode's stages.</summary>
    public StageSchedule(MarketCurriculum curriculum, int replicas)
    {
        ArgumentNullException.ThrowIfNull(curriculum);
        _curriculum = curriculum;
        _episodes.Add(new EpisodeStages(0, curriculum.EvaluatesFromStart, new int[Math.Max(1, replicas)]));
    }

    /// <summary>The schedule of a market before its first episode; null for a market without a curriculum.</summary>
    public static StageSchedule? Of(MarketDefinition market)
    {
        ArgumentNullException.ThrowIfNull(market);
        return market is { Curriculum: { } curriculum, Training: { } training } ? new StageSchedule(curriculum, training.Replicas) : null;
    }

    /// <summary>The stages of the last decided episode.</summary>
    public EpisodeStages Last => _episodes[^1];

    /// <summary>Records the stages of the next episode.</summary>
    public void Add(EpisodeStages stages)
    {
        ArgumentNullException.ThrowIfNull(stages);
        _episodes.Add(stages);
        if (_episodes.Count > MaxEpisodes)
        {
            _episodes.RemoveAt(0);
        }
    }

    /// <summary>The number of the stage of an episode.</summary>
    /// <param name="replica">0 for the main market.</param>
    /// <exception cref="InvalidOperationException">It is not decided: a bug.</exception>
    public int StageNumberOf(int episode, int replica) => Of(episode).Stages[replica];

    /// <summary>The stage of an episode.</summary>
    /// <param name="replica">0 for the main market.</param>
    /// <exception cref="InvalidOperationException">It is not decided: a bug.</exception>
    public MarketStage StageOf(int episode, int replica) => _curriculum.Stages[StageNumberOf(episode, replica)];

    /// <summary>The numbers of the stages of an episode, by replica.</summary>
    public IReadOnlyList<int> StageNumbersOf(int episode) => Of(episode).Stages;

    /// <summary>True when the curriculum evaluates the episode: opponents of the evaluated groups learn from it after the evaluation only.</summary>
    public bool IsEvaluated(int episode) => Of(episode).IsEvaluated;

    /// <summary>Writes the stages, which <see cref="Restore"/> reads.</summary>
    public byte[] Save()
    {
        var writer = new MessagePackWriter();
        writer.WriteArrayHeader(_episodes.Count);
        foreach (EpisodeStages episode in _episodes)
        {
            TrainingMessageCodec.Write(writer, episode);
        }

        return writer.Written.ToArray();
    }

    /// <summary>Restores what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged.</exception>
    public void Restore(ReadOnlySpan<byte> content)
    {
        var reader = new MessagePackReader(content);
        int count = reader.ReadArrayHeader();
        _episodes.Clear();
        for (int i = 0; i < count; i++)
        {
            _episodes.Add(TrainingMessageCodec.Read(ref reader) as EpisodeStages ?? throw new InvalidDataException("Expected the stages of an episode, found another training message."));
        }
    }

    private EpisodeStages Of(int episode) => _episodes.FirstOrDefault(stages => stages.Episode == episode)
        ?? throw new InvalidOperationException($"The stage of episode {episode} is not decided.");
}
