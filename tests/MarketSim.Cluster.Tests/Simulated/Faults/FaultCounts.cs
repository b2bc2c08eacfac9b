namespace MarketSim.Cluster.Tests.Simulated.Faults;

/// <summary>How many faults of each kind there were.</summary>
internal sealed class FaultCounts
{
    private readonly int[] _counts = new int[Enum.GetValues<FaultKind>().Length];

    public int this[FaultKind kind] => _counts[(int)kind];

    public int Total => _counts.Sum();

    public void Count(FaultKind kind) => _counts[(int)kind]++;

    public void Add(FaultCounts other)
    {
        for (int kind = 0; kind < _counts.Length; kind++)
        {
            _counts[kind] += other._counts[kind];
        }
    }

    public override string ToString() => string.Join(", ", Enum.GetValues<FaultKind>().Select(kind => $"{kind} {this[kind]}"));
}
