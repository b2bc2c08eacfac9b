using Akka.Configuration;
using MarketSim.Cluster.Configuration;
using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Messages;
using MarketSim.Cluster.Nodes;
using MarketSim.Cluster.Tests.Simulated.Database;
using MarketSim.Cluster.Tests.Simulated.Network;
using MarketSim.Scenarios;
using MarketSim.Simulation.Hosting;
using MarketSim.Simulation.Participants;
using MarketSim.TestKit.Actors;

namespace MarketSim.Cluster.Tests.Simulated.Machines;

/// <summary>A node's process. Dead, it never takes another step; frozen, it takes none, and what comes for it waits.</summary>
internal sealed class SimulatedProcess
{
    /// <summary>Akka's own dispatchers and those of runs, in the order of a seed; market agents inline, as ever.</summary>
    public static readonly Config Config = SeededSetup.ConfigFor(RunDispatchers.Settings(threads: 1), RunDispatchers.Run, RunDispatchers.Background);

    private readonly SimulatedWorld _world;
    private readonly SeededSystem _system;
    private readonly ClusterNode _node;
    private readonly List<Action> _backlog = [];
    private readonly SeededRandom _updateRandom;

    public SimulatedProcess(SimulatedWorld world, SimulatedMachine machine, NodeDescription description, string token, ulong seed, bool isRejoining)
    {
        _world = world;
        Machine = machine;
        Token = token;
        Description = description;
        Ports = new SimulatedPorts(world.Network, this);
        _updateRandom = new SeededRandom(seed, 7);
        var clock = new ProcessClock(world.Time, this);
        _system = new SeededSystem("marketsim", seed, clock, Config);
        _node = new ClusterNode(new NodeOptions
        {
            Description = description,
            Store = new FaultyStore(world.Database, this),
            TimeProvider = clock,
            Timings = SimulatedMarket.Timings,
            LoggerFactory = new TracingLoggerFactory(world, token),
            Participants = ParticipantsOf,
        });
        _node.StartIn(_system.System, world.Variant.Ports(Ports, world), isRejoining);
        if (world.Variant.TracesTurns)
        {
            _system.Executor.Stepping = path => world.Turns.Add($"{Token} {path.ToStringWithoutAddress()}");
            _system.Executor.Sending = (path, message) => world.Turns.Add($"{Token} {path.ToStringWithoutAddress()} <- {message.GetType().Name}");
        }

        world.Begins(this);
    }

    public SimulatedMachine Machine { get; }

    /// <summary>Its incarnation: unique for each start.</summary>
    public string Token { get; }

    public NodeDescription Description { get; }

    public SimulatedPorts Ports { get; }

    public bool IsDead { get; private set; }

    public bool IsFrozen { get; private set; }

    /// <summary>Whether it was told to hand its work over and end.</summary>
    public bool IsLeaving { get; private set; }

    /// <summary>When an asynchronous learner began its latest update in this process; null while none did.</summary>
    public TimeSpan? LatestUpdateAt { get; private set; }

    public bool IsBusy => !IsFrozen && !_system.Executor.IsIdle;

    /// <summary>Has something happen inside the process: at once, when it continues, or never.</summary>
    public void Run(Action action)
    {
        if (IsDead)
        {
            return;
        }

        if (IsFrozen)
        {
            _backlog.Add(action);
        }
        else
        {
            action();
        }
    }

    public void Step()
    {
        _system.Executor.Step();
        if (_node.WhenEnded.IsCompleted && !IsDead)
        {
            Exception? cause = _node.WhenEnded.Exception?.GetBaseException();
            Die();
            Machine.Ended(this, cause);
        }
    }

    private IReadOnlyList<ParticipantDefinition> ParticipantsOf(Scenario scenario) => _world.Variant.TorchSelfTests is null
        ? TrainedParticipantsOf(scenario)
        : [.. TrainedParticipantsOf(scenario).Select(participant => participant with { NeedsTorch = participant.Role == NodeRoles.Learner })];

    private IReadOnlyList<ParticipantDefinition> TrainedParticipantsOf(Scenario scenario) => scenario.Training is { Mode: TrainingMode.Async }
        ? SimulatedMarket.Participants(scenario, replay: null, learner => ActorFactory.Of(() => new SlowTrainer(learner, _updateRandom, BeginsUpdate)))
        : SimulatedMarket.Participants(scenario);

    private void BeginsUpdate()
    {
        LatestUpdateAt = _world.Now;
        _world.Trace.Note($"{Token} begins an update");
    }

    /// <summary>As SIGKILL does, or as an end in order does once all is handed over.</summary>
    public void Die()
    {
        IsDead = true;
        IsFrozen = false;
        _backlog.Clear();
        _system.Executor.Abandon();
        _world.Ends(this);
        _world.Network.Dies(this);
    }

    /// <summary>As SIGTERM does.</summary>
    public void Leave()
    {
        IsLeaving = true;
        Run(_node.Leave);
    }

    /// <summary>As SIGSTOP does.</summary>
    public void Freeze()
    {
        IsFrozen = true;
    }

    /// <summary>As SIGCONT does.</summary>
    public void Thaw()
    {
        IsFrozen = false;
        Action[] backlog = [.. _backlog];
        _backlog.Clear();
        foreach (Action action in backlog)
        {
            Run(action);
        }
    }
}
