using MarketSim.Serving.Server;

namespace MarketSim.Serving.Tests.Server;

public sealed class EnvironmentServerTests
{
    private static readonly (string, string)[] Short = [("decisions", "5"), ("warmup_seconds", "20")];

    [Fact]
    public async Task Client_of_another_version_is_refused_in_plain_words()
    {
        await using var server = new RunningServer();
        using var client = new TestClient(server.Address);

        (string kind, string text) = client.Greet(ServerProtocol.Version + 1);

        Assert.Equal("refused", kind);
        Assert.Contains("speaks version 1 of the server's protocol, the client version 2. Install the Python package", text, StringComparison.Ordinal);
        client.AwaitEnd();
    }

    [Theory]
    [InlineData("right", "marketsim")]
    [InlineData("wrong", "refused")]
    [InlineData(null, "refused")]
    public async Task Server_with_a_token_answers_to_it_alone(string? token, string expected)
    {
        await using var server = new RunningServer(token: "right");
        using var client = new TestClient(server.Address);

        Assert.Equal(expected, client.Greet(ServerProtocol.Version, token).Kind);
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task Only_its_owner_can_open_the_socket()
    {
        await using var server = new RunningServer();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(server.Address["unix:".Length..]));
    }

    [Fact]
    public async Task Client_that_stops_within_a_frame_is_ended_and_others_go_on()
    {
        var time = new VirtualTimeProvider();
        await using var server = new RunningServer(time);
        using var steady = TestClient.Greeted(server.Address);
        int handle = steady.Make("orderbook", 1, run: null, Short);
        using var silent = new TestClient(server.Address);
        using var stalled = TestClient.Greeted(server.Address);
        stalled.SendRaw([100, 0, 0, 0, 1]);
        Rows before = steady.Reset(handle, 7);
        Assert.Equal(4, before.Flags[0]);

        // The steady client has its answer, of which the server may not know yet, and the stalled one's bytes may be under way.
        while (server.Server.ConnectionsBetweenFrames != 1)
        {
            await Task.Yield();
        }

        while (server.Server.Connections > 1)
        {
            time.Advance(TimeSpan.FromSeconds(31));
            await Task.Yield();
        }

        stalled.AwaitEnd();
        silent.AwaitEnd();
        Assert.Equal(4, steady.Step(handle, 0.5f).Flags[0]);
    }

    [Fact]
    public async Task Client_that_dies_gives_its_environments_back_and_leaves_its_run_as_interrupted()
    {
        await using var server = new RunningServer(maximumEnvironments: 2);
        using (var dying = TestClient.Greeted(server.Address))
        {
            int handle = dying.Make("orderbook", 2, run: "dying", Short);
            dying.Reset(handle, 1, 2);
            dying.Step(handle, 1, -1);
            using var other = TestClient.Greeted(server.Address);
            Assert.Contains("no room for 1 more environments", other.Refused(Requests.Make(9, "orderbook", 1, run: null)), StringComparison.Ordinal);
        }

        while (server.Server.Environments > 0)
        {
            await Task.Yield();
        }

        using var next = TestClient.Greeted(server.Address);
        next.Make("orderbook", 2, run: null, Short);
        while (server.Server.Connections > 1)
        {
            await Task.Yield();
        }

        string summary = await File.ReadAllTextAsync(Path.Combine(server.PathOf("dying"), "run.json"));
        Assert.Contains("\"status\": \"interrupted\"", summary, StringComparison.Ordinal);
        Assert.Contains(",cut,", await File.ReadAllTextAsync(Path.Combine(server.PathOf("dying"), "episodes.csv")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rubbish_ends_its_own_connection_only()
    {
        await using var server = new RunningServer();
        using var steady = TestClient.Greeted(server.Address);
        int handle = steady.Make("orderbook", 1, run: null, Short);
        steady.Reset(handle, 7);
        byte[][] rubbish = [[0xFF, 0xFF, 0xFF, 0xFF], [0, 0, 0, 0], [3, 0, 0, 0, 0xC1, 0xC1, 0xC1], [1, 0, 0, 0, 0x90], "GET / HTTP/1.1\r\n\r\n"u8.ToArray()];
        foreach (byte[] bytes in rubbish)
        {
            using var first = new TestClient(server.Address);
            first.SendRaw(bytes);
            first.AwaitEnd();
            using var later = TestClient.Greeted(server.Address);
            later.SendRaw(bytes);
            later.AwaitEnd();
        }

        Assert.Equal(4, steady.Step(handle, 0.5f).Flags[0]);
    }

    [Fact]
    public async Task Refusals_say_why_and_the_client_goes_on()
    {
        await using var server = new RunningServer();
        using var client = TestClient.Greeted(server.Address);
        int handle = client.Make("orderbook", 1, run: null, Short);

        Assert.Contains("no episode under way", client.Refused(Requests.Step(1, handle, 0)), StringComparison.Ordinal);
        client.Reset(handle, 7);
        Assert.Contains("must be of the action space", client.Refused(Requests.Step(2, handle, 2)), StringComparison.Ordinal);
        Assert.Contains("There are 2 numbers of actions", client.Refused(Requests.Step(3, handle, 0, 0)), StringComparison.Ordinal);
        Assert.Contains("did you mean decisions?", client.Refused(Requests.Make(4, "orderbook", 1, run: null, ("decision", "5"))), StringComparison.Ordinal);
        Assert.Contains("There is no environment of kind options", client.Refused(Requests.Make(5, "options", 1, run: null)), StringComparison.Ordinal);
        Assert.Contains("a name has 1 to 100 letters", client.Refused(Requests.Make(6, "orderbook", 1, run: "../outside")), StringComparison.Ordinal);
        Assert.Contains("There are no environments 99", client.Refused(Requests.Close(7, 99)), StringComparison.Ordinal);
        Assert.Equal(4, client.Step(handle, 1).Flags[0]);
    }

    [Fact]
    public async Task Many_clients_at_once_get_what_each_would_get_alone()
    {
        await using var server = new RunningServer();
        double[] alone = Play(server.Address, seed: 3);

        Task<double[]>[] together = [.. Enumerable.Range(0, 12).Select(client => Task.Run(() => Play(server.Address, seed: client % 2 == 0 ? 3UL : 4UL)))];
        double[][] returns = await Task.WhenAll(together);

        Assert.All(returns.Where((_, client) => client % 2 == 0), rewards => Assert.Equal(alone, rewards));
        Assert.NotEqual(alone, returns[1]);
    }

    private static double[] Play(string address, ulong seed)
    {
        using var client = TestClient.Greeted(address);
        int handle = client.Make("orderbook", 1, run: null, Short);
        client.Reset(handle, seed);
        return [.. Enumerable.Range(0, 5).Select(step => client.Step(handle, (step % 3) - 1).Rewards[0])];
    }
}
