using MarketSim.Cluster.Store;
using MarketSim.Results.Checkpoints;

namespace MarketSim.Cluster.Tests.Store;

public abstract partial class ClusterStoreSuite
{
    private const string Trades = "trades.csv";

    [Fact]
    public async Task Output_is_read_as_its_committed_rows_one_after_the_other()
    {
        RunLease lease = await LeadAsync();
        await OutputAsync(lease, 1, (0, "first,"));
        await OutputAsync(lease, 2, (6, "second,"), (13, "third,"));
        await OutputAsync(lease, 3);

        Assert.Equal("first,second,third,", await ReadTextAsync(Trades));
        Assert.Equal("", await ReadTextAsync("book.csv"));
    }

    [Fact]
    public async Task Output_that_was_not_committed_leaves_no_trace()
    {
        RunLease first = await LeadAsync();
        await OutputAsync(first, 1, (0, "first,"));
        await WriteAsync(first, Rows("lost,"));
        RunLease second = (await Store.RaiseAsync(first, Stored.Recovery(2)))!;
        await Assert.ThrowsAsync<StaleEpochException>(() => WriteAsync(first, Rows("zombie,")));
        Assert.False(await Store.CommitAsync(first, Output(2, 11, (6, "lost,")), Keep));

        await OutputAsync(second, 2, (6, "again,"));

        Assert.Equal("first,again,", await ReadTextAsync(Trades));
    }

    [Fact]
    public async Task Rows_beyond_a_manifest_that_goes_on_from_an_older_one_are_cut()
    {
        RunLease lease = await LeadAsync();
        await OutputAsync(lease, 1, (0, "first,"));
        await OutputAsync(lease, 2, (6, "second,"), (13, "third,"));

        await OutputAsync(lease, 3, (6, "other,"));

        Assert.Equal("first,other,", await ReadTextAsync(Trades));
    }

    [Fact]
    public async Task Rows_are_kept_when_their_manifest_is_gone()
    {
        RunLease lease = await LeadAsync();
        string expected = "";
        for (int tick = 1; tick <= 8; tick++)
        {
            string rows = $"row {tick},";
            await OutputAsync(lease, tick, (expected.Length, rows));
            expected += rows;
        }

        Assert.Equal(expected, await ReadTextAsync(Trades));
    }

    [Fact]
    public async Task Rows_equal_to_a_part_of_state_that_goes_are_kept()
    {
        RunLease lease = await LeadAsync();
        await OutputAsync(lease, 1, (0, "same,"));
        await CheckpointWithOutputAsync(lease, 2, 5, Rows("same,"));
        await CheckpointWithOutputAsync(lease, 3, 5);
        await CheckpointWithOutputAsync(lease, 4, 5);
        await CheckpointWithOutputAsync(lease, 5, 5);

        Assert.Equal("same,", await ReadTextAsync(Trades));
    }

    [Fact]
    public async Task Manifest_whose_rows_do_not_go_on_where_the_committed_end_is_refused()
    {
        RunLease lease = await LeadAsync();
        await OutputAsync(lease, 1, (0, "first,"));
        await WriteAsync(lease, Rows("more,"));

        var gap = await Assert.ThrowsAsync<CheckpointException>(() => Store.CommitAsync(lease, Output(2, 14, (9, "more,")), Keep));

        Assert.Contains("begin at byte 9, 6 bytes", gap.Message);
        Assert.Equal("first,", await ReadTextAsync(Trades));
    }

    [Theory]
    [InlineData(12, 0, "a gap at byte 5")]
    [InlineData(13, 1, "end at byte 10, the file at byte 13")]
    [InlineData(0, 2, "does not say how long")]
    public async Task Manifest_whose_rows_do_not_fit_together_is_an_error_of_its_writer(int length, int which, string expected)
    {
        RunLease lease = await LeadAsync();
        await WriteAsync(lease, Rows("more,"));
        CheckpointManifest[] wrong =
        [
            Output(1, length, (0, "more,"), (7, "more,")),
            Output(1, length, (0, "more,"), (5, "more,")),
            Output(1, length, (0, "more,")) with { Outputs = [] },
        ];

        var error = await Assert.ThrowsAsync<ArgumentException>(() => Store.CommitAsync(lease, wrong[which], Keep));

        Assert.Contains(expected, error.Message);
    }

    [Fact]
    public async Task Damaged_rows_are_found_out()
    {
        await OutputAsync(await LeadAsync(), 1, (0, "first,"));
        await DamageAsync(Stored.Reference(Rows("first,")).Sha256);

        await Assert.ThrowsAsync<CheckpointException>(() => ReadTextAsync(Trades));
    }

    private static PartContent Rows(string text) => new(Trades, System.Text.Encoding.ASCII.GetBytes(text));

    private static CheckpointManifest Output(long tick, long length, params IReadOnlyList<(long Offset, string Text)> rows) => Stored.Manifest(tick) with
    {
        Outputs = [new OutputLength(Trades, length)],
        Segments = [.. rows.Select(row => new OutputSegment(Trades, row.Offset, Stored.Reference(Rows(row.Text))))],
    };

    private async Task OutputAsync(RunLease lease, long tick, params IReadOnlyList<(long Offset, string Text)> rows)
    {
        await WriteAsync(lease, [.. rows.Select(row => Rows(row.Text))]);
        long length = rows.Count > 0
            ? rows[^1].Offset + rows[^1].Text.Length
            : (await Store.ReadLatestAsync(Run))!.Outputs.Single().Length;
        Assert.True(await Store.CommitAsync(lease, Output(tick, length, rows), Keep));
    }

    private async Task CheckpointWithOutputAsync(RunLease lease, long tick, long length, params IReadOnlyList<PartContent> parts)
    {
        await WriteAsync(lease, parts);
        Assert.True(await Store.CommitAsync(lease, Stored.Manifest(tick, parts) with { Outputs = [new OutputLength(Trades, length)] }, Keep));
    }

    private async Task<string> ReadTextAsync(string file)
    {
        string text = "";
        await foreach (ReadOnlyMemory<byte> piece in Store.ReadOutputAsync(Run, file))
        {
            text += System.Text.Encoding.ASCII.GetString(piece.Span);
        }

        return text;
    }
}
