using MarketSim.Engine.Episodes;
using MarketSim.Engine.Participants;
using MarketSim.Learning.Curriculum;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Serialization;
using MarketSim.Scenarios;

namespace MarketSim.Simulation.Curriculum;

/// <summary>
/// The curriculum of a training as a state machine: takes in how an episode ended, and decides which stages the next one is of. Evaluations and the periods
/// of practice between them take turns; in the latter opponents learn and no score counts.
/// </summary>
internal sealed class CurriculumState
{
    private const int SavedFields = 5;

    private readonly ScenarioCurriculum _curriculum;
    private readonly Instrument _instrument;
    private readonly int[] _sizes;
    private readonly int _replicas;
    private readonly CurriculumCore _core;
    private readonly StageSchedule _book;
    private readonly EpisodePlan[] _plans;
    private EpisodeResults? _pending;
    private bool _isScaled;
    private int _practiceLeft;

    /// <param name="scenario">Has a training and a curriculum.</param>
    public CurriculumState(Scenario scenario)
    {
        _curriculum = scenario.Curriculum!;
        _instrument = scenario.Market.Instrument;
        _sizes = [.. scenario.Agents.Select(static group => group.Count)];
        ScenarioTraining training = scenario.Training!;
        _replicas = training.Replicas;
        CurriculumOptions options = _curriculum.Options;
        _core = CurriculumCore.OfEpisodes(options, _replicas, training.Episodes, scenario.Seed);
        _book = StageSchedule.Of(scenario.ToMarket())!;
        _plans = new EpisodePlan[_replicas];
        _isScaled = !_core.NeedsReferences;
        _practiceLeft = _curriculum.PracticeEpisodes;
        for (int replica = 0; replica < _replicas; replica++)
        {
            // The first episode is the easiest, in every replica.
            _plans[replica] = _core.Begin(replica) with { Difficulty = options.DifficultyOf(0) };
        }
    }

    /// <summary>True until the scale of scores has been measured.</summary>
    public bool NeedsReferences => !_isScaled;

    /// <summary>Stages of the present episode, and of the next one where it is decided.</summary>
    public StageSchedule Book => _book;

    public IReadOnlyList<StageEvaluation> Evaluations => _core.Evaluations;

    /// <summary>Results that have come and are not evaluated yet; null for none.</summary>
    public EpisodeResults? Pending => _pending;

    private bool IsEvaluating => _curriculum.IsEvaluated && _practiceLeft == 0;

    public void Receive(EpisodeResults results) => _pending = results;

    /// <summary>Sets the scale of scores.</summary>
    /// <param name="references">By stage.</param>
    public void SetScale(IReadOnlyList<StageReference> references)
    {
        for (int stage = 0; stage < references.Count; stage++)
        {
            _core.SetReferences(stage, references[stage].Random, references[stage].Reference);
        }

        _isScaled = true;
    }

    /// <summary>Evaluates the results that have come, and decides about the next episode.</summary>
    /// <param name="episode">That has ended.</param>
    /// <param name="evaluations">Those that are complete with it.</param>
    /// <returns>The stages of the next episode.</returns>
    public EpisodeStages EndEpisode(int episode, out IReadOnlyList<StageEvaluation> evaluations)
    {
        IReadOnlyList<EpisodeRow> rows = _pending!.Rows;
        _pending = null;
        bool wasEvaluating = IsEvaluating;
        int before = _core.Evaluations.Count;
        _core.StepTaken();
        for (int replica = 0; replica < _replicas; replica++)
        {
            // What is practised counts as replayed: no evaluation counts it.
            EpisodePlan plan = _plans[replica];
            _core.End(plan with { IsReplay = plan.IsReplay || (_curriculum.IsEvaluated && !wasEvaluating) }, EpisodeReturn.Of(rows, replica, _sizes, _instrument));
        }

        evaluations = [.. _core.Evaluations.Skip(before)];
        _practiceLeft = evaluations.Count > 0 ? _curriculum.PracticeEpisodes : Math.Max(0, _practiceLeft - 1);
        int[] stages = new int[_replicas];
        for (int replica = 0; replica < _replicas; replica++)
        {
            // A market has stages only; a difficulty in between is that of the nearest one.
            EpisodePlan next = _core.Begin(replica);
            stages[replica] = _curriculum.Options.Of(next.Difficulty).Stage;
            _plans[replica] = next with { Difficulty = _curriculum.Options.DifficultyOf(stages[replica]) };
        }

        var decided = new EpisodeStages(episode + 1, IsEvaluating, stages);
        _book.Add(decided);
        return decided;
    }

    public byte[] Save()
    {
        var writer = new MessagePackWriter();
        writer.WriteArrayHeader(SavedFields);
        writer.WriteBoolean(_isScaled);
        writer.WriteInt64(_practiceLeft);
        writer.WriteArrayHeader(3 * _plans.Length);
        foreach (EpisodePlan plan in _plans)
        {
            writer.WriteDouble(plan.Difficulty);
            writer.WriteBoolean(plan.IsReplay);
            writer.WriteInt64(plan.Moves);
        }

        if (_pending is { } pending)
        {
            TrainingMessageCodec.Write(writer, pending);
        }
        else
        {
            writer.WriteNil();
        }

        _core.Save(writer);
        return writer.Written.ToArray();
    }

    /// <summary>Restores what <see cref="Save"/> wrote.</summary>
    /// <param name="stages">As <see cref="StageSchedule.Save"/> wrote <see cref="Book"/>.</param>
    /// <exception cref="InvalidDataException">The bytes are damaged, or of another curriculum.</exception>
    public void Restore(ReadOnlySpan<byte> state, ReadOnlySpan<byte> stages)
    {
        _book.Restore(stages);
        var reader = new MessagePackReader(state);
        reader.ReadArrayHeader(SavedFields);
        _isScaled = reader.ReadBoolean();
        _practiceLeft = reader.ReadInt32();
        reader.ReadArrayHeader(3 * _plans.Length);
        for (int replica = 0; replica < _plans.Length; replica++)
        {
            double difficulty = reader.ReadDouble();
            bool isReplay = reader.ReadBoolean();
            _plans[replica] = new EpisodePlan(difficulty, Seed: null, isReplay, reader.ReadInt32());
        }

        _pending = reader.TryReadNil() ? null : (EpisodeResults)TrainingMessageCodec.Read(ref reader);
        _core.Restore(ref reader);
    }
}
