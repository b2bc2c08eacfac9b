using MarketSim.Simulation.Running;

namespace MarketSim.Cli.Progress;

/// <summary>Shows a user where a run stands.</summary>
internal interface IProgressView
{
    /// <summary>Takes the state of the run, on any thread.</summary>
    void Report(RunProgress progress);

    /// <summary>Tells the user something, on any thread.</summary>
    void Say(string message);

    /// <summary>Shows it until the run ends, however it ends.</summary>
    Task ShowUntilAsync(Task run);
}

/// <summary>Shows nothing but what is said.</summary>
internal sealed class NoProgress(TextWriter error) : IProgressView
{
    public void Report(RunProgress progress)
    {
    }

    public void Say(string message) => error.WriteLine($"marketsim: {message}");

    public Task ShowUntilAsync(Task run) => Task.CompletedTask;
}
