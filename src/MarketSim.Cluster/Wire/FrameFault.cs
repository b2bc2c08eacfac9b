namespace MarketSim.Cluster.Wire;

/// <summary>The reason why a frame was refused.</summary>
internal enum FrameFault
{
    None = 0,

    /// <summary>Longer than a transport carries.</summary>
    TooLong = 1,

    /// <summary>Damaged, cut off, or no frame at all.</summary>
    Checksum = 2,

    /// <summary>Whole, but of a version of the format that this program does not read.</summary>
    Version = 3,

    /// <summary>It holds a message of a type that this program does not know.</summary>
    UnknownType = 4,

    /// <summary>Whole, but its content is not what the format says.</summary>
    Malformed = 5,
}
