using MarketSim.Cli.Progress;
using MarketSim.Cli.Terminal;
using MarketSim.Market.Orders;
using MarketSim.Market.Venues;
using MarketSim.Simulation.Running;

namespace MarketSim.Cli.Tests.Progress;

/// <summary>An output that cannot be written ends no run.</summary>
public sealed class ExpendableProgressTests : IDisposable
{
    private readonly Workplace _workplace = new();
    private readonly FullOutput _full = new();

    public void Dispose()
    {
        _workplace.Dispose();
        _full.Dispose();
    }

    [Fact]
    public async Task A_view_whose_output_is_full_goes_quiet_and_the_run_is_awaited()
    {
        var view = new ExpendableProgress(new NoProgress(_full));
        var run = new TaskCompletionSource();
        var titled = new ExpendableProgress(new PlainProgress(
            _full, _full, new ProgressFormatter(Scenarios.Reading.ScenarioReader.Read(Workplace.SmallScenario, "small.yaml"), "runs/x"), new RunSpeed(TimeProvider.System), TimeProvider.System));

        view.Say("stopping");
        view.Say("stopping");
        Task shown = titled.ShowUntilAsync(run.Task);
        titled.Report(new RunProgress(1, 600, new Price(10_001), SpreadTicks: 3, new VenueCounters(), Messages: 0));

        Assert.Equal(2, _full.Attempts);
        Assert.False(shown.IsCompleted);
        run.SetException(new InvalidOperationException());
        await shown;
    }

    [Fact]
    public async Task A_run_whose_output_is_full_ends_says_where_its_result_is_and_fails()
    {
        using var error = new StringWriter { NewLine = "\n" };
        var console = new CommandConsole(_full, error, IsTerminal: false, Width: null);
        string run = _workplace.PathOf("run");

        int exitCode = await CommandLine.RunAsync(["run", _workplace.Scenario, "--output", run, "--no-report"], console, TimeProvider.System);

        Assert.Equal(ExitCode.Failed, exitCode);
        Assert.Equal("finished", _workplace.SummaryText("run", "status"));
        Assert.Contains("the output cannot be written: No space left on device", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("run.json", error.ToString(), StringComparison.Ordinal);
    }

    private sealed class FullOutput : StringWriter
    {
        public int Attempts { get; private set; }

        public override void Write(char value) => Fail();

        public override void Write(char[] buffer, int index, int count) => Fail();

        public override void Write(ReadOnlySpan<char> buffer) => Fail();

        public override void Write(string? value) => Fail();

        public override void WriteLine(string? value) => Fail();

        public override Task WriteLineAsync(string? value)
        {
            Fail();
            return Task.CompletedTask;
        }

        private void Fail()
        {
            Attempts++;
            throw new IOException("No space left on device");
        }
    }
}
