using MarketSim.Reporting.Charts;
using MarketSim.Reporting.Series;
using MarketSim.Results;
using MarketSim.Results.Tables;

namespace MarketSim.Reporting.RunPages;

/// <summary>The fills of one agent, from the trades of a run.</summary>
internal static class AgentMarkers
{
    /// <summary>More could not be told apart.</summary>
    private const int MaximumMarkers = 3_000;

    /// <exception cref="RunFolderException">There is no such agent, or the run kept no trades.</exception>
    public static MarkerChart Of(string runFolder, RunSummary run, long agent)
    {
        if (agent < 0 || agent >= run.Agents)
        {
            throw new RunFolderException(FormattableString.Invariant($"There is no agent {agent} in {runFolder}: its agents are 0 to {run.Agents - 1}, in the order of agents.csv."));
        }

        if (!TradeFile.Exists(runFolder))
        {
            throw new RunFolderException($"{runFolder} kept no trades (output.trades is false), so the fills of an agent are not known; run the scenario with output.trades: true.");
        }

        List<AgentFill> fills = [.. TradeFile.ReadOf(runFolder, agent)];
        int[] shown = Thinning.Evenly(fills.Count, MaximumMarkers);
        return new MarkerChart(
            agent,
            [.. shown.Select(index => fills[index].TimeSeconds)],
            [.. shown.Select(index => fills[index].Price)],
            [.. shown.Select(index => fills[index].Quantity)],
            [.. shown.Select(index => fills[index].IsBuy ? 1 : 0)],
            fills.Count);
    }
}
