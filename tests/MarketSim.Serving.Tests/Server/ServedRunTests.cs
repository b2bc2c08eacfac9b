using System.Globalization;
using System.Text.Json;
using MarketSim.Results;
using MarketSim.Serving.Server;
using MarketSim.Serving.Records;

namespace MarketSim.Serving.Tests.Server;

/// <summary>Runs through the environment server have a folder and a fingerprint, and repeat.</summary>
public sealed class ServedRunTests
{
    private static readonly string[] Files = ["run.json", "request.json", "actions.bin", "episodes.csv", "trades.csv", "book.csv"];

    [Fact]
    public async Task Same_seed_and_same_actions_give_the_same_files_byte_for_byte()
    {
        await using var server = new RunningServer();
        string first = Play(server.Address, "first", seed: 5, lean: 0);
        string second = Play(server.Address, "second", seed: 5, lean: 0);
        string otherSeed = Play(server.Address, "third", seed: 6, lean: 0);
        string otherActions = Play(server.Address, "fourth", seed: 5, lean: 0.25f);

        Assert.Equal(64, first.Length);
        Assert.Equal(first, second);
        Assert.All(Files, file => Assert.Equal(File.ReadAllBytes(Path.Combine(server.PathOf("first"), file)), File.ReadAllBytes(Path.Combine(server.PathOf("second"), file))));
        Assert.NotEqual(first, otherSeed, StringComparer.Ordinal);
        Assert.NotEqual(first, otherActions, StringComparer.Ordinal);
    }

    [Fact]
    public async Task Repetition_of_a_run_gives_its_fingerprint_and_its_answers_on_any_number_of_threads()
    {
        await using var server = new RunningServer(threads: 2);
        string fingerprint = Play(server.Address, "original", seed: 5, lean: 0);

        (ServedRunSummary? original, ServedRunSummary repetition) = ServedRunRepetition.Run(
            server.PathOf("original"), RunFolder.Create(server.PathOf("again")), RunningServer.ReadScenario, threads: 1);

        Assert.Equal(original!.Fingerprint, fingerprint);
        Assert.Equal(fingerprint, repetition.Fingerprint);
        Assert.Equal(original.AnswersDigest, repetition.AnswersDigest);
        Assert.Equal(10, repetition.Episodes);
        Assert.Equal(36, repetition.Steps);
        Assert.Equal("finished", repetition.Status);
    }

    [Fact]
    public async Task Folder_says_what_was_run_and_how_each_episode_ended()
    {
        await using var server = new RunningServer();
        Play(server.Address, "run", seed: 5, lean: 0);

        using var summary = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(server.PathOf("run"), "run.json")));
        string[] rows = await File.ReadAllLinesAsync(Path.Combine(server.PathOf("run"), "episodes.csv"));

        Assert.Equal("served", summary.RootElement.GetProperty("kind").GetString());
        Assert.Equal("4", summary.RootElement.GetProperty("options").GetProperty("decisions").GetString());
        Assert.Equal("episode,environment,environment_episode,agent,seed,steps,return,end,fingerprint", rows[0]);
        Assert.Equal(8, rows.Count(row => row.Contains(",truncated,", StringComparison.Ordinal)));
        Assert.Equal(2, rows.Count(row => row.Contains(",cut,", StringComparison.Ordinal)));
        Assert.StartsWith("0,0,0,agent,5,4,", rows[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tables_hold_the_book_at_every_decision_and_all_trades_of_the_first_environment()
    {
        await using var server = new RunningServer();
        Play(server.Address, "run", seed: 5, lean: 0.5f);

        string[][] book = await RowsAsync(server.PathOf("run"), "book.csv");
        string[][] trades = await RowsAsync(server.PathOf("run"), "trades.csv");
        ServedRunSummary summary = ServedRunRecord.ReadSummary(server.PathOf("run"))!;

        // A row as each of five episodes begins, and one after each of eighteen steps.
        Assert.Equal(23, book.Length);
        Assert.Equal(["0", "1", "2", "3", "4"], book.Select(static row => row[1]).Distinct(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.All(book.Concat(trades), static row => Assert.Equal("0", row[0]));

        // The volume that the book's rows name is the sum of the trades of the episode so far.
        foreach (string[] row in book)
        {
            double volume = trades.Where(trade => trade[1] == row[1] && Number(trade[3]) < Number(row[3])).Sum(static trade => Number(trade[5]));
            Assert.Equal(Number(row[10]), volume, 1e-9);
        }

        string account = Assert.Single(summary.Accounts).ToString(CultureInfo.InvariantCulture);
        Assert.Contains(trades, trade => trade[7] == account);
    }

    [Fact]
    public async Task Tables_can_be_had_of_all_environments_or_of_none()
    {
        await using var server = new RunningServer();
        Play(server.Address, "all", seed: 5, lean: 0, ("tables", "all"));
        Play(server.Address, "none", seed: 5, lean: 0, ("tables", "none"));

        string[][] book = await RowsAsync(server.PathOf("all"), "book.csv");
        Assert.Equal(46, book.Length);
        Assert.Equal(23, book.Count(static row => row[0] == "1"));
        Assert.False(File.Exists(Path.Combine(server.PathOf("none"), "book.csv")));
        Assert.Equal(ServedRunRecord.ReadSummary(server.PathOf("all"))!.Fingerprint, ServedRunRecord.ReadSummary(server.PathOf("none"))!.Fingerprint);
    }

    private static async Task<string[][]> RowsAsync(string folder, string file) =>
        [.. (await File.ReadAllLinesAsync(Path.Combine(folder, file))).Skip(1).Select(static line => line.Split(','))];

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    // Two environments, eighteen steps, four decisions an episode: four whole episodes and the beginning of a fifth each.
    private static string Play(string address, string run, ulong seed, float lean, params (string Name, string Value)[] options)
    {
        using var client = TestClient.Greeted(address);
        int handle = client.Make("orderbook", 2, run, [("decisions", "4"), ("warmup_seconds", "20"), .. options]);
        client.Reset(handle, seed, seed + 1);
        for (int step = 0; step < 18; step++)
        {
            client.Step(handle, ((step % 3) - 1) * 0.5f + lean, lean);
        }

        return client.Close(handle);
    }
}
