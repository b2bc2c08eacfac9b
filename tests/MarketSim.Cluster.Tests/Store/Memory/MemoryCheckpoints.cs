using MarketSim.Cluster.Store;
using MarketSim.Results.Checkpoints;

namespace MarketSim.Cluster.Tests.Store.Memory;

/// <summary>What a run has written and committed. The rules are those of the database: see <c>PostgresParts</c> and <c>PostgresLeftovers</c>.</summary>
internal sealed class MemoryCheckpoints(string run)
{
    private readonly SortedDictionary<string, MemoryPart> _parts = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, MemoryManifest> _manifests = [];
    private readonly SortedDictionary<string, SortedDictionary<long, PartReference>> _segments = new(StringComparer.Ordinal);
    private long _committed;
    private long _firstInEpoch;
    private long _epoch;

    public long? CommittedTick { get; private set; }

    public IReadOnlyCollection<string> Digests => _parts.Keys;

    public void Write(IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> parts)
    {
        foreach ((string digest, ReadOnlyMemory<byte> content) in parts)
        {
            byte[] kept = _parts.TryGetValue(digest, out MemoryPart? part) ? part.Content : content.ToArray();
            _parts[digest] = new MemoryPart(kept, _committed + 1);
        }
    }

    /// <exception cref="CheckpointException">It is missing or damaged.</exception>
    public byte[] Read(PartReference part) =>
        [.. PartDigest.Check(run, part, _parts.TryGetValue(part.Sha256, out MemoryPart? stored) ? stored.Content : null)];

    public bool IsCommitted(long epoch, byte[] checksum) =>
        _manifests.Values.Any(manifest => manifest.Epoch == epoch && manifest.Checksum.AsSpan().SequenceEqual(checksum));

    /// <exception cref="CheckpointException">A part is missing, or output does not continue where it ends; nothing was changed.</exception>
    public void Commit(CheckpointManifest manifest, string body, long epoch)
    {
        IReadOnlyList<OutputRange> outputs = OutputRange.Of(manifest);
        CheckParts(manifest);
        CheckOutputs(manifest, outputs);
        _committed++;
        (_firstInEpoch, _epoch) = (_epoch == epoch ? _firstInEpoch : _committed, epoch);
        CommittedTick = manifest.Tick;
        string[] digests = [.. manifest.Parts.Select(part => part.Sha256)];
        _manifests.Add(_committed, new MemoryManifest(epoch, body, StoredJson.ChecksumOf(body), digests));
        foreach (OutputRange output in outputs)
        {
            Replace(output, manifest.Segments.Where(segment => segment.File == output.File && segment.Part.Length > 0));
        }
    }

    public void ClearAway(int keep, bool isEnd)
    {
        List<string> unnamed = [];
        foreach (long old in _manifests.Keys.Where(number => number <= _committed - keep).ToList())
        {
            unnamed.AddRange(_manifests[old].Digests);
            _manifests.Remove(old);
        }

        if (isEnd || _committed == _firstInEpoch + 1)
        {
            unnamed = [.. _parts.Keys];
        }

        var named = _manifests.Values.SelectMany(manifest => manifest.Digests)
            .Concat(_segments.Values.SelectMany(file => file.Values.Select(part => part.Sha256))).ToHashSet(StringComparer.Ordinal);
        long newest = isEnd ? _committed + 1 : _committed;
        foreach (string digest in unnamed.Where(digest => !named.Contains(digest) && _parts.TryGetValue(digest, out MemoryPart? part) && part.Mark < newest).ToList())
        {
            _parts.Remove(digest);
        }
    }

    /// <exception cref="CheckpointException">It is damaged, or of another format.</exception>
    public CheckpointManifest? Latest() =>
        _manifests.TryGetValue(_committed, out MemoryManifest? manifest) ? StoredJson.Manifest(run, manifest.Body, manifest.Checksum) : null;

    public IReadOnlyList<byte[]> Output(string file)
    {
        long end = Latest()?.Outputs.FirstOrDefault(output => output.File == file)?.Length ?? 0;
        return end == 0 ? [] : [.. _segments[file].TakeWhile(segment => segment.Key < end).Select(segment => Read(segment.Value))];
    }

    /// <summary>Changes a byte of a stored part, as a bad disk would; for tests.</summary>
    public void Damage(string digest) => _parts[digest].Content[0] ^= 1;

    /// <summary>Drops a stored part, as a bad disk would; for tests.</summary>
    public void Lose(string digest) => _parts.Remove(digest);

    /// <summary>Changes the text of the newest manifest; for tests.</summary>
    public void DamageManifest() => _manifests[_committed] = _manifests[_committed] with { Body = _manifests[_committed].Body + " " };

    private void CheckParts(CheckpointManifest manifest)
    {
        PartReference? missing = manifest.Parts.Concat(manifest.Segments.Select(segment => segment.Part).Where(part => part.Length > 0))
            .FirstOrDefault(part => !_parts.ContainsKey(part.Sha256));
        if (missing is not null)
        {
            throw CommitRefusal.MissingPart(run, manifest, missing.Sha256);
        }
    }

    private void CheckOutputs(CheckpointManifest manifest, IReadOnlyList<OutputRange> outputs)
    {
        foreach (OutputRange output in outputs)
        {
            (long offset, PartReference? last) = Segments(output.File).LastOrDefault(segment => segment.Key < output.Start);
            long committed = offset + (last?.Length ?? 0);
            if (committed != output.Start)
            {
                throw CommitRefusal.Gap(run, manifest.Tick, output.File, committed, output.Start);
            }
        }
    }

    private void Replace(OutputRange output, IEnumerable<OutputSegment> segments)
    {
        SortedDictionary<long, PartReference> stored = Segments(output.File);
        foreach (long offset in stored.Keys.Where(offset => offset >= output.Start).ToList())
        {
            stored.Remove(offset);
        }

        foreach (OutputSegment segment in segments)
        {
            stored.Add(segment.Offset, segment.Part);
        }
    }

    private SortedDictionary<long, PartReference> Segments(string file)
    {
        if (!_segments.TryGetValue(file, out SortedDictionary<long, PartReference>? segments))
        {
            _segments[file] = segments = [];
        }

        return segments;
    }

    /// <param name="Mark">The number of the manifest that was to come when the part was last written, or asked for and found.</param>
    private sealed record MemoryPart(byte[] Content, long Mark);

    private sealed record MemoryManifest(long Epoch, string Body, byte[] Checksum, IReadOnlyList<string> Digests);
}
