using MarketSim.Learning.Monitoring;
using MarketSim.Numerics.Statistics;
using MarketSim.Reporting.Figures;
using MarketSim.Reporting.Html;
using MarketSim.Reporting.Page;
using MarketSim.Results.Tables;

namespace MarketSim.Reporting.Learning;

/// <summary>The sections on several trainings of one scenario that differ by their seeds.</summary>
internal static class SeedSections
{
    /// <summary>A learning curve for each learner, what everybody won or lost, and where the trainings ended.</summary>
    /// <param name="trainings">At least one, all of one scenario.</param>
    public static IReadOnlyList<ReportSection> Of(IReadOnlyList<SeedTraining> trainings)
    {
        TrainingModel first = trainings[0].Training;
        string[] learners = [.. first.Episodes.Where(outcome => outcome.Learns).Select(TrainingModel.NameOf).Distinct(StringComparer.Ordinal)];
        int window = MovingMean.Window(first.Episodes.Max(outcome => outcome.Episode) + 1);
        string points = window == 1 ? "A point per episode." : $"Each point is the mean of the last {window} episodes.";
        return
        [
            .. learners.Select((learner, number) => Drawn(
                $"curves{number}",
                learner,
                $"Sum of rewards over an episode. Thin: each seed. Strong: the mean of the seeds, with one standard deviation on both sides. {points}",
                new Figure("Episode", "Reward per episode", LearningCurve.Lines(Series(trainings, learner, outcome => outcome.Reward), learner, first.ColourOf(learner))))),
            Drawn(
                "wealthByAgent",
                "Change of wealth by agent",
                $"What learners and those who compete with them won or lost in an episode, marked to the market after costs: means of the seeds, with one standard deviation on both sides. {points}",
                new Figure(
                    "Episode",
                    "Change of wealth (currency per episode)",
                    [.. first.Traders.SelectMany(trader => LearningCurve.Means(Series(trainings, trader, outcome => outcome.WealthChange), trader, first.ColourOf(trader)))])),
            End(trainings, learners),
        ];
    }

    private static ReportSection Drawn(string name, string title, string explanation, Figure figure) =>
        ReportSection.Of(name, title, explanation, figure) with { IsTall = true };

    private static IReadOnlyList<MetricPoint>[] Series(IReadOnlyList<SeedTraining> trainings, string competingAgent, Func<EpisodeOutcome, double> pick) =>
        [.. trainings.Select(seed => (IReadOnlyList<MetricPoint>)[.. MovingMean.Of(seed.Training.Means(competingAgent, pick)).Select((value, episode) => new MetricPoint(episode + 1, value))])];

    private static ReportSection End(IReadOnlyList<SeedTraining> trainings, string[] learners)
    {
        (ulong Seed, CompetingAgentOutcome Outcome)[] outcomes = [.. trainings.SelectMany(seed => CompetingAgentOutcome.Of(seed.Training).Select(outcome => (seed.Seed, outcome)))];
        double[] seeds = [.. trainings.Select(seed => (double)seed.Seed)];
        Array.Sort(seeds);
        var figure = new Figure(
            "Seed",
            "Reward per episode, last tenth",
            [
                .. learners.Select(learner => new FigureLine(
                    learner,
                    seeds,
                    [.. outcomes.Where(row => row.Outcome.Name == learner).OrderBy(row => row.Seed).Select(row => row.Outcome.LastReward)],
                    trainings[0].Training.ColourOf(learner)) { Style = FigureStyle.Points }),
            ])
        {
            Counts = true,
        };
        return new ReportSection(
            "lastRewards",
            "Where the trainings ended",
            "Rewards of learners by seed: the mean of the last tenth of the episodes. The table has everybody, in means per episode, and over the seeds their mean, deviation and the mean of their middle half with its bootstrap interval.",
            Table(outcomes, trainings.Count),
            Lack: null) { Figure = figure, ShowsTable = true };
    }

    private static HtmlTable Table((ulong Seed, CompetingAgentOutcome Outcome)[] outcomes, int count)
    {
        var table = new HtmlTable(
            HtmlColumn.Text("Agent"),
            HtmlColumn.Text("Seed"),
            HtmlColumn.Number("Reward, first tenth"),
            HtmlColumn.Number("last tenth"),
            HtmlColumn.Number("Wealth, first tenth"),
            HtmlColumn.Number("last tenth"));
        foreach (IGrouping<string, (ulong Seed, CompetingAgentOutcome Outcome)> agent in outcomes.GroupBy(row => row.Outcome.Name, StringComparer.Ordinal))
        {
            CompetingAgentOutcome[] own = [.. agent.Select(row => row.Outcome)];
            Add(table, agent.Key, $"mean of {count}", own, Mean);
            if (own.Length > 1)
            {
                Add(table, agent.Key, "deviation", own, Deviation);
                AddCells(table, agent.Key, "interquartile mean, 95 %", own, Interquartile);
            }

            foreach ((ulong seed, CompetingAgentOutcome outcome) in agent)
            {
                Add(table, agent.Key, FormattableString.Invariant($"{seed}"), [outcome], Mean);
            }
        }

        return table;
    }

    private static void Add(HtmlTable table, string agent, string seed, CompetingAgentOutcome[] outcomes, Func<IEnumerable<double>, double> statistic) =>
        AddCells(table, agent, seed, outcomes, values => Numbers.Significant(statistic(values)));

    private static void AddCells(HtmlTable table, string agent, string seed, CompetingAgentOutcome[] outcomes, Func<IEnumerable<double>, string> text)
    {
        bool learns = outcomes[0].Policy.Length > 0;
        string Cell(Func<CompetingAgentOutcome, double> pick) => text(outcomes.Select(pick));
        table.Add(
            agent,
            seed,
            learns ? Cell(outcome => outcome.FirstReward) : Numbers.Absent,
            learns ? Cell(outcome => outcome.LastReward) : Numbers.Absent,
            Cell(outcome => outcome.FirstWealthChange),
            Cell(outcome => outcome.LastWealthChange));
    }

    private static double Mean(IEnumerable<double> values) => values.Average();

    private static string Interquartile(IEnumerable<double> values)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        if (finite.Length == 0)
        {
            return Numbers.Absent;
        }

        var mean = InterquartileMean.Of(finite);
        return $"{Numbers.Significant(mean.Value)} ({Numbers.Significant(mean.Interval.Lower)} to {Numbers.Significant(mean.Interval.Upper)})";
    }

    private static double Deviation(IEnumerable<double> values)
    {
        var moments = new RunningMoments();
        foreach (double value in values.Where(double.IsFinite))
        {
            moments.Add(value);
        }

        return moments.StandardDeviation;
    }
}

/// <param name="Seed">By which the training differs from the others.</param>
internal sealed record SeedTraining(ulong Seed, TrainingModel Training);
