using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Environments.Classic;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Optimisation;
using MarketSim.Learning.Training;

namespace MarketSim.Learning.Tests.Training.Reference;

/// <summary>
/// Trainings with the settings of the zoo of Stable-Baselines3, and its results (<c>benchmark.md</c>), where it has them without state-dependent
/// exploration; others are said.
/// </summary>
internal static class ReferenceTasks
{
    private const double CartPoleRandom = 22;
    private const double PendulumRandom = -1_200;

    /// <summary>PPO on CartPole.</summary>
    public static ReferenceTask PpoCartPole { get; } = new(
        "ppo-cartpole",
        100_000,
        475,
        CartPoleRandom,
        500,
        8,
        CartPoles,
        static (environment, seed, time, engine) => new Ppo(
            environment,
            new PpoOptions
            {
                StepsPerRollout = 32,
                BatchSize = 256,
                GaeLambda = 0.8,
                Gamma = 0.98,
                Epochs = 20,
                LearningRate = Schedule.LinearToZero(1e-3),
                ClipRange = Schedule.LinearToZero(0.2),
            },
            seed,
            time,
            engine));

    /// <summary>A2C on CartPole.</summary>
    public static ReferenceTask A2cCartPole { get; } = new(
        "a2c-cartpole", 500_000, 475, CartPoleRandom, 500, 8, CartPoles, static (environment, seed, time, engine) => new A2c(environment, new A2cOptions(), seed, time, engine));

    /// <summary>SAC on Pendulum.</summary>
    public static ReferenceTask SacPendulum { get; } = new(
        "sac-pendulum",
        20_000,
        -200,
        PendulumRandom,
        -157,
        1,
        Pendulums,
        static (environment, seed, time, engine) => new Sac(environment, new SacOptions { LearningRate = 1e-3 }, seed, time, engine));

    /// <summary>PPO on Pendulum.</summary>
    public static ReferenceTask PpoPendulum { get; } = new(
        "ppo-pendulum",
        100_000,
        -250,
        PendulumRandom,
        -172,
        4,
        Pendulums,
        static (environment, seed, time, engine) => new Ppo(environment, new PpoOptions { StepsPerRollout = 1024, Gamma = 0.9, LearningRate = 1e-3 }, seed, time, engine));

    /// <summary>CartPole without velocities: what is not seen must be remembered. Settings of our own.</summary>
    public static ReferenceTask PpoLstmCartPole { get; } = new(
        "ppo-lstm-cartpole",
        200_000,
        400,
        CartPoleRandom,
        500,
        8,
        static count => new VectorEnvironment(count, static _ => CartPole.WithoutVelocities()),
        static (environment, seed, time, engine) => new Ppo(
            environment,
            new PpoOptions
            {
                StepsPerRollout = 128,
                BatchSize = 256,
                Gamma = 0.98,
                LearningRate = Schedule.LinearToZero(1e-3),
                NormalizeRewards = true,
                LstmSize = 64,
                HiddenSizes = [64],
            },
            seed,
            time,
            engine));

    /// <summary>All tasks.</summary>
    public static IReadOnlyList<ReferenceTask> All { get; } = [PpoCartPole, A2cCartPole, SacPendulum, PpoPendulum, PpoLstmCartPole];

    private static VectorEnvironment CartPoles(int count) => new(count, static _ => CartPole.Version1());

    private static VectorEnvironment Pendulums(int count) => new(count, static _ => Pendulum.Version1());
}
