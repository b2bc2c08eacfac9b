using MarketSim.Learning.Distributions;
using MarketSim.Learning.Networks;
using MarketSim.Learning.Optimisation;
using MarketSim.Learning.Spaces;
using MarketSim.Learning.Tests.Distributions;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Tests.Networks;

public sealed class AllocationTests
{
    private const int Rows = 24;

    public static TheoryData<Space> ActionSpaces => new(new DiscreteSpace(3), new MultiDiscreteSpace(3, 2), BoxSpace.Unbounded(2));

    [Theory]
    [MemberData(nameof(ActionSpaces))]
    public void Step_of_an_actor_allocates_nothing_once_its_buffers_are_there(Space actionSpace)
    {
        var layout = new ParameterLayout();
        var network = new Mlp(layout, "actor", 6, [16, actionSpace is BoxSpace ? 2 : actionSpace is DiscreteSpace ? 3 : 5], Activation.Tanh);
        ActionDistribution head = ActionDistribution.For(actionSpace, layout, "actor");
        float[] parameters = Numbers.Normal(layout.Size, 1, 0.3);
        float[] gradients = new float[layout.TrainableSize];
        float[] input = Numbers.Normal(Rows * 6, 2);
        float[] actions = new float[Rows * head.ActionSize];
        float[] logProbabilities = new float[Rows];
        float[] entropies = new float[Rows];
        float[] outputGradients = new float[Rows * head.ParameterSize];
        RandomStream[] random = ActionDistributionTests.Streams(Rows);
        MlpWorkspace workspace = network.CreateWorkspace();
        IOptimiser[] optimisers = [new Adam(layout.TrainableSize), new RmsProp(layout.TrainableSize)];

        AssertAllocatesNothing(rows =>
        {
            ReadOnlySpan<float> outputs = network.Forward(parameters, input.AsSpan(0, rows * 6), rows, workspace);
            head.Sample(parameters, outputs, rows, random, actions, logProbabilities);
            head.Evaluate(new ActionRows(parameters, outputs, actions, rows), logProbabilities, entropies);
            Array.Clear(gradients);
            Span<float> outputGradient = outputGradients.AsSpan(0, rows * head.ParameterSize);
            head.Backward(new ActionRows(parameters, outputs, actions, rows), logProbabilities, entropies, gradients, outputGradient);
            network.Backward(parameters, input.AsSpan(0, rows * 6), outputGradient, rows, gradients, workspace, wantInputGradient: true);
            GradientNorm.Clip(gradients, 0.5);
            foreach (IOptimiser optimiser in optimisers)
            {
                optimiser.Step(parameters, gradients, 1e-3);
            }
        });
    }

    [Fact]
    public void Step_of_a_squashed_actor_allocates_nothing_once_its_buffers_are_there()
    {
        var head = new SquashedGaussianDistribution(2);
        float[] outputs = Numbers.Normal(Rows * 4, 1, 0.5);
        float[] actions = new float[Rows * 2];
        float[] logProbabilities = new float[Rows];
        float[] outputGradients = new float[Rows * 4];
        RandomStream[] random = ActionDistributionTests.Streams(Rows);

        AssertAllocatesNothing(rows =>
        {
            head.Sample(outputs.AsSpan(0, rows * 4), rows, random, actions, logProbabilities);
            head.Backward(outputs.AsSpan(0, rows * 4), rows, actions, logProbabilities, outputGradients);
        });
    }

    [Fact]
    public void Sequence_through_an_lstm_allocates_nothing_once_its_buffers_are_there()
    {
        const int steps = 5;
        var layout = new ParameterLayout();
        var lstm = new Lstm(layout, "lstm", 4, 8);
        float[] parameters = Numbers.Normal(layout.Size, 1, 0.3);
        float[] gradients = new float[layout.TrainableSize];
        float[] input = Numbers.Normal(steps * Rows * 4, 2);
        float[] states = new float[Rows * lstm.StateSize];
        float[] outputGradient = Numbers.Normal(steps * Rows * 8, 3);
        LstmWorkspace workspace = lstm.CreateWorkspace();

        AssertAllocatesNothing(rows =>
        {
            var all = new NetworkInput(input.AsSpan(0, steps * rows * 4), new SequenceLayout(steps, rows), states, []);
            lstm.Forward(parameters, all, lstm.StateSize, workspace);
            lstm.Backward(parameters, all, outputGradient.AsSpan(0, steps * rows * 8), gradients, workspace, wantInputGradient: true);
            lstm.Step(parameters, input.AsSpan(0, rows * 4), rows, states, lstm.StateSize, workspace);
        });
    }

    /// <summary>Batches of several sizes, none larger than the first.</summary>
    private static void AssertAllocatesNothing(Action<int> step)
    {
        step(Rows);
        step(1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 20; i++)
        {
            step(Rows - i);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
