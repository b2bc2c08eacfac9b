using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Environments;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Imitation;
using MarketSim.Learning.Imitation.Demonstrations;
using MarketSim.Learning.Training;

namespace MarketSim.Learning.Tests.Imitation;

/// <summary>Trainings that begin as a clone.</summary>
public sealed class CloneStartTests
{
    [Fact]
    public void Ppo_and_a2c_begin_as_the_clone_and_keep_its_statistics()
    {
        ImitationLearning clone = Clone(Experts.NewCartPole, Experts.CartPole);
        PpoOptions layers = clone.Options.Cloning.PolicyOptions();
        var ppo = new Ppo(CartPoles(), layers with { LearningRate = 0, StepsPerRollout = 16 });
        var a2c = new A2c(CartPoles(), new A2cOptions { HiddenSizes = layers.HiddenSizes, NormalizeObservations = true });
        clone.Start(ppo);
        clone.Start(a2c);
        float[] observation = [0.1f, 0.2f, -0.05f, 0.3f];
        Assert.Equal(clone.Predict(observation), ppo.Predict(observation, deterministic: true));
        Assert.Equal(clone.Predict(observation), a2c.Predict(observation, deterministic: true));
        double before = ppo.Evaluate(CartPoles(), 4).MeanReturn;
        Assert.True(before > 400, $"{before}");

        // The first rollout must not replace the statistics of the demonstrations.
        ppo.Learn(64);
        Assert.InRange(ppo.Evaluate(CartPoles(), 4).MeanReturn, before - 50, before + 50);
    }

    [Fact]
    public void Sac_begins_near_the_clone()
    {
        ImitationLearning clone = Clone(Experts.NewPendulum, Experts.PendulumController);
        var sac = new Sac(new VectorEnvironment(1, static _ => Experts.NewPendulum()), new SacOptions { HiddenSizes = [64, 64] });
        double Distance() => clone.Demonstrations.Episodes.Average(episode => Enumerable.Range(0, episode.Length).Average(
            step => Math.Abs(clone.Predict(episode.Observation(step))[0] - sac.Predict(episode.Observation(step), deterministic: true)[0])));
        double before = Distance();
        clone.Start(sac);
        double after = Distance();
        Assert.True(after < 0.35 && after < before / 3, $"{before} to {after}");
    }

    [Fact]
    public void Model_of_other_layers_is_refused()
    {
        ImitationLearning clone = Clone(Experts.NewCartPole, Experts.CartPole);
        Assert.Contains("layers", Assert.Throws<ArgumentException>(() => clone.Start(new Ppo(CartPoles(), new PpoOptions { HiddenSizes = [8] }))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => clone.Start(new Sac(new VectorEnvironment(1, static _ => Experts.NewPendulum()))));
    }

    private static ImitationLearning Clone(Func<IEnvironment> create, Func<IEnvironment, MarketSim.Learning.Policies.IPolicy> expertOf)
    {
        IEnvironment environment = create();
        var clone = new ImitationLearning(create, DemonstrationRecorder.Record(expertOf(environment), environment, episodes: 5, seed: 1), seed: 1);
        clone.Train(epochs: 20);
        return clone;
    }

    private static VectorEnvironment CartPoles() => new(2, static _ => Experts.NewCartPole());
}
