using MarketSim.Numerics.Functions;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Curriculum;

/// <summary>
/// Prioritized level replay (Jiang et al. 2021, section 3): a level is a difficulty and the seed of an episode. Half of the episodes play new levels, the
/// others one of the best known again, by the rank of its mean absolute error of the value head and by how long it was not played.
/// </summary>
/// <param name="values">Of the agent, which is made after its environments.</param>
internal sealed class LevelReplaySchedule(Func<ValueHead> values) : ISchedule
{
    private const int Capacity = 256;
    private const int FirstReplay = 32;
    private const double ReplayShare = 0.5;
    private const double StalenessShare = 0.1;

    // Weights are 1 / rank to the power of 1 / temperature.
    private const double Temperature = 0.3;

    private readonly List<Level> _levels = [];
    private long _episodes;

    public bool NeedsTraces => true;

    public EpisodePlan Next(long steps, ref RandomStream random)
    {
        if (_levels.Count < FirstReplay || random.NextDouble() >= ReplayShare)
        {
            return new EpisodePlan(steps == 0 ? 0 : random.NextDouble(), random.NextUInt64(), IsReplay: false, Moves: 0);
        }

        Level level = _levels[Choose(ref random)];
        return new EpisodePlan(level.Difficulty, level.Seed, IsReplay: true, Moves: 0);
    }

    public StageEvaluation? Ended(EndedEpisode episode)
    {
        _episodes++;
        var level = new Level(episode.Plan.Difficulty, episode.Seed, Error(episode.Trace!), _episodes);
        int known = _levels.FindIndex(other => other.Seed == level.Seed && other.Difficulty.Equals(level.Difficulty));
        if (known >= 0)
        {
            _levels[known] = level;
        }
        else if (_levels.Count < Capacity)
        {
            _levels.Add(level);
        }
        else
        {
            int least = 0;
            for (int i = 1; i < _levels.Count; i++)
            {
                least = _levels[i].Error < _levels[least].Error ? i : least;
            }

            if (_levels[least].Error < level.Error)
            {
                _levels[least] = level;
            }
        }

        return null;
    }

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.WriteInt64(_episodes);
        writer.WriteArrayHeader(_levels.Count * 4);
        foreach (Level level in _levels)
        {
            writer.WriteDouble(level.Difficulty);
            writer.WriteUInt64(level.Seed);
            writer.WriteDouble(level.Error);
            writer.WriteInt64(level.LastPlayed);
        }
    }

    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(2);
        _episodes = reader.ReadCount();
        _levels.Clear();
        for (int left = reader.ReadArrayHeader() / 4; left > 0; left--)
        {
            _levels.Add(new Level(reader.ReadDouble(), reader.ReadUInt64(), reader.ReadDouble(), reader.ReadCount()));
        }
    }

    /// <summary>Mean absolute difference between the return from a step on and its value, by the present weights.</summary>
    private double Error(EpisodeTrace trace)
    {
        ValueHead head = values();
        float[] estimates = head.Of(trace.Observations);
        int steps = trace.Rewards.Count;
        double ahead = trace.Terminated ? 0 : estimates[steps];
        double sum = 0;
        for (int step = steps - 1; step >= 0; step--)
        {
            ahead = trace.Rewards[step] + (head.Gamma * ahead);
            sum += Math.Abs(ahead - estimates[step]);
        }

        return sum / steps;
    }

    private int Choose(ref RandomStream random)
    {
        double[] weights = new double[_levels.Count];
        double byRank = 0;
        double byStaleness = 0;
        int[] order = [.. Enumerable.Range(0, _levels.Count).OrderByDescending(i => _levels[i].Error).ThenBy(i => i)];
        for (int rank = 0; rank < order.Length; rank++)
        {
            weights[order[rank]] = Elementary.Exp(-Elementary.Log(rank + 1) / Temperature);
            byRank += weights[order[rank]];
            byStaleness += _episodes - _levels[order[rank]].LastPlayed;
        }

        double place = random.NextDouble();
        for (int i = 0; i < weights.Length; i++)
        {
            double stale = byStaleness > 0 ? (_episodes - _levels[i].LastPlayed) / byStaleness : 1.0 / weights.Length;
            place -= ((1 - StalenessShare) * weights[i] / byRank) + (StalenessShare * stale);
            if (place < 0)
            {
                return i;
            }
        }

        return weights.Length - 1;
    }

    /// <param name="LastPlayed">Number of the episode that played it last.</param>
    private readonly record struct Level(double Difficulty, ulong Seed, double Error, long LastPlayed);
}
