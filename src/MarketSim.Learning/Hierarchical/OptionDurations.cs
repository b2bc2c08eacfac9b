namespace MarketSim.Learning.Hierarchical;

/// <summary>The durations of options, in decisions.</summary>
internal static class OptionDurations
{
    /// <summary>The durations that a controller picks from.</summary>
    public static IReadOnlyList<int> Default { get; } = [1, 2, 4, 8, 16, 32, 64, 128];

    /// <summary>Whole numbers of steps, separated by commas.</summary>
    /// <exception cref="FormatException">They are not.</exception>
    public static IReadOnlyList<int> Parse(string text)
    {
        var durations = new List<int>();
        foreach (string part in text.Split(','))
        {
            if (!int.TryParse(part, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int duration) || duration < 1)
            {
                throw new FormatException(
                    "whole numbers of steps, e.g. 1,2,4,8: a controller picks one of them (SAC's, too, is the discrete one), it draws no continuous duration");
            }

            durations.Add(duration);
        }

        return durations;
    }
}
