using MarketSim.Numerics.Serialization;
using MarketSim.Results;
using MarketSim.Results.Checkpoints;

namespace MarketSim.Cluster.Wire.Elements;

/// <summary>The manifest as a host needs it, or nil: [format, scenario digest, tick, status, parts], a part being [name, SHA-256, length].</summary>
internal static class ManifestElement
{
    public static void Write(MessagePackWriter writer, CheckpointManifest? manifest)
    {
        if (manifest is null)
        {
            writer.WriteNil();
            return;
        }

        StateContract.Write(writer, new HostManifest(
            manifest.Format,
            manifest.ScenarioDigest,
            manifest.Tick,
            (int)manifest.Status,
            [.. manifest.Parts.Select(static part => new HostPart(part.Name, part.Sha256, part.Length))]));
    }

    public static CheckpointManifest? Read(ref MessagePackReader reader)
    {
        if (reader.TryReadNil())
        {
            return null;
        }

        HostManifest manifest = StateContract.Read<HostManifest>(ref reader);
        if (manifest.ScenarioDigest is null || manifest.Parts is null || manifest.Parts.Any(static part => part?.Name is null || part.Sha256 is null))
        {
            throw new InvalidDataException($"Before byte {reader.Position}: expected a manifest, found nil in it.");
        }

        return manifest.Status is >= (int)RunStatus.Running and <= (int)RunStatus.Failed
            ? new CheckpointManifest(
                manifest.Format,
                manifest.ScenarioDigest,
                manifest.Tick,
                (RunStatus)manifest.Status,
                [.. manifest.Parts.Select(static part => new PartReference(part.Name, part.Sha256, part.Length))],
                Outputs: [],
                WallSeconds: 0)
            : throw new InvalidDataException($"Before byte {reader.Position}: expected the status of a run, found {manifest.Status}.");
    }
}
