using MarketSim.Numerics.Functions;

namespace MarketSim.Environments.Execution;

/// <summary>
/// The cost of execution schedules, and the cheapest one: the discrete optimum of Almgren and Chriss 2000 (equations 16 to 18) for linear temporary impact.
/// Cost = expected shortfall + risk aversion times its variance, without what all schedules pay (permanent impact, spread).
/// </summary>
public sealed class ExecutionProblem
{
    // Costs per squared unit sold, and per squared unit held over a step.
    private readonly double _impactPerSquare;
    private readonly double _riskPerSquare;
    private readonly double[] _optimalSales;

    /// <summary>Creates the problem of settings, which are checked.</summary>
    public ExecutionProblem(ExecutionSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Settings = settings.Checked();
        _impactPerSquare = settings.TemporaryImpact / settings.StepDuration;
        _riskPerSquare = settings.RiskAversion * settings.Volatility * settings.Volatility * settings.StepDuration;
        _optimalSales = ComputeOptimalSales();
        OptimalCost = CostOf(_optimalSales);
    }

    /// <summary>The settings of the problem.</summary>
    public ExecutionSettings Settings { get; }

    /// <summary>Cost of <see cref="OptimalSales"/>, in price times quantity.</summary>
    public double OptimalCost { get; }

    /// <summary>Shape [steps]; units that the cheapest schedule sells in each step.</summary>
    public IReadOnlyList<double> OptimalSales => _optimalSales;

    /// <summary>Shape [steps]; the same quantity in each step.</summary>
    public double[] EvenSales()
    {
        double[] sales = new double[Settings.Steps];
        Array.Fill(sales, Settings.Quantity / Settings.Steps);
        return sales;
    }

    /// <summary>Cost of one step.</summary>
    /// <param name="sold">Units sold in it.</param>
    /// <param name="left">Units left after it.</param>
    public double StepCost(double sold, double left) => (_impactPerSquare * sold * sold) + (_riskPerSquare * left * left);

    /// <summary>Cost of a schedule.</summary>
    /// <param name="sales">Shape [steps]; sums to the quantity.</param>
    public double CostOf(ReadOnlySpan<double> sales)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(sales.Length, Settings.Steps, nameof(sales));
        double left = Settings.Quantity;
        double cost = 0;
        foreach (double sold in sales)
        {
            left -= sold;
            cost += StepCost(sold, left);
        }

        return cost;
    }

    // Units left after step j: x_j = X sinh(kappa (N - j)) / sinh(kappa N), where 2 (cosh kappa - 1) = risk / impact per square, kappa per step.
    private double[] ComputeOptimalSales()
    {
        double cosh = 1 + (_riskPerSquare / _impactPerSquare / 2);
        double kappa = Elementary.Log(cosh + Math.Sqrt((cosh * cosh) - 1));

        // Without risk aversion the even schedule is optimal.
        if (kappa < 1e-9)
        {
            return EvenSales();
        }

        int steps = Settings.Steps;
        double[] sales = new double[steps];
        double left = Settings.Quantity;
        for (int j = 1; j <= steps; j++)
        {
            // sinh(kappa (N - j)) / sinh(kappa N) = exp(-kappa j) (1 - exp(-2 kappa (N - j))) / (1 - exp(-2 kappa N)), which cannot overflow.
            double next = Settings.Quantity * Elementary.Exp(-kappa * j) * Elementary.Expm1(-2 * kappa * (steps - j)) / Elementary.Expm1(-2 * kappa * steps);
            sales[j - 1] = left - next;
            left = next;
        }

        return sales;
    }
}
