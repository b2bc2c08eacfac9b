using System.Globalization;

namespace MarketSim.Learning.Hierarchical.Usage;

/// <summary>Names of the figures of option use in <c>metrics.csv</c> and wherever else figures are recorded.</summary>
public static class OptionFigures
{
    /// <summary>Metric: entropy of the options' use.</summary>
    public const string Entropy = "options/usage_entropy";
    /// <summary>Metric: mean steps of an option.</summary>
    public const string MeanDuration = "options/mean_duration";
    /// <summary>Metric: share of choices that change the option.</summary>
    public const string SwitchRate = "options/switch_rate";
    /// <summary>Metric: information of the option about the state.</summary>
    public const string StateInformation = "options/state_information";
    /// <summary>Metric: information of the option about the regime.</summary>
    public const string RegimeInformation = "options/regime_information";

    /// <summary>1 while the options have collapsed into one, else 0.</summary>
    public const string Collapsed = "options/collapsed";

    /// <summary>Name of the figure in a market's <c>learning.csv</c>: the option that a controller has picked at a tick.</summary>
    public const string Choice = "options/choice";

    /// <summary>Share of the steps that an option acted for.</summary>
    public static string Usage(int option) => string.Create(CultureInfo.InvariantCulture, $"options/usage_{option}");

    /// <summary>Mean task reward of an option's steps.</summary>
    public static string Reward(int option) => string.Create(CultureInfo.InvariantCulture, $"options/reward_{option}");

    /// <summary>Gives all figures of a window, in a fixed order.</summary>
    public static void Report(OptionUsageRow row, Action<string, double> report)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(report);
        for (int option = 0; option < row.Shares.Count; option++)
        {
            report(Usage(option), row.Shares[option]);
            report(Reward(option), row.MeanRewards[option]);
        }

        report(MeanDuration, row.MeanDuration);
        report(SwitchRate, row.SwitchRate);
        report(Entropy, row.Entropy);
        report(StateInformation, row.StateInformation);
        if (row.RegimeInformation is { } information)
        {
            report(RegimeInformation, information);
        }

        report(Collapsed, row.HasCollapsed ? 1 : 0);
    }
}
