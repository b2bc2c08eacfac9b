using MarketSim.Market.Fundamentals;
using MarketSim.Market.Time;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;
using static MarketSim.Market.Tests.Fundamentals.FundamentalSample;

namespace MarketSim.Market.Tests.Fundamentals;

public sealed class FundamentalStateTests
{
    public static TheoryData<string> Processes => ["mean-reverting", "geometric Brownian", "trending", "news", "path"];

    [Theory]
    [MemberData(nameof(Processes))]
    public void Restored_process_goes_on_exactly_like_the_saved_one(string process)
    {
        IFundamentalValue original = Create(process);
        for (int second = 1; second <= 40; second++)
        {
            original.AdvanceTo(At(second * 0.7));
        }

        MessagePackWriter writer = new();
        original.Save(writer);
        IFundamentalValue restored = Create(process);
        MessagePackReader reader = new(writer.Written);
        restored.Restore(ref reader);

        Assert.True(reader.End);
        Assert.Equal(original.Value, restored.Value);
        for (int second = 1; second <= 200; second++)
        {
            original.AdvanceTo(At(28 + (second * 1.3)));
            restored.AdvanceTo(At(28 + (second * 1.3)));
            Assert.Equal(original.Value, restored.Value);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => restored.AdvanceTo(At(1)));
    }

    [Theory]
    [MemberData(nameof(Processes))]
    public void Saving_changes_nothing(string process)
    {
        (IFundamentalValue saved, IFundamentalValue left) = (Create(process), Create(process));
        MessagePackWriter writer = new();
        for (int second = 1; second <= 20; second++)
        {
            saved.AdvanceTo(At(second));
            saved.Save(writer);
            left.AdvanceTo(At(second));
        }

        Assert.Equal(left.Value, saved.Value);
    }

    private static IFundamentalValue Create(string process) => process switch
    {
        "mean-reverting" => new MeanRevertingValue(
            new MeanRevertingParameters
            {
                InitialValue = 900, LongRunValue = 1_000, HalfLifeSeconds = 30, VolatilityPerSqrtSecond = 0.01, JumpsPerSecond = 0.3, JumpDeviation = 0.05,
            },
            default,
            seed: 5),
        "geometric Brownian" => new GeometricBrownianValue(
            new GeometricBrownianParameters { InitialValue = 900, DriftPerSecond = 0.001, VolatilityPerSqrtSecond = 0.01 }, default, seed: 5),
        "trending" => new TrendingValue(
            new TrendingParameters { InitialValue = 900, VolatilityPerSqrtSecond = 0.01, TrendPerSecond = 0.003, HalfLifeSeconds = 20 }, default, seed: 5),
        "news" => new NewsValue(
            new NewsParameters
            {
                InitialValue = 900,
                VolatilityPerSqrtSecond = 0.01,
                NewsPerSecond = 0.5,
                NewsDeviation = 0.02,
                TailExponent = 3,
                Kernel = new HawkesKernel(0.3, 2, 0.4, 20),
                Activity = new ActivityProfile(3, 2),
            },
            default,
            sessionNanoseconds: 300_000_000_000,
            seed: 5),
        _ => new BarPathValue([10, 20, 15, 17], At(3), 20_000_000_000),
    };
}
