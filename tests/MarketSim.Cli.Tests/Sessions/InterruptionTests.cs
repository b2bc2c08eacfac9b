using MarketSim.Cli.Sessions;

namespace MarketSim.Cli.Tests.Sessions;

public sealed class InterruptionTests
{
    [Fact]
    public void First_signal_asks_for_a_checkpoint_second_waits_third_ends()
    {
        using var error = new StringWriter();
        using var interruption = new Interruption(error);

        Assert.False(interruption.Token.IsCancellationRequested);
        Assert.True(interruption.Signal());
        Assert.True(interruption.Token.IsCancellationRequested);
        Assert.True(interruption.Signal());
        Assert.False(interruption.Signal());
        Assert.Contains("once more ends the process without it", error.ToString(), StringComparison.Ordinal);
    }
}
