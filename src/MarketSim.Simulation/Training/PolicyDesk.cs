using MarketSim.Agents;
using MarketSim.Agents.PolicyTrading;
using MarketSim.Learning.Policies;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Simulation.Training;

/// <summary>One policy as a partition holds it: acts for all of the partition's agents that are awake at once, and keeps what they hand over.</summary>
internal sealed class PolicyDesk
{
    private readonly PolicyBatch _batch;
    private readonly bool _isDeterministic;
    private readonly List<int> _waiting = [];
    private readonly List<Experience> _experience = [];

    /// <param name="isDeterministic">True to take the likeliest action instead of drawing one.</param>
    public PolicyDesk(ScenarioPolicy policy, bool isDeterministic = false)
    {
        Definition = policy;
        Policy = policy.CreatePolicy();
        _isDeterministic = isDeterministic;
        _batch = new PolicyBatch(Policy.ObservationSpace.Size, Policy.ActionSpace.Size, Policy.StateSize);
    }

    public ScenarioPolicy Definition { get; }

    public IPolicy Policy { get; }

    public PolicyVersion Version { get; private set; }

    /// <summary>Agents whose decision awaits an action, in the order in which they observed.</summary>
    public IReadOnlyList<int> Waiting => _waiting;

    public void SetWeights(ReadOnlySpan<float> weights, PolicyVersion version)
    {
        if (weights.Length != Policy.Weights.Length)
        {
            throw new InvalidDataException($"Policy {Definition.Name} has {Policy.Weights.Length} weights; {weights.Length} were published.");
        }

        weights.CopyTo(Policy.Weights);
        Version = version;
    }

    public void Wait(int agent) => _waiting.Add(agent);

    /// <summary>Draws the actions of all that wait.</summary>
    public void Act(TradingAgent[] agents, long tick)
    {
        _batch.Resize(_waiting.Count);
        for (int row = 0; row < _waiting.Count; row++)
        {
            TradingAgent agent = agents[_waiting[row]];
            RandomStream random = agent.DecisionRandom;
            Hand(tick, agent, agent.PolicyStrategy!.Ask(_batch, row, random));
        }

        Policy.Act(_batch, _isDeterministic);
    }

    /// <summary>The second half of a waiting agent's decision.</summary>
    public ActionRow RowOf(int row) => new(_batch, row, Policy, Version);

    public void Acted() => _waiting.Clear();

    /// <summary>The episode of an agent is over.</summary>
    public void End(TradingAgent agent, MarketSnapshot market, TradingSession session) =>
        Hand(market.Tick, agent, agent.PolicyStrategy!.End(market, session, agent.Portfolio));

    /// <summary>Takes what agents have handed over since the last call, in order of (tick, agent).</summary>
    public IReadOnlyList<Experience> TakeExperience()
    {
        if (_experience.Count == 0)
        {
            return [];
        }

        Experience[] taken = [.. _experience];
        _experience.Clear();
        return taken;
    }

    private void Hand(long tick, TradingAgent agent, HandedSteps? steps)
    {
        if (steps is not null)
        {
            _experience.Add(new Experience(tick, agent.Account, steps.Publication, steps.Trajectory));
        }
    }
}

/// <summary>Where an agent's action stands.</summary>
internal sealed record ActionRow(PolicyBatch Batch, int Row, IPolicy Policy, PolicyVersion Version);
