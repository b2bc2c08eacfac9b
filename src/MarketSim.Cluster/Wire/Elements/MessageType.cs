namespace MarketSim.Cluster.Wire.Elements;

/// <summary>First element of a message. The numbers are part of the format and never change.</summary>
internal enum MessageType : byte
{
    PrepareParticipant = 1,
    ParticipantReady = 2,
    TickOpened = 3,
    TickActions = 4,
    SaveParticipant = 5,
    ParticipantSaved = 6,
    PlaceParticipants = 10,
    ParticipantsPlaced = 11,
    ParticipantHostFailed = 12,
    Ping = 13,
    Pong = 14,
    DropParticipants = 15,
}
