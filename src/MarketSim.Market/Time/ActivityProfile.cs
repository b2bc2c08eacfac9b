namespace MarketSim.Market.Time;

/// <summary>
/// The activity of a market over its trading day, as a multiple of the day's mean: high at the open, low around noon, high again at the close (Admati and
/// Pfleiderer 1988, Review of Financial Studies 1; Jain and Joh 1988). From the open to the middle of the day it is 1 + (open - 1) (1 - 2 u)^3 and from there
/// to the close 1 + (close - 1) (2 u - 1)^3, both divided by their mean, with u from 0 at the open to 1 at the close.
/// </summary>
public sealed record ActivityProfile
{
    private readonly double _mean;

    /// <param name="open">Activity at the open as a multiple of that in the middle of the day, 0.1 to 100.</param>
    /// <param name="close">Activity at the close, in the same way.</param>
    /// <param name="dayNanoseconds">Length of a trading day; a longer session repeats the profile, a day after the other. 0 for the session's length.</param>
    public ActivityProfile(double open, double close, long dayNanoseconds = 0)
    {
        Open = Checked(open, nameof(open));
        Close = Checked(close, nameof(close));
        ArgumentOutOfRangeException.ThrowIfNegative(dayNanoseconds);
        DayNanoseconds = dayNanoseconds;
        _mean = 1 + ((open - 1 + close - 1) / 8);
        Highest = Math.Max(1, Math.Max(open, close)) / _mean;
    }

    /// <summary>The same all day.</summary>
    public static ActivityProfile Flat { get; } = new(1, 1);

    /// <summary>Activity at the open, relative to the mean of the session.</summary>
    public double Open { get; }

    /// <summary>Activity at the close, relative to the mean of the session.</summary>
    public double Close { get; }

    /// <summary>0 for the session's length.</summary>
    public long DayNanoseconds { get; }

    /// <summary>True when the activity is constant.</summary>
    public bool IsFlat => Open == 1 && Close == 1;

    /// <summary>No value is greater.</summary>
    public double Highest { get; }

    /// <summary>A multiple of the day's mean; before the session that at its open.</summary>
    /// <param name="open">Of the session.</param>
    /// <param name="sessionNanoseconds">Its length.</param>
    public double At(SimulatedTime time, SimulatedTime open, long sessionNanoseconds)
    {
        if (IsFlat)
        {
            return 1;
        }

        long day = DayNanoseconds > 0 ? DayNanoseconds : sessionNanoseconds;
        double place = (Math.Max(0, time - open) % day / (double)day * 2) - 1;
        double cube = Math.Abs(place * place * place);
        return (1 + (((place < 0 ? Open : Close) - 1) * cube)) / _mean;
    }

    /// <summary>Mean activity between two times.</summary>
    /// <param name="to">Not before <paramref name="from"/>.</param>
    /// <param name="open">Of the session.</param>
    /// <param name="sessionNanoseconds">Its length.</param>
    public double Mean(SimulatedTime from, SimulatedTime to, SimulatedTime open, long sessionNanoseconds) => IsFlat || to <= from
        ? At(from, open, sessionNanoseconds)
        : (Sum(to, open, sessionNanoseconds) - Sum(from, open, sessionNanoseconds)) / (to - from);

    // The integral of the activity since the open, in nanoseconds.
    private double Sum(SimulatedTime time, SimulatedTime open, long sessionNanoseconds)
    {
        long day = DayNanoseconds > 0 ? DayNanoseconds : sessionNanoseconds;
        long since = Math.Max(0, time - open);
        double place = (since % day / (double)day * 2) - 1;
        double fourth = place * place * place * place;
        double sum = place < 0
            ? place + 1 + ((Open - 1) * (1 - fourth) / 4)
            : 1 + ((Open - 1) / 4) + place + ((Close - 1) * fourth / 4);
        return (since / day * (double)day) + (sum * day / 2 / _mean);
    }

    private static double Checked(double value, string name) => value is >= 0.1 and <= 100
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "The activity is 0.1 to 100 times that in the middle of the day.");
}
