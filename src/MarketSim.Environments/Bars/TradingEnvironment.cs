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
/// Trades bars, real or generated, with costs and impact. A decision follows the close of a bar, is carried out at the open of the next, and is marked
/// at that one's close. What is observed is computed from the bars up to the decision, which is all that the code that computes it is given.
/// </summary>
/// <remarks>Observations, rewards, margin and the end of an episode: OBSERVATIONS.md beside the environments.</remarks>
public sealed class TradingEnvironment : IEnvironment, IExpertDataReader
{
    private const int OwnFeatures = 4;
    private const int SharpeFeatures = 2;
    private const float Bound = 10;

    private readonly TradingSettings _settings;
    private readonly BarSeries _bars;
    private readonly EpisodeStarts _starts;
    private readonly PositionActions _actions;
    private readonly BarFeatures _features;
    private readonly BarAccount _account;
    private readonly DifferentialSharpe _sharpe;
    private readonly double _sharpeVariance;
    private readonly BoxSpace _observed;
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

        _actions = settings.Actions ?? PositionActions.Target();
        _features = new BarFeatures(settings);
        _account = new BarAccount(settings);
        _sharpeVariance = 0.0001;
        _sharpe = new DifferentialSharpe(settings.SharpeRate, _sharpeVariance);
        _observed = BoxSpace.Uniform(_features.Size + OwnFeatures + (HasSharpe ? SharpeFeatures : 0), -Bound, Bound);
    }

    /// <summary>The settings it was made with.</summary>
    public TradingSettings Settings => _settings;

    /// <inheritdoc/>
    public Space ObservationSpace => _observed;

    /// <inheritdoc/>
    public Space ActionSpace => _actions.Space;

    /// <summary>
    /// The elements of an observation that are computed from bars of some lengths, and those that say the account and the volatility, which every level of a
    /// hierarchy needs: a controller sees the long bars, its options the short ones.
    /// </summary>
    /// <param name="barLengths">Of <see cref="TradingSettings.BarLengths"/>.</param>
    /// <exception cref="ArgumentException">A length is not observed.</exception>
    public static IReadOnlyList<int> FeaturesOf(TradingSettings settings, params IReadOnlyList<int> barLengths)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(barLengths);
        int perLength = settings.Lags + 2;
        int market = (settings.BarLengths.Count * perLength) + 1;
        int own = OwnFeatures + (settings.Reward == TradingReward.DifferentialSharpe ? SharpeFeatures : 0);
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

        features.AddRange(Enumerable.Range(market - 1, 1 + own));
        return features;
    }

    /// <summary>Whether bars, with the breaks between them, leave room for one decision.</summary>
    public static bool HasEpisode(BarSeries bars, int lookBackBars)
    {
        ArgumentNullException.ThrowIfNull(bars);
        return new EpisodeStarts(bars, new BarRange(0, bars.Count), lookBackBars, episodeBars: 1).Count > 0;
    }

    /// <summary>Index of the bar whose close is the last that is known.</summary>
    public int CurrentBar => _bar;

    /// <summary>Cash and position at the last close, in currency.</summary>
    public double Wealth => _account.Wealth;

    /// <summary>Position in units.</summary>
    public double Units => _account.Units;

    /// <summary>Exposure as a multiple of wealth; negative is short.</summary>
    public double Leverage => _account.Leverage;

    /// <summary>Exposure as a share of the greatest; negative is short.</summary>
    public double Share => _account.Share;

    /// <summary>Paid since the episode began, impact left out; in currency.</summary>
    public double CostsPaid => _account.CostsPaid;

    /// <summary>Value of all that was traded since the episode began; in currency.</summary>
    public double Turnover => _account.Turnover;

    private bool HasSharpe => _settings.Reward == TradingReward.DifferentialSharpe;

    /// <inheritdoc/>
    public void Reset(ulong seed, Span<float> observation)
    {
        var random = new RandomStream(seed, RandomPurpose.Environment, group: 0, index: 0);
        (_bar, int last) = _starts.Of(_settings.HasRandomStart ? random.NextInt64(_starts.Count) : 0);
        _endBar = Math.Min(_bar + _settings.EpisodeBars, last);
        _account.Open();
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

    /// <summary>A step to a position, whatever actions there are: how a rule trades that is compared with a policy.</summary>
    /// <param name="share">Of the greatest position, within what <see cref="TradingSettings.Actions"/> allows; <see cref="Share"/> trades nothing.</param>
    public StepResult StepTo(double share, Span<float> observation)
    {
        EnvironmentGuard.RequireEpisode(_isUnderWay);
        double before = _account.Wealth;
        double target = _account.UnitsFor(share, _bars[_bar].Close);
        _bar++;
        _account.Trade(target, _bars[_bar].Open);
        _account.Mark(_bars[_bar].Close);
        bool isOver = _bar == _endBar || EndsDay();
        if (isOver && _settings.End == EpisodeEnd.Liquidate)
        {
            _account.Trade(0, _bars[_bar].Close);
            _account.Value(_bars[_bar].Close);
        }

        bool isTerminated = _account.IsBankrupt || (isOver && _settings.End == EpisodeEnd.Liquidate);
        double reward = RewardOf(before);
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

    // When a session ends is in the calendar, which is known beforehand; nothing of the next bar but its day is looked at.
    private bool EndsDay() => _settings.EndsWithDay && _bar + 1 < _bars.Count && _bars[_bar + 1].Time.Date != _bars[_bar].Time.Date;

    private double RewardOf(double before)
    {
        double change = _account.Wealth - before;
        double earned = HasSharpe ? _sharpe.Add(change / before) : 100 * change / _settings.InitialCash;
        double leverage = _account.Leverage;
        return earned - (_settings.InventoryPenalty * leverage * leverage);
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
        EnvironmentGuard.RequireObservation(_observed, observation);
        _features.Observe(_bars.Span[..(_bar + 1 - _settings.ObservationDelayBars)], observation);
        Span<float> own = observation[_features.Size..];
        own[0] = Bounded(_account.Leverage);
        own[1] = Bounded((_account.Wealth / _settings.InitialCash) - 1);
        own[2] = _account.IsMarginCalled ? 1 : 0;
        own[3] = _settings.End == EpisodeEnd.Liquidate ? (float)(_endBar - _bar) / _settings.EpisodeBars : 0;
        if (HasSharpe)
        {
            own[4] = Bounded(_sharpe.Mean / Math.Sqrt(_sharpeVariance));
            own[5] = Bounded(_sharpe.MeanSquare / _sharpeVariance);
        }
    }

    private static float Bounded(double value) => (float)Math.Clamp(value, -Bound, Bound);
}
