using MarketSim.Cluster.Leading;
using MarketSim.Cluster.Store;
using MarketSim.Cluster.Tests.Simulated.Machines;

namespace MarketSim.Cluster.Tests.Simulated.Faults;

/// <summary>Injects the faults of a seed one after the other; they last for a while each, so that several are there at once.</summary>
internal sealed class FaultInjector(SimulatedWorld world, SeededRandom random, long ticks)
{
    // Often enough to meet a tick of a fast run.
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(20);

    // A run that stands still meets its faults all the same.
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(2);

    private readonly Queue<PlannedFault> _planned = Plan(random, ticks);
    private TimeSpan _lastAt;
    private TimeSpan _lastEnd;
    private int _waiting;
    private bool _isHealed;

    /// <summary>Whether all faults have come and gone.</summary>
    public bool IsDone => _planned.Count == 0 && _waiting == 0 && world.Now >= _lastEnd;

    public void Start() => world.After(LookInterval, Look);

    /// <summary>Mends everything; machines that have no process get one, but for one now and then that is never used again.</summary>
    public void Heal()
    {
        world.Trace.Note("everything is mended");
        _isHealed = true;
        world.Network.Heal();
        world.Database.Heal();

        // To be gone for good is a failure too.
        int spared = world.Machines.Count > 2 && random.Happens(0.3) && !IsOneFailureFromItsEnd() ? random.Below(world.Machines.Count) : -1;
        for (int machine = 0; machine < world.Machines.Count; machine++)
        {
            Thaw(world.Machines[machine].Process);
            if (machine == spared)
            {
                world.Trace.Note($"{world.Machines[machine].Name} is gone for good");
                world.Machines[machine].Retire();
            }
            else
            {
                world.Machines[machine].Start();
            }
        }
    }

    // Kinds in an order of the seed's, 11 to 14 of them: over many seeds all kinds meet all others. Spread over the run by ticks; the last may come too late.
    private static Queue<PlannedFault> Plan(SeededRandom random, long ticks)
    {
        List<FaultKind> kinds = [.. Enum.GetValues<FaultKind>()];
        int count = random.Between(11, 14);
        long[] places = [.. Enumerable.Range(0, count).Select(_ => (long)random.Below((int)(ticks * 17 / 20))).Order()];
        var planned = new Queue<PlannedFault>();
        foreach (long place in places)
        {
            FaultKind kind = random.Of(kinds);
            kinds.Remove(kind);
            planned.Enqueue(new PlannedFault(kind, place, IsDuringWrite: random.Happens(0.4)));
        }

        return planned;
    }

    private void Look()
    {
        if (_isHealed || _planned.Count == 0)
        {
            return;
        }

        PlannedFault next = _planned.Peek();
        bool isDue = world.Database.Record.LatestTick >= next.Tick || world.Now - _lastAt > MaxWait;
        if (isDue && !IsOneFailureFromItsEnd())
        {
            _planned.Dequeue();
            _lastAt = world.Now;
            Strike(next);
        }

        world.After(LookInterval, Look);
    }

    private void Strike(PlannedFault fault)
    {
        _waiting++;
        if (!fault.IsDuringWrite)
        {
            StrikeOrWait(fault.Kind);
            return;
        }

        // Before, while or after parts or a manifest are written; when nothing is written, sometime.
        bool hasStruck = false;
        TimeSpan soon = random.Milliseconds(0, 12);
        world.Database.AtNextWrite(() => world.After(soon, StrikeOnce));
        world.After(MaxWait, StrikeOnce);

        void StrikeOnce()
        {
            if (!hasStruck)
            {
                hasStruck = true;
                StrikeOrWait(fault.Kind);
            }
        }
    }

    private void StrikeOrWait(FaultKind kind)
    {
        if (_isHealed)
        {
            return;
        }

        if (IsOneFailureFromItsEnd())
        {
            world.After(LookInterval, () => StrikeOrWait(kind));
        }
        else
        {
            _waiting--;
            Inject(kind);
        }
    }

    // A third failure in one tick ends a run by design, which is tested elsewhere: after two, it is left alone until a checkpoint has come through that tick.
    private bool IsOneFailureFromItsEnd() => world.Database.Records.Any(record => IsOneFailureFromItsEnd(record.Run));

    private bool IsOneFailureFromItsEnd(string run)
    {
        long committed = world.Database.Memory.ReadRunAsync(run).GetAwaiter().GetResult()!.CommittedTick ?? -1;
        return world.Database.Memory.ReadRecoveriesAsync(run).GetAwaiter().GetResult()
            .Where(recovery => recovery.Cause == RecoveryCause.NodeFailure && recovery.Tick > committed)
            .GroupBy(recovery => recovery.Tick)
            .Any(failures => failures.Count() >= CrashLoopDetector.MaxFailuresInOneTick - 1);
    }

    private void Inject(FaultKind kind)
    {
        TimeSpan duration = random.Milliseconds(200, 1_300);
        world.Counts.Count(kind);
        Inject(kind, duration);
        _lastEnd = _lastEnd > world.Now + duration ? _lastEnd : world.Now + duration;
    }

    private void Inject(FaultKind kind, TimeSpan duration)
    {
        TimeSpan until = world.Now + duration;
        switch (kind)
        {
            case FaultKind.MessagesLost:
                world.Network.Weather.LossUntil = until;
                world.Network.Weather.LossRate = random.Between(3, 30) / 100.0;
                Note(kind, duration);
                break;
            case FaultKind.MessagesDelayed:
                world.Network.Weather.DelayUntil = until;
                Note(kind, duration);
                break;
            case FaultKind.MessagesDoubled:
                world.Network.Weather.DoublingUntil = until;
                Note(kind, duration);
                break;
            case FaultKind.MessagesReordered:
                world.Network.Weather.DisorderUntil = until;
                Note(kind, duration);
                break;
            case FaultKind.OutcomesUnknown:
                world.Database.Disk.UncertainUntil = until;
                Note(kind, duration);
                break;
            case FaultKind.DiskSlow:
                world.Database.Disk.SlowUntil = until;
                Note(kind, duration);
                break;
            case FaultKind.DiskFull:
                world.Database.Disk.FullUntil = until;
                Note(kind, duration);
                break;
            case FaultKind.MembershipLate:
                world.Network.Membership.Weather.LateUntil = until;
                Note(kind, duration);
                break;
            case FaultKind.DatabaseGone:
                world.Database.Restart(duration);
                Note(kind, duration);
                break;
            default:
                InjectIntoMachine(kind, duration);
                break;
        }
    }

    private void InjectIntoMachine(FaultKind kind, TimeSpan duration)
    {
        SimulatedMachine machine = Victim(kind);
        switch (kind)
        {
            case FaultKind.LeaderCrashed or FaultKind.NodeCrashed:
                Note(kind, duration, machine);
                machine.Crash();
                world.After(duration, machine.Start);
                break;
            case FaultKind.FrozenShortly:
                Freeze(kind, machine, random.Milliseconds(30, 300));
                break;
            case FaultKind.FrozenPastDowning:
                Freeze(kind, machine, duration + TimeSpan.FromMilliseconds(900));
                break;
            case FaultKind.PartitionedBothWays:
                Partition(kind, machine, duration, isOneWay: false);
                break;
            case FaultKind.PartitionedOneWay:
                Partition(kind, machine, duration, isOneWay: true);
                break;
            case FaultKind.AssociationsLost when machine.Process is { } process:
                Note(kind, TimeSpan.Zero, machine);
                world.Network.Break(process, "it was reset");
                break;
            case FaultKind.MembershipWrong:
                Note(kind, duration, machine);
                world.Network.Membership.Weather.Slandered = machine.Name;
                world.Network.Membership.Weather.WrongUntil = world.Now + duration;
                break;
            case FaultKind.WronglyDowned when machine.Process is { } process:
                Note(kind, TimeSpan.Zero, machine);
                world.Network.Membership.DownWrongly(process);
                break;
            case FaultKind.DatabaseUnreachable:
                Note(kind, duration, machine);
                world.Database.CutOff(machine.Name, duration);
                break;
            case FaultKind.NodeLeft when machine.Process is { } process:
                Note(kind, TimeSpan.Zero, machine);
                process.Leave();
                break;
        }
    }

    // The leader rather often: most is at stake there. A crash of it takes the node that leads at that time.
    private SimulatedMachine Victim(FaultKind kind)
    {
        List<SimulatedMachine> alive = [.. world.Machines.Where(machine => machine.Process is not null)];
        SimulatedMachine? leader = alive.Find(machine => machine.Process!.Token == world.Database.Record.LeaderProcess);
        bool isLeader = leader is not null && (kind == FaultKind.LeaderCrashed || (kind != FaultKind.NodeCrashed && random.Happens(0.5)));
        List<SimulatedMachine> others = [.. alive.Where(machine => machine != leader)];
        return isLeader ? leader! : others.Count > 0 ? random.Of(others) : leader ?? random.Of(world.Machines);
    }

    private void Freeze(FaultKind kind, SimulatedMachine machine, TimeSpan duration)
    {
        Note(kind, duration, machine);
        if (machine.Process is { IsFrozen: false } process)
        {
            process.Freeze();
            world.After(duration, () => Thaw(process));
        }
    }

    private void Thaw(SimulatedProcess? process)
    {
        if (process is { IsFrozen: true })
        {
            world.Trace.Note($"{process.Token} continues");
            process.Thaw();
        }
    }

    private void Partition(FaultKind kind, SimulatedMachine machine, TimeSpan duration, bool isOneWay)
    {
        Note(kind, duration, machine);
        bool isOutgoing = random.Happens(0.5);
        foreach (SimulatedMachine other in world.Machines.Where(other => other != machine))
        {
            if (!isOneWay || isOutgoing)
            {
                world.Network.Cut(machine.Name, other.Name, duration);
            }

            if (!isOneWay || !isOutgoing)
            {
                world.Network.Cut(other.Name, machine.Name, duration);
            }
        }
    }

    private void Note(FaultKind kind, TimeSpan duration, SimulatedMachine? machine = null) =>
        world.Trace.Note($"FAULT {kind}{(machine is null ? string.Empty : $" of {machine.Process?.Token ?? machine.Name}")}{(duration == TimeSpan.Zero ? string.Empty : $" for {duration.TotalMilliseconds:0} ms")}");
}

/// <param name="Tick">It strikes when the run has come so far.</param>
/// <param name="IsDuringWrite">Whether it waits for the next write of parts or of a manifest.</param>
internal sealed record PlannedFault(FaultKind Kind, long Tick, bool IsDuringWrite);
