namespace MarketSim.Reporting.Calibration;

/// <summary>The estimate of a parameter by a calibration.</summary>
/// <param name="Estimate">In the unit that it is held in.</param>
/// <param name="Text">As a scenario is written.</param>
/// <param name="Error">Standard error by the errors of targets and simulation and the moments' slopes at the estimate; infinite where they do not tell.</param>
/// <param name="IsIdentified">True when the error is below a quarter of the range, and the estimate is not at its end.</param>
public sealed record CalibratedParameter(CalibrationParameter Parameter, double Estimate, string Text, double Error, bool IsIdentified);

/// <summary>A target and what the scenario shows at the estimate.</summary>
/// <param name="Error">Of target and simulation together.</param>
/// <param name="Slopes">Change of the moment over the whole range of each parameter, in errors.</param>
public sealed record FittedMoment(MomentTarget Target, double Fitted, double Error, IReadOnlyList<double> Slopes)
{
    /// <summary>Distance from the target in errors.</summary>
    public double Distance => (Fitted - Target.Value) / Error;
}

/// <summary>The correlation of the errors of two estimates: near 1 or -1, the targets identify only a combination of the two.</summary>
public sealed record ParameterCorrelation(string First, string Second, double Correlation);

/// <summary>A place at which the scenario was simulated.</summary>
/// <param name="Values">Of the parameters.</param>
/// <param name="Moments">Means over seeds.</param>
public sealed record CalibrationEvaluation(IReadOnlyList<double> Values, IReadOnlyList<double> Moments);

/// <summary>The result of a calibration.</summary>
/// <param name="Objective">Sum of squared distances.</param>
/// <param name="Evaluations">Those of earlier calls included.</param>
public sealed record CalibrationResult(
    IReadOnlyList<CalibratedParameter> Parameters, IReadOnlyList<FittedMoment> Moments, double Objective, IReadOnlyList<CalibrationEvaluation> Evaluations)
{
    /// <summary>Correlations of all pairs of parameters; empty when the targets do not identify the parameters at all.</summary>
    public IReadOnlyList<ParameterCorrelation> Correlations { get; init; } = [];

    /// <summary>Degrees of freedom, moments less parameters: the expected objective if the scenario can reproduce the targets.</summary>
    public int DegreesOfFreedom => Moments.Count(moment => double.IsFinite(moment.Distance)) - Parameters.Count;

    /// <summary>True when the scenario reproduces the moments within their errors: the objective is within two standard deviations of its chi-square distribution.</summary>
    public bool Fits => DegreesOfFreedom <= 0 || Objective <= DegreesOfFreedom + (2 * Math.Sqrt(2.0 * DegreesOfFreedom));
}
