using MarketSim.Agents;
using MarketSim.Agents.Population;
using MarketSim.Engine;
using MarketSim.Engine.Stepping;
using MarketSim.Market.Book;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Scenarios;

namespace MarketSim.Experiments.Impact;

/// <summary>The market of a scenario with one more agent, which sends a parent order; in one thread, without files.</summary>
public sealed class ProbedMarket : ITradeListener
{
    private readonly SteppedMarket _market;
    private readonly TradingSession _session;
    private readonly List<double> _mids = [];
    private readonly List<double> _values = [];
    private readonly List<long> _volumes = [];
    private readonly TradingAgent? _probe;
    private double _lastMid;
    private double _lastValue;
    private long _lastVolume;

    /// <param name="plan">Null for the market as it is, without the additional agent.</param>
    /// <exception cref="ArgumentException">The scenario trains.</exception>
    public ProbedMarket(Scenario scenario, ImpactPlan? plan)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        _session = scenario.Market.Session;
        Scenario probed = plan is null
            ? scenario
            : scenario with
            {
                // The last group: accounts, streams and ties of all others stay as they are.
                Agents =
                [
                    .. scenario.Agents,
                    new ScenarioAgents("impact_probe", new RuleBasedAgent(ProbeStrategy.Definition(plan)), Count: 1, new LatencyModel(1_000_000, 0, 0), Cash: 0, Inventory: 0)
                    {
                        Actors = AgentActors.Pooled,
                    },
                ],
            };
        _market = new SteppedMarket(probed.ToMarket(), trades: this);
        _probe = plan is null ? null : _market.Agents[^1];
    }

    /// <summary>The mid-price in ticks at each whole second after the open, as far as the market has been run.</summary>
    public IReadOnlyList<double> Mids => _mids;

    /// <summary>The fundamental value in ticks at the same times.</summary>
    public IReadOnlyList<double> Values => _values;

    /// <summary>Lots traded by all up to the same times.</summary>
    public IReadOnlyList<long> Volumes => _volumes;

    /// <summary>Lots traded by all.</summary>
    public long VolumeLots => _market.Venue.Counters.VolumeLots;

    /// <summary>Lots that the additional agent has traded.</summary>
    public long ProbeLots => _probe?.Portfolio.TradedLots ?? 0;

    /// <summary>The wealth of the additional agent, in ticks times lots, its inventory at the mid-price.</summary>
    public double ProbeWealth => _probe is null ? 0 : _probe.Portfolio.Cash + (_probe.Portfolio.Inventory * _mids[^1]);

    /// <summary>Receives trades as they happen: time in seconds after the open, price in ticks, lots and whether the aggressor bought; null for none.</summary>
    public Action<BookEvent>? Traded { get; init; }

    void ITradeListener.Traded(long tick, in BookEvent trade, long takerFee, long makerFee) => Traded?.Invoke(trade);

    /// <summary>Runs the market to a time after the open, or to its close.</summary>
    public void RunTo(double seconds)
    {
        int last = (int)Math.Min(seconds, _session.Length / (double)SimulatedTime.NanosecondsPerSecond);
        while (_mids.Count <= last && !_market.IsOver)
        {
            _market.OpenTick();
            if (_market.Snapshot is { } snapshot)
            {
                Sample(snapshot, last);
            }

            _market.RunTick();
        }

        while (_mids.Count > 0 && _mids.Count <= last)
        {
            Add(_mids[^1], _values[^1], _market.Venue.Counters.VolumeLots);
        }
    }

    // A second before the tick's opening has the mid-price of the last tick before it: nothing happened in between.
    private void Sample(MarketSnapshot snapshot, int last)
    {
        double since = (snapshot.Time - _session.Open) / (double)SimulatedTime.NanosecondsPerSecond;
        while (_mids.Count < since && _mids.Count <= last)
        {
            bool isFirst = _mids.Count == 0;
            Add(isFirst ? snapshot.MidTicks : _lastMid, isFirst ? snapshot.FundamentalValueTicks : _lastValue, _lastVolume);
        }

        (_lastMid, _lastValue, _lastVolume) = (snapshot.MidTicks, snapshot.FundamentalValueTicks, snapshot.CumulativeVolumeLots);
        if (_mids.Count == 0)
        {
            Add(_lastMid, _lastValue, _lastVolume);
        }
    }

    private void Add(double mid, double value, long volume)
    {
        _mids.Add(mid);
        _values.Add(value);
        _volumes.Add(volume);
    }
}
