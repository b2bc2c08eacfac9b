using MarketSim.Cli.Terminal;
using MarketSim.Results;
using MarketSim.Simulation.Running;
using MarketSim.Simulation.Training;

namespace MarketSim.Cli.Sessions;

/// <summary>Carries a run out that may repeat another, and says at the end whether the result is the same.</summary>
/// <param name="folder">Of the run, not of the one that it repeats.</param>
internal sealed class Repetition(CommandConsole console, RunSession session, RunFolder folder)
{
    /// <inheritdoc cref="RunSession.RunAsync"/>
    public async Task<int> RunAsync(Func<RunOptions, Task<RunResult>> start)
    {
        RunSummary? summary = null;
        int exitCode = await session.RunAsync(async options =>
        {
            RunResult result = await start(options).ConfigureAwait(false);
            summary = result.Summary;
            return result;
        }).ConfigureAwait(false);
        return exitCode == ExitCode.Success && ReplayLog.ReadFrom(folder) is { } replay ? Compare(replay.Run, summary!) : exitCode;
    }

    private int Compare(string original, RunSummary repeated)
    {
        string file = Path.Combine(original, RunFolder.SummaryFile);
        if (!File.Exists(file))
        {
            console.Error.WriteLine($"marketsim: the repetition is whole, but there is nothing to compare it with any more: {file} is gone");
            return ExitCode.Failed;
        }

        RunSummary first = SummaryFile.Read(original);
        string? difference = Difference("fingerprint", first.Fingerprint, repeated.Fingerprint) ?? Difference("stateDigest", first.StateDigest, repeated.StateDigest);
        console.Error.WriteLine(difference is null
            ? $"marketsim: the repetition has the fingerprint and the state digest of {original}"
            : $"marketsim: the repetition differs from {original}: {difference}. Was it made by another version?");
        return difference is null ? ExitCode.Success : ExitCode.Failed;
    }

    private static string? Difference(string name, string was, string repeated) => was == repeated ? null : $"{name} was {was} and is {repeated}";
}
