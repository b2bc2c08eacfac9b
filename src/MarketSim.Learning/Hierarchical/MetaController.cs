using MarketSim.Learning.Policies;
using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Functions;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Hierarchical;

/// <summary>Picks options: a policy over options and, where they are picked too, durations.</summary>
internal sealed class MetaController
{
    private readonly HierarchicalSettings _settings;
    private readonly PolicyBatch _batch;

    /// <param name="policy">Over <see cref="ActionSpaceOf"/>.</param>
    public MetaController(IPolicy policy, HierarchicalSettings settings)
    {
        Policy = policy;
        _settings = settings;
        _batch = new PolicyBatch(policy.ObservationSpace.Size, policy.ActionSpace.Size, policy.StateSize);
    }

    public IPolicy Policy { get; }

    /// <summary>True when choices are drawn uniformly, because the learner still explores.</summary>
    public bool Explores { get; set; }

    /// <summary>Rows that choose, to be filled before <see cref="Choose"/>: observations, states and random streams. Actions, values and states come out.</summary>
    public PolicyBatch Batch => _batch;

    /// <summary>The action space of a controller of these settings.</summary>
    public static Space ActionSpaceOf(HierarchicalSettings settings) => settings.Termination == OptionTermination.Duration
        ? new MultiDiscreteSpace(settings.NumOptions, settings.Durations.Count)
        : new DiscreteSpace(settings.NumOptions);

    public void Choose(bool deterministic)
    {
        if (!_settings.MetaIsRandom && !Explores)
        {
            Policy.Act(_batch, deterministic);
            return;
        }

        // A random controller is random in an evaluation too.
        Span<RandomStream> random = _batch.Random;
        for (int row = 0; row < _batch.Rows; row++)
        {
            Policy.ActionSpace.Sample(ref random[row], _batch.Action(row));
        }

        _batch.Values.Clear();
        _batch.LogProbabilities.Fill(-(float)Elementary.Log(ChoiceCount()));
    }

    /// <summary>The choice of a row.</summary>
    public OptionChoice ChoiceOf(int row) => HierarchicalModels.ChoiceOf(_settings, _batch.Action(row));

    private double ChoiceCount() => Policy.ActionSpace is MultiDiscreteSpace several ? (double)several.Counts[0] * several.Counts[1] : ((DiscreteSpace)Policy.ActionSpace).Count;
}
