using System.Globalization;
using MarketSim.Learning.Imitation.Cloning;
using MarketSim.Reporting.Figures;
using MarketSim.Reporting.Page;

namespace MarketSim.Reporting.Learning;

/// <summary>The report's sections on policies that clone experts while the market runs.</summary>
internal static class CloneSections
{
    private const int MaximumActions = 9;

    public static IEnumerable<ReportSection> Of(TrainingModel training)
    {
        Figure? losses = EpisodeFigures.ByUpdate(
            training, "Loss", ("train/clone_loss", "learned from", FigureStyle.Strong), ("train/held_out_loss", "held out", FigureStyle.Points));
        if (losses is null)
        {
            yield break;
        }

        yield return ReportSection.Of("cloneLosses", "Losses of the clones", "After each update: of the episodes that a clone learned from, and of those that were held out.", losses);
        if (EpisodeFigures.ByUpdate(
            training, "Macro-F1", ("train/held_out_macro_f1", "clone", FigureStyle.Strong), ("train/held_out_majority_f1", "always the most frequent action", FigureStyle.Dashed)) is { } scores)
        {
            yield return ReportSection.Of("cloneScores", "Agreement with the expert", "Macro-F1 on held-out episodes, beside that of always taking the expert's most frequent action.", scores);
        }

        if (Returns(training) is { } returns)
        {
            yield return ReportSection.Of("cloneReturns", "Clone against expert", "Change of wealth per agent over an episode: clones beside the groups that compete with them.", returns);
        }

        foreach (string policy in training.Learning.Policies)
        {
            if (MatrixOf(training, policy) is { } matrix)
            {
                yield return ImitationFigures.Confusion($"confusion{policy}", $"What {policy} does where its expert acted", matrix);
            }
        }
    }

    private static Figure? Returns(TrainingModel training)
    {
        string[] traders = [.. training.Traders];
        return traders.Length < 2 ? null : EpisodeFigures.ByEpisode(training, traders, static outcome => outcome.WealthChange, "Change of wealth (currency per episode)");
    }

    /// <summary>The confusion matrix of the last update; null for a policy that reports none.</summary>
    private static ConfusionMatrix? MatrixOf(TrainingModel training, string policy)
    {
        int actions = Enumerable.Range(0, MaximumActions).TakeWhile(action => Count(training, policy, action, 0) is not null).Count();
        if (actions == 0)
        {
            return null;
        }

        var matrix = new ConfusionMatrix(actions);
        for (int expert = 0; expert < actions; expert++)
        {
            for (int clone = 0; clone < actions; clone++)
            {
                matrix.Add(expert, clone, (long)(Count(training, policy, expert, clone) ?? 0));
            }
        }

        return matrix;
    }

    private static double? Count(TrainingModel training, string policy, int expert, int clone) =>
        training.Learning.Find(policy, string.Create(CultureInfo.InvariantCulture, $"train/confusion_{expert}_{clone}")) is { } series ? series.Values[^1] : null;
}
