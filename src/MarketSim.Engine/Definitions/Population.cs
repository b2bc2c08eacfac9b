using System.Numerics;
using MarketSim.Agents.Population;
using MarketSim.Market.Accounts;
using MarketSim.Market.Orders;

namespace MarketSim.Engine.Definitions;

/// <summary>
/// All agents of a market: groups one after the other, accounts without gaps. Accounts are divided into blocks of a size that depends on their number
/// only. A block is saved as one part of a checkpoint and placed as a whole, so that the parts do not depend on the placement.
/// </summary>
public sealed class Population
{
    private const int MaxBlocks = 256;
    private const int MinBlockSize = 8;

    private readonly int _blockShift;

    /// <param name="groups">In order of accounts, each beginning where the one before ends.</param>
    /// <exception cref="ArgumentException">Accounts overlap or have gaps.</exception>
    public Population(IReadOnlyList<AgentGroup> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        Groups = groups;
        foreach (AgentGroup group in groups)
        {
            if (group.FirstAccount != Count)
            {
                throw new ArgumentException($"Group {group.Name} begins at account {group.FirstAccount}; it must begin at {Count}, where the groups before it end.", nameof(groups));
            }

            Count += group.Count;
        }

        BlockSize = MinBlockSize;
        while (BlockSize * (long)MaxBlocks < Count)
        {
            BlockSize *= 2;
        }

        _blockShift = BitOperations.Log2((uint)BlockSize);
    }

    /// <summary>The groups, in order of accounts.</summary>
    public IReadOnlyList<AgentGroup> Groups { get; }

    /// <summary>Number of agents.</summary>
    public int Count { get; }

    /// <summary>Agents per block, a power of two; the last block may hold fewer.</summary>
    public int BlockSize { get; }

    /// <summary>Number of blocks of agents.</summary>
    public int BlockCount => (Count + BlockSize - 1) / BlockSize;

    /// <summary>First account of a block, and the number of its accounts.</summary>
    public (int First, int Count) AccountsOf(int block) =>
        (block * BlockSize, Math.Min(BlockSize, Count - (block * BlockSize)));

    /// <summary>The block of an account.</summary>
    public int BlockOf(AccountId account) => account.Value >> _blockShift;

    /// <summary>The group of an account.</summary>
    public AgentGroup GroupOf(AccountId account)
    {
        int low = 0;
        int high = Groups.Count - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            (low, high) = Groups[middle].FirstAccount <= account.Value ? (middle, high) : (low, middle - 1);
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
}
