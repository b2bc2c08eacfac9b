using MarketSim.Numerics.Serialization;
using MarketSim.Simulation.Checkpoints;
using MarketSim.Simulation.Output;

namespace MarketSim.Cluster.Wire.Elements;

/// <summary>What a host needs of a manifest, or nil: [format, scenario digest, tick, status, parts].</summary>
internal static class ManifestElement
{
    private const int FieldCount = 5;

    public static void Write(MessagePackWriter writer, CheckpointManifest? manifest)
    {
        if (manifest is null)
        {
            writer.WriteNil();
            return;
        }

        writer.WriteArrayHeader(FieldCount);
        writer.WriteInt64(manifest.Format);
        writer.WriteString(manifest.ScenarioDigest);
        writer.WriteInt64(manifest.Tick);
        writer.WriteInt64((int)manifest.Status);
        PartsElement.Write(writer, manifest.Parts);
    }

    public static CheckpointManifest? Read(ref MessagePackReader reader)
    {
        if (reader.TryReadNil())
        {
            return null;
        }

        reader.ReadArrayHeader(FieldCount);
        return new CheckpointManifest(
            reader.ReadInt32(),
            reader.ReadString(),
            reader.ReadInt64(),
            ReadStatus(ref reader),
            PartsElement.Read(ref reader),
            Outputs: [],
            WallSeconds: 0);
    }

    private static RunStatus ReadStatus(ref MessagePackReader reader)
    {
        long status = reader.ReadInt64();
        return status is >= (long)RunStatus.Running and <= (long)RunStatus.Failed
            ? (RunStatus)status
            : throw new InvalidDataException($"Before byte {reader.Position}: expected the status of a run, found {status}.");
    }
}
