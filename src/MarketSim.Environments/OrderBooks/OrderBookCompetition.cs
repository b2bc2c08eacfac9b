using MarketSim.Engine;
using MarketSim.Engine.Stepping;
using MarketSim.Learning.Environments;
using MarketSim.Learning.Environments.MultiAgent;
using MarketSim.Learning.Spaces;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Environments.OrderBooks;

/// <summary>
/// Several named learners in one live order-book market, each with its own account. All decide at the same ticks, observe the same market, and trade with
/// each other in the book. A learner that is bankrupt leaves: its open orders are cancelled, and the others continue.
/// </summary>
/// <remarks>With one name it equals <see cref="OrderBookEnvironment"/>, to the bit.</remarks>
public sealed class OrderBookCompetition : IMultiAgentEnvironment
{
    private readonly OrderBookSettings _settings;
    private readonly OrderBookMarket _market;
    private readonly OrderBookLearner[] _learners;
    private readonly Space _actionSpace;
    private ulong _seed;
    private int _decisions;

    /// <param name="agents">Names, distinct; at least one.</param>
    /// <param name="keepsFingerprint">True to hash the market's events, which costs about a sixth of a small market's work.</param>
    /// <param name="trades">Receives the trades of all episodes as they happen; null for none.</param>
    /// <exception cref="ArgumentException">A name, a strategy or a parameter is not allowed, or the session is too short.</exception>
    public OrderBookCompetition(OrderBookSettings settings, IReadOnlyList<string> agents, bool keepsFingerprint = false, ITradeListener? trades = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(agents);
        if (agents.Count == 0 || agents.Any(string.IsNullOrWhiteSpace) || agents.Distinct(StringComparer.Ordinal).Count() < agents.Count)
        {
            throw new ArgumentException($"The agents are [{string.Join(", ", agents)}]; there must be at least one, with distinct names that are not empty.", nameof(agents));
        }

        _settings = settings.Checked();
        Agents = [.. agents];
        _market = new OrderBookMarket(_settings, Agents, keepsFingerprint, trades);
        _learners = [.. Agents.Select((_, index) => new OrderBookLearner(_settings, _market, index))];
        _actionSpace = LearnerStrategy.SpaceOf(_settings);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Agents { get; }

    /// <summary>Names of the figures that <see cref="WriteFigures"/> writes, in its order.</summary>
    public static IReadOnlyList<string> Figures => OrderBookFigures.Names;

    /// <summary>The market of the present episode; null before the first reset.</summary>
    public SteppedMarket? Market => _market.Stepped;

    /// <summary>The instrument, with the units of prices and quantities.</summary>
    public Instrument Instrument => _market.Instrument;

    /// <summary>Names of the elements of an observation.</summary>
    public IReadOnlyList<string> ObservationNames => OrderBookObserver.NamesOf(_settings);

    /// <summary>The account number of an agent in trades.</summary>
    public int AccountOf(int agent) => _market.FirstLearnerAccount + agent;

    /// <inheritdoc/>
    public Space ObservationSpace(int agent) => _learners[agent].Observer.Space;

    /// <inheritdoc/>
    public Space ActionSpace(int agent) => _actionSpace;

    /// <inheritdoc/>
    public void Reset(ulong seed, AgentExchange exchange)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        BeginEpisode(seed);
        _decisions = 0;
        _market.AdvanceToDecision();
        exchange.BeginStep();
        for (int agent = 0; agent < _learners.Length; agent++)
        {
            _learners[agent].Begin(exchange.Observation(agent));
            exchange.IsPresent[agent] = true;
        }
    }

    /// <inheritdoc/>
    public void Step(AgentExchange exchange)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        EnvironmentGuard.RequireEpisode(Array.Exists(_learners, static learner => learner.IsPresent));
        for (int agent = 0; agent < _learners.Length; agent++)
        {
            if (_learners[agent].IsPresent)
            {
                EnvironmentGuard.RequireAction(_actionSpace, exchange.Action(agent));
            }
        }

        exchange.BeginStep();
        for (int agent = 0; agent < _learners.Length; agent++)
        {
            if (_learners[agent].IsPresent)
            {
                _learners[agent].SetAction(exchange.Action(agent), isLast: _decisions + 1 == _settings.Decisions);
            }
        }

        _market.Stepped!.RunTick();
        _market.AdvanceToDecision();
        _decisions++;
        for (int agent = 0; agent < _learners.Length; agent++)
        {
            if (_learners[agent].IsPresent)
            {
                exchange.Note(agent, _learners[agent].Complete(_decisions, exchange.Observation(agent)));
            }
        }
    }

    /// <summary>Unscaled figures of an agent beside its observation.</summary>
    /// <param name="figures">Shape [number of <see cref="Figures"/>].</param>
    public void WriteFigures(int agent, Span<double> figures) => _learners[agent].WriteFigures(_decisions, figures);

    /// <inheritdoc/>
    public void Save(MessagePackWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(3 + (OrderBookLearner.SavedFields * _learners.Length));
        writer.WriteUInt64(_seed);
        writer.WriteInt64(_decisions);
        foreach (OrderBookLearner learner in _learners)
        {
            learner.Save(writer);
        }

        if (_market.Stepped is null)
        {
            writer.WriteNil();
        }
        else
        {
            _market.Stepped.Save(writer);
        }
    }

    /// <inheritdoc/>
    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(3 + (OrderBookLearner.SavedFields * _learners.Length));
        ulong seed = reader.ReadUInt64();
        _decisions = reader.ReadInt32();
        foreach (OrderBookLearner learner in _learners)
        {
            learner.Restore(ref reader);
        }

        if (reader.TryReadNil())
        {
            _market.Discard();
            return;
        }

        BeginEpisode(seed);
        _market.Stepped!.Restore(ref reader);
        foreach (OrderBookLearner learner in _learners)
        {
            learner.CompleteRestore();
        }
    }

    private void BeginEpisode(ulong seed)
    {
        _seed = seed;
        _market.BeginEpisode(seed);
    }
}
