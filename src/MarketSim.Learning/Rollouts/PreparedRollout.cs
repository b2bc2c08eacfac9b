using MarketSim.Learning.Networks;

namespace MarketSim.Learning.Rollouts;

/// <summary>A rollout as an update trains on it, all by step.</summary>
internal sealed class PreparedRollout(int featureSize, int actionSize)
{
    private FloatBuffer _features;
    private FloatBuffer _logProbabilities;
    private FloatBuffer _values;
    private FloatBuffer _advantages;
    private FloatBuffer _returns;
    private float[] _actions = [];
    private int _steps;

    public int FeatureSize => featureSize;

    public int ActionSize => actionSize;

    /// <summary>Shape [steps, feature size]: encoded observations.</summary>
    public Span<float> Features => _features.Taken(_steps * featureSize);

    /// <summary>Shape [steps, action size].</summary>
    public Span<float> Actions => _actions.AsSpan(0, _steps * actionSize);

    /// <summary>Shape [steps]; of the policy that ratios are taken against.</summary>
    public Span<float> LogProbabilities => _logProbabilities.Taken(_steps);

    /// <summary>Shape [steps]; before the update.</summary>
    public Span<float> Values => _values.Taken(_steps);

    public Span<float> Advantages => _advantages.Taken(_steps);

    /// <summary>Shape [steps]; what values are to become.</summary>
    public Span<float> Returns => _returns.Taken(_steps);

    /// <summary>Makes room; copies actions, log-probabilities and values.</summary>
    public void Begin(Rollout rollout)
    {
        _steps = rollout.Steps;
        _features.Take(_steps * featureSize);
        _advantages.Take(_steps);
        _returns.Take(_steps);
        rollout.LogProbabilities.CopyTo(_logProbabilities.Take(_steps));
        rollout.Values.CopyTo(_values.Take(_steps));
        if (_actions.Length < _steps * actionSize)
        {
            _actions = new float[_steps * actionSize];
        }

        rollout.Actions.CopyTo(_actions);
    }
}
