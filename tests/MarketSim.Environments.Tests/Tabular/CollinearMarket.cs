using MarketSim.Environments.Tabular;
using MarketSim.Learning.Environments;
using MarketSim.Learning.Imitation.Inverse;
using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Environments.Tests.Tabular;

/// <summary>A market in which every trade costs the same, so that cost and trade are one feature in two units.</summary>
internal sealed class CollinearMarket : ITabularEnvironment
{
    private readonly TabularMarket _inner;

    public CollinearMarket(TabularMarket inner)
    {
        _inner = inner;
        TabularProblem problem = inner.Problem;
        int cost = problem.FeatureNames.ToList().IndexOf("cost");
        int trade = problem.FeatureNames.ToList().IndexOf("trade");
        double[] features = [.. problem.AllFeatures];
        for (int row = 0; row < features.Length; row += problem.FeatureNames.Count)
        {
            features[row + cost] = 0.5 * features[row + trade];
        }

        Problem = new TabularProblem(
            problem.States,
            problem.Actions,
            problem.FeatureNames,
            problem.Discount,
            features,
            [.. Enumerable.Range(0, problem.States * problem.Actions).Select(row => (IReadOnlyList<Transition>)problem.Transitions(row / problem.Actions, row % problem.Actions).ToArray())],
            [.. problem.Initial]);
    }

    public TabularProblem Problem { get; }

    public Space ObservationSpace => _inner.ObservationSpace;

    public Space ActionSpace => _inner.ActionSpace;

    public int StateOf(ReadOnlySpan<float> observation) => _inner.StateOf(observation);

    public void Reset(ulong seed, Span<float> observation) => _inner.Reset(seed, observation);

    public StepResult Step(ReadOnlySpan<float> action, Span<float> observation) => _inner.Step(action, observation);

    public void Save(MessagePackWriter writer) => _inner.Save(writer);

    public void Restore(ref MessagePackReader reader) => _inner.Restore(ref reader);
}
