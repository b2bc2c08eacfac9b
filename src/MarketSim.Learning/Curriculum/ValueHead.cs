using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Training;

namespace MarketSim.Learning.Curriculum;

/// <summary>A value function: the return that an agent expects from an observation on.</summary>
internal sealed class ValueHead
{
    private readonly IPolicy _policy;

    private ValueHead(IPolicy policy, double gamma)
    {
        _policy = policy;
        Gamma = gamma;
    }

    public double Gamma { get; }

    /// <exception cref="ArgumentException">Its values are not of single observations, in the units of the rewards.</exception>
    public static ValueHead Of(LearningAlgorithm algorithm)
    {
        ActorCriticOptions? options = algorithm switch
        {
            Ppo ppo => ppo.Options,
            A2c a2c => a2c.Options,
            _ => null,
        };
        return options is { LstmSize: null, NormalizeRewards: false } && algorithm.Policy.StateSize == 0
            ? new ValueHead(algorithm.Policy, options.Gamma)
            : throw new ArgumentException("Prioritized level replay ranks episodes by the error of the value head: it needs PPO or A2C without LSTM and without normalised rewards. Use one of these, or another schedule.");
    }

    /// <summary>Values by the present weights.</summary>
    /// <param name="observations">Shape [rows, observation size].</param>
    public float[] Of(IReadOnlyList<float> observations)
    {
        int size = _policy.ObservationSpace.Size;
        var batch = new PolicyBatch(size, _policy.ActionSpace.Size, stateSize: 0);
        batch.Resize(observations.Count / size);
        Span<float> rows = batch.Observations;
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = observations[i];
        }

        _policy.Act(batch, deterministic: true);
        return batch.Values.ToArray();
    }
}
