using MarketSim.Learning.Optimisation;
using MarketSim.Learning.Tests.Networks;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Tests.Optimisation;

public sealed class OptimiserTests
{
    public static TheoryData<string> Kinds => new("adam", "rmsprop", "rmsprop-inside");

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Steps_follow_the_formula_in_double_precision(string kind)
    {
        const int size = 37;
        IOptimiser optimiser = Make(kind, size);
        float[] parameters = Numbers.Normal(size, 1);
        double[] expected = [.. parameters.Select(value => (double)value)];
        double[] first = new double[size];
        double[] second = new double[size];
        Array.Fill(second, kind == "rmsprop-inside" ? 1 : 0);
        for (int step = 1; step <= 20; step++)
        {
            float[] gradients = Numbers.Normal(size, 1 + step);
            optimiser.Step(parameters, gradients, 0.01);
            for (int i = 0; i < size; i++)
            {
                double g = gradients[i];
                if (kind == "adam")
                {
                    first[i] = (0.9 * first[i]) + (0.1 * g);
                    second[i] = (0.999 * second[i]) + (0.001 * g * g);
                    expected[i] -= 0.01 * (first[i] / (1 - Math.Pow(0.9, step))) / (Math.Sqrt(second[i] / (1 - Math.Pow(0.999, step))) + 1e-5);
                }
                else
                {
                    second[i] = (0.99 * second[i]) + (0.01 * g * g);
                    expected[i] -= 0.01 * g / (kind == "rmsprop-inside" ? Math.Sqrt(second[i] + 1e-5) : Math.Sqrt(second[i]) + 1e-5);
                }
            }
        }

        Assert.All(expected.Zip(parameters), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Saved_and_restored_optimiser_goes_on_to_the_bit(string kind)
    {
        IOptimiser optimiser = Make(kind, 20);
        float[] parameters = Numbers.Normal(20, 1);
        for (int step = 0; step < 5; step++)
        {
            optimiser.Step(parameters, Numbers.Normal(20, 2 + step), 0.01);
        }

        var writer = new MessagePackWriter();
        optimiser.Save(writer);
        IOptimiser restored = Make(kind, 20);
        var reader = new MessagePackReader(writer.Written);
        restored.Restore(ref reader);
        Assert.True(reader.End);
        float[] other = [.. parameters];
        optimiser.Step(parameters, Numbers.Normal(20, 50), 0.01);
        restored.Step(other, Numbers.Normal(20, 50), 0.01);

        Assert.Equal(Numbers.Bits(parameters), Numbers.Bits(other));
    }

    [Fact]
    public void State_of_another_size_or_kind_is_refused()
    {
        var writer = new MessagePackWriter();
        Make("adam", 20).Save(writer);
        byte[] saved = writer.Written.ToArray();

        Assert.Contains("20 floats", Refusal(Make("adam", 21), saved), StringComparison.Ordinal);
        Refusal(Make("rmsprop", 20), saved);
    }

    [Theory]
    [InlineData(-1e-3)]
    [InlineData(double.NaN)]
    public void Learning_rate_that_is_none_is_refused(double learningRate) =>
        Assert.Equal("learningRate", Assert.Throws<ArgumentOutOfRangeException>(() => Make("adam", 2).Step(new float[2], new float[2], learningRate)).ParamName);

    [Fact]
    public void Clipping_scales_to_the_largest_norm_and_gives_the_norm_before()
    {
        float[] gradients = [3, 0, -4];

        Assert.Equal(5, GradientNorm.Clip(gradients, 0.5), 1e-12);
        Assert.Equal(0.3, gradients[0], 1e-6);
        Assert.Equal(-0.4, gradients[2], 1e-6);
        Assert.Equal(0.5, GradientNorm.Clip(gradients, 1), 1e-6);
        Assert.Equal(0.3, gradients[0], 1e-6);
    }

    [Fact]
    public void Norm_of_what_is_not_finite_is_not_finite()
    {
        float[] values = Numbers.Normal(100, 1);
        values[41] = float.NaN;
        Assert.True(double.IsNaN(GradientNorm.Of(values)));
        values[41] = float.PositiveInfinity;
        Assert.True(double.IsPositiveInfinity(GradientNorm.Of(values)));
    }

    [Fact]
    public void Schedule_falls_evenly_to_zero()
    {
        var schedule = Schedule.LinearToZero(0.2);

        Assert.Equal(0.2, schedule.At(0));
        Assert.Equal(0.15, schedule.At(0.25), 1e-15);
        Assert.Equal(0, schedule.At(1));
        Assert.Equal(0, schedule.At(1.5));
        Assert.Equal(0.3, Schedule.Constant(0.3).At(0.7));
    }

    [Fact]
    public void Target_moves_by_its_share_and_copies_at_one()
    {
        float[] target = [0, 10];
        PolyakAverage.Follow(target, [1, 20], 0.25);
        Assert.Equal([0.25f, 12.5f], target);
        PolyakAverage.Follow(target, [1, 20], 1);
        Assert.Equal([1f, 20f], target);
    }

    private static IOptimiser Make(string kind, int size) => kind switch
    {
        "adam" => new Adam(size, new AdamOptions(Epsilon: 1e-5)),
        "rmsprop" => new RmsProp(size),
        _ => new RmsProp(size, new RmsPropOptions(Variant: RmsPropVariant.EpsilonInside)),
    };

    private static string Refusal(IOptimiser optimiser, byte[] saved) => Assert.Throws<InvalidDataException>(() =>
    {
        var reader = new MessagePackReader(saved);
        optimiser.Restore(ref reader);
    }).Message;
}
