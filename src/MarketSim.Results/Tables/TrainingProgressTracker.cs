using MarketSim.Engine.Definitions;
using MarketSim.Engine.Participants;
using MarketSim.Learning.Hierarchical.Usage;

namespace MarketSim.Results.Tables;

/// <summary>Tracks the status of a training for its observers. It is no part of the run's state: it begins again where a run is resumed.</summary>
internal sealed class TrainingProgressTracker(int episodes, IReadOnlyList<PolicyDefinition> policies)
{
    private const int EpisodesInMean = 10;
    private const string LagFigure = "lag";

    private readonly Queue<double>[] _rewards = [.. policies.Select(_ => new Queue<double>())];
    private readonly long[] _versions = new long[policies.Count];
    private readonly double[] _lags = new double[policies.Count];
    private readonly bool[] _collapsed = new bool[policies.Count];
    private int _ended;
    private CurriculumStatus? _curriculum;

    public int EndedEpisodes => _ended;

    public TrainingStatus Status => new(
        _ended,
        episodes,
        [
            .. Enumerable.Range(0, policies.Count).Where(index => policies[index].Learns).Select(index => new LearnerStatus(
                policies[index].Name,
                _rewards[index].Count > 0 ? _rewards[index].Average() : double.NaN,
                _versions[index],
                _lags[index]) { HaveOptionsCollapsed = _collapsed[index] }),
        ])
    {
        Curriculum = _curriculum,
    };

    /// <param name="rewards">Sum over the episode of each agent that learns, by its policy's name.</param>
    public void EpisodeEnds(int episode, IEnumerable<(string Policy, double Reward)> rewards)
    {
        _ended = Math.Max(_ended, episode + 1);
        foreach (IGrouping<string, double> own in rewards.GroupBy(reward => reward.Policy, reward => reward.Reward, StringComparer.Ordinal))
        {
            int index = Enumerable.Range(0, policies.Count).First(candidate => policies[candidate].Name == own.Key);
            _rewards[index].Enqueue(own.Average());
            if (_rewards[index].Count > EpisodesInMean)
            {
                _rewards[index].Dequeue();
            }
        }
    }

    /// <summary>Records the stage of the episode that has ended in the main market.</summary>
    public void StageIs(int stage, string name) => _curriculum = new CurriculumStatus(stage, name, _curriculum?.Evaluation ?? string.Empty);

    public void Evaluated(string evaluation) => _curriculum = _curriculum! with { Evaluation = evaluation };

    public void Learned(LearnerRow row)
    {
        // A controller reports beside its learner, by the weights that it has.
        _versions[row.Learner] = Math.Max(_versions[row.Learner], row.Version.Version);
        foreach ((string name, double value) in row.Figures)
        {
            _lags[row.Learner] = name == LagFigure ? value : _lags[row.Learner];
            _collapsed[row.Learner] = name == OptionFigures.Collapsed ? value > 0 : _collapsed[row.Learner];
        }
    }
}
