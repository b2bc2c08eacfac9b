using System.Globalization;
using MarketSim.Cluster.Membership;

namespace MarketSim.Cluster.Tests.Simulated.Machines;

/// <summary>A place for one node at a time, under one name; every start is another process.</summary>
internal sealed class SimulatedMachine(SimulatedWorld world, string name, IReadOnlyList<string> roles, int threads)
{
    private int _starts;
    private bool _isRetired;
    private bool _wasDowned;

    public string Name => name;

    /// <summary>Null while no process runs.</summary>
    public SimulatedProcess? Process { get; private set; }

    /// <summary>Processes that ended by themselves and should not have.</summary>
    public List<string> UnexpectedEnds { get; } = [];

    public void Start()
    {
        if (Process is not null || _isRetired)
        {
            return;
        }

        _starts++;
        string token = string.Create(CultureInfo.InvariantCulture, $"{name}@{name}:1#{_starts}");
        world.Trace.Note($"{token} starts");
        var description = new NodeDescription(name, Host: "simulated", roles, threads, Version: "0", Build: "build", Arithmetic: "arithmetic")
        {
            TorchSelfTest = world.Variant.TorchSelfTests?.Invoke(name) ?? NodeDescription.NoTorch,
        };
        Process = new SimulatedProcess(world, this, description, token, (world.Seed * 1_000_003) + (ulong)(name[0] * 1_000) + (ulong)_starts, _wasDowned);
        _wasDowned = false;
    }

    /// <summary>The cluster has removed the process though it lived: it ends, and another begins at once.</summary>
    public void Rejoin(SimulatedProcess process)
    {
        if (Process == process)
        {
            world.Trace.Note($"{process.Token} knows that it was downed");
            bool wasLeaving = process.IsLeaving;
            Crash();
            _wasDowned = true;
            world.After(wasLeaving ? TimeSpan.FromMilliseconds(500) : TimeSpan.FromMilliseconds(10), Start);
        }
    }

    public void Crash()
    {
        Process?.Die();
        Process = null;
    }

    /// <summary>Takes the machine away for good.</summary>
    public void Retire()
    {
        _isRetired = true;
        Crash();
    }

    public void Ended(SimulatedProcess process, Exception? cause)
    {
        world.Trace.Note($"{process.Token} has ended{(cause is null ? string.Empty : $": {cause.GetType().Name}: {cause.Message}")}");
        Process = null;
        if (cause is not null)
        {
            UnexpectedEnds.Add($"{process.Token} ended: {cause}");
        }

        // As whoever looks after the machine would.
        world.After(TimeSpan.FromMilliseconds(500), Start);
    }
}
