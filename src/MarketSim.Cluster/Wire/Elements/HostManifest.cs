using MessagePack;

namespace MarketSim.Cluster.Wire.Elements;

/// <summary>The record of a <see cref="ManifestElement"/>.</summary>
[MessagePackObject]
internal sealed record HostManifest(
    [property: Key(0)] int Format,
    [property: Key(1)] string ScenarioDigest,
    [property: Key(2)] long Tick,
    [property: Key(3)] int Status,
    [property: Key(4)] HostPart[] Parts);

/// <summary>A part of a <see cref="HostManifest"/>.</summary>
[MessagePackObject]
internal sealed record HostPart([property: Key(0)] string Name, [property: Key(1)] string Sha256, [property: Key(2)] int Length);
