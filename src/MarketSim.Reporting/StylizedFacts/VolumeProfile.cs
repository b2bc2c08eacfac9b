using MarketSim.Reporting.Series;
using MarketSim.Results;
using MarketSim.Results.Tables;

namespace MarketSim.Reporting.StylizedFacts;

/// <summary>Volume over a trading day, of a training over the days of all episodes, in thirteen equal parts (half-hours of a day from 09:30 to 16:00).</summary>
/// <param name="openSeconds">Of the session, since midnight.</param>
/// <param name="closeSeconds">Of the session.</param>
/// <param name="timeSeconds">Of the samples of the book.</param>
internal sealed class VolumeProfile(double openSeconds, double closeSeconds, IReadOnlyList<double> timeSeconds, EpisodeBorders borders)
{
    private const int Parts = 13;
    private const int FirstMiddlePart = 4;
    private const int MiddleParts = 5;

    private readonly double[] _shares = new double[Parts];
    private int _trades;

    // Of a training, an episode's; the three closed ticks after it hardly count.
    private double Length => borders.HasSeveral ? borders.EpisodeSeconds : closeSeconds - openSeconds;

    public void Add(Trade trade)
    {
        double part = (borders.ClockOf(trade.TimeSeconds) - openSeconds) / Length * Parts;
        _shares[(int)Math.Clamp(part, 0, Parts - 1)] += trade.Quantity;
        _trades++;
    }

    /// <summary>The share of the volume that each thirteenth of the day has, as a multiple of an even one.</summary>
    public double[] Relative()
    {
        double total = _shares.Sum();
        return [.. _shares.Select(share => total > 0 ? share / total * Parts : double.NaN)];
    }

    public StylizedFact IsHighAtOpenAndClose() => StylizedFact.Evaluate(
        "Volume over the day",
        "U-shaped: first and last thirteenth of the day above the mean of the middle five",
        "yes",
        "trades over one whole day",
        IsOneWholeDay() ? _trades : 0,
        500,
        () =>
        {
            double middle = _shares.Skip(FirstMiddlePart).Take(MiddleParts).Average();
            if (middle <= 0 || !IsOneWholeDay())
            {
                return null;
            }

            (double first, double last) = (_shares[0] / middle, _shares[^1] / middle);
            return (FormattableString.Invariant($"first {first:0.00}, last {last:0.00} times the middle"), first > 1 && last > 1, Math.Min(first, last));
        });

    /// <summary>True for a session of at most one day whose book was sampled from open to close, except for at most a hundredth of it.</summary>
    private bool IsOneWholeDay()
    {
        double length = Length;
        return length <= SimulatedClock.SecondsPerDay
            && timeSeconds.Count > 1
            && timeSeconds[0] <= openSeconds + (length / 100)
            && timeSeconds[^1] >= openSeconds + (length * 0.99);
    }
}
