using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MarketSim.Results;
using MarketSim.Results.Checkpoints;

namespace MarketSim.Cluster.Store;

/// <summary>Manifests and summaries as JSON, readable by a person.</summary>
internal static class StoredJson
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { RespectRequiredConstructorParameters = true };

    public static string Of(CheckpointManifest manifest) => JsonSerializer.Serialize(manifest, Json);

    public static string Of(RunSummary summary) => JsonSerializer.Serialize(summary, Json);

    public static byte[] ChecksumOf(string body) => SHA256.HashData(Encoding.UTF8.GetBytes(body));

    public static RunSummary Summary(string body) => JsonSerializer.Deserialize<RunSummary>(body, Json)!;

    /// <exception cref="CheckpointException">The body does not have the checksum, or is of another format.</exception>
    public static CheckpointManifest Manifest(string run, string body, byte[] checksum)
    {
        if (!ChecksumOf(body).AsSpan().SequenceEqual(checksum))
        {
            throw new CheckpointException($"The newest checkpoint of run {run} is damaged: its checksum does not fit its content. Restore the store from a backup.");
        }

        try
        {
            CheckpointManifest manifest = JsonSerializer.Deserialize<CheckpointManifest>(body, Json)!;
            return manifest.Format == CheckpointManifest.CurrentFormat
                ? manifest
                : throw new CheckpointException($"The newest checkpoint of run {run} has format {manifest.Format}; this program reads format {CheckpointManifest.CurrentFormat}. Go on with the version that wrote it.");
        }
        catch (JsonException exception)
        {
            throw new CheckpointException($"The newest checkpoint of run {run} cannot be read: {exception.Message}", exception);
        }
    }
}
