using System.Globalization;
using System.Text;
using MarketSim.Results.Checkpoints;

namespace MarketSim.Results.Tests.Checkpoints;

public sealed class FolderCheckpointStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Empty_folder_has_no_checkpoint()
    {
        using var store = new FolderCheckpointStore(_folder.Path, keep: 1);

        Assert.Null(store.ReadLatest());
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Part_is_named_by_the_digest_of_its_content()
    {
        using var store = new FolderCheckpointStore(_folder.Path, keep: 1);

        PartReference part = store.WritePart("market", "abc"u8);

        // The published SHA-256 of "abc".
        Assert.Equal(new PartReference("market", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", 3), part);
    }

    [Fact]
    public void Committed_checkpoint_is_read_back_by_another_store()
    {
        CheckpointManifest written;
        using (var store = new FolderCheckpointStore(_folder.Path, keep: 1))
        {
            written = Commit(store, tick: 41, ("agents/000000", "first"), ("agents/000001", string.Empty), ("market", "second"));
        }

        using var reopened = new FolderCheckpointStore(_folder.Path, keep: 1);
        CheckpointManifest read = reopened.ReadLatest()!;

        Assert.Equal((written.ScenarioDigest, written.Tick, written.Status, written.WallSeconds, written.StateDigest()), (read.ScenarioDigest, read.Tick, read.Status, read.WallSeconds, read.StateDigest()));
        Assert.Equal(written.Parts, read.Parts);
        Assert.Equal(written.Outputs, read.Outputs);
        Assert.Equal("first||second", Texts(reopened, read));
    }

    [Fact]
    public void Newest_of_several_checkpoints_is_read_and_the_older_are_kept_as_asked()
    {
        using var store = new FolderCheckpointStore(_folder.Path, keep: 3);
        foreach (long tick in new long[] { -1, 9, 99, 1_000, 10_000 })
        {
            Commit(store, tick, ("market", $"state {tick}"));
        }

        Assert.Equal("000000000000100.manifest 000000000001001.manifest 000000000010001.manifest", Names("*.manifest"));
        Assert.Equal(3, Files("*.parts").Length);
        CheckpointManifest newest = store.ReadLatest()!;
        Assert.Equal((10_000L, "state 10000"), (newest.Tick, Text(store, newest.Part("market"))));
    }

    [Fact]
    public void Part_that_did_not_change_is_not_written_again()
    {
        string still = new('s', 50_000);
        using var store = new FolderCheckpointStore(_folder.Path, keep: 2);
        for (int tick = 0; tick < 6; tick++)
        {
            Commit(store, tick, ("agents/000000", still), ("market", $"state {tick}"));
        }

        // The first segment lives as long as anybody uses the part that is in it; of the others two are kept.
        Assert.Equal("000000001.parts 000000005.parts 000000006.parts", Names("*.parts"));
        Assert.InRange(Files("*.parts").Sum(file => file.Length), 50_000, 50_100);
        CheckpointManifest newest = store.ReadLatest()!;
        Assert.Equal($"{still}|state 5", Texts(store, newest));
    }

    [Fact]
    public void Same_content_under_two_names_is_stored_once_and_read_for_both()
    {
        using var store = new FolderCheckpointStore(_folder.Path, keep: 1);

        CheckpointManifest manifest = Commit(store, 0, ("agents/000000", "twin"), ("agents/000001", "twin"));

        Assert.Equal(4, new FileInfo(_folder["000000001.parts"]).Length);
        Assert.Equal("twin|twin", Texts(store, manifest));
    }

    [Fact]
    public void Part_that_comes_back_after_its_segment_was_deleted_is_written_again()
    {
        using var store = new FolderCheckpointStore(_folder.Path, keep: 1);
        Commit(store, 0, ("market", "state A"));
        Commit(store, 1, ("market", "state B"));
        Assert.Equal("000000002.parts", Names("*.parts"));

        CheckpointManifest manifest = Commit(store, 2, ("market", "state A"));

        Assert.Equal("state A", Text(store, manifest.Part("market")));
    }

    [Fact]
    public void Parts_of_a_checkpoint_that_was_never_committed_are_deleted_by_the_next_commit()
    {
        using (var store = new FolderCheckpointStore(_folder.Path, keep: 2))
        {
            Commit(store, 0, ("market", "state 0"));
            store.WritePart("market", "lost"u8);
        }

        Assert.Equal(2, Files("*.parts").Length);
        using var reopened = new FolderCheckpointStore(_folder.Path, keep: 2);
        Assert.Equal(0, reopened.ReadLatest()!.Tick);

        // What was lost is written again, and not taken for the leftover.
        CheckpointManifest manifest = Commit(reopened, 1, ("market", "lost"));

        Assert.Equal("000000001.parts 000000003.parts", Names("*.parts"));
        Assert.Equal("lost", Text(reopened, manifest.Part("market")));
    }

    [Fact]
    public async Task Parts_may_be_written_from_many_threads_at_once()
    {
        const int parts = 400;
        using var store = new FolderCheckpointStore(_folder.Path, keep: 1);
        static string Content(int part) => new((char)('a' + (part % 26)), 1 + (part % 100));

        PartReference[] written = await Task.WhenAll(Enumerable.Range(0, parts).Select(part =>
            Task.Run(() => store.WritePart(part.ToString("D6", CultureInfo.InvariantCulture), Encoding.UTF8.GetBytes(Content(part))))));
        store.Commit(Manifest(0, written));

        using var reopened = new FolderCheckpointStore(_folder.Path, keep: 1);
        CheckpointManifest read = reopened.ReadLatest()!;
        Assert.Equal(string.Join('|', Enumerable.Range(0, parts).Select(Content)), Texts(reopened, read));

        // Contents that are equal are stored once, whichever thread was first.
        Assert.Equal(Enumerable.Range(0, parts).Select(Content).Distinct(StringComparer.Ordinal).Sum(content => content.Length), new FileInfo(_folder["000000001.parts"]).Length);
    }

    [Fact]
    public void Damaged_part_is_named_and_the_others_can_be_read()
    {
        using var store = new FolderCheckpointStore(_folder.Path, keep: 1);
        CheckpointManifest manifest = Commit(store, 0, ("agents/000000", "sound"), ("market", "hurt"));
        byte[] content = File.ReadAllBytes(_folder["000000001.parts"]);
        content[^1] ^= 1;
        File.WriteAllBytes(_folder["000000001.parts"], content);

        CheckpointException error = Assert.Throws<CheckpointException>(() => store.ReadPart(manifest.Part("market")));

        Assert.Contains("The checkpoint part market in", error.Message, StringComparison.Ordinal);
        Assert.Equal("sound", Text(store, manifest.Part("agents/000000")));
    }

    [Fact]
    public void Missing_part_is_named()
    {
        using var store = new FolderCheckpointStore(_folder.Path, keep: 1);
        CheckpointManifest manifest = Commit(store, 7, ("market", "state"));
        File.Delete(_folder["000000001.parts"]);

        Assert.Contains("part market cannot be read", Assert.Throws<CheckpointException>(() => store.ReadPart(manifest.Part("market"))).Message, StringComparison.Ordinal);
        Assert.Contains("after tick 7 has no part agents/000000", Assert.Throws<CheckpointException>(() => manifest.Part("agents/000000")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_older_checkpoint_does_not_keep_new_ones_from_being_taken()
    {
        using var store = new FolderCheckpointStore(_folder.Path, keep: 3);
        Commit(store, 0, ("market", "state 0"));
        File.WriteAllText(_folder["000000000000001.manifest"], "nonsense");

        Commit(store, 1, ("market", "state 1"));

        CheckpointManifest newest = store.ReadLatest()!;
        Assert.Equal((1L, "state 1"), (newest.Tick, Text(store, newest.Part("market"))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    public void Cut_off_manifest_is_refused_by_its_path(string content)
    {
        using var store = new FolderCheckpointStore(_folder.Path, keep: 1);
        Commit(store, 0, ("market", "state"));
        string path = _folder["000000000000001.manifest"];
        File.WriteAllText(path, content);

        CheckpointException error = Assert.Throws<CheckpointException>(() => store.ReadLatest());

        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Contains("damaged", error.Message, StringComparison.Ordinal);
    }

    private static CheckpointManifest Commit(FolderCheckpointStore store, long tick, params (string Name, string Content)[] parts)
    {
        CheckpointManifest manifest = Manifest(tick, [.. parts.Select(part => store.WritePart(part.Name, Encoding.UTF8.GetBytes(part.Content)))]);
        store.Commit(manifest);
        return manifest;
    }

    private static CheckpointManifest Manifest(long tick, PartReference[] parts) =>
        new(CheckpointManifest.CurrentFormat, "digest of the scenario", tick, RunStatus.Interrupted, parts, [new OutputLength("trades.csv", 12_345_678_901)], WallSeconds: 1.25);

    private static string Text(FolderCheckpointStore store, PartReference part) => Encoding.UTF8.GetString(store.ReadPart(part));

    private static string Texts(FolderCheckpointStore store, CheckpointManifest manifest) =>
        string.Join('|', manifest.Parts.Select(part => Text(store, part)));

    private string Names(string pattern) => string.Join(' ', Files(pattern).Select(file => file.Name));

    private FileInfo[] Files(string pattern) =>
        [.. new DirectoryInfo(_folder.Path).EnumerateFiles(pattern).OrderBy(file => file.Name, StringComparer.Ordinal)];
}
