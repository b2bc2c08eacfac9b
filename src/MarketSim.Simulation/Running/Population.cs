using MarketSim.Agents.Population;
using MarketSim.Agents.Strategies;
using MarketSim.Market.Accounts;
using MarketSim.Market.Orders;
using MarketSim.Simulation.Scenarios;

namespace MarketSim.Simulation.Running;

/// <summary>
/// All agents of a scenario: groups one after the other, accounts without gaps. Accounts are cut into blocks of a size that depends on the
/// scenario only; a block is what a checkpoint saves as one part and what is placed as one piece, so neither depends on the placement.
/// </summary>
internal sealed class Population
{
    private const int MaximumBlocks = 256;
    private const int MinimumBlockSize = 8;

    public Population(Scenario scenario)
    {
        Groups = CreateGroups(scenario);
        Count = scenario.AgentCount;
        BlockSize = MinimumBlockSize;
        while (BlockSize * (long)MaximumBlocks < Count)
        {
            BlockSize *= 2;
        }
    }

    public IReadOnlyList<AgentGroup> Groups { get; }

    public int Count { get; }

    /// <summary>Agents per block; the last block may hold fewer.</summary>
    public int BlockSize { get; }

    public int BlockCount => (Count + BlockSize - 1) / BlockSize;

    /// <summary>First account of a block and how many it holds.</summary>
    public (int First, int Count) AccountsOf(int block) =>
        (block * BlockSize, Math.Min(BlockSize, Count - (block * BlockSize)));

    public int BlockOf(int account) => account / BlockSize;

    public AgentGroup GroupOf(int account)
    {
        int low = 0;
        int high = Groups.Count - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            (low, high) = Groups[middle].FirstAccount <= account ? (middle, high) : (low, middle - 1);
        }

        return Groups[low];
    }

    /// <summary>The opening position of every account.</summary>
    public Position[] OpeningPositions(Price initialPrice)
    {
        var positions = new Position[Count];
        foreach (AgentGroup group in Groups)
        {
            Array.Fill(positions, new Position(group.InitialCash, group.InitialInventory, initialPrice), group.FirstAccount, group.Count);
        }

        return positions;
    }

    private static List<AgentGroup> CreateGroups(Scenario scenario)
    {
        var market = new StrategyMarket(scenario.Market.Instrument, scenario.Market.Session, scenario.Market.InitialPrice);
        var groups = new List<AgentGroup>();
        int firstAccount = 0;
        foreach (ScenarioAgents agents in scenario.Agents)
        {
            groups.Add(new AgentGroup(
                agents.Name, groups.Count, firstAccount, agents.Count, agents.Agent, agents.Latency, agents.Cash, agents.Inventory, agents.Agent.CreateFactory(market)));
            firstAccount += agents.Count;
        }

        return groups;
    }
}
