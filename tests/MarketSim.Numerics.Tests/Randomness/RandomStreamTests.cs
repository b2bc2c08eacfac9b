using System.Runtime.CompilerServices;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Numerics.Tests.Randomness;

public sealed class RandomStreamTests
{
    private const ulong Seed = 20260726;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void UInt64_is_two_words_with_the_first_in_the_low_half_at_every_lane(ulong position)
    {
        RandomStream words = Stream(position: position);
        RandomStream pairs = Stream(position: position);

        for (int i = 0; i < 20; i++)
        {
            ulong expected = words.NextUInt32() | ((ulong)words.NextUInt32() << 32);
            Assert.Equal(expected, pairs.NextUInt64());
            Assert.Equal(words.Position, pairs.Position);
        }
    }

    [Fact]
    public void Word_at_an_index_equals_the_word_that_the_stream_draws_there()
    {
        RandomStream stream = Stream(group: 3, index: 17);
        for (ulong i = 0; i < 50; i++)
        {
            Assert.Equal(stream.NextUInt32(), RandomStream.WordAt(Seed, RandomPurpose.Test, 3, 17, i));
        }
    }

    [Fact]
    public void Stream_restored_from_its_position_goes_on_with_the_same_draws()
    {
        RandomStream original = Stream();
        for (int i = 0; i < 1000; i++)
        {
            DrawOneOfEach(ref original, i);
            RandomStream restored = Stream(position: original.Position);
            RandomStream copy = original;
            Assert.Equal(DrawOneOfEach(ref copy, i + 1), DrawOneOfEach(ref restored, i + 1));
            Assert.Equal(copy.Position, restored.Position);
        }
    }

    [Fact]
    public void Streams_that_differ_in_any_part_of_their_name_share_no_words()
    {
        RandomStream[] streams =
        [
            new(1, RandomPurpose.Test, 0, 0),
            new(2, RandomPurpose.Test, 0, 0),
            new(1UL << 32, RandomPurpose.Test, 0, 0),
            new(1, RandomPurpose.Strategy, 0, 0),
            new(1, RandomPurpose.Test, 1, 0),
            new(1, RandomPurpose.Test, 0, 1),
        ];
        var seen = new HashSet<ulong>();
        for (int i = 0; i < 1000; i++)
        {
            foreach (ref RandomStream stream in streams.AsSpan())
            {
                Assert.True(seen.Add(stream.NextUInt64()));
            }
        }
    }

    [Fact]
    public void Streams_of_neighbouring_entities_are_uncorrelated()
    {
        const int Count = 20_000;
        double bound = 5 / Math.Sqrt(Count);
        for (int index = 0; index < 20; index++)
        {
            RandomStream left = Stream(index: index);
            RandomStream right = Stream(index: index + 1);
            double sum = 0;
            for (int i = 0; i < Count; i++)
            {
                sum += left.NextNormal() * right.NextNormal();
            }

            Assert.InRange(sum / Count, -bound, bound);
        }
    }

    [Fact]
    public void Stream_takes_at_most_32_bytes() => Assert.InRange(Unsafe.SizeOf<RandomStream>(), 8, 32);

    [Theory]
    [InlineData(-1)]
    [InlineData(65536)]
    public void Group_out_of_range_is_named_with_its_value(int group)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new RandomStream(Seed, RandomPurpose.Test, group, 0));
        Assert.Equal(("group", (object)group), (error.ParamName, error.ActualValue));
        Assert.Contains("0 to 65535", error.Message);
    }

    [Fact]
    public void Negative_index_is_refused()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Stream(index: -5));
        Assert.Equal(("index", (object)(-5)), (error.ParamName, error.ActualValue));
    }

    [Fact]
    public void Draws_allocate_nothing()
    {
        RandomStream stream = Stream();
        double sum = 0;
        for (int kind = 0; kind < 11; kind++)
        {
            sum += DrawOneOfEach(ref stream, kind);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10_000; i++)
        {
            sum += DrawOneOfEach(ref stream, i);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(double.IsFinite(sum));
    }

    private static RandomStream Stream(int group = 0, int index = 0, ulong position = 0) =>
        new(Seed, RandomPurpose.Test, group, index, position);

    private static double DrawOneOfEach(ref RandomStream stream, int turn) => (turn % 11) switch
    {
        0 => stream.NextUInt32(),
        1 => stream.NextUInt64(),
        2 => stream.NextDouble(),
        3 => stream.NextInt64(1_000_003),
        4 => stream.NextUniform(-2, 3),
        5 => stream.NextNormal(1, 2),
        6 => stream.NextExponential(3),
        7 => stream.NextPoisson(3) + stream.NextPoisson(300),
        8 => stream.NextLogNormal(0.1, 0.2),
        9 => stream.NextPareto(2, 1.5),
        _ => stream.NextBoolean(0.3) ? 1 : 0,
    };
}
