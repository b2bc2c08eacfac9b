using Akka.Actor;
using MarketSim.Cluster.Transport;
using MarketSim.Cluster.Wire;

namespace MarketSim.Cluster.Nodes;

/// <summary>Transport to node, and on to whom it concerns: a frame came, checked and decoded.</summary>
internal sealed record FrameReceived(Frame Frame);

/// <summary>Transport to node, and on to leaders: whoever had this inbox is gone.</summary>
internal sealed record InboxGone(string Inbox);

/// <summary>Transport to node: the broker takes nothing for now, or does again.</summary>
internal sealed record BrokerBlocked(bool IsBlocked)
{
    public static BrokerBlocked No { get; } = new(IsBlocked: false);
}

/// <summary>Transport to node: the connection is lost.</summary>
internal sealed record ConnectionLost(string Inbox, string Reason);

/// <summary>Node to leaders: there is a connection, under a new incarnation.</summary>
internal sealed record NodeConnected(ITransportConnection Connection);

/// <summary>Node to leaders: there is no connection any more.</summary>
internal sealed record NodeDisconnected(string Reason);

/// <summary>Leader to node: the run is no longer led here.</summary>
internal sealed record LeadEnded(string Run, IActorRef Leader);

/// <summary>Site to node: the run is no longer carried here.</summary>
internal sealed record SiteEnded(string Run, long Generation);

/// <summary>Node to leader: give the run up at the next checkpoint.</summary>
internal sealed record StepDown;

/// <summary>Outside to node: hand over everything, then end.</summary>
internal sealed record Leave;
