using MarketSim.Learning.Policies;
using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Functions;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Imitation.Inverse;

/// <summary>Acts by a table of log-probabilities, one row per state.</summary>
public sealed class TabularPolicy : IPolicy
{
    private readonly ITabularEnvironment _environment;
    private readonly float[] _logits;
    private readonly int _actions;

    /// <param name="environment">Says which state an observation shows.</param>
    public TabularPolicy(ITabularEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        _environment = environment;
        _actions = environment.Problem.Actions;
        _logits = new float[environment.Problem.States * _actions];
    }

    /// <inheritdoc/>
    public Space ObservationSpace => _environment.ObservationSpace;

    /// <inheritdoc/>
    public Space ActionSpace => _environment.ActionSpace;

    /// <inheritdoc/>
    public int StateSize => 0;

    /// <summary>Shape [states, actions]: log-probabilities.</summary>
    public Span<float> Weights => _logits;

    internal void Take(SoftSolution solution)
    {
        for (int row = 0; row < _logits.Length; row++)
        {
            _logits[row] = (float)solution.LogPolicy[row];
        }
    }

    /// <inheritdoc/>
    public void Act(PolicyBatch batch, bool deterministic)
    {
        ArgumentNullException.ThrowIfNull(batch);
        for (int row = 0; row < batch.Rows; row++)
        {
            ReadOnlySpan<float> logits = _logits.AsSpan(_environment.StateOf(batch.Observation(row)) * _actions, _actions);
            int action = deterministic ? Largest(logits) : Draw(logits, ref batch.Random[row]);
            batch.Action(row)[0] = action;
            batch.LogProbabilities[row] = logits[action];
            batch.Values[row] = 0;
        }
    }

    /// <inheritdoc/>
    public void ClipAction(Span<float> action)
    {
    }

    private static int Largest(ReadOnlySpan<float> logits)
    {
        int best = 0;
        for (int action = 1; action < logits.Length; action++)
        {
            best = logits[action] > logits[best] ? action : best;
        }

        return best;
    }

    private static int Draw(ReadOnlySpan<float> logits, ref RandomStream random)
    {
        double rest = random.NextDouble();
        for (int action = 0; action < logits.Length - 1; action++)
        {
            rest -= Elementary.Exp(logits[action]);
            if (rest < 0)
            {
                return action;
            }
        }

        return logits.Length - 1;
    }
}
