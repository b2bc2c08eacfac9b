using MarketSim.Cluster.Store;

namespace MarketSim.Cluster.Observing;

/// <summary>What a node said of itself at one moment.</summary>
/// <param name="Incarnation">0 before the first.</param>
/// <param name="IsConnected">Whether frames can come and go.</param>
/// <param name="BrokerTrouble">Why there is no connection to the broker, or registration with the database; null when there is one, or none was tried yet.</param>
/// <param name="IsBlocked">The broker takes nothing for now.</param>
/// <param name="SinceBeat">Since the database last accepted that the node is alive; null before the first time.</param>
/// <param name="StoreTrouble">Why the last call that the node noticed did not reach the database; null when it did.</param>
/// <param name="IsLeaving">It hands its work over and takes none.</param>
/// <param name="Leads">By name of run.</param>
/// <param name="Sites">By name of run.</param>
public sealed record NodeReport(
    NodeDescription Node,
    long Incarnation,
    bool IsConnected,
    string? BrokerTrouble,
    bool IsBlocked,
    TimeSpan? SinceBeat,
    string? StoreTrouble,
    bool IsLeaving,
    IReadOnlyList<RunLed> Leads,
    IReadOnlyList<RunCarried> Sites,
    MailboxDepths Mailboxes);

/// <summary>A run that a node leads.</summary>
/// <param name="Epoch">0 while it is being loaded.</param>
/// <param name="Tick">Opened last in this epoch; -1 before the first.</param>
public sealed record RunLed(string Run, long Epoch, long Tick);

/// <summary>A run that a node carries seats of, for a leader on another node.</summary>
public sealed record RunCarried(string Run, long Epoch, int Seats);

/// <summary>Messages that wait for the actors that a node needs to answer in time, added up by kind.</summary>
public sealed record MailboxDepths(int Node, int Leaders, int Markets, int Sites);
