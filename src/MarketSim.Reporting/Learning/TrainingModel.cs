using MarketSim.Reporting.Series;
using MarketSim.Results;
using MarketSim.Results.Tables;

namespace MarketSim.Reporting.Learning;

/// <summary>The record of a training, read from a run folder.</summary>
/// <param name="Episodes">In the order of the file.</param>
/// <param name="TicksPerEpisode">By which a tick becomes a place on the axis of episodes.</param>
internal sealed record TrainingModel(IReadOnlyList<EpisodeOutcome> Episodes, LearningSamples Learning, double TicksPerEpisode)
{
    /// <summary>Evaluations of stages; empty for a training without a curriculum.</summary>
    public IReadOnlyList<CurriculumRow> Curriculum { get; init; } = [];

    /// <summary>Names of those whose results are compared, in the order of the file; the mean agent of a group goes by the group.</summary>
    public IReadOnlyList<string> CompetingAgents { get; } = [.. Episodes.Select(NameOf).Distinct(StringComparer.Ordinal)];

    /// <summary>Those of them that trade for themselves rather than stand for a crowd: learners and their competing agents.</summary>
    public IReadOnlyList<string> Traders { get; } =
        [.. Episodes.Where(outcome => outcome.Agent.Length > 0).Select(NameOf).Distinct(StringComparer.Ordinal)];

    /// <summary>Number of the colour that a trader has in all figures; a policy has that of the first who acts by it.</summary>
    public int ColourOf(string trader) => Math.Max(0, Traders.ToList().IndexOf(trader));

    /// <inheritdoc cref="ColourOf"/>
    public int ColourOfPolicy(string policy) =>
        Episodes.FirstOrDefault(outcome => outcome.Policy == policy) is { } acting ? ColourOf(NameOf(acting)) : 0;

    /// <summary>Reads a training; null for a run without training, or one that has not ended an episode.</summary>
    public static TrainingModel? Read(string runFolder)
    {
        if (!EpisodeFile.Exists(runFolder))
        {
            return null;
        }

        IReadOnlyList<EpisodeOutcome> episodes = EpisodeFile.Read(runFolder);
        return episodes.Count == 0
            ? null
            : new TrainingModel(
                episodes,
                LearningFile.Exists(runFolder) ? LearningFile.Read(runFolder) : new LearningSamples(),
                Spacing(episodes))
            {
                Curriculum = CurriculumFile.Read(runFolder),
            };
    }

    /// <summary>The borders of its episodes.</summary>
    public EpisodeBorders Borders(RunSummary run) => Episodes.Max(outcome => outcome.Episode) > 0
        ? new EpisodeBorders(run.OpenSeconds, TicksPerEpisode * run.TickNanoseconds / 1e9)
        : EpisodeBorders.None;

    /// <summary>The tick at which the last episode that has ended began.</summary>
    public double FirstTickOfLastEpisode => Episodes.Max(outcome => outcome.Episode) * TicksPerEpisode;

    /// <summary>Agents go by their group: several of one group are averaged.</summary>
    public static string NameOf(EpisodeOutcome outcome) => outcome.Agent.Length == 0 ? $"{outcome.Group} (mean)" : outcome.Group;

    /// <summary>Results of one competing agent by episode, the mean over its replicas and the agents that go by its name; NaN where it has none.</summary>
    public double[] Means(string competingAgent, Func<EpisodeOutcome, double> pick)
    {
        int last = Episodes.Max(outcome => outcome.Episode);
        double[] sums = new double[last + 1];
        int[] counts = new int[last + 1];
        foreach (EpisodeOutcome outcome in Episodes.Where(outcome => NameOf(outcome) == competingAgent))
        {
            sums[outcome.Episode] += pick(outcome);
            counts[outcome.Episode]++;
        }

        return [.. sums.Zip(counts, (sum, count) => count > 0 ? sum / count : double.NaN)];
    }

    /// <summary>Ticks from the end of one episode to that of the next.</summary>
    private static double Spacing(IReadOnlyList<EpisodeOutcome> episodes)
    {
        EpisodeOutcome first = episodes[0];
        EpisodeOutcome last = episodes[^1];
        return last.Episode > first.Episode ? (last.Tick - first.Tick) / (double)(last.Episode - first.Episode) : first.Tick + 1.0;
    }
}
