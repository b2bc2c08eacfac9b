using MarketSim.Agents.Population;
using MarketSim.Market.Venues;
using MarketSim.Simulation.Output;
using MarketSim.Simulation.Running;
using MarketSim.Simulation.Scenarios;

namespace MarketSim.Simulation.Training;

/// <summary>Writes <c>episodes.csv</c> and <c>learners.csv</c>.</summary>
internal sealed class TrainingTables(Scenario scenario, Population population, CsvFile episodes, CsvFile learners)
{
    private readonly IReadOnlyList<ScenarioPolicy> _policies = ScenarioPolicies.Of(scenario, population);

    public static IEnumerable<string> EpisodeColumns { get; } =
        ["episode", "replica", "group", "type", "agent", "agents", "decisions", "reward", "wealth_change", "volume", "inventory"];

    public static IEnumerable<string> LearnerColumns { get; } = ["tick", "episode", "learner", "publication", "version", "figure", "value"];

    public CsvFile Episodes => episodes;

    public CsvFile Learners => learners;

    public void Write(IReadOnlyList<EpisodeRow> rows)
    {
        Instrument instrument = scenario.Market.Instrument;
        double cash = (double)(instrument.TickSize * instrument.LotSize);
        double lot = (double)instrument.LotSize;
        foreach (EpisodeRow row in rows)
        {
            AgentGroup group = population.Groups[row.Group];
            episodes.Number(row.Episode);
            episodes.Number(row.Replica);
            episodes.Text(group.Name);
            episodes.Text(group.Agent.Type);
            if (row.Account is { } account)
            {
                episodes.Number(account.Value);
            }
            else
            {
                episodes.Empty();
            }

            episodes.Number(row.Account is null ? group.Count : 1);
            episodes.Number(row.Decisions);
            episodes.Number(row.Reward);
            episodes.Number(row.WealthChange * cash);
            episodes.Number(row.TradedLots * lot);
            episodes.Number(row.Inventory * lot);
            episodes.EndRow();
        }
    }

    /// <summary>One row per figure: which figures there are depends on the algorithm.</summary>
    public void Write(LearnerRow row, int episode)
    {
        foreach ((string name, double value) in row.Figures)
        {
            learners.Number(row.Tick);
            learners.Number(episode);
            learners.Text(_policies[row.Learner].Name);
            learners.Number(row.Version.Publication);
            learners.Number(row.Version.Version);
            learners.Text(name);
            learners.Number(value);
            learners.EndRow();
        }
    }
}
