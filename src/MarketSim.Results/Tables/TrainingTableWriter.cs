using MarketSim.Agents.Population;
using MarketSim.Engine.Definitions;
using MarketSim.Engine.Episodes;
using MarketSim.Engine.Participants;
using MarketSim.Market.Venues;

namespace MarketSim.Results.Tables;

/// <summary>Writes <c>episodes.csv</c> and <c>learning.csv</c>, and of a training with a curriculum <c>curriculum.csv</c>.</summary>
/// <param name="curriculum">Null for a training without one.</param>
internal sealed class TrainingTableWriter(MarketDefinition market, CsvTableWriter episodes, CsvTableWriter learning, CurriculumTableWriter? curriculum = null)
{
    private readonly IReadOnlyList<PolicyDefinition> _policies = PolicyDefinition.Of(market);
    private readonly TrainingProgressTracker _progress = new(market.Training?.Episodes ?? 0, PolicyDefinition.Of(market));

    public static IEnumerable<string> LearningColumns { get; } = ["tick", "episode", "policy", "version", "name", "value"];

    public CsvTableWriter Episodes => episodes;

    public CsvTableWriter Learning => learning;

    public CsvTableWriter? Curriculum => curriculum?.File;

    /// <summary>The status of the training, for observers.</summary>
    public TrainingStatus Status => _progress.Status;

    public int EndedEpisodes => _progress.EndedEpisodes;

    /// <param name="stages">Of the episode by replica; empty without a curriculum.</param>
    public void Write(long tick, IReadOnlyList<EpisodeRow> rows, IReadOnlyList<int> stages)
    {
        Instrument instrument = market.Instrument;
        double cash = (double)(instrument.TickSize * instrument.LotSize);
        double lot = (double)instrument.LotSize;
        foreach (EpisodeRow row in rows)
        {
            AgentGroup group = market.Population.Groups[row.Group];
            episodes.Number(row.Episode);
            episodes.Number(tick);
            episodes.Number(row.Replica);
            if (row.Account is { } account)
            {
                episodes.Number(account.Value);
            }
            else
            {
                episodes.Empty();
            }

            episodes.Number(row.Account is not null ? 1 : stages.Count == 0 ? group.Count : market.Curriculum!.Stages[stages[row.Replica]].Groups[row.Group].Active);
            episodes.Text(group.Name);
            episodes.Text(group.Agent.Type);
            if (group.Agent is LearningAgent)
            {
                episodes.Text(PolicyDefinition.NameOf(group));
            }
            else
            {
                episodes.Empty();
            }

            episodes.Number(row.Decisions);
            episodes.Number(row.Reward);
            episodes.Number(row.WealthChange * cash);
            if (row.Account is null)
            {
                // The ledger, from which crowds are reported, does not count what was traded.
                episodes.Empty();
            }
            else
            {
                episodes.Number(row.TradedLots * lot);
            }

            episodes.Number(row.Inventory * lot);
            if (stages.Count > 0)
            {
                episodes.Number(stages[row.Replica]);
            }

            episodes.EndRow();
        }

        if (stages.Count > 0)
        {
            _progress.StageIs(stages[0], market.Curriculum!.Stages[stages[0]].Name);
        }

        if (rows.Count > 0)
        {
            _progress.EpisodeEnds(
                rows.Max(row => row.Episode),
                rows.Where(row => row.Account is not null && market.Population.Groups[row.Group].Agent is LearningAgent)
                    .Select(row => (PolicyDefinition.NameOf(market.Population.Groups[row.Group]), row.Reward)));
        }
    }

    public void Write(StageEvaluated evaluated)
    {
        curriculum!.Write(evaluated);
        _progress.Evaluated(curriculum.Last);
    }

    /// <summary>One row per figure: which figures there are depends on the algorithm.</summary>
    public void Write(LearnerRow row, int episode)
    {
        _progress.Learned(row);
        foreach ((string name, double value) in row.Figures)
        {
            learning.Number(row.Tick);
            learning.Number(episode);
            learning.Text(_policies[row.Learner].Name);
            learning.Number(row.Version.Version);
            learning.Text(name);
            learning.Number(value);
            learning.EndRow();
        }
    }
}
