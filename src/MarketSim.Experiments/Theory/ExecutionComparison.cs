using MarketSim.Environments.Execution;
using MarketSim.Environments.Policies;
using MarketSim.Learning.Policies;

namespace MarketSim.Experiments.Theory;

/// <summary>The cost of a policy's schedule without price noise, beside an even schedule and the optimum.</summary>
/// <param name="Sales">Shape [steps]; units that the policy sells in each step.</param>
/// <param name="Cost">Cost of the policy's schedule, in price times quantity like the others.</param>
public sealed record ExecutionComparison(ExecutionProblem Problem, IReadOnlyList<double> Sales, double Cost)
{
    /// <summary>Cost of the even schedule.</summary>
    public double EvenCost => Problem.CostOf(Problem.EvenSales());

    /// <summary>Cost of the optimal schedule.</summary>
    public double OptimalCost => Problem.OptimalCost;

    /// <summary>Evaluates the most probable actions of a policy in one episode.</summary>
    /// <exception cref="ArgumentException">The policy has memory.</exception>
    public static ExecutionComparison Of(ExecutionSettings settings, IPolicy policy)
    {
        var actor = new MemorylessPolicy(policy);
        var environment = new ExecutionEnvironment(settings with { HasPriceNoise = false });
        float[] observation = new float[environment.ObservationSpace.Size];
        float[] action = new float[1];
        environment.Reset(0, observation);
        List<double> sales = [];
        bool isLast = false;
        while (!isLast)
        {
            actor.Act(observation, action);
            double before = environment.RemainingUnits;
            isLast = environment.Step(action, observation).IsLast;
            sales.Add(before - environment.RemainingUnits);
        }

        return new ExecutionComparison(environment.Problem, sales, environment.Problem.CostOf([.. sales]));
    }

    /// <summary>The quantity left after each step, for the policy, the even schedule and the optimum.</summary>
    public TheoryFigure Figure() => new(
        "Optimal execution (Almgren and Chriss)",
        "time",
        "left to sell, share",
        [Line("learner", Sales), Line("even", Problem.EvenSales()), Line("optimum", Problem.OptimalSales)],
        [("cost of the learner / optimum", Cost / OptimalCost), ("cost of the even schedule / optimum", EvenCost / OptimalCost)]);

    private FigureSeries Line(string name, IReadOnlyList<double> sales)
    {
        double left = 1;
        List<double> times = [0];
        List<double> shares = [1];
        for (int step = 0; step < sales.Count; step++)
        {
            left -= sales[step] / Problem.Settings.Quantity;
            times.Add((step + 1) * Problem.Settings.StepDuration);
            shares.Add(left);
        }

        return new FigureSeries(name, times, shares);
    }
}
