using System.Globalization;
using MarketSim.Learning.Networks;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Spaces;

namespace MarketSim.Learning.Hierarchical;

/// <summary>
/// The options of a hierarchy without its controller, as one policy: a caller that acts by it says in the first number of a row's recurrent state which option
/// acts (option + 1); what follows is the option's own state.
/// </summary>
public sealed class OptionsPolicy : IPolicy, INamedWeights
{
    private readonly IPolicy[] _options;
    private readonly OptionExecutor _executor;
    private readonly CompositeWeights _weights;
    private int[] _chosen = [];

    internal OptionsPolicy(Space observationSpace, IPolicy[] options, FeatureView view)
    {
        ObservationSpace = observationSpace;
        _options = options;
        _executor = new OptionExecutor(options, view);
        _weights = new CompositeWeights([.. options.Select(static (option, index) => (NameOf(index), (INamedWeights)option))]);
    }

    /// <inheritdoc/>
    public Space ObservationSpace { get; }

    /// <inheritdoc/>
    public Space ActionSpace => _options[0].ActionSpace;

    /// <inheritdoc/>
    public int StateSize => 1 + _executor.StateSize;

    /// <summary>The weights of all options, one after the other; statistics of observations last.</summary>
    public Span<float> Weights => _weights.Lend();

    /// <inheritdoc/>
    public ParameterLayout Layout => _weights.Layout;

    /// <summary>The options with the present weights, each as a separate policy.</summary>
    public IReadOnlyList<IPolicy> Options
    {
        get
        {
            _weights.Apply();
            return _options;
        }
    }

    internal OptionExecutor Executor => _executor;

    /// <inheritdoc/>
    public void Act(PolicyBatch batch, bool deterministic)
    {
        ArgumentNullException.ThrowIfNull(batch);
        _weights.Apply();
        if (_chosen.Length < batch.Rows)
        {
            _chosen = new int[batch.Rows];
        }

        for (int row = 0; row < batch.Rows; row++)
        {
            // Before the first choice the first option acts.
            _chosen[row] = Math.Clamp((int)batch.State(row)[0] - 1, 0, _options.Length - 1);
        }

        _executor.Act(batch, _chosen.AsSpan(0, batch.Rows), 1, deterministic);
    }

    /// <inheritdoc/>
    public void ClipAction(Span<float> action) => _options[0].ClipAction(action);

    internal static string NameOf(int option) => string.Create(CultureInfo.InvariantCulture, $"option-{option}");

    internal void ApplyWeights() => _weights.Apply();
}
