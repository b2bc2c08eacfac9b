using System.Globalization;
using MarketSim.Results;
using MarketSim.Results.Tables;

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
    /// <exception cref="RunFolderException">Its table of episodes is missing or malformed.</exception>
    public static TrainingResult Read(RunFolder folder, RunSummary summary)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return new TrainingResult(
            folder.FullPath,
            summary,
            [.. EpisodeFile.Read(folder.FullPath).Where(static outcome => outcome is { Replica: 0, Agent.Length: > 0 }).Select(static outcome => new AgentEpisode(
                outcome.Episode, int.Parse(outcome.Agent, CultureInfo.InvariantCulture), outcome.Group, outcome.Type, outcome.Reward, outcome.WealthChange))]);
    }
}

/// <summary>One episode of one agent.</summary>
/// <param name="Episode">From 0.</param>
/// <param name="Agent">Its account.</param>
/// <param name="Reward">Sum of the rewards; 0 for a rule-based agent.</param>
/// <param name="WealthChange">After costs, in currency.</param>
public sealed record AgentEpisode(int Episode, int Agent, string Group, string Type, double Reward, double WealthChange);
