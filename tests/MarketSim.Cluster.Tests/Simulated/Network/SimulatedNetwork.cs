using MarketSim.Cluster.Tests.Simulated.Machines;

namespace MarketSim.Cluster.Tests.Simulated.Network;

/// <summary>
/// The links between machines. In good times every frame takes a while and arrives once, in order; faults have it lost, doubled, late, out of order, or
/// cut off. Who belongs to the cluster, <see cref="Membership"/> says.
/// </summary>
internal sealed class SimulatedNetwork
{
    private const int UsualDelayMilliseconds = 40;
    private const int LongDelayMilliseconds = 400;

    private readonly SimulatedWorld _world;
    private readonly SeededRandom _random;
    private readonly Dictionary<(string From, string To), TimeSpan> _lastArrivals = [];
    private readonly Dictionary<(string From, string To), TimeSpan> _cutUntil = [];

    public SimulatedNetwork(SimulatedWorld world, SeededRandom random, SeededRandom membershipRandom)
    {
        _world = world;
        _random = random;
        Membership = new SimulatedMembership(world, this, membershipRandom);
    }

    public NetworkWeather Weather { get; } = new();

    public SimulatedMembership Membership { get; }

    public void Send(SimulatedProcess from, string to, ReadOnlyMemory<byte> frame)
    {
        if (_world.Now < Weather.LossUntil && _random.Happens(Weather.LossRate))
        {
            Weather.Lost++;
            return;
        }

        Carry(from, to, frame);
        if (_world.Now < Weather.DoublingUntil && _random.Happens(0.3))
        {
            Weather.Doubled++;
            Carry(from, to, frame);
        }
    }

    /// <summary>Nothing goes from one machine to the other for a while.</summary>
    public void Cut(string from, string to, TimeSpan duration) => _cutUntil[(from, to)] = _world.Now + duration;

    /// <summary>Whether something goes from one machine to the other.</summary>
    public bool IsCut(string from, string to) => _world.Now < _cutUntil.GetValueOrDefault((from, to));

    /// <summary>Breaks the associations of one process with all others; they are made again at once.</summary>
    public void Break(SimulatedProcess process, string reason) => Membership.Breaks(process, reason);

    public void Dies(SimulatedProcess process) => Membership.Dies(process);

    public void Heal()
    {
        Weather.Clear();
        _cutUntil.Clear();
        Membership.Heal();
    }

    private void Carry(SimulatedProcess from, string to, ReadOnlyMemory<byte> frame)
    {
        bool isSlow = (_world.Variant.IsRough || _world.Now < Weather.DelayUntil) && _random.Happens(0.3);
        TimeSpan arrival = _world.Now + (isSlow ? _random.Milliseconds(UsualDelayMilliseconds, LongDelayMilliseconds) : _random.Milliseconds(1, UsualDelayMilliseconds));
        Weather.Delayed += isSlow ? 1 : 0;
        TimeSpan last = _lastArrivals.GetValueOrDefault((from.Token, to));
        if (arrival < last)
        {
            if (_world.Variant.IsRough || _world.Now < Weather.DisorderUntil)
            {
                Weather.Overtaken++;
            }
            else
            {
                arrival = last;
            }
        }

        _lastArrivals[(from.Token, to)] = arrival > last ? arrival : last;
        _world.After(arrival - _world.Now, () => Arrive(from, to, frame));
    }

    private void Arrive(SimulatedProcess from, string to, ReadOnlyMemory<byte> frame)
    {
        if (Membership.ProcessOf(to) is not { IsDead: false } process)
        {
            return;
        }

        if (IsCut(from.Machine.Name, process.Machine.Name))
        {
            Weather.CutOff++;
        }
        else
        {
            process.Ports.Receive(frame);
        }
    }
}
