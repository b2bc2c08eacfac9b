using MarketSim.Results;
using MarketSim.Results.Tables;

namespace MarketSim.Reporting.Learning;

/// <summary>The results of a competing agent in a training: means over the first and the last tenth of the episodes. Money is in currency.</summary>
/// <param name="Name">The group; a crowd that does not compete is its mean agent.</param>
/// <param name="Policy">Empty for who does not learn.</param>
/// <param name="FirstReward">Sum over an episode; 0 for who does not learn.</param>
/// <param name="LargestLag">In weights versions; NaN where it is not known.</param>
public sealed record CompetingAgentOutcome(
    string Name,
    string Type,
    string Policy,
    double FirstReward,
    double LastReward,
    double FirstWealthChange,
    double LastWealthChange,
    double LastVolume,
    double LargestLag)
{
    /// <summary>Reads what a run folder tells; empty for a run without training, or one that has not ended an episode.</summary>
    /// <exception cref="RunFolderException">A table is malformed.</exception>
    public static IReadOnlyList<CompetingAgentOutcome> Read(string runFolder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(runFolder);
        return TrainingModel.Read(runFolder) is { } training ? Of(training) : [];
    }

    internal static IReadOnlyList<CompetingAgentOutcome> Of(TrainingModel training) => [.. training.CompetingAgents.Select(name => Of(training, name))];

    private static CompetingAgentOutcome Of(TrainingModel training, string name)
    {
        EpisodeOutcome example = training.Episodes.First(outcome => TrainingModel.NameOf(outcome) == name);
        LearningSeries? lag = training.Learning.Find(example.Policy, "lag_maximum");
        return new CompetingAgentOutcome(
            name,
            example.Type,
            example.Policy,
            Tenth(training, name, outcome => outcome.Reward, isLast: false),
            Tenth(training, name, outcome => outcome.Reward, isLast: true),
            Tenth(training, name, outcome => outcome.WealthChange, isLast: false),
            Tenth(training, name, outcome => outcome.WealthChange, isLast: true),
            Tenth(training, name, outcome => outcome.Volume, isLast: true),
            lag is null ? double.NaN : lag.Values.Max());
    }

    private static double Tenth(TrainingModel training, string name, Func<EpisodeOutcome, double> pick, bool isLast)
    {
        double[] values = training.Means(name, pick);
        int count = Math.Max(1, values.Length / 10);
        double[] part = [.. (isLast ? values[^count..] : values[..count]).Where(double.IsFinite)];
        return part.Length > 0 ? part.Average() : double.NaN;
    }
}
