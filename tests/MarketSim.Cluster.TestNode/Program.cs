using System.Globalization;
using MarketSim.Cluster.Nodes;
using MarketSim.Cluster.Store;
using MarketSim.Cluster.Store.Postgres;
using MarketSim.Cluster.TestNode;
using MarketSim.Cluster.Tests.StandIns;
using MarketSim.Cluster.Transport.RabbitMq;

// A node as `marketsim node` makes one, with a stand-in learner in every run, and gates at which tests can stop it.
// Arguments: name, roles (a,b), threads, broker port, database port, floats of the stand-in. The passwords come by environment.
string name = args[0];
var time = TimeProvider.System;
var logger = new LineLogger();
var gate = new PointGate();
var transport = new WatchedTransport(new RabbitMqTransport(
    new RabbitMqOptions { Host = "127.0.0.1", Port = Number(3), UserName = "marketsim", Password = Environment.GetEnvironmentVariable("BROKER_PASSWORD")! }, time, logger));
await using PostgresClusterStore database = await PostgresClusterStore.OpenAsync(
    new PostgresOptions { Host = "127.0.0.1", Port = Number(4), Database = "marketsim", User = "marketsim", Password = Environment.GetEnvironmentVariable("DATABASE_PASSWORD") }, logger);
var standIn = new StandInSettings { Floats = Number(5), EveryTicks = 200, SlicePause = TimeSpan.FromMilliseconds(2) };
string process = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{time.GetUtcNow().Ticks}");
ClusterNode node = ClusterNode.Start(new NodeOptions
{
    Description = new NodeDescription(name, process, "localhost", args[1].Split(',').Order(StringComparer.Ordinal).ToArray(), Number(2), "test", "test", "test"),
    Transport = transport,
    Store = new GatedStore(database, gate),
    TimeProvider = time,
    LoggerFactory = logger,
    Participants = standIn.Definitions,
});
_ = node.WhenEnded.ContinueWith(
    ended =>
    {
        Console.Out.WriteLine(ended.IsFaulted ? $"ended {ended.Exception.InnerException!.Message}" : "ended");
        Environment.Exit(ended.IsFaulted ? 1 : 0);
    },
    TaskScheduler.Default);
using var report = time.CreateTimer(_ => Report(), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(20));
Console.Out.WriteLine("started");

// The node ends with whoever started it, or when it is told to leave.
while (await Console.In.ReadLineAsync() is { } line)
{
    if (line == "leave")
    {
        await node.StopAsync();
        break;
    }

    gate.Command(line);
}

Environment.Exit(0);

int Number(int argument) => int.Parse(args[argument], CultureInfo.InvariantCulture);

void Report()
{
    (long generation, long tick) = transport.Last;
    if (tick >= 0)
    {
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"tick {generation} {tick}"));
    }
}
