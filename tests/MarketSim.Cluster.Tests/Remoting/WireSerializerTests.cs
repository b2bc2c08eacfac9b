using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;
using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Remoting;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Cluster.Tests.Remoting;

/// <summary>Through the serialisation of a system that is wired as a node's, so that it is seen which serialiser takes what.</summary>
public sealed class WireSerializerTests : IClassFixture<WireSerializerTests.WiredSystem>
{
    private readonly Serialization _serialization;

    public WireSerializerTests(WiredSystem wired) => _serialization = wired.System.Serialization;

    [Fact]
    public void Our_messages_are_taken_by_our_serialiser_and_come_back_equal()
    {
        byte[] bytes = [1, 2, 3, 255];
        IWireMessage[] messages =
        [
            new WireFrame(int.MinValue, bytes), new WireFrame(5, ReadOnlyMemory<byte>.Empty), new WireChunk(1, -2, long.MaxValue, Chunks.Size + 3, 0, bytes),
            new WireProbe(3, -4, 7), new WireProbeAnswer(-3, 4, long.MinValue),
        ];
        foreach (IWireMessage message in messages)
        {
            var serializer = Assert.IsType<WireSerializer>(_serialization.FindSerializerFor(message));
            object back = _serialization.Deserialize(serializer.ToBinary(message), serializer.Identifier, serializer.Manifest(message));

            Assert.Equal(message.GetType(), back.GetType());
            Assert.Equal(Text(message), Text(back));
        }
    }

    [Fact]
    public void Whatever_is_not_bound_fails_to_leave_and_names_its_type()
    {
        Serializer serializer = _serialization.FindSerializerFor(new Unbound(1));

        Assert.IsType<RefusingSerializer>(serializer);
        SerializationException refusal = Assert.Throws<SerializationException>(() => serializer.ToBinary(new Unbound(1)));
        Assert.Contains(nameof(Unbound), refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_read_as_JSON()
    {
        byte[] json = "{\"$type\":\"System.Version, System.Private.CoreLib\"}"u8.ToArray();

        Assert.ThrowsAny<SerializationException>(() => _serialization.Deserialize(json, 1, typeof(Version)));
        Assert.ThrowsAny<SerializationException>(() => _serialization.Deserialize(json, RefusingSerializer.SerializerId, typeof(Version)));
    }

    [Theory]
    [InlineData("frame-2")]
    [InlineData("")]
    [InlineData("System.Object")]
    public void An_unknown_manifest_becomes_a_refusal(string manifest)
    {
        RefusedMessage refused = Assert.IsType<RefusedMessage>(_serialization.Deserialize([1], WireSerializer.Id, manifest));

        Assert.Equal(manifest, refused.Manifest);
    }

    [Theory]
    [InlineData(0, 0, 4)]
    [InlineData(Chunks.Size, 0, 4)]
    [InlineData(PeerLimits.MaxFrameBytes + 1, 0, 4)]
    [InlineData(-1, 0, 4)]
    [InlineData(Chunks.Size + 1, -1, 4)]
    [InlineData(Chunks.Size + 1, Chunks.Size - 2, 4)]
    [InlineData(Chunks.Size + 1, 0, 0)]
    [InlineData(Chunks.Size + 1, 0, Chunks.Size + 1)]
    public void A_chunk_out_of_bounds_is_refused_before_anything_is_allocated(int total, int offset, int length)
    {
        var chunk = new WireChunk(1, 2, 3, total, offset, new byte[length]);

        object read = _serialization.Deserialize(_serialization.FindSerializerFor(chunk).ToBinary(chunk), WireSerializer.Id, WireSerializer.ChunkManifest);

        Assert.Equal(WireSerializer.ChunkManifest, Assert.IsType<RefusedMessage>(read).Manifest);
    }

    [Fact]
    public void Cut_and_altered_messages_are_refused_or_read_and_never_throw()
    {
        var chunk = new WireChunk(1, 2, 3, Chunks.Size + 1, 0, new byte[20]);
        byte[] whole = _serialization.FindSerializerFor(chunk).ToBinary(chunk);
        foreach (string manifest in (string[])[WireSerializer.FrameManifest, WireSerializer.ChunkManifest, WireSerializer.ProbeManifest, WireSerializer.ProbeAnswerManifest])
        {
            for (int length = 0; length < whole.Length; length++)
            {
                Assert.IsType<RefusedMessage>(_serialization.Deserialize(whole[..length], WireSerializer.Id, manifest));
            }

            for (int at = 0; at < whole.Length; at++)
            {
                for (int value = 0; value < 256; value++)
                {
                    byte[] altered = [.. whole];
                    altered[at] = (byte)value;
                    Assert.NotNull(_serialization.Deserialize(altered, WireSerializer.Id, manifest));
                }
            }
        }
    }

    [Fact]
    public void Bytes_after_a_message_are_refused()
    {
        var writer = new MessagePackWriter();
        writer.WriteArrayHeader(2);
        writer.WriteInt64(1);
        writer.WriteBytes([1, 2]);
        writer.WriteInt64(0);

        Assert.IsType<RefusedMessage>(_serialization.Deserialize(writer.Written.ToArray(), WireSerializer.Id, WireSerializer.FrameManifest));
    }

    private static string Text(object message) => message switch
    {
        WireFrame frame => $"{frame.Receiver} {Convert.ToHexString(frame.Frame.Span)}",
        WireChunk chunk => $"{chunk.Receiver} {chunk.Sender} {chunk.Number} {chunk.Total} {chunk.Offset} {Convert.ToHexString(chunk.Bytes.Span)}",
        _ => message.ToString()!,
    };

    private sealed record Unbound(int Value);

    public sealed class WiredSystem : IAsyncLifetime
    {
        private TestNode _node = null!;

        internal ExtendedActorSystem System { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            _node = TestNode.Start(TestNode.Description("a"), nameof(WireSerializerTests), FreePort.Next(), seed: null);
            System = (ExtendedActorSystem)(await _node.NextLifeAsync()).System;
        }

        public Task DisposeAsync() => _node.DisposeAsync().AsTask();
    }
}
