using System.Collections.Immutable;
using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Tests.Simulated.Machines;

namespace MarketSim.Cluster.Tests.Simulated.Network;

/// <summary>
/// Who belongs to the cluster, and what each process believes of it. Heartbeats are looked at every so often; who is not heard for long is unreachable,
/// and after a while downed; what one process believes reaches the other late. A process that was downed while it lived finds out, ends, and starts again.
/// </summary>
internal sealed class SimulatedMembership(SimulatedWorld world, SimulatedNetwork network, SeededRandom random)
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan AcceptablePause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan StableAfter = TimeSpan.FromMilliseconds(600);

    private readonly SortedDictionary<string, SimulatedMember> _members = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SimulatedProcess> _processes = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Observer, string Subject), TimeSpan> _undeliveredSince = [];
    private readonly Dictionary<(string Observer, string Subject), TimeSpan> _brokenUntil = [];
    private readonly Dictionary<string, MembershipView> _shown = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TimeSpan> _lastShown = new(StringComparer.Ordinal);
    private int _age;
    private bool _isBeating;

    public MembershipWeather Weather { get; } = new();

    public SimulatedProcess? ProcessOf(string incarnation) => _processes.GetValueOrDefault(incarnation);

    public void Joins(SimulatedProcess process)
    {
        _processes[process.Token] = process;
        world.After(random.Milliseconds(5, 60), () =>
        {
            if (!process.IsDead)
            {
                _members[process.Token] = new SimulatedMember(process, ++_age);
                Look();
            }
        });
        if (!_isBeating)
        {
            _isBeating = true;
            world.After(Heartbeat, Beat);
        }
    }

    public void Dies(SimulatedProcess process)
    {
        foreach (SimulatedMember other in Others(process))
        {
            // Its machine closes the connection, or was itself the one to die.
            if (random.Happens(0.6) && !network.IsCut(process.Machine.Name, other.Process.Machine.Name))
            {
                world.After(random.Milliseconds(1, 50), () => Break(other.Process, process.Token, "the other side closed it"));
            }
        }
    }

    public void Breaks(SimulatedProcess process, string reason)
    {
        foreach (SimulatedMember other in Others(process))
        {
            Break(other.Process, process.Token, reason);
            Break(process, other.Process.Token, reason);
        }
    }

    /// <summary>The cluster removes a process that lives and is well.</summary>
    public void DownWrongly(SimulatedProcess process)
    {
        Weather.WronglyDowned++;
        Down(process);
        Look();
    }

    public void Heal()
    {
        Weather.Clear();
        _brokenUntil.Clear();
    }

    private IEnumerable<SimulatedMember> Others(SimulatedProcess process) => _members.Values.Where(member => member.Process != process).ToList();

    private void Break(SimulatedProcess observer, string subject, string reason)
    {
        if (observer.IsDead || !_members.ContainsKey(subject))
        {
            return;
        }

        Weather.LostAssociations++;
        _brokenUntil[(observer.Token, subject)] = world.Now + random.Milliseconds(30, 300);
        observer.Ports.LoseAssociation(subject, reason);
        Look();
    }

    private void Beat()
    {
        foreach (SimulatedMember member in _members.Values.ToList())
        {
            if (MustBeDowned(member))
            {
                Down(member.Process);
            }
        }

        Look();
        world.After(Heartbeat, Beat);
    }

    // Dead or frozen for long, or cut off from all others for long: of two, the one that holds the lease continues.
    private bool MustBeDowned(SimulatedMember member)
    {
        bool isAlone = Others(member.Process).Any() && Others(member.Process).All(other => !Hears(other.Process, member.Process) || !Hears(member.Process, other.Process));
        bool isLost = member.Process.IsDead || member.Process.IsFrozen || (isAlone && (_members.Count > 2 || member.Process.Token != _members.Keys.First()));
        if (!isLost)
        {
            member.LostSince = null;
            return false;
        }

        member.LostSince ??= world.Now;
        return world.Now - member.LostSince > AcceptablePause + StableAfter;
    }

    private void Down(SimulatedProcess process)
    {
        if (!_members.Remove(process.Token))
        {
            return;
        }

        world.Trace.Note($"{process.Token} is downed");

        // It hears of it when it is reached again, and ends: its machine starts another.
        world.After(random.Milliseconds(20, 400), () => process.Run(() => process.Machine.Rejoin(process)));
    }

    private bool Hears(SimulatedProcess observer, SimulatedProcess subject) =>
        !subject.IsDead
        && !subject.IsFrozen
        && !network.IsCut(subject.Machine.Name, observer.Machine.Name)
        && !network.IsCut(observer.Machine.Name, subject.Machine.Name);

    // Shows each process its view, if it differs from the one it has; views arrive in order.
    private void Look()
    {
        foreach (SimulatedMember observer in _members.Values.ToList())
        {
            MembershipView view = ViewOf(observer.Process);
            if (_shown.TryGetValue(observer.Process.Token, out MembershipView? shown) && shown.Members.SequenceEqual(view.Members))
            {
                continue;
            }

            _shown[observer.Process.Token] = view;
            bool isLate = world.Now < Weather.LateUntil && random.Happens(0.5);
            Weather.LateViews += isLate ? 1 : 0;
            TimeSpan arrival = world.Now + (isLate ? random.Milliseconds(100, 1_500) : random.Milliseconds(0, 40));
            TimeSpan last = _lastShown.GetValueOrDefault(observer.Process.Token);
            arrival = arrival < last ? last : arrival;
            _lastShown[observer.Process.Token] = arrival;
            world.After(arrival - world.Now, () => observer.Process.Ports.Show(view));
        }
    }

    private MembershipView ViewOf(SimulatedProcess observer) => new(
        observer.Token,
        [.. _members.Values
            .Select(member => new Member(member.Process.Token, member.Process.Description, member.Age, IsReachable(observer, member.Process), IsLeaving: false))
            .OrderBy(member => member.Name, StringComparer.Ordinal)]);

    private bool IsReachable(SimulatedProcess observer, SimulatedProcess subject)
    {
        if (observer == subject)
        {
            return true;
        }

        (string, string) pair = (observer.Token, subject.Token);
        if (Hears(observer, subject))
        {
            _undeliveredSince.Remove(pair);
        }
        else
        {
            _undeliveredSince.TryAdd(pair, world.Now);
        }

        if (world.Now < Weather.WrongUntil && subject.Machine.Name == Weather.Slandered && (observer.Machine.Name[0] + subject.Machine.Name[0]) % 2 == 0)
        {
            Weather.WrongViews++;
            return false;
        }

        return world.Now >= _brokenUntil.GetValueOrDefault(pair)
            && !(_undeliveredSince.TryGetValue(pair, out TimeSpan since) && world.Now - since > AcceptablePause);
    }

    private sealed class SimulatedMember(SimulatedProcess process, int age)
    {
        public SimulatedProcess Process => process;

        public int Age => age;

        public TimeSpan? LostSince { get; set; }
    }
}
