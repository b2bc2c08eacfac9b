using System.Globalization;
using MarketSim.Learning.Environments;
using MarketSim.Learning.Imitation.Demonstrations;
using MarketSim.Learning.Spaces;
using MarketSim.Market.Data;
using MarketSim.Market.Orders;

namespace MarketSim.Environments.Bars;

/// <summary>
/// Converts a list of trades into demonstrations in a trading environment: the trades within a bar are the decision at the close of the bar before, which the
/// environment executes at the bar's open. Bars without trades are decisions to hold. The trades are replayed once, with the environment's own costs, and cut
/// into episodes.
/// </summary>
public static class TradeAlignment
{
    private const double PriceTolerance = 1e-6;

    /// <summary>Aligns trades with an environment.</summary>
    /// <param name="environment">Provides the settings of observations and actions; its state does not change.</param>
    /// <param name="trades">In order of time.</param>
    /// <param name="source">Name of the file in messages.</param>
    /// <returns>Episodes of as many decisions as the environment's; the last may be shorter.</returns>
    /// <exception cref="InvalidDataException">A trade lies outside of the bars or of the positions that the environment allows; the message names line and remedy.</exception>
    public static DemonstrationSet Align(TradingEnvironment environment, IReadOnlyList<ExpertTrade> trades, string source)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(trades);
        TradingSettings settings = environment.Settings;
        if (settings.End != EpisodeEnd.Truncate || settings.EndsWithDay)
        {
            throw new InvalidDataException($"{source}: trades are aligned with environments whose episodes are cut off; this one's end with a sale or with the day. Set End to Truncate and EndsWithDay to false.");
        }

        // An expert holds positions over breaks, so that all bars are replayed as one episode; the demonstrations contain no break.
        BarSeries unbroken = settings.Series.Without(BarBreakKind.Session).Without(BarBreakKind.Hole);
        var replay = new TradingEnvironment(settings with { Bars = unbroken, EpisodeBars = settings.Bars.Count, HasRandomStart = false });
        return new Recording(replay, settings, trades, source).Run();
    }

    /// <summary>The replay of the trades, and the demonstrations recorded so far.</summary>
    private sealed class Recording(TradingEnvironment replay, TradingSettings settings, IReadOnlyList<ExpertTrade> trades, string source)
    {
        private readonly List<Demonstration> _episodes = [];

        // The present episode.
        private readonly List<float> _observations = [];
        private readonly List<float> _actions = [];
        private readonly List<double> _rewards = [];

        private readonly Dictionary<int, BarBreakKind> _breaks = settings.Series.Breaks.ToDictionary(gap => gap.Bar, gap => gap.Kind);
        private readonly PositionActions _actionMapping = settings.ActionsOrDefault;
        private int _nextTrade;
        private int _firstRecordedBar;

        // The expert's position by its own trades, which the replay follows as closely as its actions allow.
        private double _units;

        public DemonstrationSet Run()
        {
            float[] observation = new float[replay.ObservationSpace.Size];
            replay.Reset(seed: 0, observation);
            RequireTradesFrom(replay.CurrentBar + 1);
            bool isOver = false;
            while (!isOver)
            {
                PassBreak(replay.CurrentBar + 1, observation);
                bool isRecorded = replay.CurrentBar >= _firstRecordedBar;
                if (isRecorded)
                {
                    _observations.AddRange(observation);
                }

                ApplyTrades(replay.CurrentBar + 1);
                float[] action = ActionFor(ShareOf(_units));
                StepResult result = replay.Step(action, observation);
                isOver = result.IsLast;
                if (isRecorded)
                {
                    _actions.AddRange(action);
                    _rewards.Add(result.Reward);
                }

                if (_rewards.Count > 0 && (isOver || _rewards.Count == settings.EpisodeBars))
                {
                    EndEpisode(observation);
                }
            }

            return new DemonstrationSet(_episodes, source);
        }

        // Ends the episode before a break. After a hole, the next one begins once no observation looks back over the hole.
        private void PassBreak(int bar, float[] observation)
        {
            if (!_breaks.TryGetValue(bar, out BarBreakKind kind))
            {
                return;
            }

            if (_rewards.Count > 0)
            {
                EndEpisode(observation);
            }

            _firstRecordedBar = kind == BarBreakKind.Hole ? bar + settings.LookBackBars - 1 : Math.Max(_firstRecordedBar, bar);
        }

        // Refuses trades before the first bar that can be traded, or after the last.
        private void RequireTradesFrom(int first)
        {
            DateTime from = settings.Bars[first].Time;
            int last = Math.Min(settings.Playable?.End ?? int.MaxValue, settings.Bars.Count) - 1;
            DateTime end = settings.Bars[last].Time + BarLength();
            foreach (ExpertTrade trade in trades)
            {
                if (trade.Time < from || trade.Time >= end)
                {
                    throw Malformed(trade, "time", trade.Time.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture), $"within the bars that can be traded, {from:yyyy-MM-ddTHH:mm:ss} to {end:yyyy-MM-ddTHH:mm:ss}. Give bars that cover the trades and the look-back before them, or leave the trade out");
                }
            }
        }

        // The shortest interval between two bars, as pauses between sessions are longer.
        private TimeSpan BarLength()
        {
            TimeSpan shortest = TimeSpan.FromDays(1);
            for (int bar = 1; bar < settings.Bars.Count; bar++)
            {
                TimeSpan length = settings.Bars[bar].Time - settings.Bars[bar - 1].Time;
                shortest = length < shortest ? length : shortest;
            }

            return shortest;
        }

        // Adds the trades within a bar to the expert's position.
        private void ApplyTrades(int bar)
        {
            while (_nextTrade < trades.Count && (bar + 1 >= settings.Bars.Count || trades[_nextTrade].Time < settings.Bars[bar + 1].Time))
            {
                ExpertTrade trade = trades[_nextTrade++];
                Bar traded = settings.Bars[bar];
                if (trade.Price < traded.Low * (1 - PriceTolerance) || trade.Price > traded.High * (1 + PriceTolerance))
                {
                    throw Malformed(trade, "price", Text(trade.Price), $"within the bar of {traded.Time:yyyy-MM-ddTHH:mm:ss}, {Text(traded.Low)} to {Text(traded.High)}. Give the bars of the same instrument and the same clock, or leave the trade out");
                }

                _units += trade.Side == Side.Buy ? trade.Quantity : -trade.Quantity;
                double share = ShareOf(_units);
                if (share > 1 + PriceTolerance || share < _actionMapping.MinShare - PriceTolerance)
                {
                    throw Malformed(trade, "quantity", Text(trade.Quantity), $"such that the position, now {Text(_units)} units or {Text(share)} of the maximum, stays within {Text(_actionMapping.MinShare)} to 1 of it. Raise InitialCash or MaximumLeverage, or allow short positions");
                }
            }
        }

        // Units as a share of the maximum position, at the last close that the environment knows.
        private double ShareOf(double units) => units * settings.Bars[replay.CurrentBar].Close / (settings.MaximumLeverage * replay.Wealth);

        // The action whose position, once it is within its bounds, is nearest; of equal ones, holding or the lowest. PositionActions.ActionFor prefers smaller
        // trades instead: here the bounds make larger ones equal, and recorded demonstrations must not change.
        private float[] ActionFor(double share)
        {
            if (_actionMapping.Space is not DiscreteSpace choices)
            {
                return [(float)Math.Clamp(share, -1, 1)];
            }

            int best = choices.Count / 2;
            for (int action = 0; action < choices.Count; action++)
            {
                double distance = Math.Abs(_actionMapping.TargetOf([action], replay.Share) - share);
                best = distance < Math.Abs(_actionMapping.TargetOf([best], replay.Share) - share) - 1e-9 ? action : best;
            }

            return [best];
        }

        private void EndEpisode(float[] observation)
        {
            _episodes.Add(new Demonstration(_rewards.Count, [.. _observations], [.. _actions], [.. observation], [.. _rewards]));
            _observations.Clear();
            _actions.Clear();
            _rewards.Clear();
        }

        private InvalidDataException Malformed(ExpertTrade trade, string column, string value, string rule) => new($"{source}:{trade.Line}: column '{column}' is '{value}'; it must be {rule}.");

        private static string Text(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
    }
}
