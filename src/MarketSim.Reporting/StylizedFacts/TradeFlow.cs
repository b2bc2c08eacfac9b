using MarketSim.Numerics.Statistics;
using MarketSim.Reporting.Series;
using MarketSim.Results.Tables;

namespace MarketSim.Reporting.StylizedFacts;

/// <summary>Facts of the stream of trades; the fills of one incoming order count as one trade, and trades of two episodes do not follow one another.</summary>
internal sealed class TradeFlow(EpisodeBorders borders)
{
    private const int LastSignLag = 100;
    private const int ShortSignLags = 10;
    private const int MinToCompute = 2 * LastSignLag;
    private const int MinGaps = 50;

    private readonly List<double> _signs = [];
    private readonly List<int> _starts = [];
    private readonly RunningMoments _gapSeconds = new();
    private long _lastAggressorOrder;
    private double _lastTimeSeconds;

    /// <summary>Time of the trade added last; 0 before the first.</summary>
    public double LastTimeSeconds => _lastTimeSeconds;

    /// <summary>Trades so far.</summary>
    public int Count => _signs.Count;

    /// <summary>Seconds between a trade and the one before it.</summary>
    public RunningMoments GapSeconds => _gapSeconds;

    public void Add(Trade trade)
    {
        bool follows = _signs.Count > 0 && borders.Of(trade.TimeSeconds) == borders.Of(_lastTimeSeconds);
        if (follows && trade.AggressorOrder == _lastAggressorOrder)
        {
            return;
        }

        if (!follows)
        {
            _starts.Add(_signs.Count);
        }
        else
        {
            _gapSeconds.Add(trade.TimeSeconds - _lastTimeSeconds);
        }

        _signs.Add(trade.BuyerInitiated ? 1 : -1);
        (_lastAggressorOrder, _lastTimeSeconds) = (trade.AggressorOrder, trade.TimeSeconds);
    }

    /// <summary>Autocorrelation of the signs of trades at lags from 0; empty where there are too few, or all are of one side.</summary>
    public double[] SignMemory(int lastLag) => _signs.Count < 2 * lastLag || _signs.TrueForAll(sign => sign == _signs[0])
        ? []
        : Autocorrelation.Of(_signs.ToArray(), lastLag, _starts).Coefficients.ToArray();

    public StylizedFact SignsRemember() => StylizedFact.Evaluate(
        "Memory of order signs, exponent",
        "0.4 to 0.8",
        "0.62 to 0.73",
        "trades",
        _signs.Count,
        5_000,
        () =>
        {
            if (_signs.Count < MinToCompute || _signs.TrueForAll(sign => sign == _signs[0]))
            {
                return null;
            }

            Autocorrelation correlation = Autocorrelation.Of(_signs.ToArray(), LastSignLag, _starts);
            double shortMean = correlation.Coefficients[1..(ShortSignLags + 1)].ToArray().Average();
            double exponent = PowerLawDecay.Exponent(correlation.Coefficients);
            bool remembers = shortMean > correlation.Band && !double.IsNaN(exponent);
            return remembers
                ? (FormattableString.Invariant($"{exponent:0.00}"), exponent is >= 0.4 and <= 0.8, exponent)
                : (FormattableString.Invariant($"no memory (mean of lags 1 to {ShortSignLags}: {shortMean:0.000})"), false, double.NaN);
        });

    public StylizedFact TradesComeInBursts() => StylizedFact.Evaluate(
        "Times between trades, coefficient of variation",
        "> 2",
        "3.4",
        "trades",
        _signs.Count,
        1_000,
        () =>
        {
            if (_gapSeconds.Count < MinGaps || _gapSeconds.Mean <= 0)
            {
                return null;
            }

            double variation = _gapSeconds.StandardDeviation / _gapSeconds.Mean;
            return (FormattableString.Invariant($"{variation:0.00}"), variation > 2, variation);
        });
}
