using MarketSim.Cluster.Tests.Simulated.Machines;
using MarketSim.Cluster.Transport;

namespace MarketSim.Cluster.Tests.Simulated.Network;

/// <summary>
/// A broker and the links to it. In good times every frame takes a while and arrives once, in order; faults have it lost, doubled, late, out of order,
/// or let the broker forget connections, or take nothing for a while.
/// </summary>
internal sealed class SimulatedNetwork(SimulatedWorld world, Chance chance)
{
    private const int UsualDelayMilliseconds = 40;
    private const int LongDelayMilliseconds = 400;

    // A process that does not answer loses its connection.
    private static readonly TimeSpan Heartbeat = TimeSpan.FromMilliseconds(700);

    private readonly SortedDictionary<string, FaultyConnection> _inboxes = new(StringComparer.Ordinal);
    private readonly Dictionary<(string From, string To), TimeSpan> _lastArrivals = [];
    private readonly Dictionary<(string From, string To), TimeSpan> _cutUntil = [];

    // Sent, and not taken by the broker yet.
    private readonly List<(FaultyConnection From, string To, ReadOnlyMemory<byte> Body)> _held = [];
    private TimeSpan? _blockedUntil;

    public NetworkWeather Weather { get; } = new();

    public TimeSpan DownUntil { get; private set; }

    private bool IsUp => world.Now >= DownUntil;

    public Task<ITransportConnection> ConnectAsync(SimulatedProcess process, string inbox, ITransportListener listener)
    {
        var completion = new TaskCompletionSource<ITransportConnection>();
        world.After(chance.Milliseconds(1, 30), () =>
        {
            if (IsUp && !process.IsDead)
            {
                var connection = new FaultyConnection(this, process, inbox, listener);
                _inboxes.Add(inbox, connection);
                process.Run(() => completion.SetResult(connection));
                if (_blockedUntil is not null)
                {
                    connection.Block(isBlocked: true);
                }
            }
            else
            {
                process.Run(() => completion.SetException(new TransportException("The simulated broker is away.", isPermanent: false)));
            }
        });
        return completion.Task;
    }

    public void Send(FaultyConnection from, string to, ReadOnlyMemory<byte> body)
    {
        if (!from.IsOpen || !IsUp)
        {
            return;
        }

        if (_blockedUntil is not null)
        {
            Weather.Held++;
            _held.Add((from, to, body));
            return;
        }

        Publish(from, to, body);
    }

    /// <summary>Nothing goes from one machine to the other for a while.</summary>
    public void Cut(string from, string to, TimeSpan duration) => _cutUntil[(from, to)] = world.Now + duration;

    /// <summary>The broker takes nothing for a while, and says so; it still delivers what it has. What is sent meanwhile waits.</summary>
    public void Block(TimeSpan duration)
    {
        TimeSpan until = world.Now + duration;
        _blockedUntil = until;
        TellAll(isBlocked: true);
        world.After(duration, () =>
        {
            if (_blockedUntil == until)
            {
                Unblock();
            }
        });
    }

    /// <summary>The broker goes, with all connections and inboxes, and is back after a while.</summary>
    public void Restart(TimeSpan duration)
    {
        DownUntil = world.Now + duration;
        _blockedUntil = null;
        _held.Clear();
        foreach (FaultyConnection connection in _inboxes.Values.ToList())
        {
            Break(connection, "the broker went away");
        }
    }

    /// <summary>Breaks the connection of one process.</summary>
    public void Break(SimulatedProcess process, string reason)
    {
        foreach (FaultyConnection connection in Of(process))
        {
            Break(connection, reason);
        }
    }

    public void Close(FaultyConnection connection)
    {
        connection.IsOpen = false;
        _inboxes.Remove(connection.Inbox);
    }

    public void Dies(SimulatedProcess process)
    {
        foreach (FaultyConnection connection in Of(process))
        {
            // The broker hears of it at once, or finds out by itself.
            world.After(chance.Happens(0.5) ? TimeSpan.Zero : chance.Milliseconds(50, 700), () => Close(connection));
        }
    }

    public void Freezes(SimulatedProcess process)
    {
        foreach (FaultyConnection connection in Of(process))
        {
            TimeSpan frozenAt = world.Now;
            world.After(Heartbeat, () =>
            {
                if (process.IsFrozen && process.FrozenAt == frozenAt)
                {
                    Break(connection, "the broker heard nothing");
                }
            });
        }
    }

    public void Heal()
    {
        Weather.Clear();
        _cutUntil.Clear();
        DownUntil = TimeSpan.Zero;
        Unblock();
    }

    private void Unblock()
    {
        if (_blockedUntil is null)
        {
            return;
        }

        _blockedUntil = null;
        TellAll(isBlocked: false);
        foreach ((FaultyConnection from, string to, ReadOnlyMemory<byte> body) in _held.Where(held => held.From.IsOpen))
        {
            Publish(from, to, body);
        }

        _held.Clear();
    }

    private void TellAll(bool isBlocked)
    {
        foreach (FaultyConnection connection in _inboxes.Values.ToList())
        {
            connection.Block(isBlocked);
        }
    }

    private List<FaultyConnection> Of(SimulatedProcess process) => [.. _inboxes.Values.Where(connection => connection.Process == process)];

    private void Break(FaultyConnection connection, string reason)
    {
        if (connection.IsOpen)
        {
            Close(connection);
            world.After(chance.Milliseconds(0, 60), () => connection.Lose(reason));
        }
    }

    private void Publish(FaultyConnection from, string to, ReadOnlyMemory<byte> body)
    {
        if (world.Now < Weather.LossUntil && chance.Happens(Weather.LossRate))
        {
            Weather.Lost++;
            return;
        }

        Carry(from, to, body);
        if (world.Now < Weather.DoublingUntil && chance.Happens(0.4))
        {
            Weather.Doubled++;
            Carry(from, to, body);
        }
    }

    private void Carry(FaultyConnection from, string to, ReadOnlyMemory<byte> body)
    {
        bool isSlow = (world.Variant.IsRough || world.Now < Weather.DelayUntil) && chance.Happens(0.3);
        TimeSpan arrival = world.Now + (isSlow ? chance.Milliseconds(UsualDelayMilliseconds, LongDelayMilliseconds) : chance.Milliseconds(1, UsualDelayMilliseconds));
        Weather.Delayed += isSlow ? 1 : 0;
        TimeSpan last = _lastArrivals.GetValueOrDefault((from.Inbox, to));
        if (arrival < last)
        {
            if (world.Variant.IsRough || world.Now < Weather.DisorderUntil)
            {
                Weather.Overtaken++;
            }
            else
            {
                arrival = last;
            }
        }

        _lastArrivals[(from.Inbox, to)] = arrival > last ? arrival : last;
        world.After(arrival - world.Now, () => Arrive(from, to, body));
    }

    private void Arrive(FaultyConnection from, string to, ReadOnlyMemory<byte> body)
    {
        if (!IsUp)
        {
            return;
        }

        if (!_inboxes.TryGetValue(to, out FaultyConnection? inbox))
        {
            world.After(chance.Milliseconds(1, 10), () => from.Returned(to));
        }
        else if (world.Now < _cutUntil.GetValueOrDefault((from.Process.Machine.Name, inbox.Process.Machine.Name)))
        {
            Weather.CutOff++;
        }
        else
        {
            inbox.Receive(body);
        }
    }
}
