using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using MarketSim.Numerics.Storage;

namespace MarketSim.Results.Checkpoints;

/// <summary>
/// Checkpoints in a folder. Each checkpoint appends the parts that are new to one segment file, so that it costs two flushes however many
/// parts there are; parts that have not changed stay in the segment they are in. Segments that no kept manifest uses are deleted.
/// </summary>
public sealed class FolderCheckpointStore : ICheckpointStore, IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, RespectRequiredConstructorParameters = true };

    private readonly string _folder;
    private readonly int _checkpointsToKeep;
    private readonly Lock _lock = new();

    // By digest: the parts written by this object, and those of the newest manifest once it was read. Older ones cannot be read.
    private readonly Dictionary<string, Location> _locations = new(StringComparer.Ordinal);
    private FileStream? _segment;
    private string _segmentName = string.Empty;
    private int _nextSegment;

    /// <param name="folder">Created if it does not exist.</param>
    /// <param name="keep">Number of checkpoints that are kept, at least 1.</param>
    public FolderCheckpointStore(string folder, int keep)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(keep);
        _folder = folder;
        _checkpointsToKeep = keep;
        Directory.CreateDirectory(folder);
        _nextSegment = Directory.EnumerateFiles(folder, "*.parts").Select(NumberOf).DefaultIfEmpty(0).Max() + 1;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<PartReference>> WriteAsync(IReadOnlyList<PartContent> parts) =>
        RunAsync<IReadOnlyList<PartReference>>(() => [.. parts.Select(Write)]);

    /// <inheritdoc/>
    public Task CommitAsync(CheckpointManifest manifest) => RunAsync(() =>
    {
        Commit(manifest);
        return manifest;
    });

    /// <inheritdoc/>
    public Task<CheckpointManifest?> ReadLatestAsync() => RunAsync(ReadLatest);

    /// <inheritdoc/>
    public Task<IReadOnlyList<byte[]>> ReadAsync(IReadOnlyList<PartReference> parts) =>
        RunAsync<IReadOnlyList<byte[]>>(() => [.. parts.Select(Read)]);

    /// <summary>Parts that were written and not committed are left behind; the next commit deletes them.</summary>
    public void Dispose() => _segment?.Dispose();

    // The work is done on the caller's thread; a failure is the task's, where callers of an asynchronous method expect it.
    private static Task<T> RunAsync<T>(Func<T> work)
    {
        try
        {
            return Task.FromResult(work());
        }
        catch (Exception exception)
        {
            return Task.FromException<T>(exception);
        }
    }

    private PartReference Write(PartContent part)
    {
        string digest = Convert.ToHexStringLower(SHA256.HashData(part.Content.Span));
        lock (_lock)
        {
            if (!_locations.ContainsKey(digest))
            {
                FileStream segment = OpenSegment();
                var location = new Location(_segmentName, segment.Position);
                segment.Write(part.Content.Span);
                _locations.Add(digest, location);
            }
        }

        return new PartReference(part.Name, digest, part.Content.Length);
    }

    private void Commit(CheckpointManifest manifest)
    {
        lock (_lock)
        {
            if (_segment is not null)
            {
                _segment.Flush(flushToDisk: true);
                _segment.Dispose();
                _segment = null;
            }

            var stored = new StoredManifest(manifest, [.. manifest.Parts.Select(part => LocationOf(part, manifest.Tick))]);
            byte[] body = JsonSerializer.SerializeToUtf8Bytes(stored, Json);
            byte[] checksum = Encoding.ASCII.GetBytes($"\n{Convert.ToHexStringLower(SHA256.HashData(body))}\n");
            DurableFolder.WriteFile(Path.Combine(_folder, ManifestName(manifest.Tick)), [.. body, .. checksum]);
            DeleteOldCheckpoints();
        }
    }

    private Location LocationOf(PartReference part, long tick) => _locations.GetValueOrDefault(part.Sha256)
        ?? throw new CheckpointException($"The checkpoint after tick {tick} was not committed: its part {part.Name} ({part.Sha256}) is not in {_folder}.");

    private CheckpointManifest? ReadLatest()
    {
        string? newest = Manifests().LastOrDefault();
        if (newest is null)
        {
            return null;
        }

        StoredManifest stored = ReadManifest(newest);
        lock (_lock)
        {
            foreach ((PartReference part, Location location) in stored.Manifest.Parts.Zip(stored.Locations))
            {
                _locations[part.Sha256] = location;
            }
        }

        return stored.Manifest;
    }

    private byte[] Read(PartReference part)
    {
        Location location;
        lock (_lock)
        {
            location = _locations.GetValueOrDefault(part.Sha256)
                ?? throw new CheckpointException($"The checkpoint part {part.Name} ({part.Sha256}) is not in {_folder}. {Remedy()}");
        }

        string path = Path.Combine(_folder, location.Segment);
        byte[] content = new byte[part.Length];
        try
        {
            using FileStream stream = File.OpenRead(path);
            stream.Position = location.Offset;
            stream.ReadExactly(content);
        }
        catch (IOException exception)
        {
            throw new CheckpointException($"The checkpoint part {part.Name} cannot be read from {path}: {exception.Message} {Remedy()}", exception);
        }

        if (Convert.ToHexStringLower(SHA256.HashData(content)) != part.Sha256)
        {
            throw new CheckpointException($"The checkpoint part {part.Name} in {path} is damaged: its content does not have the digest that the manifest says. {Remedy()}");
        }

        return content;
    }

    private static string ManifestName(long tick) => string.Create(CultureInfo.InvariantCulture, $"{tick + 1:D15}.manifest");

    // A file of another kind has no number.
    private static int NumberOf(string path) =>
        int.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;

    private List<string> Manifests() => [.. Directory.EnumerateFiles(_folder, "*.manifest").Order(StringComparer.Ordinal)];

    private string Remedy()
    {
        List<string> manifests = Manifests();
        return manifests.Count > 1
            ? $"To continue from the checkpoint before, delete {manifests[^1]}."
            : "There is no checkpoint before it; start the run again.";
    }

    private FileStream OpenSegment()
    {
        if (_segment is null)
        {
            _segmentName = string.Create(CultureInfo.InvariantCulture, $"{_nextSegment++:D9}.parts");
            _segment = new FileStream(Path.Combine(_folder, _segmentName), FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 1 << 20);
        }

        return _segment;
    }

    private StoredManifest ReadManifest(string path)
    {
        byte[] content = File.ReadAllBytes(path);
        const int checksumLength = (2 * SHA256.HashSizeInBytes) + 2;
        ReadOnlySpan<byte> body = content.AsSpan(0, Math.Max(0, content.Length - checksumLength));
        string checksum = Encoding.ASCII.GetString(content.AsSpan(body.Length)).Trim();
        if (checksum != Convert.ToHexStringLower(SHA256.HashData(body)))
        {
            throw new CheckpointException($"The checkpoint manifest {path} is damaged: its checksum does not fit its content. {Remedy()}");
        }

        try
        {
            StoredManifest stored = JsonSerializer.Deserialize<StoredManifest>(body, Json)!;
            return stored.Manifest.Format == CheckpointManifest.CurrentFormat
                ? stored
                : throw new CheckpointException($"The checkpoint manifest {path} has format {stored.Manifest.Format}; this program reads format {CheckpointManifest.CurrentFormat}. Resume with the version that wrote it.");
        }
        catch (JsonException exception)
        {
            throw new CheckpointException($"The checkpoint manifest {path} cannot be read: {exception.Message}", exception);
        }
    }

    private void DeleteOldCheckpoints()
    {
        List<string> manifests = Manifests();
        foreach (string path in manifests.Take(manifests.Count - _checkpointsToKeep))
        {
            File.Delete(path);
        }

        var used = manifests.Skip(Math.Max(0, manifests.Count - _checkpointsToKeep)).SelectMany(SegmentsOf).ToHashSet(StringComparer.Ordinal);
        foreach (string path in Directory.EnumerateFiles(_folder, "*.parts").Where(path => !used.Contains(Path.GetFileName(path))))
        {
            File.Delete(path);
        }

        foreach (string digest in _locations.Where(entry => !used.Contains(entry.Value.Segment)).Select(entry => entry.Key).ToList())
        {
            _locations.Remove(digest);
        }
    }

    // An older manifest that cannot be read names no segments; it must not keep new checkpoints from being taken.
    private IEnumerable<string> SegmentsOf(string manifest)
    {
        try
        {
            return ReadManifest(manifest).Locations.Select(location => location.Segment);
        }
        catch (CheckpointException)
        {
            return [];
        }
    }

    /// <summary>The file of a part.</summary>
    private sealed record Location(string Segment, long Offset);

    /// <summary>The manifest as it is on the disk; one location per part.</summary>
    private sealed record StoredManifest(CheckpointManifest Manifest, [property: JsonRequired] IReadOnlyList<Location> Locations);
}
