using MarketSim.Agents;
using MarketSim.Agents.PolicyTrading;
using MarketSim.Simulation.Running;
using MarketSim.Simulation.Scenarios;

namespace MarketSim.Simulation.Training;

/// <summary>The policies of a partition, and which of its agents acts by which.</summary>
/// <param name="desks">In the order of the scenario's policies.</param>
/// <param name="deskOfAgent">By agent of the partition: an index into <paramref name="desks"/>; -1 for agents without policy.</param>
internal sealed class PolicyDesks(IReadOnlyList<PolicyDesk> desks, int[] deskOfAgent)
{
    public static PolicyDesks None { get; } = new([], []);

    /// <summary>Those that some agents act by.</summary>
    /// <param name="isDeterministic">True to take the likeliest actions instead of drawing them.</param>
    public static PolicyDesks Of(Scenario scenario, Population population, IReadOnlyList<TradingAgent> agents, bool isDeterministic = false)
    {
        var desks = new List<PolicyDesk>();
        int[] deskOfAgent = new int[agents.Count];
        Array.Fill(deskOfAgent, -1);
        foreach (ScenarioPolicy policy in ScenarioPolicies.Of(scenario, population))
        {
            int[] acting = [.. Enumerable.Range(0, agents.Count).Where(agent => policy.Groups.Contains(population.GroupOf(agents[agent].Account.Value)))];
            if (acting.Length == 0)
            {
                continue;
            }

            foreach (int agent in acting)
            {
                deskOfAgent[agent] = desks.Count;
            }

            desks.Add(new PolicyDesk(policy, isDeterministic));
        }

        return desks.Count == 0 ? None : new PolicyDesks(desks, deskOfAgent);
    }

    public IReadOnlyList<PolicyDesk> All => desks;

    /// <summary>Null for an agent without policy.</summary>
    public PolicyDesk? Of(int agent) => agent < deskOfAgent.Length && deskOfAgent[agent] >= 0 ? desks[deskOfAgent[agent]] : null;

    /// <summary>Takes weights in; those of a policy that nobody here acts by are ignored.</summary>
    public void SetWeights(PublishedWeights weights)
    {
        foreach (PolicyDesk desk in desks)
        {
            if (desk.Definition.Name == weights.Policy)
            {
                desk.SetWeights(weights.Weights, weights.Version);
            }
        }
    }
}

/// <summary>New weights of a policy.</summary>
internal sealed record PublishedWeights(string Policy, PolicyVersion Version, float[] Weights);
