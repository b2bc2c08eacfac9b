using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Persistence.Onnx;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Spaces;
using MarketSim.Learning.Tests.OtherRuntimes;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Tests.Persistence;

/// <summary>ONNX Runtime acts from the exported file as the policy acts.</summary>
public sealed class OnnxFileTests
{
    private const int Rows = 40;
    private const int Steps = 6;

    [Fact]
    public void Discrete_policy_acts_alike()
    {
        var policy = new PpoOptions().CreatePolicy(BoxSpace.Unbounded(4), new DiscreteSpace(3), seed: 5);
        Disturb(policy);

        ActsAlike(policy, tolerance: 0);
    }

    [Fact]
    public void Continuous_policy_with_normalised_observations_acts_alike()
    {
        var policy = new A2cOptions { NormalizeObservations = true }.CreatePolicy(BoxSpace.Unbounded(6), new BoxSpace([-1, -0.2f], [1, 0.2f]), seed: 5);
        Disturb(policy);

        ActsAlike(policy, tolerance: 1e-5);
    }

    [Fact]
    public void Policy_with_memory_acts_alike_from_step_to_step()
    {
        var policy = new PpoOptions { LstmSize = 16, HiddenSizes = [12] }.CreatePolicy(BoxSpace.Unbounded(3), new BoxSpace([-1], [1]), seed: 5);
        Disturb(policy);

        ActsAlike(policy, tolerance: 1e-5);
    }

    [Fact]
    public void Policy_with_state_dependent_noise_acts_alike_within_its_bounds()
    {
        var policy = new SacOptions { HiddenSizes = [32, 32], StateDependentExploration = true }.CreatePolicy(BoxSpace.Unbounded(5), new BoxSpace([-2, 0], [2, 10]), seed: 5);
        Disturb(policy);

        ActsAlike(policy, tolerance: 1e-5);
    }

    [Fact]
    public void Squashed_policy_acts_alike_within_its_bounds()
    {
        var policy = new SacOptions { HiddenSizes = [32, 32], NormalizeObservations = true }.CreatePolicy(BoxSpace.Unbounded(5), new BoxSpace([-2, 0], [2, 10]), seed: 5);
        Disturb(policy);

        ActsAlike(policy, tolerance: 1e-5);
    }

    [Fact]
    public void Discrete_policy_of_soft_actor_critic_acts_alike()
    {
        var policy = new SacOptions { HiddenSizes = [32, 32] }.CreatePolicy(BoxSpace.Unbounded(5), new DiscreteSpace(4), seed: 5);
        Disturb(policy);

        ActsAlike(policy, tolerance: 0);
    }

    [Fact]
    public void File_is_written_whole_and_has_the_same_bytes_again()
    {
        using var folder = new TemporaryFolder();
        var policy = new PpoOptions().CreatePolicy(BoxSpace.Unbounded(4), new DiscreteSpace(2), seed: 5);

        OnnxFile.Write(policy, folder.PathOf("policy.onnx"));

        Assert.Equal(OnnxFile.Of(policy), File.ReadAllBytes(folder.PathOf("policy.onnx")));
        Assert.Single(Directory.GetFiles(folder.FullPath));
    }

    /// <summary>Weights and statistics far from their beginnings, as after a training.</summary>
    private static void Disturb(IPolicy policy)
    {
        var random = new RandomStream(3, RandomPurpose.Test, 0, 0);
        foreach (ref float weight in policy.Weights)
        {
            weight += (float)random.NextNormal(0, 0.3);
        }
    }

    private static void ActsAlike(IPolicy policy, double tolerance)
    {
        var random = new RandomStream(4, RandomPurpose.Test, 0, 0);
        var batch = new PolicyBatch(policy.ObservationSpace.Size, policy.ActionSpace.Size, policy.StateSize);
        batch.Resize(Rows);
        batch.States.Clear();
        var inputs = new Dictionary<string, float[][]>[Steps];
        var expected = new float[Steps][];
        for (int step = 0; step < Steps; step++)
        {
            for (int row = 0; row < Rows; row++)
            {
                policy.ObservationSpace.Sample(ref random, batch.Observation(row));
            }

            inputs[step] = new Dictionary<string, float[][]>(StringComparer.Ordinal)
            {
                ["observation"] = [.. Enumerable.Range(0, Rows).Select(row => batch.Observation(row).ToArray())],
            };
            if (policy.StateSize > 0)
            {
                // The first half is the actor's; the critic's is not exported.
                inputs[step]["state"] = [.. Enumerable.Range(0, Rows).Select(row => batch.State(row)[..(policy.StateSize / 2)].ToArray())];
            }

            policy.Act(batch, deterministic: true);
            for (int row = 0; row < Rows; row++)
            {
                policy.ClipAction(batch.Action(row));
            }

            expected[step] = batch.Actions.ToArray();
        }

        IReadOnlyList<Dictionary<string, OnnxOutput>> outputs = OnnxRuntime.Run(OnnxFile.Of(policy), inputs);

        for (int step = 0; step < Steps; step++)
        {
            Assert.Equal([Rows, policy.ActionSpace.Size], outputs[step]["action"].Dims);
            Assert.Equal(expected[step].Length, outputs[step]["action"].Data.Length);
            for (int i = 0; i < expected[step].Length; i++)
            {
                Assert.Equal(expected[step][i], outputs[step]["action"].Data[i], tolerance);
            }
        }

        Assert.True(expected.SelectMany(actions => actions).Distinct().Count() > 2, "the actions should differ");
    }
}
