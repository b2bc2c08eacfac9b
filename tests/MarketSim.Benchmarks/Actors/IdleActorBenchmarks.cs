using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using MarketSim.Actors;

namespace MarketSim.Benchmarks.Actors;

/// <summary>
/// What an actor on the calling-thread dispatcher costs: bytes to make one, its place in its parent included, and time to
/// have it handle a message.
/// </summary>
[Config(typeof(PatientConfig))]
[MemoryDiagnoser]
public class IdleActorBenchmarks
{
    private const int Actors = 100_000;

    private static readonly object Greeting = new();

    private readonly Props _props = Props.Create(static () => new Idle()).WithDispatcher(new CallingThreadDispatcher());
    private readonly ActorRef[] _actors = new ActorRef[Actors];
    private ActorSystem? _system;

    [IterationSetup]
    public void Start()
    {
        _system = new ActorSystem("benchmark", new ActorSystemOptions { TimeProvider = TimeProvider.System });
        Create();
    }

    [IterationCleanup]
    public void Stop() => _system!.TerminateAsync().GetAwaiter().GetResult();

    [Benchmark(OperationsPerInvoke = Actors)]
    public void Create()
    {
        for (int i = 0; i < Actors; i++)
        {
            _actors[i] = _system!.ActorOf(_props);
        }
    }

    [Benchmark(OperationsPerInvoke = Actors)]
    public void TellEach()
    {
        foreach (ActorRef actor in _actors)
        {
            actor.Tell(Greeting);
        }
    }

    private sealed class PatientConfig : ManualConfig
    {
        public PatientConfig()
        {
            AddJob(Job.ShortRun);
        }
    }

    private sealed class Idle : Actor
    {
        protected override void Receive(object message)
        {
        }
    }
}
