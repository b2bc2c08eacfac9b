namespace MarketSim.Learning.Persistence;

/// <summary>Sizes and names that the format fixes.</summary>
internal static class SafetensorsHeader
{
    /// <summary>The header's length, before the header.</summary>
    public const int LengthBytes = sizeof(ulong);

    /// <summary>The longest header that readers take.</summary>
    public const int MaxBytes = 100_000_000;

    /// <summary>Data begin at a multiple of it, so that they can be mapped into memory.</summary>
    public const int Alignment = 8;

    /// <summary>The header's entry that is no tensor.</summary>
    public const string MetadataKey = "__metadata__";

    public const string TypeKey = "dtype";
    public const string ShapeKey = "shape";
    public const string OffsetsKey = "data_offsets";
}
