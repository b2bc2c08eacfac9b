using System.Globalization;
using System.Runtime.InteropServices;
using MarketSim.Numerics.Serialization;
using MarketSim.Results.Checkpoints;

namespace MarketSim.Cluster.Tests.StandIns;

/// <summary>What of a <see cref="StandInLearner"/> lasts: its weights, what the update under way began with, and how many orders it sent.</summary>
internal sealed class StandInState(int floats)
{
    /// <summary>Bytes of weights in one part, at most.</summary>
    public const int PartBytes = 4 << 20;

    private const int FloatsPerPart = PartBytes / sizeof(float);

    /// <summary>As they were when the update under way began.</summary>
    public float[] Weights { get; set; } = new float[floats];

    public StandInInputs Inputs { get; set; } = StandInInputs.None;

    /// <summary>Orders sent so far; the next one's sequence is one more.</summary>
    public int Orders { get; set; }

    /// <summary>A part for the numbers, then the weights in order.</summary>
    public static IReadOnlyList<string> PartNames(int floats) =>
    [
        $"{StandInSettings.Name}/state",
        .. Enumerable.Range(0, PartsOf(floats)).Select(part => string.Create(CultureInfo.InvariantCulture, $"{StandInSettings.Name}/{part:D6}")),
    ];

    public IReadOnlyList<PartContent> Save()
    {
        var writer = new MessagePackWriter();
        writer.WriteArrayHeader(5);
        writer.WriteInt64(Weights.Length);
        writer.WriteInt64(Orders);
        Inputs.Save(writer);
        IReadOnlyList<string> names = PartNames(Weights.Length);
        return
        [
            new PartContent(names[0], writer.Written.ToArray()),
            .. names.Skip(1).Select((name, part) => new PartContent(name, MemoryMarshal.AsBytes(WeightsOf(part)).ToArray())),
        ];
    }

    /// <param name="contents">In the order of <see cref="PartNames"/>.</param>
    public void Restore(IReadOnlyList<byte[]> contents)
    {
        var reader = new MessagePackReader(contents[0]);
        reader.ReadArrayHeader(5);
        long saved = reader.ReadInt64();
        if (saved != Weights.Length)
        {
            throw new InvalidDataException($"The saved stand-in has {saved} weights, this one {Weights.Length}.");
        }

        Orders = (int)reader.ReadInt64();
        Inputs = StandInInputs.Restore(ref reader);
        for (int part = 0; part < contents.Count - 1; part++)
        {
            contents[part + 1].CopyTo(MemoryMarshal.AsBytes(WeightsOf(part)));
        }
    }

    private static int PartsOf(int floats) => (floats + FloatsPerPart - 1) / FloatsPerPart;

    private Span<float> WeightsOf(int part) =>
        Weights.AsSpan(part * FloatsPerPart, Math.Min(FloatsPerPart, Weights.Length - (part * FloatsPerPart)));
}
