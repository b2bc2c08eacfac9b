using MarketSim.Agents;
using MarketSim.Engine.Stepping;
using MarketSim.Learning.Environments;
using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Environments.OrderBooks;

/// <summary>
/// One learner in a live order-book market of rule-based agents, in one thread. Every decision follows the opening of a tick; its orders have the same
/// latency, queue and book as those of all agents. Between two decisions the market continues.
/// </summary>
/// <remarks>Observations, rewards and the end of an episode: OBSERVATIONS.md beside the environments.</remarks>
public sealed class OrderBookEnvironment : IEnvironment
{
    private readonly OrderBookSettings _settings;
    private readonly OrderBookMarket _market;
    private readonly OrderBookLearner _learner;
    private readonly Space _actionSpace;
    private ulong _seed;
    private int _decisions;

    /// <summary>Creates the environment of settings, which are checked; null for their defaults.</summary>
    /// <exception cref="ArgumentException">A strategy or a parameter of the population is not known or not allowed.</exception>
    public OrderBookEnvironment(OrderBookSettings? settings = null)
    {
        _settings = (settings ?? new OrderBookSettings()).Checked();
        _market = new OrderBookMarket(_settings, ["learner"], keepsFingerprint: false);
        _learner = new OrderBookLearner(_settings, _market, index: 0);
        _actionSpace = LearnerStrategy.SpaceOf(_settings);
    }

    /// <summary>The settings of the environment.</summary>
    public OrderBookSettings Settings => _settings;

    /// <inheritdoc/>
    public Space ObservationSpace => _learner.Observer.Space;

    /// <inheritdoc/>
    public Space ActionSpace => _actionSpace;

    /// <summary>The market of the present episode; null before the first reset.</summary>
    public SteppedMarket? Market => _market.Stepped;

    /// <summary>The learner's agent, with its portfolio; null before the first reset.</summary>
    public TradingAgent? Learner => _market.Stepped is null ? null : _market.AgentOf(0);

    /// <inheritdoc/>
    public void Reset(ulong seed, Span<float> observation)
    {
        BeginEpisode(seed);
        _decisions = 0;
        _market.AdvanceToDecision();
        _learner.Begin(observation);
    }

    /// <inheritdoc/>
    public StepResult Step(ReadOnlySpan<float> action, Span<float> observation)
    {
        EnvironmentGuard.RequireEpisode(_learner.IsPresent);
        EnvironmentGuard.RequireAction(_actionSpace, action);
        _learner.SetAction(action, isLast: _decisions + 1 == _settings.Decisions);
        _market.Stepped!.RunTick();
        _market.AdvanceToDecision();
        return _learner.Complete(++_decisions, observation);
    }

    /// <inheritdoc/>
    public void Save(MessagePackWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(3 + OrderBookLearner.SavedFields);
        writer.WriteUInt64(_seed);
        writer.WriteInt64(_decisions);
        _learner.Save(writer);
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
        reader.ReadArrayHeader(3 + OrderBookLearner.SavedFields);
        ulong seed = reader.ReadUInt64();
        _decisions = reader.ReadInt32();
        _learner.Restore(ref reader);
        if (reader.TryReadNil())
        {
            _market.Discard();
        }
        else
        {
            BeginEpisode(seed);
            _market.Stepped!.Restore(ref reader);
            _learner.CompleteRestore();
        }
    }

    private void BeginEpisode(ulong seed)
    {
        _seed = seed;
        _market.BeginEpisode(seed);
    }
}
