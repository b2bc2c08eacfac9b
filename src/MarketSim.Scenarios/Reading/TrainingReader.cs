namespace MarketSim.Scenarios.Reading;

/// <summary>Reads the section <c>training</c>.</summary>
internal static class TrainingReader
{
    private const int MaxEpisodes = 10_000_000;
    private const int MaxReplicas = 1_024;
    private const int MaxLag = 1_000_000;

    private static readonly ValueRule<TrainingMode> Mode = new(
        "lockstep or async",
        text => text switch { "lockstep" => new(TrainingMode.Lockstep), "async" => new(TrainingMode.Async), _ => null });

    /// <summary>Reads the section; null when there is none.</summary>
    public static ScenarioTraining? Read(SectionReader root, ScenarioMarket? market, IReadOnlyList<ScenarioAgents> agents)
    {
        if (!root.Has("training"))
        {
            if (agents.FirstOrDefault(group => group.Learns) is { } learning)
            {
                root.Problems.Add(root.LineOf("agents"), $"agents.{learning.Name} learns, but there is no section training; add one, e.g. training: {{ episodes: 100 }}, or give the group frozen: {{ file: … }} to act by a policy that was trained before");
            }

            return null;
        }

        SectionReader section = root.Section("training");
        var defaults = new ScenarioTraining();
        Field<int> episodes = section.Optional("episodes", Rules.Count(1, MaxEpisodes, "100"), defaults.Episodes, "100");
        Field<TrainingMode> mode = section.Optional("mode", Mode, defaults.Mode, "lockstep");
        Field<int> replicas = section.Optional("replicas", Rules.Count(1, MaxReplicas, "8"), defaults.Replicas, "1");
        Field<bool> competitive = section.Optional("competitiveRewards", Rules.Switch, defaults.CompetitiveRewards, "false");
        Field<bool> impact = section.Optional("marketImpact", Rules.Switch, defaults.MarketImpact, "true");
        Field<int> lag = section.Optional("maximumLag", Rules.Count(1, MaxLag, "64"), defaults.MaximumLag, "64");
        section.Close();
        if (agents.Count > 0 && !agents.Any(group => group.Learns))
        {
            section.Problems.Add(section.Line, "training is given, but no group of agents learns; give one the type of a learning algorithm, or remove training");
        }

        if (market is not null && episodes.IsValid && !FitsTime(market, episodes.Value))
        {
            episodes.Refuse(section.Problems, "fewer: with so many sessions, time exceeds 46,000 days");
        }

        return new ScenarioTraining
        {
            Episodes = episodes.Value,
            Mode = mode.Value,
            Replicas = replicas.Value,
            CompetitiveRewards = competitive.Value,
            MarketImpact = impact.Value,
            MaximumLag = lag.Value,
        };
    }

    private static bool FitsTime(ScenarioMarket market, int episodes) =>
        (Int128)(market.Session.TickCount + 4) * market.Session.TickNanoseconds * episodes < 4_000_000_000_000_000_000;
}
