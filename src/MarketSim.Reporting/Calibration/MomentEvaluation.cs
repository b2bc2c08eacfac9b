namespace MarketSim.Reporting.Calibration;

/// <summary>The moments that the scenario shows at a place of the unit cube of its parameters.</summary>
/// <param name="Means">Of each moment over seeds; NaN where a seed does not tell.</param>
/// <param name="Errors">Standard errors of the means; 0 with one seed, NaN beside a mean that is.</param>
internal sealed record MomentEvaluation(double[] Place, double[] Means, double[] Errors);
