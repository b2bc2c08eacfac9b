using MarketSim.Engine.Episodes;
using MarketSim.Live.Tapes;
using MarketSim.Results.Tables;

namespace MarketSim.Live.Sources;

/// <summary>Plays the tables of a run into tapes, tick after tick, as the run itself would have done.</summary>
internal sealed class TapeFeed(RunTables tables, RunTapes tapes)
{
    private int _sample;
    private int _trade;
    private int _outcome;
    private int _learning;
    private int _stage;
    private double _volume;
    private double _price = tapes.Head.OpeningPrice;

    /// <summary>The tick up to which everything is played; -1 before the first.</summary>
    public long Tick { get; private set; } = -1;

    public int Episode { get; private set; } = -1;

    /// <summary>The last sample; null before the first.</summary>
    public MarketState? Sample { get; private set; }

    /// <summary>The followed agent's purchases less its sales in this episode, in units, and the resulting cash before fees.</summary>
    public (double Cash, double Inventory) Followed { get; private set; }

    /// <summary>The market at <see cref="Tick"/>: prices and volume of the trades so far, the rest as sampled last.</summary>
    public MarketState? Now => Sample is null ? null : Sample with { Tick = Tick, Last = _price, Volume = _volume };

    /// <summary>The next tick after the present one of which the tables say anything; null for none.</summary>
    public long? NextTick
    {
        get
        {
            long trade = _trade < tables.Trades.Count ? tables.Trades[_trade].Tick : long.MaxValue;
            long sample = _sample < tables.Samples.Count ? tables.Samples[_sample].Tick : long.MaxValue;
            long next = Math.Min(trade, sample);
            return next == long.MaxValue ? null : Math.Max(next, Tick + 1);
        }
    }

    /// <summary>Plays on, or from the beginning where the tick lies behind.</summary>
    public void PlayTo(long tick)
    {
        if (tick < Tick)
        {
            Rewind();
        }

        long episodeEnd;
        while ((episodeEnd = EndOf(Math.Max(0, Episode))) < tick || Episode < 0)
        {
            if (Episode < 0)
            {
                Begin(0);
                continue;
            }

            Play(episodeEnd);
            if (Episode + 1 >= tapes.Head.Calendar.Episodes)
            {
                break;
            }

            Begin(Episode + 1);
        }

        Play(tick);
        Tick = tick;
    }

    /// <summary>Another agent is followed: its fills are counted from the beginning of the episode.</summary>
    public void FollowAnew()
    {
        long tick = Tick;
        Rewind();
        PlayTo(tick);
    }

    private EpisodeCalendar Calendar => tapes.Head.Calendar;

    private long EndOf(int episode) => ((episode + 1) * Calendar.TicksPerEpisode) - 1;

    private void Rewind()
    {
        (_sample, _trade, _outcome, _learning, _stage, _volume) = (0, 0, 0, 0, 0, 0);
        (Tick, Episode, Sample) = (-1, -1, null);
        tapes.Facts.Clear();
        tapes.Training?.Clear();
    }

    private void Begin(int episode)
    {
        Episode = episode;
        Followed = default;
        _price = tapes.Head.OpeningPrice;
        tapes.BeginEpisode(episode);
    }

    // A sample shows the market before its time: of one tick it comes before the trades.
    private void Play(long tick)
    {
        while (true)
        {
            bool hasSample = _sample < tables.Samples.Count && tables.Samples[_sample].Tick <= tick;
            bool hasTrade = _trade < tables.Trades.Count && tables.Trades[_trade].Tick <= tick;
            if (hasSample && (!hasTrade || tables.Samples[_sample].Time <= tables.Trades[_trade].Time))
            {
                Sample = tables.Samples[_sample++];
                if (!tables.HasTrades && double.IsFinite(Sample.Last))
                {
                    tapes.Market.Move(Sample.Time, Sample.Last, Sample.Volume - _volume);
                }

                (_price, _volume) = (Sample.Last, Sample.Volume);
                tapes.Sample(Sample, []);
            }
            else if (hasTrade)
            {
                TapeTrade trade = tables.Trades[_trade++];
                _price = trade.Price;
                _volume += trade.Quantity;
                tapes.Trade(trade);
                Count(trade, trade.Aggressor, trade.IsBuy);
                Count(trade, trade.Resting, !trade.IsBuy);
            }
            else
            {
                break;
            }
        }

        PlayTraining(tick);
    }

    private void Count(in TapeTrade trade, long account, bool isBuy)
    {
        if (account == tapes.Agent.Account && account >= 0)
        {
            double signed = isBuy ? trade.Quantity : -trade.Quantity;
            Followed = (Followed.Cash - (signed * trade.Price), Followed.Inventory + signed);
        }
    }

    private void PlayTraining(long tick)
    {
        if (tapes.Training is not { } training)
        {
            return;
        }

        for (; _outcome < tables.Episodes.Count && tables.Episodes[_outcome].Tick <= tick; _outcome++)
        {
            EpisodeOutcome outcome = tables.Episodes[_outcome];
            if (outcome.Learns)
            {
                training.Reward(outcome.Episode, outcome.Policy, outcome.Reward);
            }
        }

        for (; _learning < tables.Learning.Count && tables.Learning[_learning].Tick <= tick; _learning++)
        {
            LearningRow row = tables.Learning[_learning];
            training.Figure(row.Tick, row.Policy, row.Name, row.Value);
        }

        // A stage is evaluated when the episode that the row names is over; the reader's steps are episodes from 1.
        for (; _stage < tables.Stages.Count && EndOf((int)tables.Stages[_stage].Evaluation.Steps - 1) <= tick; _stage++)
        {
            CurriculumRow row = tables.Stages[_stage];
            training.Stage(new StageView(
                row.Evaluation.Number,
                (int)row.Evaluation.Steps - 1,
                row.Evaluation.Stage,
                row.Name,
                row.Evaluation.Score,
                row.Evaluation.Smoothed,
                row.Evaluation.Bar,
                row.Evaluation.Decision.ToString().ToLowerInvariant(),
                row.Evaluation.Reason));
        }
    }
}
