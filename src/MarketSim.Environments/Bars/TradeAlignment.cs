using System.Globalization;
using MarketSim.Learning.Environments;
using MarketSim.Learning.Imitation.Demonstrations;
using MarketSim.Learning.Spaces;
using MarketSim.Market.Data;
using MarketSim.Market.Orders;

namespace MarketSim.Environments.Bars;

/// <summary>
/// Turns a list of trades into what an expert would have shown in a trading environment: what is traded within a bar is the decision at the close of the bar
/// before, which the environment carries out at the bar's open. Bars without trades are decisions to hold. The record is played through once, with the environment's
/// own costs, and cut into episodes.
/// </summary>
public static class TradeAlignment
{
    private const double PriceTolerance = 1e-6;

    /// <param name="environment">Its settings say what is observed and what an action is; it is not played in.</param>
    /// <param name="trades">In order of time.</param>
    /// <param name="source">What messages call the file.</param>
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

        // An expert holds positions over breaks; what is recorded of it does not contain them.
        BarSeries unbroken = settings.Series.Without(BarBreakKind.Session).Without(BarBreakKind.Hole);
        var player = new TradingEnvironment(settings with { Bars = unbroken, EpisodeBars = settings.Bars.Count, HasRandomStart = false });
        return new Recording(player, settings, trades, source).Play();
    }

    private sealed class Recording(TradingEnvironment player, TradingSettings settings, IReadOnlyList<ExpertTrade> trades, string source)
    {
        private readonly List<Demonstration> _episodes = [];
        private readonly List<float> _observations = [];
        private readonly List<float> _actions = [];
        private readonly List<double> _rewards = [];
        private readonly Dictionary<int, BarBreakKind> _breaks = settings.Series.Breaks.ToDictionary(gap => gap.Bar, gap => gap.Kind);
        private int _next;
        private int _nextRecorded;
        private double _units;

        private PositionActions Actions => settings.Actions ?? PositionActions.Target();

        public DemonstrationSet Play()
        {
            float[] observation = new float[player.ObservationSpace.Size];
            player.Reset(seed: 0, observation);
            RequireWithin(player.CurrentBar + 1);
            bool isOver = false;
            while (!isOver)
            {
                PassBreak(player.CurrentBar + 1, observation);
                bool isRecorded = player.CurrentBar >= _nextRecorded;
                if (isRecorded)
                {
                    _observations.AddRange(observation);
                }

                TakeTrades(player.CurrentBar + 1);
                float[] action = ActionFor(ShareOf(_units));
                StepResult result = player.Step(action, observation);
                isOver = result.IsLast;
                if (isRecorded)
                {
                    _actions.AddRange(action);
                    _rewards.Add(result.Reward);
                }

                if (_rewards.Count > 0 && (isOver || _rewards.Count == settings.EpisodeBars))
                {
                    Close(observation);
                }
            }

            return new DemonstrationSet(_episodes, source);
        }

        /// <summary>Ends the episode before a break; behind a hole, the next begins where nothing is observed over it.</summary>
        private void PassBreak(int bar, float[] observation)
        {
            if (!_breaks.TryGetValue(bar, out BarBreakKind kind))
            {
                return;
            }

            if (_rewards.Count > 0)
            {
                Close(observation);
            }

            _nextRecorded = kind == BarBreakKind.Hole ? bar + settings.LookBackBars - 1 : Math.Max(_nextRecorded, bar);
        }

        /// <summary>Trades before the first bar that can be traded, or after the last.</summary>
        private void RequireWithin(int first)
        {
            DateTime from = settings.Bars[first].Time;
            int last = Math.Min(settings.Playable?.End ?? int.MaxValue, settings.Bars.Count) - 1;
            DateTime end = settings.Bars[last].Time + BarLength();
            foreach (ExpertTrade trade in trades)
            {
                if (trade.Time < from || trade.Time >= end)
                {
                    throw Wrong(trade, "time", trade.Time.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture), $"within the bars that can be traded, {from:yyyy-MM-ddTHH:mm:ss} to {end:yyyy-MM-ddTHH:mm:ss}. Give bars that cover the trades and the look-back before them, or leave the trade out");
                }
            }
        }

        // The shortest distance of two bars: gaps between sessions are no bars.
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

        private void TakeTrades(int bar)
        {
            while (_next < trades.Count && (bar + 1 >= settings.Bars.Count || trades[_next].Time < settings.Bars[bar + 1].Time))
            {
                ExpertTrade trade = trades[_next++];
                Bar traded = settings.Bars[bar];
                if (trade.Price < traded.Low * (1 - PriceTolerance) || trade.Price > traded.High * (1 + PriceTolerance))
                {
                    throw Wrong(trade, "price", Text(trade.Price), $"within the bar of {traded.Time:yyyy-MM-ddTHH:mm:ss}, {Text(traded.Low)} to {Text(traded.High)}. Give the bars of the same instrument and the same clock, or leave the trade out");
                }

                _units += trade.Side == Side.Buy ? trade.Quantity : -trade.Quantity;
                double share = ShareOf(_units);
                if (share > 1 + PriceTolerance || share < Actions.Lowest - PriceTolerance)
                {
                    throw Wrong(trade, "quantity", Text(trade.Quantity), $"such that the position, now {Text(_units)} units or {Text(share)} of the greatest one, stays within {Text(Actions.Lowest)} to 1 of it. Raise InitialCash or MaximumLeverage, or allow short positions");
                }
            }
        }

        /// <summary>Units as a share of the greatest position, at the last price that the environment knows.</summary>
        private double ShareOf(double units) => units * settings.Bars[player.CurrentBar].Close / (settings.MaximumLeverage * player.Wealth);

        /// <summary>The action whose position comes nearest.</summary>
        private float[] ActionFor(double share)
        {
            if (Actions.Space is not DiscreteSpace choices)
            {
                return [(float)Math.Clamp(share, -1, 1)];
            }

            int best = choices.Count / 2;
            for (int action = 0; action < choices.Count; action++)
            {
                double distance = Math.Abs(Actions.TargetOf([action], player.Share) - share);
                best = distance < Math.Abs(Actions.TargetOf([best], player.Share) - share) - 1e-9 ? action : best;
            }

            return [best];
        }

        private void Close(float[] observation)
        {
            _episodes.Add(new Demonstration(_rewards.Count, [.. _observations], [.. _actions], [.. observation], [.. _rewards]));
            _observations.Clear();
            _actions.Clear();
            _rewards.Clear();
        }

        private InvalidDataException Wrong(ExpertTrade trade, string column, string value, string rule) => new($"{source}:{trade.Line}: column '{column}' is '{value}'; it must be {rule}.");

        private static string Text(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
    }
}
