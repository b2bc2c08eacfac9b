namespace MarketSim.Results.Tables;

/// <summary>Reads <c>episodes.csv</c>, which training runs write.</summary>
public static class EpisodeFile
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "episodes.csv";

    /// <summary>True when the run trained.</summary>
    public static bool Exists(string runFolder) => File.Exists(Path.Combine(runFolder, FileName));

    /// <summary>Reads all rows, in their order.</summary>
    /// <exception cref="RunFolderException">The file is missing or malformed.</exception>
    public static IReadOnlyList<EpisodeOutcome> Read(string runFolder)
    {
        using var table = new CsvTable(runFolder, FileName);
        int episode = table.Column("episode");
        int tick = table.Column("tick");
        int replica = table.Column("replica");
        int agent = table.Column("agent");
        int agents = table.Column("agents");
        int group = table.Column("group");
        int type = table.Column("type");
        int policy = table.Column("policy");
        int reward = table.Column("reward");
        int wealthChange = table.Column("wealth_change");
        int volume = table.Column("volume");
        int position = table.Column("position");
        var outcomes = new List<EpisodeOutcome>();
        while (table.Read())
        {
            outcomes.Add(new EpisodeOutcome(
                (int)table.NumberAtLeastZero(episode),
                table.WholeNumber(tick),
                (int)table.NumberAtLeastZero(replica),
                table.TextOrEmpty(agent),
                table.WholeNumber(agents),
                table.Text(group),
                table.Text(type),
                table.TextOrEmpty(policy),
                table.Number(reward),
                table.Number(wealthChange),
                table.NumberOrAbsent(volume),
                table.Number(position)));
        }

        return outcomes;
    }
}

/// <summary>The outcome of one episode for one competing agent, or for the mean agent of a group of others. Money is in currency, volume and position in units.</summary>
/// <param name="Tick">At which the episode ended.</param>
/// <param name="Agent">Number of the agent; empty for the mean of a group.</param>
/// <param name="Agents">Agents that the mean is over.</param>
/// <param name="Policy">Name of the policy of a learner; empty for others.</param>
/// <param name="Reward">Sum over the episode.</param>
public sealed record EpisodeOutcome(
    int Episode,
    long Tick,
    int Replica,
    string Agent,
    long Agents,
    string Group,
    string Type,
    string Policy,
    double Reward,
    double WealthChange,
    double Volume,
    double Position)
{
    /// <summary>True when it acts by a policy.</summary>
    public bool Learns => Policy.Length > 0;
}
