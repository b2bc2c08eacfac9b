using System.CommandLine;
using MarketSim.Cli.Terminal;
using MarketSim.Cluster.Clients;
using MarketSim.Cluster.Profiles;
using MarketSim.Cluster.Store;
using MarketSim.Results;
using MarketSim.Scenarios.Reading;

namespace MarketSim.Cli.Commands;

/// <summary><c>marketsim cluster remove</c>: removes runs that are over from a cluster's database, which keeps them otherwise.</summary>
internal static class ClusterRemoveCommand
{
    private const int NanosecondsPerTick = 100;

    public static Command Create(CommandConsole console)
    {
        var runsArgument = new Argument<string[]>("run")
        {
            Description = "Names of runs that are over: see `marketsim cluster runs`.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Option<long?> ageOption = RuleOption.CreateNumber(
            "--ended-before", Rules.Duration("30d", minimum: 0), "AGE", "Also all runs that finished or failed at least so long ago. Those that were stopped can continue: they stay.");
        var cluster = new StoreOptions();
        var command = new ExampleCommand(
            "remove",
            "Removes runs that are over from the cluster's database, with checkpoints and output; fetch first what is still wanted.",
            "marketsim cluster remove quickstart-1-20260102-093000 --cluster cluster.yaml",
            "marketsim cluster remove --ended-before 30d --cluster cluster.yaml")
        {
            runsArgument,
        };
        command.Options.Add(ageOption);
        cluster.AddTo(command);
        command.SetAction(async (parsed, _) =>
        {
            string[] named = parsed.GetValue(runsArgument) ?? [];
            TimeSpan? age = parsed.GetValue(ageOption) is { } nanoseconds ? TimeSpan.FromTicks(nanoseconds / NanosecondsPerTick) : null;
            if (named.Length == 0 && age is null)
            {
                throw new ClusterSettingException("Which runs? Name them, or give --ended-before AGE, e.g. --ended-before 30d.");
            }

            IClusterStore store = await console.OpenStore(cluster.Of(parsed)).ConfigureAwait(false);
            await using (store.ConfigureAwait(false))
            {
                return await RemoveAsync(console, store, named, age).ConfigureAwait(false);
            }
        });
        return command;
    }

    private static async Task<int> RemoveAsync(CommandConsole console, IClusterStore store, string[] named, TimeSpan? age)
    {
        IReadOnlyList<RunRecord> all = await store.ReadRunsAsync().ConfigureAwait(false);
        if (named.FirstOrDefault(name => all.All(record => record.Submission.Run != name)) is { } unknown)
        {
            throw new UnknownRunException(unknown);
        }

        int exitCode = ExitCode.Success;
        int removed = 0;
        foreach (RunRecord record in all.Where(record => named.Contains(record.Submission.Run, StringComparer.Ordinal) || IsOld(record, age)))
        {
            string run = record.Submission.Run;
            if (await store.RemoveRunAsync(run).ConfigureAwait(false))
            {
                removed++;
            }
            else
            {
                await console.Error.WriteLineAsync($"marketsim: run {run} cannot be removed: it is running; to end it: marketsim cluster stop {run}").ConfigureAwait(false);
                exitCode = ExitCode.Failed;
            }
        }

        await console.Output.WriteLineAsync(FormattableString.Invariant($"{removed} {(removed == 1 ? "run" : "runs")} removed.")).ConfigureAwait(false);
        return exitCode;
    }

    private static bool IsOld(RunRecord record, TimeSpan? age) => record is { Status: RunStatus.Finished or RunStatus.Failed, SinceEnded: { } since } && since >= age;
}
