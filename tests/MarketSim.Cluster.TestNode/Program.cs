using System.Globalization;
using System.Runtime.InteropServices;
using MarketSim.Cluster.Nodes;
using MarketSim.Cluster.Observing;
using MarketSim.Cluster.Store;
using MarketSim.Cluster.Store.Postgres;
using MarketSim.Cluster.TestNode;
using MarketSim.Cluster.Tests.StandIns;
using MarketSim.Cluster.Transport.RabbitMq;
using MarketSim.Simulation.Running.Participants;
using MarketSim.Simulation.Scenarios;
using MarketSim.Simulation.Training;

// A node as `marketsim node` makes one, with a stand-in learner in the runs that name one, and gates at which tests can stop it.
var given = new NodeArguments(args);
var time = TimeProvider.System;
var logger = new LineLogger();
var gate = new PointGate();
var transport = new RabbitMqTransport(
    new RabbitMqOptions { Host = given.Broker.Address.ToString(), Port = given.Broker.Port, UserName = "marketsim", Password = given.BrokerPassword }, time, logger);
await using PostgresClusterStore database = await OpenAsync(
    new PostgresOptions { Host = given.Database.Address.ToString(), Port = given.Database.Port, Database = "marketsim", User = "marketsim", Password = given.DatabasePassword });
var standIn = new StandInSettings { Floats = given.Floats, EveryTicks = 200, SlicePause = given.SlicePause };
string process = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{time.GetUtcNow().Ticks}");
ClusterNode node = await ClusterNode.StartAsync(new NodeOptions
{
    Description = new NodeDescription(given.Name, process, "localhost", given.Roles, Threads: 1, "test", "test", "test"),
    Transport = transport,
    Store = new GatedStore(database, gate),
    TimeProvider = time,
    LoggerFactory = logger,
    Participants = Participants,
});
_ = node.WhenEnded.ContinueWith(
    ended =>
    {
        Console.Out.WriteLine(ended.IsFaulted ? $"ended {ended.Exception.InnerException!.Message}" : "ended");
        Environment.Exit(ended.IsFaulted ? 1 : 0);
    },
    TaskScheduler.Default);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
{
    signal.Cancel = true;
    _ = node.StopAsync();
});
using var report = time.CreateTimer(_ => Report(), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(20));
Console.Out.WriteLine("started");

// The node ends with whoever started it.
while (await Console.In.ReadLineAsync() is { } line)
{
    if (line == "measure")
    {
        Console.Out.WriteLine(Measurement.Take());
    }
    else
    {
        gate.Command(line);
    }
}

Environment.Exit(0);

// A service manager would start a node again that found no database. Not for ever: whoever started it may be gone.
async Task<PostgresClusterStore> OpenAsync(PostgresOptions options)
{
    long begun = time.GetTimestamp();
    while (true)
    {
        try
        {
            return await PostgresClusterStore.OpenAsync(options, logger);
        }
        catch (StoreUnavailableException exception) when (time.GetElapsedTime(begun) < TimeSpan.FromMinutes(1))
        {
            Console.Out.WriteLine(exception.Message);
            await Task.Delay(TimeSpan.FromMilliseconds(500));
        }
    }
}

IReadOnlyList<ParticipantDefinition> Participants(Scenario scenario) =>
    [
        .. standIn.Definitions(scenario),
        .. TrainingParticipants.Of(scenario),
        .. given.Doom is { } doom ? [DoomedParticipant.Definition(doom)] : Array.Empty<ParticipantDefinition>(),
    ];

// The ticks that this node opens as a leader, wherever its participants are.
void Report()
{
    foreach (RunLed led in node.Status.Read().Leads.Where(led => led.Tick >= 0))
    {
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"tick {led.Run} {led.Epoch} {led.Tick}"));
    }
}
