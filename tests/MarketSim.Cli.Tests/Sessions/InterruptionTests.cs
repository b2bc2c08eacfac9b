using MarketSim.Cli.Sessions;

namespace MarketSim.Cli.Tests.Sessions;

public sealed class InterruptionTests
{
    [Fact]
    public void First_signal_asks_for_a_checkpoint_second_waits_third_ends()
    {
        var said = new List<string>();
        using var interruption = new Interruption(said.Add);

        Assert.False(interruption.Token.IsCancellationRequested);
        Assert.True(interruption.Signal());
        Assert.True(interruption.Token.IsCancellationRequested);
        Assert.True(interruption.Signal());
        Assert.False(interruption.Signal());
        Assert.Equal(
            ["stopping; a checkpoint is written when the open tick is closed", "the open tick is not closed, or its checkpoint not written yet; once more ends the process without it"],
            said);
    }
}
