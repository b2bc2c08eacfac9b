using System.Text.Json;
using MarketSim.Live.Configuration;
using MarketSim.Simulation.Running;

namespace MarketSim.Live.Tests.Sources;

/// <summary>A run that is played back can be carried out again up to the tick that is shown.</summary>
public sealed class ExactMomentTests
{
    private static readonly LiveOptions Options = new() { TimeProvider = TimeProvider.System };

    [Theory]
    [InlineData("checkpoint: { everyTicks: 20, keep: 40 }")]
    [InlineData("checkpoint: { every: off }")]
    public async Task Exact_state_is_that_of_the_run_when_it_was_held_at_that_tick(string checkpoints)
    {
        using var run = new WatchedRun(checkpoints);
        JsonElement held;
        await using (LiveWindow window = await LiveWindow.OpenAsync(Options with { IsPaused = true }))
        {
            using var page = new PageClient(window.Address);
            Task<RunResult> result = run.StartAsync(window.Observer);
            await page.UntilAsync(static state => state.GetProperty("now").ValueKind == JsonValueKind.Object);
            await page.PostAsync("/follow?agent=90");
            for (int step = 0; step < 75; step++)
            {
                await page.PostAsync("/control?do=step");
            }

            held = await page.UntilAsync(static state => state.Tick() >= 70 && state.Count("trades") > 0);
            await page.PostAsync("/control?do=go");
            await result;
        }

        await using LiveWindow playback = await LiveWindow.PlayBackAsync(run.Folder, Options);
        using var viewer = new PageClient(playback.Address);
        await viewer.PostAsync($"/control?do=jump&tick={held.Tick()}");
        await viewer.PostAsync("/follow?agent=90");
        JsonElement sampled = await viewer.StateAsync();
        Assert.Equal("done\n", (await viewer.PostAsync("/control?do=exact")).Text);
        JsonElement exact = await viewer.UntilAsync(static state => state.GetProperty("isExact").GetBoolean());

        Assert.False(sampled.GetProperty("isExact").GetBoolean());
        Assert.Equal("paused", exact.Status());
        Assert.Equal(held.GetProperty("now").GetRawText(), exact.GetProperty("now").GetRawText());
        foreach (string figure in new[] { "account", "cash", "inventory", "profit", "orders" })
        {
            Assert.Equal(held.GetProperty("agent").GetProperty(figure).GetRawText(), exact.GetProperty("agent").GetProperty(figure).GetRawText());
        }

        // A viewer that resumes sees the tables again.
        await viewer.PostAsync($"/control?do=jump&tick={held.Tick() + 1}");
        Assert.False((await viewer.StateAsync()).GetProperty("isExact").GetBoolean());
    }

    [Fact]
    public async Task Run_that_goes_on_needs_no_computing_again()
    {
        using var run = new WatchedRun();
        await using LiveWindow window = await LiveWindow.OpenAsync(Options with { IsPaused = true });
        using var page = new PageClient(window.Address);
        Task<RunResult> result = run.StartAsync(window.Observer);
        JsonElement state = await page.UntilAsync(static state => state.GetProperty("now").ValueKind == JsonValueKind.Object);

        Assert.True(state.GetProperty("isExact").GetBoolean());
        Assert.Contains("has not ended is exact", (await page.PostAsync("/control?do=exact")).Text, StringComparison.Ordinal);
        await page.PostAsync("/control?do=go");
        await result;
    }
}
