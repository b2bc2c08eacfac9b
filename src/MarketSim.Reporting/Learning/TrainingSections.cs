using MarketSim.Learning.Hierarchical.Usage;
using MarketSim.Reporting.Figures;
using MarketSim.Reporting.Html;
using MarketSim.Reporting.Page;
using MarketSim.Results.Tables;

namespace MarketSim.Reporting.Learning;

/// <summary>The report's sections on a training.</summary>
internal static class TrainingSections
{
    /// <param name="options">Bands of options under the price, by hierarchical policy; empty where there is none.</param>
    public static IEnumerable<ReportSection> Of(TrainingModel training, Figure? positions, IReadOnlyList<(string Policy, Figure Figure)> options)
    {
        string[] learners = [.. training.Episodes.Where(outcome => outcome.Learns).Select(TrainingModel.NameOf).Distinct(StringComparer.Ordinal)];
        int episodes = training.Episodes.Max(outcome => outcome.Episode) + 1;
        string window = MovingMean.Window(episodes) == 1
            ? "One point per episode."
            : $"Thin: each episode. Strong: the mean of the last {MovingMean.Window(episodes)} episodes.";
        ReportSection?[] sections =
        [
            Section(
                "learningCurves",
                "Learning curves",
                $"Sum of rewards over an episode, by learner. {window}",
                EpisodeFigures.ByEpisode(training, learners, outcome => outcome.Reward, "Reward per episode")),
            Section(
                "wealthByAgent",
                "Change of wealth by agent",
                $"What learners and those who compete with them won or lost in an episode, marked to the market after costs. {window}",
                EpisodeFigures.ByEpisode(training, training.Traders, outcome => outcome.WealthChange, "Change of wealth (currency per episode)")),
            Section("positions", "Positions on the price", "What learners and those who compete with them held in the last episode, on the price that they saw.", positions),
            .. options.Select((option, index) => Section(
                $"options{index}",
                $"Options of {option.Policy} under the price",
                "What the controller had picked in the last episode: a band in the colour of the option that was executed, up to the price.",
                option.Figure)),
            .. OptionUse(training),
            Section(
                "policyLag",
                "Policy lag",
                "How many versions older than the learner's weights the weights were that had acted, by update: mean and largest.",
                EpisodeFigures.ByUpdate(training, "Lag (weights versions)", ("lag", "mean", FigureStyle.Strong), ("lag_maximum", "largest", FigureStyle.Dashed))),
            Section(
                "entropy",
                "Entropy",
                "Of the policies, by update: how undecided they are.",
                EpisodeFigures.ByUpdate(training, "Entropy (nats)", ("train/entropy", "", FigureStyle.Strong))),
            Section(
                "policyLosses",
                "Losses of the policies",
                "What the updates lower, without the part of the values.",
                EpisodeFigures.ByUpdate(training, "Loss", ("train/policy_loss", "", FigureStyle.Strong), ("train/actor_loss", "", FigureStyle.Strong))),
            Section(
                "valueLosses",
                "Losses of the values",
                "Squared errors of what states or actions are thought to be worth.",
                EpisodeFigures.ByUpdate(training, "Squared error", ("train/value_loss", "", FigureStyle.Strong), ("train/critic_loss", "", FigureStyle.Strong))),
        ];
        return [.. CurriculumSections.Of(training.Curriculum), .. CloneSections.Of(training), .. sections.OfType<ReportSection>()];
    }

    // By episode: shares and entropy of use of each hierarchical policy.
    private static IEnumerable<ReportSection?> OptionUse(TrainingModel training)
    {
        int number = 0;
        foreach (string policy in training.Learning.Policies.Where(policy => training.Learning.Find(policy, OptionFigures.Entropy) is not null))
        {
            var lines = new List<FigureLine>();
            for (int option = 0; training.Learning.Find(policy, OptionFigures.Usage(option)) is { } shares; option++)
            {
                lines.Add(Line(training, $"Option {option}", shares, option, FigureStyle.Strong));
            }

            bool hasCollapsed = training.Learning.Find(policy, OptionFigures.Collapsed) is { Values: [.., 1] };
            lines.Add(Line(training, "Entropy of use (share of its maximum)", training.Learning.Find(policy, OptionFigures.Entropy)!, lines.Count, FigureStyle.Dashed));
            yield return Section(
                $"optionUse{number++}",
                $"Use of the options of {policy}",
                $"Share of the decisions that each option made, by episode.{(hasCollapsed ? " ALARM: in the last episode the options had collapsed into one." : string.Empty)}",
                new Figure("Episode", "Share", lines));
        }
    }

    private static FigureLine Line(TrainingModel training, string name, LearningSeries series, int colour, FigureStyle style) =>
        new(name, [.. series.Ticks.Select(tick => tick / training.TicksPerEpisode)], [.. series.Values], colour) { Style = style };

    /// <summary>Begin and end of each competing agent's training in numbers.</summary>
    public static HtmlTable Table(TrainingModel training)
    {
        var table = new HtmlTable(
            HtmlColumn.Text("Agent"),
            HtmlColumn.Text("Type"),
            HtmlColumn.Text("Policy"),
            HtmlColumn.Number("Reward, first tenth"),
            HtmlColumn.Number("last tenth"),
            HtmlColumn.Number("Wealth, first tenth"),
            HtmlColumn.Number("last tenth"),
            HtmlColumn.Number("Volume, last tenth"),
            HtmlColumn.Number("Lag, largest"));
        foreach (CompetingAgentOutcome outcome in CompetingAgentOutcome.Of(training))
        {
            bool learns = outcome.Policy.Length > 0;
            table.Add(
                outcome.Name,
                outcome.Type,
                learns ? outcome.Policy : Numbers.Absent,
                learns ? Numbers.Significant(outcome.FirstReward) : Numbers.Absent,
                learns ? Numbers.Significant(outcome.LastReward) : Numbers.Absent,
                Numbers.Significant(outcome.FirstWealthChange),
                Numbers.Significant(outcome.LastWealthChange),
                Numbers.Significant(outcome.LastVolume),
                Numbers.Whole(outcome.LargestLag));
        }

        return table;
    }

    private static ReportSection? Section(string name, string title, string explanation, Figure? figure) =>
        figure is null ? null : ReportSection.Of(name, title, explanation, figure) with { IsTall = true };
}
