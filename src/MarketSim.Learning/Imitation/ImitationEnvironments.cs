using MarketSim.Learning.Environments;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Imitation.Adversarial;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Training;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Imitation;

/// <summary>The environments of an imitation: those that are learned in, and those that are evaluated in.</summary>
internal sealed class ImitationEnvironments
{
    private const int EvaluationCount = 8;
    private readonly Func<IEnvironment>? _create;

    private ImitationEnvironments(IVectorEnvironment training, IEnvironment prototype, Func<IEnvironment>? create)
    {
        Training = VectorEnvironmentGuard.RequireSpaces(training);
        Prototype = prototype;
        _create = create;
    }

    public IVectorEnvironment Training { get; }

    /// <summary>One environment by itself, reset by the caller that plays in it.</summary>
    public IEnvironment Prototype { get; }

    /// <summary>One environment for everything; evaluations put it back where it was.</summary>
    /// <param name="length">To which terminated episodes are continued in an absorbing state; null for environments as they are.</param>
    public static ImitationEnvironments Of(IEnvironment environment, int? length = null)
    {
        ArgumentNullException.ThrowIfNull(environment);
        IEnvironment used = length is { } steps ? new AbsorbingState(environment, steps) : environment;
        return new ImitationEnvironments(new VectorEnvironment(1, _ => used), used, create: null);
    }

    /// <param name="count">That are learned in side by side, at least 1.</param>
    /// <inheritdoc cref="Of(IEnvironment, int?)"/>
    public static ImitationEnvironments Of(Func<IEnvironment> create, int count, int? length = null)
    {
        ArgumentNullException.ThrowIfNull(create);
        Func<IEnvironment> used = length is { } steps ? () => new AbsorbingState(create(), steps) : create;
        return new ImitationEnvironments(new VectorEnvironment(count, _ => used()), used(), used);
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
