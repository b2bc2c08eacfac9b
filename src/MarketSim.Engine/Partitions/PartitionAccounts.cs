using System.Numerics;
using MarketSim.Engine.Definitions;
using MarketSim.Market.Orders;

namespace MarketSim.Engine.Partitions;

/// <summary>Numbers the agents of a partition from 0, block after block.</summary>
internal sealed class PartitionAccounts
{
    private readonly int[] _firstAgentOfBlock;

    // The block size is a power of two.
    private readonly int _blockShift;
    private readonly int _blockMask;
    private readonly bool[] _holds;

    public PartitionAccounts(Population population, IReadOnlyList<int> blocks)
    {
        Blocks = blocks;
        _blockShift = BitOperations.Log2((uint)population.BlockSize);
        _blockMask = population.BlockSize - 1;
        _firstAgentOfBlock = new int[population.BlockCount];
        _holds = new bool[population.BlockCount];
        foreach (int block in blocks)
        {
            _firstAgentOfBlock[block] = Count;
            _holds[block] = true;
            Count += population.AccountsOf(block).Count;
        }
    }

    public IReadOnlyList<int> Blocks { get; }

    /// <summary>Number of agents of the partition.</summary>
    public int Count { get; }

    /// <summary>True when the agents of a block are the partition's.</summary>
    public bool Holds(int block) => _holds[block];

    /// <summary>Number of an agent of the partition, by its account.</summary>
    public int AgentOf(AccountId account) =>
        _firstAgentOfBlock[account.Value >> _blockShift] + (account.Value & _blockMask);

    /// <summary>Number of the first agent of a block of the partition.</summary>
    public int FirstAgentOf(int block) => _firstAgentOfBlock[block];
}
