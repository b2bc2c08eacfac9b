using MarketSim.Learning.Imitation.Demonstrations;
using MarketSim.Learning.Rollouts;

namespace MarketSim.Learning.Imitation.Adversarial;

/// <summary>An expert's steps with what followed them.</summary>
internal sealed class ExpertSteps
{
    private readonly List<Demonstration> _episodes;

    /// <param name="episodeLength">Steps of every episode.</param>
    public ExpertSteps(IReadOnlyList<Demonstration> episodes, int episodeLength)
    {
        EpisodeLength = episodeLength;
        _episodes = [.. episodes];
        Observations = [.. episodes.SelectMany(static episode => episode.Observations.ToArray())];
        Actions = [.. episodes.SelectMany(static episode => episode.Actions.ToArray())];
    }

    public IReadOnlyList<Demonstration> Episodes => _episodes;

    /// <summary>Steps of every episode.</summary>
    public int EpisodeLength { get; }

    /// <summary>Shape [steps, observation size].</summary>
    public float[] Observations { get; }

    /// <summary>Shape [steps, action size].</summary>
    public float[] Actions { get; }

    public int Count => _episodes.Sum(static episode => episode.Length);

    /// <summary>Fills a batch with all steps; where it is not known what followed the last step of an episode, the last observation stands for it.</summary>
    /// <param name="logProbabilities">Shape [steps].</param>
    public void Fill(StepBatch batch, ReadOnlySpan<float> logProbabilities)
    {
        batch.Resize(Count);
        int row = 0;
        foreach (Demonstration episode in _episodes)
        {
            for (int step = 0; step < episode.Length; step++, row++)
            {
                ReadOnlySpan<float> next = step + 1 < episode.Length
                    ? episode.Observation(step + 1)
                    : episode.FinalObservation.IsEmpty ? episode.Observation(step) : episode.FinalObservation;
                batch.Set(row, episode.Observation(step), episode.Action(step), next);
                batch.LogProbabilities[row] = logProbabilities[row];
            }
        }
    }

    /// <summary>The length that all episodes have.</summary>
    /// <exception cref="ArgumentException">They have several, or one terminates.</exception>
    public static int RequireOneLength(DemonstrationSet demonstrations)
    {
        int length = demonstrations.Episodes.Max(static episode => episode.Length);
        int number = demonstrations.Episodes.ToList().FindIndex(episode => episode.Length != length || episode.End == TrajectoryEnd.Terminated);
        return number < 0 ? length : throw new ArgumentException(
            $"{demonstrations.Source}: episode {number} has {demonstrations.Episodes[number].Length} steps{(demonstrations.Episodes[number].End == TrajectoryEnd.Terminated ? " and terminates" : string.Empty)}, others have {length}. Where episodes differ in length, an adversarial reward pays for living or for dying, whatever the expert did: ask for an absorbing state (AbsorbingState), or give the environment a fixed length.",
            nameof(demonstrations));
    }
}
