namespace MarketSim.Cluster.Wire.Messages;

/// <summary>Node to coordinator: the host cannot continue in this epoch.</summary>
/// <param name="Tick">The tick it was in; -1 before the first.</param>
/// <param name="Slot">The slot whose actor failed; <see cref="Elements.SlotMessage.NoSlot"/> when it was none of them.</param>
/// <param name="Message">For an operator.</param>
/// <param name="Failure">Kind of the failure.</param>
internal sealed record ParticipantHostFailed(long Tick, int Slot, string Message, HostFailure Failure);

/// <summary>The reason why a participant host cannot continue. The numbers are part of the format and never change.</summary>
internal enum HostFailure : byte
{
    /// <summary>Something that it hosts failed.</summary>
    Participant = 0,

    /// <summary>A service failed, such as the store, and not what runs at the host.</summary>
    Outage = 1,

    /// <summary>The node is leaving and takes nothing.</summary>
    Leaving = 2,
}
