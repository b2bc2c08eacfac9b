namespace MarketSim.Cluster.Tests.Simulated.Faults;

/// <summary>How many frames and calls of the database faults befell.</summary>
internal sealed record FaultEffects(
    long FramesLost, long FramesDoubled, long FramesDelayed, long FramesOvertaken, long FramesCutOff, long ViewsLate, long ViewsWrong, long AssociationsLost, long CallsSlow, long CallsRefused, long CallsFailedBefore, long CallsFailedAfter)
{
    public static FaultEffects None { get; } = new(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    public static FaultEffects In(SimulatedWorld world) => new(
        world.Network.Weather.Lost,
        world.Network.Weather.Doubled,
        world.Network.Weather.Delayed,
        world.Network.Weather.Overtaken,
        world.Network.Weather.CutOff,
        world.Network.Membership.Weather.LateViews,
        world.Network.Membership.Weather.WrongViews,
        world.Network.Membership.Weather.LostAssociations,
        world.Database.Disk.SlowCalls,
        world.Database.Disk.Refused,
        world.Database.Disk.FailedBefore,
        world.Database.Disk.FailedAfter);

    public FaultEffects Plus(FaultEffects other) => new(
        FramesLost + other.FramesLost,
        FramesDoubled + other.FramesDoubled,
        FramesDelayed + other.FramesDelayed,
        FramesOvertaken + other.FramesOvertaken,
        FramesCutOff + other.FramesCutOff,
        ViewsLate + other.ViewsLate,
        ViewsWrong + other.ViewsWrong,
        AssociationsLost + other.AssociationsLost,
        CallsSlow + other.CallsSlow,
        CallsRefused + other.CallsRefused,
        CallsFailedBefore + other.CallsFailedBefore,
        CallsFailedAfter + other.CallsFailedAfter);
}
