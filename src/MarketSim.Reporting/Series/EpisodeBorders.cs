namespace MarketSim.Reporting.Series;

/// <summary>
/// The times at which the episodes of a training begin, on the time of the run, which continues without a gap. The market restarts with each, so that nothing
/// computed from one row to the next may cross a border.
/// </summary>
/// <param name="openSeconds">Beginning of the first episode.</param>
/// <param name="episodeSeconds">From the beginning of one to that of the next.</param>
internal sealed class EpisodeBorders(double openSeconds, double episodeSeconds)
{
    // Times are decimal fractions: what is this close to a border lies on it.
    private const double Tolerance = 1e-6;

    /// <summary>The borders of a run of one session.</summary>
    public static EpisodeBorders None { get; } = new(0, double.PositiveInfinity);

    public bool HasSeveral => double.IsFinite(episodeSeconds);

    public double OpenSeconds => openSeconds;

    /// <summary>0 where there is one only.</summary>
    public double EpisodeSeconds => HasSeveral ? episodeSeconds : 0;

    /// <summary>The episode of a time, from 0.</summary>
    public int Of(double timeSeconds) => HasSeveral ? Math.Max(0, (int)Math.Floor(((timeSeconds - openSeconds) / episodeSeconds) + Tolerance)) : 0;

    /// <summary>The time of its own session that a time is.</summary>
    public double ClockOf(double timeSeconds) => HasSeveral ? timeSeconds - (Of(timeSeconds) * episodeSeconds) : timeSeconds;

    /// <summary>The first row of each episode that has rows.</summary>
    public IReadOnlyList<int> Starts(IReadOnlyList<double> timeSeconds)
    {
        var starts = new List<int>();
        for (int row = 0; row < timeSeconds.Count; row++)
        {
            if (row == 0 || Of(timeSeconds[row]) != Of(timeSeconds[row - 1]))
            {
                starts.Add(row);
            }
        }

        return starts;
    }

    /// <summary>Rows to draw with -1 where a line must be broken.</summary>
    public int[] Broken(int[] rows, IReadOnlyList<double> timeSeconds)
    {
        if (!HasSeveral)
        {
            return rows;
        }

        var broken = new List<int>(rows.Length);
        for (int index = 0; index < rows.Length; index++)
        {
            if (index > 0 && Of(timeSeconds[rows[index]]) != Of(timeSeconds[rows[index - 1]]))
            {
                broken.Add(-1);
            }

            broken.Add(rows[index]);
        }

        return [.. broken];
    }

    /// <summary>Values at rows that may be -1, which have none.</summary>
    public static double[] At(IReadOnlyList<double> values, int[] rows) => [.. rows.Select(row => row < 0 ? double.NaN : values[row])];

    /// <summary>Times at rows that may be -1, which are at that of the row before.</summary>
    public static double[] TimesAt(IReadOnlyList<double> times, int[] rows) => [.. rows.Select((row, index) => times[row < 0 ? rows[index - 1] : row])];
}
