using Akka.Actor;
using Akka.Serialization;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Cluster.Remoting;

/// <summary>
/// Turns our messages into bytes and back. Whatever cannot be read becomes a <see cref="RefusedMessage"/>: an exception here would be reported as a
/// trouble of the association.
/// </summary>
internal sealed class WireSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    public const int Id = 7_701;

    public const string FrameManifest = "frame-1";
    public const string ChunkManifest = "chunk-1";
    public const string ProbeManifest = "probe-1";
    public const string ProbeAnswerManifest = "probe-answer-1";

    // Array header, receiver and the header of the bytes.
    private const int FrameEnvelope = 16;
    private const int ChunkEnvelope = 48;
    private const int MaxManifestInLog = 60;

    public override int Identifier => Id;

    public override string Manifest(object o) => o switch
    {
        WireFrame => FrameManifest,
        WireChunk => ChunkManifest,
        WireProbe => ProbeManifest,
        WireProbeAnswer => ProbeAnswerManifest,
        _ => throw Unknown(o),
    };

    public override byte[] ToBinary(object obj)
    {
        switch (obj)
        {
            case WireFrame frame:
                var writer = new MessagePackWriter(frame.Frame.Length + FrameEnvelope);
                writer.WriteArrayHeader(2);
                writer.WriteInt64(frame.Receiver);
                writer.WriteBytes(frame.Frame.Span);
                return writer.Written.ToArray();
            case WireChunk chunk:
                writer = new MessagePackWriter(chunk.Bytes.Length + ChunkEnvelope);
                writer.WriteArrayHeader(6);
                writer.WriteInt64(chunk.Receiver);
                writer.WriteInt64(chunk.Sender);
                writer.WriteInt64(chunk.Number);
                writer.WriteInt64(chunk.Total);
                writer.WriteInt64(chunk.Offset);
                writer.WriteBytes(chunk.Bytes.Span);
                return writer.Written.ToArray();
            case WireProbe probe:
                return Probe(probe.Receiver, probe.Sender, probe.Number);
            case WireProbeAnswer answer:
                return Probe(answer.Receiver, answer.Sender, answer.Number);
            default:
                throw Unknown(obj);
        }
    }

    public override object FromBinary(byte[] bytes, string manifest)
    {
        try
        {
            var reader = new MessagePackReader(bytes);
            object message = manifest switch
            {
                FrameManifest => Frame(bytes, ref reader),
                ChunkManifest => Chunk(bytes, ref reader),
                ProbeManifest => ReadProbe(ref reader),
                ProbeAnswerManifest => AnswerTo(ReadProbe(ref reader)),
                _ => new RefusedMessage(Shortened(manifest), "this build knows no such message"),
            };
            return message is RefusedMessage || reader.End ? message : new RefusedMessage(manifest, "bytes follow the message");
        }
        catch (InvalidDataException exception)
        {
            return new RefusedMessage(Shortened(manifest), exception.Message);
        }
    }

    private static WireFrame Frame(byte[] bytes, ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(2);
        return new WireFrame(reader.ReadInt32(), LastBytes(bytes, ref reader));
    }

    private static object Chunk(byte[] bytes, ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(6);
        var chunk = new WireChunk(
            reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt64(), reader.ReadInt32(), reader.ReadInt32(), LastBytes(bytes, ref reader));
        return Chunks.FaultOf(chunk) is { } fault ? new RefusedMessage(ChunkManifest, fault) : chunk;
    }

    private static WireProbe ReadProbe(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(3);
        return new WireProbe(reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt64());
    }

    private static WireProbeAnswer AnswerTo(WireProbe probe) => new(probe.Receiver, probe.Sender, probe.Number);

    private static byte[] Probe(int receiver, int sender, long number)
    {
        var writer = new MessagePackWriter(32);
        writer.WriteArrayHeader(3);
        writer.WriteInt64(receiver);
        writer.WriteInt64(sender);
        writer.WriteInt64(number);
        return writer.Written.ToArray();
    }

    /// <summary>The bytes that end the message, as a part of what was received: nobody else has that array.</summary>
    private static ReadOnlyMemory<byte> LastBytes(byte[] bytes, ref MessagePackReader reader)
    {
        int length = reader.ReadBytes().Length;
        return bytes.AsMemory(reader.Position - length, length);
    }

    private static string Shortened(string manifest) => manifest.Length <= MaxManifestInLog ? manifest : manifest[..MaxManifestInLog] + "…";

    private static ArgumentException Unknown(object message) => new($"{message.GetType()} is no message of the wire; bind it to a separate serialiser.", nameof(message));
}
