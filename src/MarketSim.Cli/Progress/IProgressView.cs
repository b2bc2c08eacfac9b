using MarketSim.Simulation.Running;

namespace MarketSim.Cli.Progress;

/// <summary>Shows a user where a run stands.</summary>
internal interface IProgressView
{
    /// <summary>Takes the state of the run, on any thread.</summary>
    void Report(RunProgress progress);

    /// <summary>Shows it until the run ends, however it ends.</summary>
    Task ShowUntilAsync(Task run);
}

/// <summary>Shows nothing.</summary>
internal sealed class NoProgress : IProgressView
{
    public void Report(RunProgress progress)
    {
    }

    public Task ShowUntilAsync(Task run) => Task.CompletedTask;
}
