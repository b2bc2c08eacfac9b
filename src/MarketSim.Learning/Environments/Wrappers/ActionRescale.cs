using MarketSim.Learning.Spaces;

namespace MarketSim.Learning.Environments.Wrappers;

/// <summary>Lets actions of a bounded box be given within [-1, 1], linearly.</summary>
public sealed class ActionRescale : EnvironmentWrapper
{
    private readonly BoxSpace _target;
    private readonly BoxSpace _space;
    private readonly float[] _action;

    /// <exception cref="ArgumentException">The environment's actions are no box, or one without bounds.</exception>
    public ActionRescale(IEnvironment inner)
        : base(inner)
    {
        _target = inner.ActionSpace as BoxSpace
            ?? throw new ArgumentException($"The actions are of a {inner.ActionSpace.GetType().Name}; only those of a box can be rescaled.", nameof(inner));
        for (int i = 0; i < _target.Size; i++)
        {
            if (!float.IsFinite(_target.Low[i]) || !float.IsFinite(_target.High[i]))
            {
                throw new ArgumentException($"Element {i} of the actions is within [{_target.Low[i]}, {_target.High[i]}]; only a bounded one can be rescaled.", nameof(inner));
            }
        }

        _space = BoxSpace.Uniform(_target.Size, -1, 1);
        _action = new float[_target.Size];
    }

    /// <inheritdoc/>
    public override Space ActionSpace => _space;

    /// <inheritdoc/>
    public override StepResult Step(ReadOnlySpan<float> action, Span<float> observation)
    {
        EnvironmentGuard.RequireAction(_space, action);
        for (int i = 0; i < _action.Length; i++)
        {
            double share = ((double)action[i] + 1) / 2;
            _action[i] = Math.Clamp((float)(_target.Low[i] + (share * ((double)_target.High[i] - _target.Low[i]))), _target.Low[i], _target.High[i]);
        }

        return Inner.Step(_action, observation);
    }
}
