using MarketSim.Cluster.Store;
using MarketSim.Cluster.Tests.Store.Memory;
using MarketSim.Cluster.Tests.Simulated.Machines;
using MarketSim.Cluster.Tests.Simulated.Oracle;

namespace MarketSim.Cluster.Tests.Simulated.Database;

/// <summary>A database server, the disk under it, and the ways to it.</summary>
internal sealed class SimulatedDatabase
{
    private readonly SimulatedWorld _world;
    private readonly SeededRandom _random;
    private readonly Dictionary<string, TimeSpan> _unreachableUntil = new(StringComparer.Ordinal);
    private readonly Queue<Action> _atNextWrite = new();
    private TimeSpan _downUntil;

    public SimulatedDatabase(SimulatedWorld world, SeededRandom random)
    {
        _world = world;
        _random = random;
        Memory = new InMemoryClusterStore(world.Time);
        Records = [.. Enumerable.Range(1, world.Variant.Runs).Select(number => new WriteRecord(world, SimulatedCluster.NameOf(number)))];
        Store = new RecordingStore(world.Variant.Store(Memory, world), run => Records.Single(record => record.Run == run));
    }

    /// <summary>What it holds; for a look from outside.</summary>
    public InMemoryClusterStore Memory { get; }

    /// <summary>What nodes write through.</summary>
    public IClusterStore Store { get; }

    /// <summary>Of each run.</summary>
    public IReadOnlyList<WriteRecord> Records { get; }

    /// <summary>Of the first run.</summary>
    public WriteRecord Record => Records[0];

    public DiskWeather Disk { get; } = new();

    /// <summary>The server goes, and is back after a while with all that was committed.</summary>
    public void Restart(TimeSpan duration) => _downUntil = _world.Now + duration;

    /// <summary>One machine does not reach it for a while.</summary>
    public void CutOff(string machine, TimeSpan duration) => _unreachableUntil[machine] = _world.Now + duration;

    /// <summary>Has something happen when the next write of parts or of a manifest arrives.</summary>
    public void AtNextWrite(Action action) => _atNextWrite.Enqueue(action);

    public void Heal()
    {
        _downUntil = TimeSpan.Zero;
        _unreachableUntil.Clear();
        Disk.Clear();
    }

    /// <summary>Carries a call out, and answers: both after a while, and each only if the way is open at that time.</summary>
    public void Call<T>(SimulatedProcess process, StoreCall kind, Func<IClusterStore, Task<T>> effect, Action<Task<T>> answer) => _world.After(Latency(kind), () =>
    {
        Task<T> outcome = CarryOut(process, kind, effect);
        _world.After(Latency(StoreCall.Read), () => answer(Answered(process, outcome)));
    });

    private TimeSpan Latency(StoreCall kind)
    {
        bool isSlow = kind != StoreCall.Read && _world.Now < Disk.SlowUntil;
        Disk.SlowCalls += isSlow ? 1 : 0;
        return isSlow ? _random.Milliseconds(20, 250) : _random.Milliseconds(1, 6);
    }

    private Task<T> CarryOut<T>(SimulatedProcess process, StoreCall kind, Func<IClusterStore, Task<T>> effect)
    {
        if (kind == StoreCall.Bulk && _atNextWrite.TryDequeue(out Action? strike))
        {
            strike();
        }

        if (!IsReachable(process) || (process.IsDead && _random.Happens(0.5)))
        {
            return Away<T>("The simulated database cannot be reached.");
        }

        if (kind == StoreCall.Bulk && _world.Now < Disk.FullUntil)
        {
            Disk.Refused++;
            return Away<T>("The simulated database's disk is full.");
        }

        if (IsUncertain())
        {
            Disk.FailedBefore++;
            return Away<T>("The simulated database broke the call off before it was carried out.");
        }

        return effect(Store);
    }

    private Task<T> Answered<T>(SimulatedProcess process, Task<T> outcome)
    {
        if (!IsReachable(process))
        {
            return Away<T>("The simulated database went away during a call.");
        }

        if (outcome.IsCompletedSuccessfully && IsUncertain())
        {
            Disk.FailedAfter++;
            return Away<T>("The simulated database broke the call off after it was carried out.");
        }

        return outcome;
    }

    private bool IsReachable(SimulatedProcess process) =>
        _world.Now >= _downUntil && _world.Now >= _unreachableUntil.GetValueOrDefault(process.Machine.Name);

    private bool IsUncertain() => _world.Now < Disk.UncertainUntil && _random.Happens(0.2);

    private static Task<T> Away<T>(string message) => Task.FromException<T>(new StoreUnavailableException(message));
}
