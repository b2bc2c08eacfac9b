using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Networks;
using MarketSim.Learning.Policies;

namespace MarketSim.Learning.Persistence;

/// <summary>Lets a learner begin with the weights of another policy: of a clone, or of an earlier training.</summary>
public static class PolicyStart
{
    /// <summary>Reads the weights that a policy is to begin with from a file, which may hold blocks that it has no use for (a clone's critic, for SAC).</summary>
    /// <exception cref="InvalidDataException">A block is missing, of another shape, or not finite; the message says which.</exception>
    public static float[] Read(SafetensorsFile file, ParameterLayout layout)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(layout);
        float[] weights = new float[layout.Size];
        foreach (ParameterBlock block in layout.Blocks)
        {
            file.FiniteSingles(block.Name, [.. block.Shape.Select(static length => (long)length)]).CopyTo(block.Of(weights.AsSpan()));
        }

        return weights;
    }

    /// <summary>Begins with these weights. Before the learner's first update.</summary>
    /// <param name="weights">As <see cref="IPolicy.Weights"/> of the learner's policy.</param>
    /// <exception cref="ArgumentException">Their number is not the policy's.</exception>
    /// <exception cref="InvalidOperationException">The learner has learned already.</exception>
    public static void Apply(ILearner learner, ReadOnlySpan<float> weights)
    {
        ArgumentNullException.ThrowIfNull(learner);
        if (learner.Version > 0)
        {
            throw new InvalidOperationException($"The learner is at version {learner.Version}; it can begin with other weights before its first update only.");
        }

        if (weights.Length != learner.Policy.Weights.Length)
        {
            throw new ArgumentException($"The policy has {learner.Policy.Weights.Length} weights; {weights.Length} were given. They are of another architecture.", nameof(weights));
        }

        weights.CopyTo(learner.Policy.Weights);
        (learner as ActorCriticLearner)?.KeepStatistics();
    }
}
