using MarketSim.Learning.Environments;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Rollouts;
using MarketSim.Learning.Training;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Imitation;

/// <summary>The environments of an imitation: those that are learned in, and those that are evaluated in.</summary>
internal sealed class ImitationEnvironments
{
    private const int EvaluationCount = 8;
    private readonly Func<IEnvironment>? _create;

    private ImitationEnvironments(IVectorEnvironment training, Func<IEnvironment>? create)
    {
        Training = EnvironmentGuard.RequireSpaces(training);
        _create = create;
    }

    public IVectorEnvironment Training { get; }

    /// <summary>One environment for everything; evaluations put it back where it was.</summary>
    public static ImitationEnvironments Of(IEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return new ImitationEnvironments(new VectorEnvironment(1, _ => environment), create: null);
    }

    /// <param name="count">That are learned in side by side, at least 1.</param>
    public static ImitationEnvironments Of(Func<IEnvironment> create, int count)
    {
        ArgumentNullException.ThrowIfNull(create);
        return new ImitationEnvironments(new VectorEnvironment(count, _ => create()), create);
    }

    /// <summary>Returns of a policy's episodes.</summary>
    public IReadOnlyList<double> Returns(IPolicy policy, int episodes, ulong seed, bool deterministic) =>
        Play(environment => PolicyEvaluation.Evaluate(policy, environment, episodes, seed, deterministic).Returns);

    /// <summary>Returns of episodes whose actions are drawn uniformly.</summary>
    public IReadOnlyList<double> RandomReturns(IPolicy policy, int episodes, ulong seed) =>
        Play(environment => PolicyEvaluation.Evaluate(new UniformPolicy(policy.ObservationSpace, policy.ActionSpace), environment, episodes, seed).Returns);

    private T Play<T>(Func<IVectorEnvironment, T> play)
    {
        if (_create is { } create)
        {
            return play(new VectorEnvironment(EvaluationCount, _ => create()));
        }

        var writer = new MessagePackWriter();
        Training.Save(writer);
        T result = play(Training);
        var reader = new MessagePackReader(writer.Written);
        Training.Restore(ref reader);
        return result;
    }
}
