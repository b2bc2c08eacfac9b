using System.Collections.ObjectModel;
using MarketSim.Environments.Rewards;
using MarketSim.Learning.Environments;
using MarketSim.Learning.Imitation.Demonstrations;
using MarketSim.Learning.Spaces;
using MarketSim.Market.Data;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Environments.Bars;

/// <summary>
/// Trades bars, real or generated, with costs and impact. A decision follows the close of a bar, is executed at the open of the next, and the position is
/// valued at that one's close. An observation is computed from the bars up to the decision; the code that computes it receives no others.
/// </summary>
/// <remarks>Observations, rewards, margin and the end of an episode: OBSERVATIONS.md beside the environments.</remarks>
public sealed class TradingEnvironment : IEnvironment, IExpertDataReader
{
    private const int AccountFeatures = 4;
    private const int SharpeFeatures = 2;
    private const float Bound = 10;

    // Variance of a return of 1 % per step: the initial variance of the differential Sharpe ratio, and the unit of its observed moments.
    private const double ReturnVariance = 0.0001;

    private readonly TradingSettings _settings;
    private readonly BarSeries _bars;
    private readonly EpisodeStarts _starts;
    private readonly PositionActions _actions;
    private readonly BarFeatures _features;
    private readonly BarAccount _account;
    private readonly DifferentialSharpe _sharpe;
    private readonly BoxSpace _observationSpace;
    private int _bar;
    private int _endBar;
    private bool _isUnderWay;

    /// <exception cref="ArgumentException">There are too few bars for one decision.</exception>
    public TradingEnvironment(TradingSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _settings = settings.Checked();
        _bars = settings.Series;
        BarRange playable = settings.Playable ?? new BarRange(0, _bars.Count);
        _starts = new EpisodeStarts(_bars, playable, settings.LookBackBars, settings.EpisodeBars);
        if (_starts.Count == 0)
        {
            string breaks = _bars.Breaks.Count > 0 ? $" none of the {_bars.Breaks.Count + 1} stretches between their breaks has enough" : " that is not enough";
            throw new ArgumentException(
                $"There are {_bars.Count} bars, of which {playable.Start} to {playable.End - 1} may be played; with {settings.LookBackBars} bars of look-back{breaks} for one decision.", nameof(settings));
        }

        _actions = settings.ActionsOrDefault;
        _features = new BarFeatures(settings);
        _account = new BarAccount(settings);
        _sharpe = new DifferentialSharpe(settings.SharpeRate, ReturnVariance);
        _observationSpace = BoxSpace.Uniform(_features.Size + AccountSize(settings), -Bound, Bound);
    }

    /// <summary>The settings of the environment.</summary>
    public TradingSettings Settings => _settings;

    /// <inheritdoc/>
    public Space ObservationSpace => _observationSpace;

    /// <inheritdoc/>
    public Space ActionSpace => _actions.Space;

    /// <summary>Index of the bar after whose close the next decision is made.</summary>
    public int CurrentBar => _bar;

    /// <summary>Cash and position at the last close, in currency.</summary>
    public double Wealth => _account.Wealth;

    /// <summary>Position in units.</summary>
    public double Units => _account.Units;

    /// <summary>Exposure as a multiple of wealth; negative is short.</summary>
    public double Leverage => _account.Leverage;

    /// <summary>Exposure as a share of the maximum; negative is short.</summary>
    public double Share => _account.Share;

    /// <summary>Costs since the episode began, without impact; in currency.</summary>
    public double CostsPaid => _account.CostsPaid;

    /// <summary>Value of all trades since the episode began; in currency.</summary>
    public double Turnover => _account.Turnover;

    private bool HasSharpe => _settings.Reward == TradingReward.DifferentialSharpe;

    /// <summary>
    /// The indices of the elements of an observation that are computed from bars of some lengths, and of those of volatility and account, which every level of
    /// a hierarchy needs: a controller observes the long bars, its options the short ones.
    /// </summary>
    /// <param name="barLengths">Some of <see cref="TradingSettings.BarLengths"/>.</param>
    /// <exception cref="ArgumentException">A length is not observed.</exception>
    public static IReadOnlyList<int> FeaturesOf(TradingSettings settings, params IReadOnlyList<int> barLengths)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(barLengths);
        int perLength = BarFeatures.SizePerLength(settings.Lags);
        int volatility = settings.BarLengths.Count * perLength;
        var features = new List<int>();
        foreach (int length in barLengths)
        {
            int place = settings.BarLengths.ToList().IndexOf(length);
            if (place < 0)
            {
                throw new ArgumentException($"Bars of length {length} are not observed; BarLengths has {string.Join(", ", settings.BarLengths)}.", nameof(barLengths));
            }

            features.AddRange(Enumerable.Range(place * perLength, perLength));
        }

        features.AddRange(Enumerable.Range(volatility, 1 + AccountSize(settings)));
        return features;
    }

    /// <summary>True when bars, with the breaks between them, leave room for one decision.</summary>
    public static bool HasEpisode(BarSeries bars, int lookBackBars)
    {
        ArgumentNullException.ThrowIfNull(bars);
        return new EpisodeStarts(bars, new BarRange(0, bars.Count), lookBackBars, episodeBars: 1).Count > 0;
    }

    /// <inheritdoc/>
    public void Reset(ulong seed, Span<float> observation)
    {
        var random = new RandomStream(seed, RandomPurpose.Environment, group: 0, index: 0);
        (_bar, int last) = _starts.Of(_settings.HasRandomStart ? random.NextInt64(_starts.Count) : 0);
        _endBar = Math.Min(_bar + _settings.EpisodeBars, last);
        _account.Reset();
        _sharpe.Reset();
        _isUnderWay = true;
        Observe(observation);
    }

    /// <inheritdoc/>
    public StepResult Step(ReadOnlySpan<float> action, Span<float> observation)
    {
        EnvironmentGuard.RequireEpisode(_isUnderWay);
        EnvironmentGuard.RequireAction(_actions.Space, action);
        return StepTo(_actions.TargetOf(action, _account.Share), observation);
    }

    /// <summary>A step to a given position instead of an action: for rules that are compared with policies.</summary>
    /// <param name="share">Share of the maximum position, within the range of <see cref="TradingSettings.Actions"/>; <see cref="Share"/> trades nothing.</param>
    public StepResult StepTo(double share, Span<float> observation)
    {
        EnvironmentGuard.RequireEpisode(_isUnderWay);
        double wealthBefore = _account.Wealth;
        double target = _account.UnitsFor(share, _bars[_bar].Close);
        _bar++;
        _account.TradeTo(target, _bars[_bar].Open);
        _account.EndBar(_bars[_bar].Close);
        bool isOver = _bar == _endBar || EndsDay();
        if (isOver && _settings.End == EpisodeEnd.Liquidate)
        {
            _account.TradeTo(0, _bars[_bar].Close);
            _account.Mark(_bars[_bar].Close);
        }

        bool isTerminated = _account.IsBankrupt || (isOver && _settings.End == EpisodeEnd.Liquidate);
        double reward = RewardSince(wealthBefore);
        _isUnderWay = !isOver && !isTerminated;
        Observe(observation);
        return new StepResult(reward, isTerminated, isOver && !isTerminated, _isUnderWay ? null : Figures());
    }

    /// <summary>A list of trades as demonstrations in this environment: see <see cref="TradeAlignment"/>.</summary>
    public DemonstrationSet ReadExpertData(string path) => TradeAlignment.Align(this, ExpertTradeFile.Read(path), path);

    /// <inheritdoc/>
    public void Save(MessagePackWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(5);
        writer.WriteInt64(_bar);
        writer.WriteInt64(_endBar);
        writer.WriteBoolean(_isUnderWay);
        _account.Save(writer);
        _sharpe.Save(writer);
    }

    /// <inheritdoc/>
    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(5);
        _bar = reader.ReadInt32();
        _endBar = reader.ReadInt32();
        _isUnderWay = reader.ReadBoolean();
        _account.Restore(ref reader);
        _sharpe.Restore(ref reader);
    }

    // The end of a session is known beforehand, from the calendar, so that reading the date of the next bar is no look-ahead.
    private bool EndsDay() => _settings.EndsWithDay && _bar + 1 < _bars.Count && _bars[_bar + 1].Time.Date != _bars[_bar].Time.Date;

    private static int AccountSize(TradingSettings settings) =>
        AccountFeatures + (settings.Reward == TradingReward.DifferentialSharpe ? SharpeFeatures : 0);

    private double RewardSince(double wealthBefore)
    {
        double change = _account.Wealth - wealthBefore;
        double gain = HasSharpe ? _sharpe.Add(change / wealthBefore) : 100 * change / _settings.InitialCash;
        double leverage = _account.Leverage;
        return gain - (_settings.InventoryPenalty * leverage * leverage);
    }

    private ReadOnlyDictionary<string, double> Figures() => new Dictionary<string, double>(StringComparer.Ordinal)
    {
        ["wealth"] = _account.Wealth,
        ["costs"] = _account.CostsPaid,
        ["turnover"] = _account.Turnover,
        ["bankrupt"] = _account.IsBankrupt ? 1 : 0,
    }.AsReadOnly();

    private void Observe(Span<float> observation)
    {
        EnvironmentGuard.RequireObservation(_observationSpace, observation);
        _features.Observe(_bars.Span[..(_bar + 1 - _settings.ObservationDelayBars)], observation);
        Span<float> account = observation[_features.Size..];
        account[0] = Bounded(_account.Leverage);
        account[1] = Bounded((_account.Wealth / _settings.InitialCash) - 1);
        account[2] = _account.IsMarginCalled ? 1 : 0;
        account[3] = _settings.End == EpisodeEnd.Liquidate ? (float)(_endBar - _bar) / _settings.EpisodeBars : 0;
        if (HasSharpe)
        {
            account[4] = Bounded(_sharpe.Mean / Math.Sqrt(ReturnVariance));
            account[5] = Bounded(_sharpe.MeanSquare / ReturnVariance);
        }
    }

    private static float Bounded(double value) => (float)Math.Clamp(value, -Bound, Bound);
}
