using MarketSim.Cluster.Tests.Simulated.Machines;
using MarketSim.Cluster.Transport;

namespace MarketSim.Cluster.Tests.Simulated.Network;

/// <summary>How one process reaches the simulated broker.</summary>
internal sealed class FaultyTransport(SimulatedNetwork network, SimulatedProcess process) : ITransport
{
    public Task<ITransportConnection> ConnectAsync(string inbox, ITransportListener listener, CancellationToken ct) => network.ConnectAsync(process, inbox, listener);
}

/// <summary>A connection to the simulated broker.</summary>
internal sealed class FaultyConnection(SimulatedNetwork network, SimulatedProcess process, string inbox, ITransportListener listener) : ITransportConnection
{
    private bool _isSilent;

    public string Inbox => inbox;

    public SimulatedProcess Process => process;

    /// <summary>Whether the broker knows it.</summary>
    public bool IsOpen { get; set; } = true;

    public void Send(string inbox, ReadOnlyMemory<byte> body)
    {
        if (!process.IsDead)
        {
            network.Send(this, inbox, body);
        }
    }

    public void Receive(ReadOnlyMemory<byte> body) => Tell(() => listener.Received(body));

    public void Block(bool isBlocked) => Tell(() => listener.Blocked(isBlocked));

    public void Returned(string to) => Tell(() => listener.Undeliverable(to));

    public void Lose(string reason) => Tell(() =>
    {
        _isSilent = true;
        listener.Lost(reason);
    });

    public ValueTask DisposeAsync()
    {
        _isSilent = true;
        network.Close(this);
        return ValueTask.CompletedTask;
    }

    private void Tell(Action tell) => process.Run(() =>
    {
        if (!_isSilent)
        {
            tell();
        }
    });
}
