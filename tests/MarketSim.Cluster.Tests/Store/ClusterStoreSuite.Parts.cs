using MarketSim.Cluster.Store;
using MarketSim.Results.Checkpoints;

namespace MarketSim.Cluster.Tests.Store;

public abstract partial class ClusterStoreSuite
{
    [Fact]
    public async Task Parts_are_read_in_the_order_asked_for_whatever_their_length()
    {
        RunLease lease = await LeadAsync();
        PartContent[] parts = [Stored.Part("a", 1, 0), Stored.Part("b", 2, 1), Stored.Part("c", 3, 1_900), Stored.Part("d", 4, 3_000_000), Stored.Part("e", 1, 0)];

        IReadOnlyList<PartReference> references = await WriteAsync(lease, parts);

        Assert.Equal(parts.Select(Stored.Reference), references);
        IReadOnlyList<byte[]> read = await Store.ReadPartsAsync(Run, [.. references.Reverse()]);
        Assert.Equal(parts.Reverse().Select(part => Stored.Digest(part.Content.Span)), read.Select(content => Stored.Digest(content)), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Content_is_stored_once_whatever_its_names()
    {
        RunLease lease = await LeadAsync();
        await WriteAsync(lease, Stored.Part("a", 1), Stored.Part("b", 1));
        IReadOnlyList<PartReference> again = await WriteAsync(lease, Stored.Part("c", 1), Stored.Part("d", 2));

        Assert.Equal(["c", "d"], again.Select(reference => reference.Name), StringComparer.Ordinal);
        Assert.Equal(again.Select(reference => reference.Sha256).Order(StringComparer.Ordinal), (await StoredDigestsAsync()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Parts_belong_to_their_run()
    {
        await WriteAsync(await LeadAsync(), Stored.Part("a", 1));
        await Store.SubmitAsync(Stored.Submission("run-2"));

        var missing = await Assert.ThrowsAsync<CheckpointException>(() => Store.ReadPartsAsync("run-2", [Stored.Reference(Stored.Part("a", 1))]));

        Assert.Contains("a of run run-2 is missing", missing.Message);
    }

    [Fact]
    public async Task Parts_of_an_epoch_that_is_over_are_refused()
    {
        RunLease first = await LeadAsync();
        await WriteAsync(first, Stored.Part("a", 1));
        RunLease raised = (await Store.RaiseAsync(first, Stored.Recovery(2)))!;

        await Assert.ThrowsAsync<StaleEpochException>(() => WriteAsync(first, Stored.Part("a", 1)));
        await Assert.ThrowsAsync<StaleEpochException>(() => WriteAsync(first, Stored.Part("b", 2)));
        await Assert.ThrowsAsync<StaleEpochException>(() => Store.WritePartsAsync(Run, raised.Epoch + 1, [Stored.Part("b", 2)]));
        Assert.False(await IsStoredAsync(Stored.Part("b", 2)));
    }

    [Fact]
    public async Task Damaged_part_is_found_out()
    {
        IReadOnlyList<PartReference> references = await WriteAsync(await LeadAsync(), Stored.Part("a", 1), Stored.Part("b", 2));
        await DamageAsync(references[1].Sha256);

        var damaged = await Assert.ThrowsAsync<CheckpointException>(() => Store.ReadPartsAsync(Run, references));

        Assert.Contains("b of run run-1 is damaged", damaged.Message);
    }

    [Fact]
    public async Task Many_small_parts_are_written_and_read_together()
    {
        RunLease lease = await LeadAsync();
        PartContent[] parts = [.. Enumerable.Range(0, 400).Select(number => Stored.Part($"agents/{number:D6}", number, 1_000 + (number * 40)))];

        IReadOnlyList<PartReference> references = await WriteAsync(lease, parts);

        IReadOnlyList<byte[]> read = await Store.ReadPartsAsync(Run, references);
        Assert.Equal(parts.Select(part => Stored.Digest(part.Content.Span)), read.Select(content => Stored.Digest(content)), StringComparer.Ordinal);
        Assert.Equal(400, (await StoredDigestsAsync()).Count);
    }

    [Fact]
    public async Task File_of_a_scenario_is_kept_by_its_digest()
    {
        byte[] content = Stored.Bytes(1, 100_000);
        string digest = Stored.Digest(content);

        await Store.WriteFileAsync(digest, content);
        await Store.WriteFileAsync(digest, content);

        Assert.Equal(content, await Store.ReadFileAsync(digest));
        Assert.Null(await Store.ReadFileAsync(Stored.Digest([1])));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.WriteFileAsync(digest, new byte[] { 1 }));
    }
}
