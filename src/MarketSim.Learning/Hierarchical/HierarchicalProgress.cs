using System.Globalization;
using MarketSim.Learning.Hierarchical.Usage;
using MarketSim.Learning.Training;

namespace MarketSim.Learning.Hierarchical;

/// <summary>The progress of the training of a hierarchy.</summary>
/// <param name="Training">Steps and pace.</param>
/// <param name="MeanReturn">Of the last episodes; NaN before the first has ended.</param>
/// <param name="Usage">Of the last window; null before the first has ended.</param>
public sealed record HierarchicalProgress(TrainingProgress Training, double MeanReturn, OptionUsageRow? Usage)
{
    /// <summary>A line for a terminal, with an alarm when the options have collapsed into one.</summary>
    public override string ToString()
    {
        string line = string.Create(CultureInfo.InvariantCulture, $"{Training.Steps:N0} of {Training.TotalSteps:N0} steps, mean return {MeanReturn:G4}");
        if (Usage is null)
        {
            return line;
        }

        string shares = string.Join(" / ", Usage.Shares.Select(static share => share.ToString("P0", CultureInfo.InvariantCulture)));
        string alarm = Usage.HasCollapsed
            ? string.Create(CultureInfo.InvariantCulture, $"; ALARM: the options have collapsed into one (entropy of use {Usage.Entropy:P0} of its maximum)")
            : string.Empty;
        return string.Create(CultureInfo.InvariantCulture, $"{line}; options {shares}, {Usage.MeanDuration:F1} steps each{alarm}");
    }
}
