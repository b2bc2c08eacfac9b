using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using MarketSim.Numerics.Serialization;
using MessagePack;

namespace MarketSim.Benchmarks.Numerics;

/// <summary>
/// Our MessagePack beside MessagePack-CSharp's, one thread, nanoseconds a value, medians: 100,000 values (integers of all sizes; doubles) into memory that is
/// there already, and read back. "Facade": the library's writer, a ref struct, made for every call, as a class around it must.
/// </summary>
internal static class SerializationBenchmark
{
    private const int Values = 100_000;
    private const int Repeats = 21;

    public static void Run()
    {
        long[] integers = [.. Enumerable.Range(0, Values).Select(static i => (long)(i * 2_654_435_761L) >> (i % 60))];
        double[] doubles = [.. integers.Select(static value => value * 0.1)];
        var ours = new MarketSim.Numerics.Serialization.MessagePackWriter(1 << 20);
        var buffer = new ArrayBufferWriter<byte>(1 << 20);
        Print("integers, ours", () =>
        {
            ours.Clear();
            foreach (long value in integers)
            {
                ours.WriteInt64(value);
            }
        });
        Print("integers, library by ref", () => Library(buffer, integers));
        Print("integers, facade", () =>
        {
            buffer.ResetWrittenCount();
            foreach (long value in integers)
            {
                var writer = new MessagePack.MessagePackWriter(buffer);
                writer.Write(value);
                writer.Flush();
            }
        });
        Print("doubles, ours", () =>
        {
            ours.Clear();
            foreach (double value in doubles)
            {
                ours.WriteDouble(value);
            }
        });
        Print("doubles, library by ref", () =>
        {
            buffer.ResetWrittenCount();
            var writer = new MessagePack.MessagePackWriter(buffer);
            foreach (double value in doubles)
            {
                writer.Write(value);
            }

            writer.Flush();
        });
        Library(buffer, integers);
        byte[] written = buffer.WrittenSpan.ToArray();
        Print("integers read, ours", () =>
        {
            var reader = new MarketSim.Numerics.Serialization.MessagePackReader(written);
            while (!reader.End)
            {
                reader.ReadInt64();
            }
        });
        Print("integers read, library by ref", () =>
        {
            var reader = new MessagePack.MessagePackReader(written);
            while (!reader.End)
            {
                reader.ReadInt64();
            }
        });
        long began = Stopwatch.GetTimestamp();
        byte[] first = StateContract.Write(new BenchmarkRecord("a", 1, [1.5, 2.5]));
        StateContract.Read<BenchmarkRecord>(first);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"a record's first use: {Stopwatch.GetElapsedTime(began).TotalMilliseconds:F0} ms"));
        var record = new BenchmarkRecord("a name", 12_345, doubles[..100]);
        Print("record of 100 doubles, written (a value)", () => Repeat(() => StateContract.Write(record)));
        byte[] bytes = StateContract.Write(record);
        Print("record of 100 doubles, read strictly (a value)", () => Repeat(() => StateContract.Read<BenchmarkRecord>(bytes)));
    }

    private static void Repeat(Action action)
    {
        for (int i = 0; i < Values / 100; i++)
        {
            action();
        }
    }

    private static void Library(ArrayBufferWriter<byte> buffer, long[] integers)
    {
        buffer.ResetWrittenCount();
        var writer = new MessagePack.MessagePackWriter(buffer);
        foreach (long value in integers)
        {
            writer.Write(value);
        }

        writer.Flush();
    }

    private static void Print(string what, Action action)
    {
        double[] nanoseconds = new double[Repeats];
        for (int repeat = -3; repeat < Repeats; repeat++)
        {
            long began = Stopwatch.GetTimestamp();
            action();
            if (repeat >= 0)
            {
                nanoseconds[repeat] = Stopwatch.GetElapsedTime(began).TotalNanoseconds / Values;
            }
        }

        Array.Sort(nanoseconds);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-50} {nanoseconds[Repeats / 2],7:F2} ns ({nanoseconds[0]:F2} to {nanoseconds[^1]:F2})"));
    }
}

[MessagePackObject]
public sealed record BenchmarkRecord([property: Key(0)] string Name, [property: Key(1)] int Number, [property: Key(2)] double[] Values);
