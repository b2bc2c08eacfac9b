using MarketSim.Learning.Environments;
using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Curriculum;

/// <summary>The environment of the moment: each episode plays one of the difficulty that the curriculum chooses. The first one of a vector saves the curriculum too.</summary>
internal sealed class CurriculumEnvironment : IEnvironment
{
    private readonly int _number;
    private readonly CurriculumCore _core;
    private readonly StageEnvironments _stages;
    private readonly EpisodeTrace? _trace;
    private IEnvironment _current;
    private EpisodePlan _plan;
    private ulong _seed;
    private double _return;
    private bool _isUnderWay;

    /// <param name="number">Place in the vector, from 0.</param>
    public CurriculumEnvironment(int number, CurriculumCore core, StageEnvironments stages)
    {
        _number = number;
        _core = core;
        _stages = stages;
        _trace = core.Schedule.NeedsTraces ? new EpisodeTrace() : null;
        _current = stages.OfStage(0);
    }

    public Space ObservationSpace => _current.ObservationSpace;

    public Space ActionSpace => _current.ActionSpace;

    public void Reset(ulong seed, Span<float> observation)
    {
        _plan = _core.Begin(_number);
        _seed = _plan.Seed ?? seed;
        _current = _stages.Of(_plan.Difficulty);
        _return = 0;
        _isUnderWay = true;
        _current.Reset(_seed, observation);
        _trace?.Begin(observation);
    }

    public StepResult Step(ReadOnlySpan<float> action, Span<float> observation)
    {
        EnvironmentGuard.RequireEpisode(_isUnderWay);
        StepResult result = _current.Step(action, observation);
        _core.StepTaken();
        _return += result.Reward;
        _trace?.Add(result.Reward, observation, result.Terminated);
        if (result.IsLast)
        {
            _isUnderWay = false;
            _core.End(_plan, _seed, _return, _trace);
        }

        return result;
    }

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(_number == 0 ? 5 : 4);
        writer.WriteArrayHeader(7);
        writer.WriteDouble(_plan.Difficulty);
        writer.WriteBoolean(_plan.Seed is not null);
        writer.WriteUInt64(_plan.Seed ?? 0);
        writer.WriteBoolean(_plan.IsReplay);
        writer.WriteInt64(_plan.Moves);
        writer.WriteUInt64(_seed);
        writer.WriteDouble(_return);
        writer.WriteBoolean(_isUnderWay);
        if (_trace is null)
        {
            writer.WriteNil();
        }
        else
        {
            _trace.Save(writer);
        }

        _current.Save(writer);
        if (_number == 0)
        {
            _core.Save(writer);
        }
    }

    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(_number == 0 ? 5 : 4);
        reader.ReadArrayHeader(7);
        double difficulty = reader.ReadDouble();
        bool hasSeed = reader.ReadBoolean();
        ulong planned = reader.ReadUInt64();
        bool isReplay = reader.ReadBoolean();
        _plan = new EpisodePlan(difficulty, hasSeed ? planned : null, isReplay, reader.ReadInt32());
        _seed = reader.ReadUInt64();
        _return = reader.ReadDouble();
        _isUnderWay = reader.ReadBoolean();
        if (_trace is null)
        {
            reader.Skip();
        }
        else
        {
            _trace.Restore(ref reader);
        }

        _current = _stages.Of(difficulty);
        _current.Restore(ref reader);
        if (_number == 0)
        {
            _core.Restore(ref reader);
        }
    }
}
