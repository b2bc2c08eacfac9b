using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Gradients;
using MarketSim.Learning.Training;

namespace MarketSim.Learning.Tests.Training.Reference;

/// <summary>A known training with known results: what learners are compared with and timed by.</summary>
/// <param name="Name">E.g. <c>ppo-cartpole</c>.</param>
/// <param name="Steps">Environment steps of the training.</param>
/// <param name="Goal">Mean return that the median seed must reach with its final weights.</param>
/// <param name="RandomReturn">Mean return of random actions: 0 of the normalised score.</param>
/// <param name="ReferenceReturn">Published mean return: 1 of the normalised score.</param>
/// <param name="EnvironmentCount">Environments that are trained in side by side.</param>
/// <param name="CreateEnvironment">Makes so many environments.</param>
/// <param name="CreateAlgorithm">Makes the algorithm with its settings.</param>
internal sealed record ReferenceTask(
    string Name,
    long Steps,
    double Goal,
    double RandomReturn,
    double ReferenceReturn,
    int EnvironmentCount,
    Func<int, IVectorEnvironment> CreateEnvironment,
    Func<IVectorEnvironment, ulong, TimeProvider?, IGradientEngine?, LearningAlgorithm> CreateAlgorithm)
{
    private const int EvaluationEpisodes = 100;
    private const double MinScore = 0.8;

    /// <summary>Mean return that no seed may stay below: 80 % of the normalised score.</summary>
    public double Floor => RandomReturn + (MinScore * (ReferenceReturn - RandomReturn));

    /// <param name="engine">Null for the managed engine.</param>
    public LearningAlgorithm Create(ulong seed, TimeProvider? time = null, IGradientEngine? engine = null) =>
        CreateAlgorithm(CreateEnvironment(EnvironmentCount), seed, time, engine);

    /// <summary>Trains one seed and plays 100 deterministic episodes with the final weights.</summary>
    /// <param name="engine">Null for the managed engine.</param>
    public EvaluationResult Run(ulong seed, IGradientEngine? engine = null)
    {
        LearningAlgorithm model = Create(seed, engine: engine);
        model.Learn(Steps);
        return model.Evaluate(CreateEnvironment(10), EvaluationEpisodes);
    }
}
