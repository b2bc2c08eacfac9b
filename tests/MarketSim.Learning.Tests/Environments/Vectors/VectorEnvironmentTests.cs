using MarketSim.Learning.Environments;
using MarketSim.Learning.Environments.Classic;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Environments.Wrappers;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Tests.Environments.Vectors;

public sealed class VectorEnvironmentTests
{
    [Fact]
    public void One_environment_in_several_places_is_refused()
    {
        IEnvironment one = CartPole.Version1();

        ArgumentException exception = Assert.Throws<ArgumentException>(() => new VectorEnvironment(2, _ => one));

        Assert.Contains("made the same environment more than once", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>Each row is what its environment does alone with the seeds of its episodes.</summary>
    [Fact]
    public void Rows_are_the_environments_stepped_alone()
    {
        var vector = new VectorEnvironment(3, _ => CartPole.Version1());
        vector.Reset(77);
        IEnvironment alone = CartPole.Version1();
        float[] observation = new float[4];
        long episode = 0;
        alone.Reset(EpisodeSeeds.Of(77, 1, episode), observation);
        var random = new RandomStream(1, RandomPurpose.Test, 0, 0);
        int ended = 0;
        for (int step = 0; step < 300; step++)
        {
            Assert.Equal(observation, Row(vector.Observations, 1));
            float[] actions = [random.NextInt32(2), random.NextInt32(2), random.NextInt32(2)];
            vector.Step(actions);
            StepResult result = alone.Step([actions[1]], observation);
            Assert.Equal(result.Reward, vector.Rewards[1]);
            Assert.Equal(result.Terminated, vector.Terminated[1]);
            Assert.Equal(result.Truncated, vector.Truncated[1]);
            Assert.Equal(observation, Row(vector.FinalObservations, 1));
            if (result.IsLast)
            {
                ended++;
                alone.Reset(EpisodeSeeds.Of(77, 1, ++episode), observation);
            }
        }

        Assert.InRange(ended, 8, 30);
    }

    [Fact]
    public void Final_observation_of_an_episode_is_kept_apart_from_the_first_of_the_next()
    {
        var vector = new VectorEnvironment(1, _ => new CartPole());
        vector.Reset(4);
        do
        {
            vector.Step([1]);
        }
        while (!vector.Terminated[0]);

        Assert.True(Math.Abs(vector.FinalObservations[2]) > 0.2f);
        Assert.InRange(vector.Observations[2], -0.05f, 0.05f);
    }

    [Fact]
    public void Restored_in_the_midst_of_episodes_goes_on_exactly()
    {
        var vector = new VectorEnvironment(4, _ => new EpisodeMonitor(CartPole.Version1()));
        vector.Reset(9);
        var random = new RandomStream(2, RandomPurpose.Test, 0, 0);
        for (int step = 0; step < 37; step++)
        {
            Act(vector, ref random);
        }

        var writer = new MessagePackWriter();
        vector.Save(writer);
        var restored = new VectorEnvironment(4, _ => new EpisodeMonitor(CartPole.Version1()));
        var reader = new MessagePackReader(writer.Written);
        restored.Restore(ref reader);
        Assert.True(reader.End);
        RandomStream same = random;
        for (int step = 0; step < 200; step++)
        {
            Assert.Equal(vector.Observations.ToArray(), restored.Observations.ToArray());
            Act(vector, ref random);
            Act(restored, ref same);
            Assert.Equal(vector.FinalObservations.ToArray(), restored.FinalObservations.ToArray());
            Assert.Equal(vector.Terminated.ToArray(), restored.Terminated.ToArray());
            Assert.Equal(vector.Info(2), restored.Info(2));
        }
    }

    [Fact]
    public void Seeds_of_episodes_differ_by_seed_environment_and_episode()
    {
        var seeds = new HashSet<ulong>();
        for (ulong seed = 0; seed < 10; seed++)
        {
            for (int environment = 0; environment < 10; environment++)
            {
                for (long episode = 0; episode < 10; episode++)
                {
                    seeds.Add(EpisodeSeeds.Of(seed, environment, episode));
                }
            }
        }

        Assert.Equal(1000, seeds.Count);
    }

    [Fact]
    public void Stepping_before_the_first_reset_is_refused() =>
        Assert.Throws<InvalidOperationException>(() => new VectorEnvironment(1, _ => new CartPole()).Step([0]));

    [Fact]
    public void Actions_of_another_number_are_refused()
    {
        var vector = new VectorEnvironment(2, _ => new CartPole());
        vector.Reset(1);

        Assert.Throws<ArgumentException>(() => vector.Step([0]));
    }

    [Fact]
    public void Steps_allocate_nothing()
    {
        var vector = new VectorEnvironment(8, _ => CartPole.Version1());
        vector.Reset(1);
        float[] actions = [0, 1, 0, 1, 1, 0, 1, 0];
        for (int step = 0; step < 100; step++)
        {
            vector.Step(actions);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int step = 0; step < 1000; step++)
        {
            vector.Step(actions);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Act(VectorEnvironment vector, ref RandomStream random)
    {
        float[] actions = new float[vector.Count];
        foreach (ref float action in actions.AsSpan())
        {
            action = random.NextInt32(2);
        }

        vector.Step(actions);
    }

    private static float[] Row(ReadOnlySpan<float> rows, int row) => rows.Slice(row * 4, 4).ToArray();
}
