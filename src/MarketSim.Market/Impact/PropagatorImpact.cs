using MarketSim.Numerics.Functions;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Market.Impact;

/// <summary>Parameters of <see cref="PropagatorImpact"/>.</summary>
public sealed record PropagatorParameters
{
    /// <summary>Price per unit at once; 0 or more.</summary>
    public required double ImmediatePerUnit { get; init; }

    /// <summary>Exponent of the decay (beta), greater than 0 and at most 1; about 0.5 for order flow with long memory.</summary>
    public double Exponent { get; init; } = 0.5;

    /// <summary>Time from which the decay is a power law (t0), in seconds; greater than 0.</summary>
    public required double OnsetSeconds { get; init; }

    /// <summary>Price per unit traded that stays for ever; 0 or more.</summary>
    public double PermanentPerUnit { get; init; }
}

/// <summary>
/// Bouchaud, Gefen, Potters and Wyart 2004, Fluctuations and response in financial markets: the price remembers each trade with the weight
/// G(t) = G0 (1 + t / t0)^-beta, linear in the quantity.
/// </summary>
/// <remarks>
/// The power law is held as a sum of exponentials from its integral (1 + x)^-beta = 1 / Gamma(beta) int s^(beta - 1) e^(-s (1 + x)) ds, by the
/// trapezoidal rule in ln s, so that the state is small and the kernel stays positive definite. Its error is below 1 % for t up to
/// a million times t0 (a test shows it).
/// </remarks>
public sealed class PropagatorImpact : IImpactModel
{
    // Nodes from e^-36 to e^4 in steps of 0.5: what lies beyond is below the stated error for any beta from 0.3 on.
    private const double FirstNode = -36;
    private const double NodeStep = 0.5;
    private const int NodeCount = 81;

    private readonly TransientImpact _impact;

    /// <summary>Begins without impact.</summary>
    public PropagatorImpact(PropagatorParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        double immediate = ImpactParameters.NonNegative(parameters.ImmediatePerUnit);
        double exponent = ImpactParameters.Positive(parameters.Exponent);
        double onset = ImpactParameters.Positive(parameters.OnsetSeconds);
        if (exponent > 1)
        {
            throw new ArgumentOutOfRangeException(nameof(parameters), exponent, "Exponent must be greater than 0 and at most 1.");
        }

        double[] weights = new double[NodeCount];
        double[] rates = new double[NodeCount];
        double sum = 0;
        for (int i = 0; i < NodeCount; i++)
        {
            double logarithm = FirstNode + (i * NodeStep);
            double node = Elementary.Exp(logarithm);
            rates[i] = node / onset;
            weights[i] = Elementary.Exp((exponent * logarithm) - node);
            sum += weights[i];
        }

        for (int i = 0; i < NodeCount; i++)
        {
            weights[i] *= immediate / sum;
        }

        _impact = new TransientImpact(ImpactParameters.NonNegative(parameters.PermanentPerUnit), weights, rates);
    }

    /// <inheritdoc/>
    public double Displacement => _impact.Displacement;

    /// <inheritdoc/>
    public double MeanDisplacementOf(double quantity) => _impact.MeanDisplacementOf(quantity);

    /// <inheritdoc/>
    public double Trade(double quantity) => _impact.Trade(quantity);

    /// <inheritdoc/>
    public void Advance(double seconds) => _impact.Advance(seconds);

    /// <inheritdoc/>
    public void Reset() => _impact.Reset();

    /// <inheritdoc/>
    public void Save(MessagePackWriter writer) => _impact.Save(writer);

    /// <inheritdoc/>
    public void Restore(ref MessagePackReader reader) => _impact.Restore(ref reader);
}
