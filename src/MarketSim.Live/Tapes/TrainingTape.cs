using MarketSim.Learning.Hierarchical.Usage;

namespace MarketSim.Live.Tapes;

/// <summary>The history of a training: rewards by episode, figures of the learners, choices of options, evaluations of stages.</summary>
/// <param name="episodes">Of the whole training.</param>
internal sealed class TrainingTape(int episodes)
{
    private const int PointsPerLine = 400;
    private const int ChoicesKept = 2_000;

    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, SortedDictionary<int, (double Sum, int Count)>> _rewards = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, SortedDictionary<string, List<double[]>>> _figures = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Queue<double[]>> _choices = new(StringComparer.Ordinal);
    private readonly List<StageView> _stages = [];
    private int _ended;

    public long Version { get; private set; }

    public void Clear()
    {
        lock (_lock)
        {
            _rewards.Clear();
            _figures.Clear();
            _choices.Clear();
            _stages.Clear();
            _ended = 0;
            Version++;
        }
    }

    /// <summary>One learning agent's episode in one replica of the market.</summary>
    public void Reward(int episode, string policy, double reward)
    {
        lock (_lock)
        {
            if (!_rewards.TryGetValue(policy, out SortedDictionary<int, (double Sum, int Count)>? byEpisode))
            {
                _rewards.Add(policy, byEpisode = []);
            }

            (double sum, int count) = byEpisode.GetValueOrDefault(episode);
            byEpisode[episode] = (sum + reward, count + 1);
            _ended = Math.Max(_ended, episode + 1);
            Version++;
        }
    }

    /// <summary>Records a learner's figure of an update.</summary>
    public void Figure(long tick, string policy, string name, double value)
    {
        lock (_lock)
        {
            Version++;
            if (name == OptionFigures.Choice)
            {
                if (!_choices.TryGetValue(policy, out Queue<double[]>? choices))
                {
                    _choices.Add(policy, choices = new Queue<double[]>());
                }

                if (choices.Count == ChoicesKept)
                {
                    choices.Dequeue();
                }

                choices.Enqueue([tick, value]);
                return;
            }

            if (!_figures.TryGetValue(policy, out SortedDictionary<string, List<double[]>>? byName))
            {
                _figures.Add(policy, byName = new(StringComparer.Ordinal));
            }

            if (!byName.TryGetValue(name, out List<double[]>? points))
            {
                byName.Add(name, points = []);
            }

            points.Add([tick, value]);
        }
    }

    public void Stage(StageView stage)
    {
        lock (_lock)
        {
            _stages.Add(stage);
            Version++;
        }
    }

    public TrainingView Read()
    {
        lock (_lock)
        {
            return new TrainingView(
                _ended,
                episodes,
                [.. _rewards.Keys.Union(_figures.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(Policy)],
                [.. _choices.Select(static choices => new ChoicesView(choices.Key, [.. choices.Value]))],
                [.. _stages]);
        }
    }

    private PolicyView Policy(string name) => new(
        name,
        _rewards.TryGetValue(name, out SortedDictionary<int, (double Sum, int Count)>? rewards)
            ? Thin([.. rewards.Select(static row => new[] { row.Key + 1, row.Value.Sum / row.Value.Count })])
            : [],
        _figures.TryGetValue(name, out SortedDictionary<string, List<double[]>>? figures)
            ? new SortedDictionary<string, IReadOnlyList<double[]>>(figures.ToDictionary(static figure => figure.Key, static figure => Thin(figure.Value), StringComparer.Ordinal), StringComparer.Ordinal)
            : []);

    private static IReadOnlyList<double[]> Thin(IReadOnlyList<double[]> points)
    {
        if (points.Count <= PointsPerLine)
        {
            return [.. points];
        }

        // Evenly, the last one always.
        return [.. Enumerable.Range(0, PointsPerLine).Select(i => points[(int)((long)i * (points.Count - 1) / (PointsPerLine - 1))])];
    }
}

/// <summary>A training as the page shows it.</summary>
/// <param name="Ended">Episodes that are over.</param>
/// <param name="Stages">Evaluations of a curriculum's stages, oldest first.</param>
internal sealed record TrainingView(int Ended, int Episodes, IReadOnlyList<PolicyView> Policies, IReadOnlyList<ChoicesView> Choices, IReadOnlyList<StageView> Stages);

/// <summary>A policy that is trained.</summary>
/// <param name="Rewards">Number of the episode from 1, and the mean reward of the policy's agents in it.</param>
/// <param name="Figures">Tick and value, by the figure's name.</param>
internal sealed record PolicyView(string Name, IReadOnlyList<double[]> Rewards, IReadOnlyDictionary<string, IReadOnlyList<double[]>> Figures);

/// <summary>The options that a controller has picked.</summary>
/// <param name="Choices">Tick and number of the option.</param>
internal sealed record ChoicesView(string Policy, IReadOnlyList<double[]> Choices);

/// <summary>An evaluation of a stage.</summary>
/// <param name="Stage">That was evaluated, from 0.</param>
/// <param name="Decision">stays, advances or returns.</param>
/// <param name="Reason">The decision with its reason.</param>
internal sealed record StageView(int Number, int Episode, int Stage, string Name, double Score, double Smoothed, double Bar, string Decision, string Reason);
