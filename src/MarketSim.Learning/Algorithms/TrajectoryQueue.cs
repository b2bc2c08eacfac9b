using MarketSim.Learning.Policies;
using MarketSim.Learning.Rollouts;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Algorithms;

/// <summary>Trajectories that wait until there are steps enough for an update.</summary>
internal sealed class TrajectoryQueue
{
    private const int SavedFields = 12;

    // Beside the others, where steps last longer than one step of the environment or another policy acts on.
    private const int SemiMarkovFields = 2;
    private readonly List<Trajectory> _waiting = [];

    public int Steps { get; private set; }

    public int Count => _waiting.Count;

    public void Add(Trajectory trajectory)
    {
        _waiting.Add(trajectory);
        Steps += trajectory.Length;
    }

    /// <summary>Empties the queue into a rollout, in order.</summary>
    public void MoveTo(Rollout rollout)
    {
        rollout.Begin(Steps);
        int start = 0;
        foreach (Trajectory trajectory in _waiting)
        {
            rollout.Fill(start, trajectory);
            start += trajectory.Length;
        }

        Clear();
    }

    public void Clear()
    {
        _waiting.Clear();
        Steps = 0;
    }

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(_waiting.Count);
        foreach (Trajectory trajectory in _waiting)
        {
            bool isSemiMarkov = trajectory.Durations is not null || trajectory.FinalValue is not null;
            writer.WriteArrayHeader(SavedFields + (isSemiMarkov ? SemiMarkovFields : 0));
            writer.WriteInt64(trajectory.PolicyVersion);
            writer.WriteInt64(trajectory.Length);
            writer.WriteFloats(trajectory.Observations);
            writer.WriteFloats(trajectory.Actions);
            writer.WriteFloats(trajectory.Rewards);
            writer.WriteFloats(trajectory.LogProbabilities);
            writer.WriteFloats(trajectory.Values);
            writer.WriteFloats(trajectory.FinalObservation);
            writer.WriteFloats(trajectory.InitialState);
            writer.WriteFloats(trajectory.FinalState);
            writer.WriteInt64((int)trajectory.End);
            writer.WriteDouble(trajectory.InitialReturn);
            if (isSemiMarkov)
            {
                WriteSemiMarkov(writer, trajectory);
            }
        }
    }

    /// <param name="policy">Policy of the trajectories.</param>
    /// <exception cref="InvalidDataException">The bytes are damaged, or of another policy.</exception>
    public void Restore(ref MessagePackReader reader, IPolicy policy)
    {
        Clear();
        int count = reader.ReadArrayHeader();
        for (int i = 0; i < count; i++)
        {
            int fields = reader.ReadArrayHeader();
            var trajectory = new Trajectory
            {
                PolicyVersion = reader.ReadInt64(),
                Length = reader.ReadInt32(),
                Observations = reader.ReadFloatArray("observations"),
                Actions = reader.ReadFloatArray("actions"),
                Rewards = reader.ReadFloatArray("rewards"),
                LogProbabilities = reader.ReadFloatArray("log-probabilities"),
                Values = reader.ReadFloatArray("values"),
                FinalObservation = reader.ReadFloatArray("final observation"),
                InitialState = reader.ReadFloatArray("initial state"),
                FinalState = reader.ReadFloatArray("final state"),
                End = ReadEnd(ref reader),
                InitialReturn = reader.ReadDouble(),
            };
            if (fields != SavedFields)
            {
                trajectory = ReadSemiMarkov(ref reader, trajectory);
            }

            Require(trajectory, policy);
            Add(trajectory);
        }
    }

    private static void WriteSemiMarkov(MessagePackWriter writer, Trajectory trajectory)
    {
        writer.WriteArrayHeader(trajectory.Durations?.Length ?? 0);
        foreach (int duration in trajectory.Durations ?? [])
        {
            writer.WriteInt64(duration);
        }

        if (trajectory.FinalValue is { } value)
        {
            writer.WriteDouble(value);
        }
        else
        {
            writer.WriteNil();
        }
    }

    private static Trajectory ReadSemiMarkov(ref MessagePackReader reader, Trajectory trajectory)
    {
        int count = reader.ReadArrayHeader();
        var durations = new List<int>();
        for (int i = 0; i < count; i++)
        {
            durations.Add(reader.ReadInt32());
        }

        return trajectory with
        {
            Durations = count == 0 ? null : [.. durations],
            FinalValue = reader.TryReadNil() ? null : (float)reader.ReadDouble(),
        };
    }

    private static void Require(Trajectory trajectory, IPolicy policy)
    {
        try
        {
            TrajectoryRules.Require(trajectory, policy);
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException($"A saved trajectory is damaged, or of another policy: {error.Message}", error);
        }
    }

    private static TrajectoryEnd ReadEnd(ref MessagePackReader reader)
    {
        var end = (TrajectoryEnd)reader.ReadInt32();
        return Enum.IsDefined(end) ? end : throw new InvalidDataException($"A trajectory ends in way {(int)end}, which there is not; the file is damaged.");
    }
}
