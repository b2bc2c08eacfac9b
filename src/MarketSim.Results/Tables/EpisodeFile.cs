namespace MarketSim.Results.Tables;

/// <summary>
/// Columns and reading of <c>episodes.csv</c> of a market's training, which <see cref="TrainingTableWriter"/> writes. The file of the same name in the folder of a
/// client of the environment server is another table, with a row per environment, which that server owns.
/// </summary>
public static class EpisodeFile
{
    /// <summary>Name of the file.</summary>
    public const string FileName = RunFolder.EpisodesFile;

    private const string Episode = "episode";
    private const string Tick = "tick";
    private const string Replica = "replica";
    private const string Agent = "agent";
    private const string Agents = "agents";
    private const string Group = "group";
    private const string Type = "type";
    private const string Policy = "policy";
    private const string Reward = "reward";
    private const string WealthChange = "wealth_change";
    private const string Volume = "volume";
    private const string Position = "position";

    private static readonly string[] Own =
        [Episode, Tick, Replica, Agent, Agents, Group, Type, Policy, "decisions", Reward, WealthChange, Volume, Position];

    /// <summary>All columns; with a curriculum the last one is the stage.</summary>
    internal static IEnumerable<string> Columns(bool hasStages) => hasStages ? [.. Own, "stage"] : Own;

    /// <summary>True when the run trained.</summary>
    public static bool Exists(string runFolder) => File.Exists(Path.Combine(runFolder, FileName));

    /// <summary>Reads all rows, in their order.</summary>
    /// <exception cref="RunFolderException">The file is missing or malformed.</exception>
    public static IReadOnlyList<EpisodeOutcome> Read(string runFolder)
    {
        using var table = new CsvTableReader(runFolder, FileName);
        int episode = table.Column(Episode);
        int tick = table.Column(Tick);
        int replica = table.Column(Replica);
        int agent = table.Column(Agent);
        int agents = table.Column(Agents);
        int group = table.Column(Group);
        int type = table.Column(Type);
        int policy = table.Column(Policy);
        int reward = table.Column(Reward);
        int wealthChange = table.Column(WealthChange);
        int volume = table.Column(Volume);
        int position = table.Column(Position);
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
