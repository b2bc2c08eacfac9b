namespace MarketSim.Reporting.Calibration;

/// <summary>The estimate of a parameter by a calibration.</summary>
/// <param name="Estimate">In the unit that it is held in.</param>
/// <param name="Text">As a scenario is written.</param>
/// <param name="Error">Standard error by the errors of targets and simulation and the moments' slopes at the estimate; infinite where they do not tell.</param>
/// <param name="IsIdentified">Whether the error is below a quarter of the range tried, and the estimate not at its end.</param>
public sealed record CalibratedParameter(CalibrationParameter Parameter, double Estimate, string Text, double Error, bool IsIdentified);

/// <summary>A target and what the scenario shows at the estimate.</summary>
/// <param name="Error">Of target and simulation together.</param>
/// <param name="Slopes">Change of the moment over the whole range of each parameter, in errors.</param>
public sealed record FittedMoment(MomentTarget Target, double Fitted, double Error, IReadOnlyList<double> Slopes)
{
    /// <summary>Distance from the target in errors.</summary>
    public double Distance => (Fitted - Target.Value) / Error;
}

/// <summary>How far two estimates err together: near 1 or -1, the targets tell only a combination of the two.</summary>
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
    /// <summary>Of every pair of parameters; none where the targets do not tell the parameters apart at all.</summary>
    public IReadOnlyList<ParameterCorrelation> Correlations { get; init; } = [];

    /// <summary>What the objective would be on the mean if the scenario could show the targets: moments less parameters.</summary>
    public int DegreesOfFreedom => Moments.Count(moment => double.IsFinite(moment.Distance)) - Parameters.Count;

    /// <summary>Whether the moments are reached as well as their errors allow: the objective is within two standard deviations of its chi-square law.</summary>
    public bool Fits => DegreesOfFreedom <= 0 || Objective <= DegreesOfFreedom + (2 * Math.Sqrt(2.0 * DegreesOfFreedom));
}
