using MarketSim.Engine.Participants;
using MarketSim.Learning.Rollouts;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Simulation.Training;

/// <summary>One update of a learner: what it takes in, how old that is, and what is too old and dropped.</summary>
/// <param name="StartTick">At which it began: it took all that had come by then.</param>
/// <param name="Steps">Taken in.</param>
/// <param name="Dropped">Steps left out because of their age.</param>
/// <param name="MeanLag">Weights versions between the weights that acted and those before the update; mean over the steps.</param>
/// <param name="MaximumLag">The largest one.</param>
internal sealed record LearnerUpdate(long StartTick, long Steps, long Dropped, double MeanLag, long MaximumLag)
{
    private const int FieldCount = 5;

    /// <param name="tick">At which the update begins.</param>
    /// <param name="segments">In the order in which they are trained on.</param>
    /// <param name="weights_version">Of the weights before the update.</param>
    /// <param name="maximumLag">Steps of weights older by more than so many versions are dropped.</param>
    /// <param name="accepted">Segments to learn from.</param>
    public static LearnerUpdate Of(
        long tick, IReadOnlyList<TrajectorySegment> segments, long weightsVersion, int maximumLag, out IReadOnlyList<Trajectory> accepted)
    {
        var fresh = new List<Trajectory>();
        long steps = 0, dropped = 0, largest = 0;
        double lags = 0;
        foreach (TrajectorySegment segment in segments)
        {
            long lag = Math.Max(0, weightsVersion - segment.WeightsVersion);
            int length = segment.Trajectory.Length;
            if (lag > maximumLag)
            {
                dropped += length;
                continue;
            }

            fresh.Add(segment.Trajectory);
            steps += length;
            largest = Math.Max(largest, lag);
            lags += lag * (double)length;
        }

        accepted = fresh;
        return new LearnerUpdate(tick, steps, dropped, steps == 0 ? 0 : lags / steps, largest);
    }

    /// <param name="tick">At which the update ended.</param>
    public LearnerRow Row(long tick, int learner, LearnerState state, IReadOnlyDictionary<string, double> figures) => new(
        tick,
        learner,
        state.Version,
        [
            ("weights_version", state.Version.WeightsVersion),
            ("steps", Steps),
            ("dropped_steps", Dropped),
            ("lag", MeanLag),
            ("lag_maximum", MaximumLag),
            ("update_ticks", tick - StartTick),
            .. figures.OrderBy(figure => figure.Key, StringComparer.Ordinal).Select(figure => (figure.Key, figure.Value)),
        ],
        state.StoppedBecause);

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(FieldCount);
        writer.WriteInt64(StartTick);
        writer.WriteInt64(Steps);
        writer.WriteInt64(Dropped);
        writer.WriteDouble(MeanLag);
        writer.WriteInt64(MaximumLag);
    }

    public static LearnerUpdate Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new LearnerUpdate(reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadDouble(), reader.ReadInt64());
    }
}
