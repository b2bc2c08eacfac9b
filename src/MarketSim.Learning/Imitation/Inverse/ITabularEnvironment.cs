using MarketSim.Learning.Environments;

namespace MarketSim.Learning.Imitation.Inverse;

/// <summary>An environment of finitely many states whose transitions are known, so that inverse learning can solve it exactly. Its actions are discrete.</summary>
public interface ITabularEnvironment : IEnvironment
{
    /// <summary>The decision process: states, transitions and features.</summary>
    TabularProblem Problem { get; }

    /// <summary>The state that an observation shows.</summary>
    int StateOf(ReadOnlySpan<float> observation);
}
