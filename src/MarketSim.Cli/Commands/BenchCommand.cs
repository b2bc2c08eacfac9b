using System.CommandLine;
using MarketSim.Cli.Benchmarks;

namespace MarketSim.Cli.Commands;

/// <summary><c>marketsim bench</c>: measures this machine and says what to compare the figures with.</summary>
internal static class BenchCommand
{
    /// <summary>Two nodes, measured only on request as they take minutes.</summary>
    public const string Cluster = "cluster";

    /// <summary>Measured only on request, like <see cref="Cluster"/>.</summary>
    public const string ReplicasOverNodes = "replicas-nodes";

    private static readonly string[] NamesOfAll = ["actors", "book", "networks", "environments", "server", "replicas", "agents", "day", "memory"];

    /// <summary>All benchmarks, in the order in which they are measured.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. NamesOfAll, Cluster, ReplicasOverNodes];

    /// <param name="measure">Measures and prints; returns an <see cref="Terminal.ExitCode"/>.</param>
    public static Command Create(Func<BenchRequest, CancellationToken, Task<int>> measure)
    {
        var which = new Argument<string[]>("benchmark")
        {
            Description = $"Which to run: {string.Join(", ", Names)}; all but the last two when none is named. Those start two nodes, which share a SQLite file.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        which.AcceptOnlyFromAmong([.. Names]);
        var repeats = new Option<int>("--repeats") { Description = "Measured repeats of each, at least 1.", DefaultValueFactory = _ => 5 };
        repeats.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
            {
                result.AddError($"--repeats is {result.GetValueOrDefault<int>()}; it must be at least 1.");
            }
        });
        var json = new Option<bool>("--json") { Description = "Print one JSON array on the last line instead of a table." };
        var command = new ExampleCommand(
            "bench",
            "Measures speed and memory, in a checkout of the repository: messages between actors, order book, networks, trading environments, the same through the server for Python, training in replicas of a market, agents, the day of RMSC04, idle agents, a cluster. Rates are medians with the lowest and highest repeat.",
            "marketsim bench actors book --repeats 9",
            "marketsim bench replicas replicas-nodes --repeats 3",
            "marketsim bench cluster --repeats 5")
        {
            which, repeats, json,
        };
        command.SetAction((parsed, cancellation) =>
        {
            string[] names = parsed.GetValue(which) is { Length: > 0 } named ? named : NamesOfAll;
            return measure(new BenchRequest([.. Names.Where(names.Contains)], parsed.GetValue(repeats), parsed.GetValue(json)), cancellation);
        });
        return command;
    }
}
