using MarketSim.Reporting.RunFolders;

namespace MarketSim.Reporting.StylizedFacts;

/// <summary>Volume over the trading day, in thirteen equal parts (half-hours of a day from 09:30 to 16:00).</summary>
internal sealed class VolumeProfile(RunFacts facts, IReadOnlyList<double> timeSeconds)
{
    private const int Parts = 13;
    private const int FirstMiddlePart = 4;
    private const int MiddleParts = 5;

    private readonly double[] _shares = new double[Parts];
    private int _trades;

    public void Add(Trade trade)
    {
        double part = (TradingDay.SecondsSinceMidnight(trade.TimeSeconds) - facts.OpenSeconds) / (facts.CloseSeconds - facts.OpenSeconds) * Parts;
        _shares[(int)Math.Clamp(part, 0, Parts - 1)] += trade.Quantity;
        _trades++;
    }

    public StylizedFact IsHighAtOpenAndClose() => StylizedFact.Judged(
        "Volume over the day",
        "U-shaped: first and last thirteenth of the day above the mean of the middle five",
        "yes",
        "trades over whole days",
        CoversWholeDays() ? _trades : 0,
        500,
        () =>
        {
            double middle = _shares.Skip(FirstMiddlePart).Take(MiddleParts).Average();
            if (middle <= 0 || !CoversWholeDays())
            {
                return null;
            }

            (double first, double last) = (_shares[0] / middle, _shares[^1] / middle);
            return (FormattableString.Invariant($"first {first:0.00}, last {last:0.00} times the middle"), first > 1 && last > 1);
        });

    /// <summary>Whether the book was sampled from the open of the first day to the close of the last, but for a hundredth of a session.</summary>
    private bool CoversWholeDays()
    {
        // Less the tolerance, a close at midnight belongs to the day that ends there.
        double tolerance = (facts.CloseSeconds - facts.OpenSeconds) / 100;
        return timeSeconds.Count > 1
            && TradingDay.SecondsSinceMidnight(timeSeconds[0]) <= facts.OpenSeconds + tolerance
            && TradingDay.SecondsSinceMidnight(timeSeconds[^1] - tolerance) >= facts.CloseSeconds - (2 * tolerance);
    }
}
