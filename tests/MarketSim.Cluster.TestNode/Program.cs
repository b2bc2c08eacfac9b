using System.Runtime.InteropServices;
using MarketSim.Cluster.Configuration;
using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Nodes;
using MarketSim.Cluster.Remoting;
using MarketSim.Cluster.Store;
using MarketSim.Cluster.Store.Postgres;
using MarketSim.Cluster.Store.Sqlite;
using MarketSim.Cluster.TestNode;
using MarketSim.Cluster.Tests.StandIns;
using MarketSim.Scenarios;
using MarketSim.Simulation.Participants;
using MarketSim.Simulation.Training;

// A node as `marketsim node` makes one, with a stand-in learner in the runs that name one, and gates at which tests can stop it.
var given = new NodeArguments(args);
if (given.WriterRun is { } written)
{
    await StoreWriter.WriteAsync(given.StoreFile!, written);
}

var time = TimeProvider.System;
var logger = new LineLogger();
var gate = new PointGate();
await using IClusterStore store = await OpenAsync();
var standIn = new StandInSettings { Floats = given.Floats, EveryTicks = 200, SlicePause = given.SlicePause };
var node = ClusterNode.Start(
    new NodeOptions
    {
        Description = new NodeDescription(given.Name, "localhost", given.Roles, Threads: 1, "test", given.Build, "test"),
        Store = new GatedStore(store, gate),
        TimeProvider = time,
        LoggerFactory = logger,
        Participants = Participants,
    },
    new NodeAddress { Host = given.Address.Address.ToString(), Port = given.Address.Port, Seeds = given.Seeds });
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
var reporter = new NodeReporter(node.Status);
using var reporting = new CancellationTokenSource();
_ = ReportAsync();
Console.Out.WriteLine("started");

// The node ends with the process that started it.
while (await Console.In.ReadLineAsync() is { } line)
{
    switch (line)
    {
        case "measure":
            Console.Out.WriteLine(Measurement.Take());
            break;
        case "cut":
            Console.Out.WriteLine(Connections.Cut());
            break;
        default:
            gate.Command(line);
            break;
    }
}

Environment.Exit(0);

// A service manager would start a node again that found no database. Not for ever: its starter may be gone.
async Task<IClusterStore> OpenAsync()
{
    long begun = time.GetTimestamp();
    while (true)
    {
        try
        {
            return given.StoreFile is { } file
                ? await SqliteClusterStore.OpenAsync(new SqliteOptions { File = file }, time, logger)
                : await PostgresClusterStore.OpenAsync(
                    new PostgresOptions
                    {
                        Host = given.Database.Address.ToString(), Port = given.Database.Port, Database = "marketsim", User = "marketsim", Password = given.DatabasePassword,
                    },
                    logger);
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

async Task ReportAsync()
{
    using var due = new PeriodicTimer(TimeSpan.FromMilliseconds(20), time);
    while (await due.WaitForNextTickAsync(reporting.Token))
    {
        reporter.Report();
    }
}
