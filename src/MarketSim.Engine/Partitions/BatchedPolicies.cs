using MarketSim.Agents;
using MarketSim.Engine.Definitions;
using MarketSim.Engine.Participants;

namespace MarketSim.Engine.Partitions;

/// <summary>The policies of a partition, and the policy of each of its agents.</summary>
public sealed class BatchedPolicies
{
    private readonly BatchedPolicy[] _policies;

    // By agent of the partition: the index of its policy; -1 for an agent without one. Empty where no agent has one.
    private readonly int[] _policyOfAgent;

    internal BatchedPolicies(MarketDefinition market, IReadOnlyList<TradingAgent> agents, int replica, bool isDeterministic)
    {
        var policies = new List<BatchedPolicy>();
        int[] policyOfAgent = [];
        foreach (PolicyDefinition policy in PolicyDefinition.Of(market).Where(policy => policy.OptionsPolicy is null))
        {
            int[] acting = [.. Enumerable.Range(0, agents.Count).Where(agent => policy.Groups.Contains(market.Population.GroupOf(agents[agent].Account)))];
            if (acting.Length == 0)
            {
                continue;
            }

            if (policies.Count == 0)
            {
                policyOfAgent = new int[agents.Count];
                Array.Fill(policyOfAgent, -1);
            }

            foreach (int agent in acting)
            {
                policyOfAgent[agent] = policies.Count;
            }

            policies.Add(new BatchedPolicy(policy, replica, isDeterministic));
        }

        _policies = [.. policies];
        _policyOfAgent = policyOfAgent;
    }

    /// <summary>The policies that agents of the partition act by, in the order of the scenario's policies.</summary>
    public IReadOnlyList<BatchedPolicy> All => _policies;

    /// <summary>The same, for code that runs on every tick: enumerating it allocates nothing.</summary>
    internal ReadOnlySpan<BatchedPolicy> Span => _policies;

    /// <summary>Sets the weights of a policy; those of a policy that no agent here acts by are ignored.</summary>
    /// <exception cref="InvalidDataException">Their number is not the policy's.</exception>
    public void SetWeights(PublishedWeights published)
    {
        ArgumentNullException.ThrowIfNull(published);
        foreach (BatchedPolicy policy in _policies)
        {
            if (policy.Definition.Name == published.Policy)
            {
                policy.SetWeights(published.Weights.Span, published.Version);
            }
        }
    }

    /// <summary>The policy of an agent; null for an agent without one.</summary>
    internal BatchedPolicy? Of(int agent) => _policyOfAgent.Length > 0 && _policyOfAgent[agent] >= 0 ? _policies[_policyOfAgent[agent]] : null;
}
