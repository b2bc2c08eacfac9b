using System.Globalization;
using MarketSim.Results;

namespace MarketSim.Simulation.MultiAgent;

/// <summary>The result of a training.</summary>
/// <param name="Folder">Of its run.</param>
/// <param name="Episodes">One for each agent that competes and each episode, in order of (episode, agent); of the main market.</param>
public sealed record TrainingResult(string Folder, RunSummary Summary, IReadOnlyList<AgentEpisode> Episodes)
{
    /// <summary>A line for each group that competes, with its mean reward and change of wealth over the last tenth of the episodes.</summary>
    public override string ToString()
    {
        int episodes = Episodes.Count == 0 ? 0 : 1 + Episodes.Max(static episode => episode.Episode);
        int first = episodes - Math.Max(1, episodes / 10);
        IEnumerable<string> groups = Episodes.Where(episode => episode.Episode >= first).GroupBy(static episode => (episode.Group, episode.Type)).Select(group => string.Create(
            CultureInfo.InvariantCulture,
            $"  {group.Key.Group} ({group.Key.Type}): reward {group.Average(static episode => episode.Reward):0.####}, change of wealth {group.Average(static episode => episode.WealthChange):0.##}"));
        string head = string.Create(CultureInfo.InvariantCulture, $"{Summary.Scenario}, seed {Summary.Seed}: {episodes} episodes in {Folder}; means of the last {episodes - first}:");
        return string.Join(Environment.NewLine, groups.Prepend(head));
    }

    /// <summary>Reads the results of a training run.</summary>
    public static TrainingResult Read(RunFolder folder, RunSummary summary)
    {
        ArgumentNullException.ThrowIfNull(folder);
        string[] lines = File.ReadAllLines(folder.PathOf(RunFolder.EpisodesFile));
        string[] columns = lines[0].Split(',');
        int Place(string column) => Array.IndexOf(columns, column);
        (int episode, int replica, int agent, int group, int type, int reward, int wealth) =
            (Place("episode"), Place("replica"), Place("agent"), Place("group"), Place("type"), Place("reward"), Place("wealth_change"));
        return new TrainingResult(
            folder.FullPath,
            summary,
            [.. lines.Skip(1).Select(line => line.Split(',')).Where(cells => cells[replica] == "0" && cells[agent].Length > 0).Select(cells => new AgentEpisode(
                int.Parse(cells[episode], CultureInfo.InvariantCulture),
                int.Parse(cells[agent], CultureInfo.InvariantCulture),
                cells[group],
                cells[type],
                double.Parse(cells[reward], CultureInfo.InvariantCulture),
                double.Parse(cells[wealth], CultureInfo.InvariantCulture)))]);
    }
}

/// <summary>One episode of one agent.</summary>
/// <param name="Episode">From 0.</param>
/// <param name="Agent">Its account.</param>
/// <param name="Reward">Sum of the rewards; 0 for a rule-based agent.</param>
/// <param name="WealthChange">After costs, in currency.</param>
public sealed record AgentEpisode(int Episode, int Agent, string Group, string Type, double Reward, double WealthChange);
