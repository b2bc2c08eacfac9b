using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Tests.Simulated.Machines;

namespace MarketSim.Cluster.Tests.Simulated.Network;

/// <summary>The cluster as one process sees it.</summary>
internal sealed class SimulatedPorts(SimulatedNetwork network, SimulatedProcess process) : IClusterPorts, IPeers
{
    private IClusterListener? _listener;

    public string Self => process.Token;

    public IPeers Attach(IClusterListener listener)
    {
        _listener = listener;
        network.Membership.Joins(process);
        return this;
    }

    public void Send(string incarnation, ReadOnlyMemory<byte> frame)
    {
        if (!process.IsDead)
        {
            network.Send(process, incarnation, frame);
        }
    }

    public void Receive(ReadOnlyMemory<byte> frame) => process.Run(() => _listener!.Received(frame));

    public void Show(MembershipView view) => process.Run(() => _listener!.MembersChanged(view));

    public void LoseAssociation(string incarnation, string reason) => process.Run(() => _listener!.AssociationLost(incarnation, reason));
}
