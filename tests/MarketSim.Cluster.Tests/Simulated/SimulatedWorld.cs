using MarketSim.Cluster.Tests.Simulated.Database;
using MarketSim.Cluster.Tests.Simulated.Faults;
using MarketSim.Cluster.Tests.Simulated.Machines;
using MarketSim.Cluster.Tests.Simulated.Network;
using MarketSim.TestKit.Actors;

namespace MarketSim.Cluster.Tests.Simulated;

/// <summary>
/// A network, a database and machines with nodes, all on the thread of the caller and in virtual time. Which process takes the next step, and what its
/// actors do next, is drawn from the seed; time moves only when nobody has anything to do.
/// </summary>
internal sealed class SimulatedWorld
{
    private readonly SeededRandom _turns;
    private readonly List<SimulatedProcess> _running = [];
    private readonly List<SimulatedProcess> _busy = [];

    public SimulatedWorld(ulong seed, WorldVariant variant)
    {
        Seed = seed;
        Variant = variant;
        _turns = new SeededRandom(seed, 1);
        Database = new SimulatedDatabase(this, new SeededRandom(seed, 2));
        Network = new SimulatedNetwork(this, new SeededRandom(seed, 3), new SeededRandom(seed, 8));
        Trace = new WorldTrace(Time);
    }

    public ulong Seed { get; }

    public WorldVariant Variant { get; }

    public VirtualTimeProvider Time { get; } = new();

    public WorldTrace Trace { get; }

    /// <summary>Turns of actors and messages between them, in order; empty unless the variant keeps them.</summary>
    public List<string> Turns { get; } = [];

    public FaultCounts Counts { get; } = new();

    public SimulatedDatabase Database { get; }

    public SimulatedNetwork Network { get; }

    /// <summary>What actors threw that should not.</summary>
    public List<string> ProgramErrors { get; } = [];

    public List<SimulatedMachine> Machines { get; } = [];

    public TimeSpan Now => Time.Elapsed;

    /// <summary>Messages of actors handled so far.</summary>
    public long Steps { get; private set; }

    /// <summary>Has something happen in the world outside of the processes, whatever becomes of them.</summary>
    public void After(TimeSpan delay, Action action) => _ = Time.CreateTimer(static state => ((Action)state!)(), action, delay, Timeout.InfiniteTimeSpan);

    public void Begins(SimulatedProcess process) => _running.Add(process);

    public void Ends(SimulatedProcess process) => _running.Remove(process);

    /// <summary>Goes on until the condition holds.</summary>
    /// <returns>False when it does not hold by <paramref name="until"/>.</returns>
    public bool RunUntil(Func<bool> condition, TimeSpan until) => OneThread.Run(() =>
    {
        while (!condition())
        {
            if (!Step() && (Now > until || !Time.AdvanceToNextTimer()))
            {
                return false;
            }
        }

        return true;
    });

    private bool Step()
    {
        _busy.Clear();
        foreach (SimulatedProcess process in _running)
        {
            if (process.IsBusy)
            {
                _busy.Add(process);
            }
        }

        if (_busy.Count == 0)
        {
            return false;
        }

        Steps++;
        _busy[_turns.Below(_busy.Count)].Step();
        return true;
    }
}
