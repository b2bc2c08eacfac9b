namespace MarketSim.Cluster.Tests.Simulated.Faults;

/// <summary>What may go wrong in a simulated world.</summary>
internal enum FaultKind
{
    MessagesLost,
    MessagesDelayed,
    MessagesDoubled,
    MessagesReordered,
    LeaderCrashed,
    NodeCrashed,
    FrozenShortly,
    FrozenPastDowning,
    PartitionedBothWays,
    PartitionedOneWay,
    AssociationsLost,
    MembershipLate,
    MembershipWrong,
    WronglyDowned,
    DatabaseGone,
    DatabaseUnreachable,
    OutcomesUnknown,
    DiskSlow,
    DiskFull,
    NodeLeft,
}
