using MarketSim.Learning.Environments;
using Classic = MarketSim.Learning.Environments.Classic;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Tests.Training.Reference;
using MarketSim.Learning.Training;

namespace MarketSim.Learning.Tests.Imitation;

/// <summary>Experts by rules: controllers that solve the classic environments.</summary>
internal static class Experts
{
    /// <summary>Pushes against where the pole is about to fall, and slowly back to the middle: 500 of 500.</summary>
    public static IPolicy CartPole(IEnvironment environment) => new FunctionPolicy(
        environment.ObservationSpace,
        environment.ActionSpace,
        static (observation, action) => action[0] = (0.1f * observation[0]) + (0.3f * observation[1]) + (3 * observation[2]) + observation[3] > 0 ? 1 : 0);

    /// <summary>PPO trained by the reference task, seed 1: about -170.</summary>
    public static IPolicy Pendulum(IEnvironment environment) => TrainedPendulum.Value;

    private static readonly Lazy<IPolicy> TrainedPendulum = new(static () =>
    {
        LearningAlgorithm model = ReferenceTasks.PpoPendulum.Create(seed: 1);
        model.Learn(ReferenceTasks.PpoPendulum.Steps);
        return model.Policy;
    });

    /// <summary>Pumps energy until the pendulum swings up, and holds it there.</summary>
    public static IPolicy PendulumController(IEnvironment environment) => new FunctionPolicy(
        environment.ObservationSpace,
        environment.ActionSpace,
        static (observation, action) =>
        {
            double angle = Math.Atan2(observation[1], observation[0]);
            double velocity = observation[2];
            double energy = (0.5 * velocity * velocity / 3) + (5 * (observation[0] - 1));
            double torque = observation[0] > 0.85 && Math.Abs(velocity) < 4 ? -(12 * angle) - (3 * velocity) : -3 * energy * Math.Sign(velocity == 0 ? 1 : velocity);
            action[0] = (float)Math.Clamp(torque, -2, 2);
        });

    public static IEnvironment NewCartPole() => Classic.CartPole.Version1();

    public static IEnvironment NewPendulum() => Classic.Pendulum.Version1();
}
