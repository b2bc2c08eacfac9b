namespace MarketSim.Reporting.Calibration;

/// <summary>The estimate of a parameter by a calibration.</summary>
/// <param name="Estimate">In the unit that it is held in.</param>
/// <param name="Text">As a scenario is written.</param>
/// <param name="Error">Standard error by the targets' errors and the moments' slopes at the estimate; infinite where they do not tell.</param>
/// <param name="IsIdentified">Whether the error is below a quarter of the range tried, and the estimate not at its end.</param>
public sealed record CalibratedParameter(CalibrationParameter Parameter, double Estimate, string Text, double Error, bool IsIdentified);

/// <summary>A target and what the scenario shows at the estimate.</summary>
/// <param name="Slopes">Change of the moment over the whole range of each parameter, in errors of the target.</param>
public sealed record FittedMoment(MomentTarget Target, double Fitted, IReadOnlyList<double> Slopes)
{
    /// <summary>Distance from the target in its errors.</summary>
    public double Distance => (Fitted - Target.Value) / Target.Error;
}

/// <summary>The result of a calibration.</summary>
/// <param name="Objective">Sum of squared distances.</param>
/// <param name="Evaluations">Places at which the scenario was simulated, those of earlier calls included.</param>
public sealed record CalibrationResult(
    IReadOnlyList<CalibratedParameter> Parameters, IReadOnlyList<FittedMoment> Moments, double Objective, int Evaluations);
